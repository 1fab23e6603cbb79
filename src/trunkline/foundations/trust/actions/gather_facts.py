"""What is known about a send, fetched before it is judged: only what the active rules ask for, and from memory where it can be."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.work import Work

from ..content.examination import examine
from ..content.signals import ContentSignals
from ..decisions.facts import BrandFact, Facts, FrequencyLimit, ProgramFact, Registration, SpreadFact, StatedBasis
from ..decisions.places import places_of, zones_of
from ..decisions.request import SendRequest
from ..decisions.sectors import DEBT_ATTEMPTS, DEBT_HOURS
from ..enforcement.standing import known_standing, recall
from ..enforcement.traffic import blocked_until, is_safelisted, spread_of
from ..ports import Registrations, Restrictions, VerifiedRecipients
from ..resources.age_attestation import AgeAttestation
from ..resources.brand import Brand
from ..resources.contact import Contact
from ..resources.frequency_preference import FrequencyPreference
from ..resources.program import Program
from .country_zones import zones_of_country
from .digest_recipient import digest_recipient
from .known_accounts import has_any
from .look_up import brand_of_program, contact_of, opt_outs_of, preferences_of, program_of_sender
from .opt_out import is_opted_out
from .program_sends import sends_of
from .recipient_ledger import ledger_of
from .settle_terms import Terms

OBJECTIONS = frozenset({"link", "console", "voice", "email"})
"""Sources of an opt-out that do not reach an answer to what the person writes itself (R13)."""

_UNSPREAD = SpreadFact(senders=0, most_by_one=0)
_NOTHING: dict[str, Any] = {}

PERIOD_HOURS = {"day": 24, "week": 168, "month": 744}
"""Hours of a period; a month is counted as 31 days, so that no calendar month gets more."""


class Gathered(Struct, frozen=True):
    """`request` has brand, program, language and the recipient's country as the account knows them."""

    request: SendRequest
    facts: Facts
    program: Program | None
    digest: str
    """The recipient's; "" where nothing asked for it."""


@lru_cache(maxsize=2048)
def read_text(body: str) -> ContentSignals:
    """`examine`, remembered: a text is judged at accept and at dispatch, and one text goes to many."""
    return examine(body)


def reader_for(terms: Terms) -> Callable[[str], ContentSignals]:
    """How the texts of an account are read: remembered, or, where no text may be kept, not."""
    return read_text if terms.keeps_texts else _read_and_forget


def _read_and_forget(body: str) -> ContentSignals:
    return examine(body, remember=False)


async def gather_facts(
    request: SendRequest,
    terms: Terms,
    work: Work,
    *,
    message_sid: str = "",
    reads: bool = True,
    risk_check: bool = True,
    count_segments: Callable[[str], int] | None = None,
) -> Gathered:
    """`message_sid` is the message's own, once it is on record. `reads` False: the text is not examined this time.

    `risk_check` False: the caller answers for the traffic itself (RiskCheck=disable).
    """
    account_sid, recipient, needs = request.account_sid, request.recipient, terms.needs
    opted_out = await is_opted_out(work, account_sid, recipient, request.sender, service_sid=request.service_sid)
    objected = False
    if opted_out and request.in_reply_to and await _only_objected(work, account_sid, recipient):
        opted_out, objected = False, True
    program = await program_of_sender(work, account_sid, request.sender)
    if program is None and request.service_sid:
        program = await program_of_sender(work, account_sid, request.service_sid)
    brand: Brand | None = None
    if program is not None:
        brand = await brand_of_program(work, program)
        request = replace(request, brand=program.brand_sid, program=program.sid, language=request.language or program.locale)
    contact: Contact | None = None
    if await has_any(work, Contact, account_sid):
        contact = await contact_of(work, account_sid, recipient)
        if contact is not None and contact.country_iso_code and contact.country_iso_code != request.country:
            request = replace(request, country=contact.country_iso_code)
    trial, verified = terms.trial, None
    if trial:
        port: VerifiedRecipients | None = work.platform.ports.get(VerifiedRecipients)
        verified = None if port is None else await port.is_verified(work, account_sid, recipient)
    registration: Registration | None = "exempt"
    if terms.registry:
        registry: Registrations | None = work.platform.ports.get(Registrations)
        registration = None if registry is None else await registry.registration_of(work, account_sid, request.sender, request.country)
    await recall(work, account_sid)
    program_standing, sender_standing = known_standing(work, account_sid, request.program, request.sender)
    if program is not None and program.status == "suspended":
        program_standing = "suspended"
    restrictions: Restrictions | None = work.platform.ports.get(Restrictions)
    restricted = "" if restrictions is None else await restrictions.restricted(work, account_sid, recipient, message_sid)
    number = _bare(recipient)
    reads = reads and not restricted and terms.scan and request.country not in terms.unscanned
    digest, more = "", _NOTHING
    if needs.ledger or needs.hours or needs.limits or needs.age or needs.history:
        digest = digest_recipient(work, account_sid, recipient)
        more = await _gather_more(request, terms, work, digest, program, contact, message_sid)
    facts = Facts(
        preset=terms.preset,
        modes=terms.modes,
        opted_out=opted_out,
        objected=objected,
        brand=None if brand is None else _brand(brand, brand.version),
        program=None if program is None else _program(program, program.version),
        geo_permissions=terms.permissions,
        trial=trial,
        recipient_verified=verified,
        account_standing="good",
        program_standing=program_standing,
        sender_standing=sender_standing,
        registration=registration,
        spread=_spread(request, terms, work) if reads and needs.spread else _UNSPREAD,
        blocked_until=blocked_until(work, account_sid, number),
        safelisted=not risk_check or is_safelisted(work, account_sid, number),
        restricted=restricted,
        scan=reads,
        content=reader_for(terms) if reads else None,
        count_segments=count_segments,
        **more,
    )
    return Gathered(request, facts, program, digest)


async def _gather_more(
    request: SendRequest, terms: Terms, work: Work, digest: str, program: Program | None, contact: Contact | None, message_sid: str
) -> dict[str, Any]:
    """What only stricter presets ask for, as fields of `Facts`."""
    account_sid, recipient, needs = request.account_sid, request.recipient, terms.needs
    ledger = await ledger_of(work, request, digest)
    consents = ledger.consents
    if message_sid and ledger.asked:
        # The question whether somebody still agrees may go to them, though they have not answered it.
        own = {sid for sid, asker in ledger.asked if asker == message_sid}
        consents = tuple(
            replace(fact, awaiting_reconfirmation=False, last_affirmed_at=work.now) if fact.sid in own else fact for fact in consents
        )
    found: dict[str, Any] = {
        "consents": consents,
        "conversations": ledger.conversations,
        "prior_relationships": ledger.prior_relationships,
    }
    if needs.history and program is not None:
        sent = await sends_of(work, program.sid, digest, but=message_sid)
        found["first_message"], found["last_reminder_at"], found["sent"] = sent.first, sent.last_reminder, sent.moments
    elif program is None:
        found["sent"] = ()
    if needs.hours:
        found["zones"], found["places"] = _zones(request, contact), _places(request, contact)
    if needs.limits:
        limits = () if program is None else await _limits(work, account_sid, recipient, program)
        if "debt" in terms.sectors:
            attempts = await sends_of(work, account_sid, digest, but=message_sid)
            limits += (FrequencyLimit(at_most=DEBT_ATTEMPTS, hours=DEBT_HOURS, source="sector debt", sent=attempts.moments),)
        found["limits"] = limits
    if needs.age:
        found["attested_age"] = await _attested(work, account_sid, digest, program)
    return found


def _spread(request: SendRequest, terms: Terms, work: Work) -> SpreadFact:
    """Of a text that is too short to have a template, or that nobody has sent yet, there is nothing to be spread."""
    template = reader_for(terms)(request.body).template
    return spread_of(work, request.account_sid, template, request.sender, service_sid=request.service_sid) or _UNSPREAD


async def _only_objected(work: Work, account_sid: str, recipient: str) -> bool:
    """Whether all that this recipient said against messages came another way than by a reply."""
    return all(row.source in OBJECTIONS for row in await opt_outs_of(work, account_sid, recipient))


def _bare(recipient: str) -> str:
    return recipient.rpartition(":")[2]


def _zones(request: SendRequest, contact: Contact | None) -> tuple[str, ...] | None:
    """By the number, unless the account says that the person lives in another country: then all zones of that one."""
    number = _bare(request.recipient)
    if contact is not None and contact.country_iso_code and contact.country_iso_code not in _countries(number):
        return zones_of_country(contact.country_iso_code)
    # Where the number tells nothing, the person may be anywhere in the country (R72).
    return zones_of(number) or zones_of_country(request.country)


def _places(request: SendRequest, contact: Contact | None) -> tuple[str, ...] | None:
    number = _bare(request.recipient)
    if contact is not None and contact.country_iso_code and contact.country_iso_code not in _countries(number):
        return None if contact.country_iso_code in ("US", "CA") else (contact.country_iso_code,)
    return places_of(number, request.country)


@lru_cache(maxsize=16384)
def _countries(number: str) -> frozenset[str]:
    country = country_of(number)
    return frozenset({country}) if country else frozenset()


async def _limits(work: Work, account_sid: str, recipient: str, program: Program) -> tuple[FrequencyLimit, ...]:
    found = []
    if program.frequency:
        found.append(FrequencyLimit(at_most=program.frequency, hours=PERIOD_HOURS[program.frequency_period], source="program"))
    if await has_any(work, FrequencyPreference, account_sid):
        wishes = [wish for wish in await preferences_of(work, account_sid, recipient) if wish.program_sid == program.sid]
        found += [FrequencyLimit(at_most=wish.most, hours=PERIOD_HOURS[wish.period], source=wish.source) for wish in wishes]
    return tuple(found)


async def _attested(work: Work, account_sid: str, digest: str, program: Program | None) -> int:
    if not await has_any(work, AgeAttestation, account_sid):
        return 0
    own = program.sid if program is not None else ""
    rows = await work.select(AgeAttestation, recipient_digest=digest, account_sid=account_sid)
    return max((row.years for row in rows if row.program_sid in ("", own)), default=0)


@lru_cache(maxsize=4096)
def _brand(brand: Brand, version: int) -> BrandFact:
    """Of this row as it is in this version: rows are compared by identity, and those that `look_up` keeps serve many messages."""
    return BrandFact(sid=brand.sid, names=(brand.name, *brand.aliases), category=brand.category)


@lru_cache(maxsize=4096)
def _program(program: Program, version: int) -> ProgramFact:
    return ProgramFact(
        sid=program.sid,
        intents=frozenset(program.intents),
        recurring=program.recurring,
        age_gated=program.age_gated,
        categories=frozenset(program.categories),
        lawful_basis=None if not program.lawful_basis else StatedBasis(
            basis=program.lawful_basis, reference=program.lawful_basis_reference, countries=frozenset(program.lawful_basis_countries)
        ),
    )  # fmt: skip

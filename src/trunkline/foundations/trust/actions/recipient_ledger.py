"""What the ledger says of one recipient, as the facts that a decision reads: consents, conversations, prior relationships."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from trunkline.kernel.clock import DAY
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..decisions.facts import ConsentFact, ConversationFact, PriorRelationshipFact
from ..decisions.find_basis import CONVERSATION_WINDOW
from ..decisions.request import SendRequest
from ..kept import Kept
from ..resources.consent import Consent
from .known_accounts import has_any

LONG_OVER = 30 * DAY
"""Conversations that ended longer ago say nothing about a message of today."""


class Ledger(Struct, frozen=True):
    """`asked` maps a consent's SID to the message that asked for its reconfirmation, where that is open."""

    consents: tuple[ConsentFact, ...] = ()
    conversations: tuple[ConversationFact, ...] = ()
    prior_relationships: tuple[PriorRelationshipFact, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    whole: bool = True
    """False: only the newest consent was read, as it covers what was asked."""


_EMPTY = Ledger()


class KnownLedgers(Kept[str, Ledger]):
    """By recipient digest, which names the account too. Never kept beside other processes: a consent counts at once."""

    def __init__(self) -> None:
        super().__init__(shared_life=0)


async def ledger_of(work: Work, request: SendRequest, digest: str) -> Ledger:
    """What is on record about the recipient, as far as this request needs it."""
    account_sid = request.account_sid
    if not await has_any(work, Consent, account_sid):
        return _EMPTY
    kept = _kept(work)
    found = kept.get(digest, work)
    if found is not None and (found.whole or _suffices(found, request)):
        return found
    mark = kept.mark
    if found is None:
        # One row is found on this thread: most strangers have none, and most others one that says it all.
        newest = await work.select(Consent, recipient_digest=digest, account_sid=account_sid, order=(("sid", True),), limit=1)
        if not newest:
            return kept.keep(digest, _EMPTY, mark, work)
        first = replace(read_ledger(newest), whole=False)
        if _suffices(first, request):
            return kept.keep(digest, first, mark, work)
    recent = Condition("window_until", "absent or >", work.now - LONG_OVER)
    rows = await work.select(Consent, recent, recipient_digest=digest, account_sid=account_sid, order=(("sid", True),))
    return kept.keep(digest, read_ledger(rows), mark, work)


def _suffices(ledger: Ledger, request: SendRequest) -> bool:
    """Whether the one consent that was read covers the request without a doubt, so that nothing else can matter."""
    for fact in ledger.consents:
        if fact.state == "live" and fact.program == request.program and fact.channel in ("", request.channel):
            return request.intent in fact.types
    return False


def note_first_send(work: Work, digest: str, consent_sid: str) -> None:
    """What is kept of a consent whose first message leaves now, told in place, as the next message may follow at once."""
    kept = _kept(work)
    found = kept.get(digest, work)
    if found is not None:
        told = (replace(fact, first_message_at=work.now) if fact.sid == consent_sid else fact for fact in found.consents)
        kept.amend(digest, replace(found, consents=tuple(told)))


def read_ledger(rows: list[Consent]) -> Ledger:
    """The facts that these rows are; pure."""
    consents, conversations, relationships, asked = [], [], [], []
    for row in rows:
        if row.basis == "conversation":
            if row.status == "live" and row.window_until is not None:
                began = max(row.window_until - CONVERSATION_WINDOW, row.captured_at)
                conversations.append(
                    ConversationFact(
                        sender=row.sender,
                        message_sid=row.last_message_sid or row.message_sid,
                        last_inbound_at=began,
                        window=row.window_until - began,
                    )
                )
        elif row.basis == "prior_relationship":
            relationships.append(
                PriorRelationshipFact(
                    sid=row.sid,
                    brand=row.brand_sid,
                    number_given_by_person=row.number_source == "person",
                    trigger=row.trigger_type,
                    trigger_at=row.trigger_at,
                    objected=row.status != "live",
                )
            )
        else:
            consents.append(_consent(row))
            if row.reconfirm_requested_at is not None and row.last_message_sid:
                asked.append((row.sid, row.last_message_sid))
    return Ledger(tuple(consents), tuple(conversations), tuple(relationships), tuple(asked))


def _consent(row: Consent) -> ConsentFact:
    return ConsentFact(
        sid=row.sid,
        brand=row.brand_sid,
        program=row.program_sid,
        types=frozenset(row.types),
        state=row.status,  # type: ignore[arg-type]  # the lifecycle has these four
        captured_at=row.captured_at,
        channel=row.channel,
        last_affirmed_at=row.last_affirmed_at,
        first_message_at=row.first_message_at or 0,
        awaiting_reconfirmation=row.reconfirm_requested_at is not None,
    )


def forget_ledger(work: Work, digest: str) -> None:
    """Something about this recipient is being changed in a way that no reaction hears of."""
    _kept(work).doubt(digest)


@alongside(Consent)
def _forget(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, Consent)
    _kept(work).doubt(row.recipient_digest)


def _kept(work: Work) -> KnownLedgers:
    found: KnownLedgers | None = work.platform.ports.get(KnownLedgers)
    if found is None:
        found = work.platform.ports[KnownLedgers] = KnownLedgers()
    return found

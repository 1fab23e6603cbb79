"""Fast answers for the send path: what is on record about a recipient, and which program a sender sends for."""

from __future__ import annotations

from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..kept import Kept
from ..resources.brand import Brand
from ..resources.consent import Consent
from ..resources.contact import Contact
from ..resources.frequency_preference import FrequencyPreference
from ..resources.opt_out import OptOut
from ..resources.program import Program, ProgramSender
from .digest_recipient import digest_recipient


async def consents_of(work: Work, account_sid: str, recipient: str) -> list[Consent]:
    """Every consent of this recipient in whatever state, on every channel, newest first."""
    digest = digest_recipient(work, account_sid, recipient)
    return await work.select(Consent, recipient_digest=digest, account_sid=account_sid, order=(("sid", True),))


async def live_consents(work: Work, account_sid: str, recipient: str) -> list[Consent]:
    """The consents that hold now: live, and in the case of a conversation still open. All channels and programs; the caller chooses."""
    digest = digest_recipient(work, account_sid, recipient)
    still = Condition("window_until", "absent or >", work.now)
    return await work.select(Consent, still, recipient_digest=digest, account_sid=account_sid, status="live", order=(("sid", True),))


async def opt_outs_of(work: Work, account_sid: str, recipient: str) -> list[OptOut]:
    """Every opt-out and objection of this recipient that stands, of any scope."""
    return await work.select(OptOut, recipient_digest=digest_recipient(work, account_sid, recipient), account_sid=account_sid)


async def preferences_of(work: Work, account_sid: str, recipient: str) -> list[FrequencyPreference]:
    """How often this recipient wants to hear from each program."""
    digest = digest_recipient(work, account_sid, recipient)
    return await work.select(FrequencyPreference, recipient_digest=digest, account_sid=account_sid)


async def contact_of(work: Work, account_sid: str, recipient: str) -> Contact | None:
    """Where the account says that this recipient lives; None when it has said nothing."""
    return await work.find(Contact, account_sid=account_sid, recipient_digest=digest_recipient(work, account_sid, recipient))


async def program_of_sender(work: Work, account_sid: str, sender: str) -> Program | None:
    """The program that a sender (or messaging service) is assigned to; None for none. Kept in memory until something about it changes."""
    kept = _programs(work)
    key = (account_sid, sender)
    if (found := kept.get(key, work)) is not None:
        return found[0]
    mark = kept.mark
    link = await work.find(ProgramSender, account_sid=account_sid, sender=sender)
    program = None if link is None else await work.fetch(Program, link.program_sid, account_sid)
    return kept.keep(key, (program,), mark, work)[0]


async def brand_of_program(work: Work, program: Program) -> Brand | None:
    """The brand that a program belongs to, kept as programs are."""
    kept = _brands(work)
    if (found := kept.get(program.brand_sid, work)) is not None:
        return found[0]
    mark = kept.mark
    return kept.keep(program.brand_sid, (await work.fetch(Brand, program.brand_sid, program.account_sid),), mark, work)[0]


class SenderPrograms(Kept[tuple[str, str], tuple[Program | None]]):
    """What `program_of_sender` found, by account and sender; most senders have none, and that is kept too."""


class ProgramBrands(Kept[str, tuple[Brand | None]]):
    """By the brand's SID."""


def _programs(work: Work) -> SenderPrograms:
    found: SenderPrograms | None = work.platform.ports.get(SenderPrograms)
    if found is None:
        found = work.platform.ports[SenderPrograms] = SenderPrograms()
    return found


def _brands(work: Work) -> ProgramBrands:
    found: ProgramBrands | None = work.platform.ports.get(ProgramBrands)
    if found is None:
        found = work.platform.ports[ProgramBrands] = ProgramBrands()
    return found


@alongside(Program)
@alongside(ProgramSender)
def forget_programs(row: Resource, state: str, work: Work) -> None:
    _programs(work).doubt_all()


@alongside(Brand)
def forget_brand(row: Resource, state: str, work: Work) -> None:
    _brands(work).doubt(row.sid)

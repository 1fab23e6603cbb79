"""Fast answers for the send path: what is on record about a recipient, and which program a sender sends for."""

from __future__ import annotations

from time import monotonic

from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..resources.consent import Consent
from ..resources.contact import Contact
from ..resources.frequency_preference import FrequencyPreference
from ..resources.opt_out import OptOut
from ..resources.program import Program, ProgramSender
from .digest_recipient import digest_recipient

LIFE = 4.0
"""Seconds for which another process may go on with what this one has changed."""
DOUBT = 2.0
"""Seconds after a change is staged in which nothing is kept: by then it is on disk, or was refused."""
MOST = 10_000


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
    kept = _kept(work)
    key = (account_sid, sender)
    if (found := kept.programs.get(key)) is not None and found[1] > monotonic():
        return found[0]
    begun = kept.changes.get(account_sid, 0)
    link = await work.find(ProgramSender, account_sid=account_sid, sender=sender)
    program = None if link is None else await work.fetch(Program, link.program_sid, account_sid)
    if begun == kept.changes.get(account_sid, 0):  # nothing was changed while it was read
        kept.keep(key, program)
    return program


class SenderPrograms:
    """What `program_of_sender` found, by account and sender; most senders have none, and that is kept too."""

    def __init__(self, most: int = MOST) -> None:
        self.programs: dict[tuple[str, str], tuple[Program | None, float]] = {}
        self.changes: dict[str, int] = {}
        self._doubted: dict[str, float] = {}
        self._most = most

    def keep(self, key: tuple[str, str], program: Program | None) -> None:
        if self._doubted and self._doubted.get(key[0], 0.0) > monotonic():
            return
        if len(self.programs) >= self._most and key not in self.programs:
            del self.programs[next(iter(self.programs))]
        self.programs[key] = (program, monotonic() + LIFE)

    def doubt(self, account_sid: str) -> None:
        """A program or an assignment of this account is being changed."""
        now = monotonic()
        self._doubted = {sid: end for sid, end in self._doubted.items() if end > now}
        self._doubted[account_sid] = now + DOUBT
        self.changes[account_sid] = self.changes.get(account_sid, 0) + 1
        for key in [key for key in self.programs if key[0] == account_sid]:
            del self.programs[key]


def _kept(work: Work) -> SenderPrograms:
    found: SenderPrograms = work.platform.ports.setdefault(SenderPrograms, SenderPrograms())
    return found


@alongside(Program)
@alongside(ProgramSender)
def forget_programs(row: Resource, state: str, work: Work) -> None:
    _kept(work).doubt(row.account_sid)

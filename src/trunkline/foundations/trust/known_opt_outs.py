"""Who may have opted out of anything, in memory, so that a send to a recipient who has not asks the database nothing.

A filter: who is not known here is not on record, and who is known is looked up. So a recipient goes in when the row is staged, whether or
not the commit succeeds, and stays when the row is removed: that costs whoever opted in again a look-up, until the next start. Only a
process that is alone with its database can know that much; beside others every question is a look-up.
"""

from __future__ import annotations

from time import monotonic

from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.opt_out import OptOut

PAGE = 5_000
"""Rows that one question reads while the memory is being filled: some 20 ms; the first questions share the work."""
FLIGHT = 2.0
"""Seconds after which an opt-out that was staged is on disk, or was refused."""


class KnownOptOuts:
    """One platform's. About 80 octets a recipient."""

    def __init__(self) -> None:
        self.accounts: set[str] = set()
        self._recipients: set[int] = set()
        self._staged: dict[str, float] = {}
        self._read_to = ""
        self._complete = self._reading = False

    def note(self, row: OptOut) -> None:
        self.accounts.add(row.account_sid)
        self._recipients.add(_short(row.recipient_digest))

    def note_staged(self, row: OptOut) -> None:
        """The same of a row that is not on disk yet."""
        self.note(row)
        now = monotonic()
        if len(self._staged) > 64:
            self._staged = {digest: at for digest, at in self._staged.items() if at + FLIGHT > now}
        self._staged[row.recipient_digest] = now

    def note_lifted(self, digest: str) -> None:
        """What was lifted had been on disk before: nothing is waited for any more."""
        self._staged.pop(digest, None)

    def may_hold(self, digest: str) -> bool:
        """False only where no opt-out of that recipient is on record, once everything was read."""
        return _short(digest) in self._recipients

    def may_be_on_its_way(self, digest: str) -> bool:
        """Whether an opt-out of that recipient was staged here a moment ago, so that the record may not show it yet."""
        return self._staged.get(digest, -FLIGHT) + FLIGHT > monotonic()

    async def is_complete(self, work: Work) -> bool:
        """Whether everything on record is known here; reads on, if not."""
        if work.platform.database.shared:
            return False
        if not self._complete and not self._reading:
            self._reading = True
            try:
                # any account: one memory for all of them
                rows = await work.select(OptOut, Condition("sid", ">", self._read_to), order=(("sid", False),), limit=PAGE)
            finally:
                self._reading = False
            for row in rows:
                self.note(row)
            self._read_to = rows[-1].sid if rows else self._read_to
            self._complete = len(rows) < PAGE
        return self._complete


def known_opt_outs(work: Work) -> KnownOptOuts:
    found: KnownOptOuts | None = work.platform.ports.get(KnownOptOuts)
    if found is None:
        found = work.platform.ports[KnownOptOuts] = KnownOptOuts()
    return found


def _short(digest: str) -> int:
    """64 bits of this process: two that agree by chance cost a look-up."""
    return hash(digest)


@alongside(OptOut, enters="created")
def _note(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, OptOut)
    known_opt_outs(work).note_staged(row)

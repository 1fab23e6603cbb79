"""Which opt-outs there may be, in memory, so that a send to a recipient who has not opted out asks the database nothing.

A filter: what it does not know is not on record, and what it knows is looked up. So a key goes in when its row is staged, whether or not
the commit succeeds, and stays when the row is removed: that costs whoever opted in again a look-up, until the next start. Only a process
that is alone with its database can know that much; beside others every question is a look-up.
"""

from __future__ import annotations

from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.opt_out import OptOut

PAGE = 5_000
"""Rows that one question reads while the memory is being filled: some 20 ms; the first questions share the work."""


class KnownOptOuts:
    """One platform's. About 80 octets an opt-out."""

    def __init__(self) -> None:
        self.accounts: set[str] = set()
        self._keys: set[int] = set()
        self._read_to = ""
        self._complete = self._reading = False

    def note(self, row: OptOut) -> None:
        self.accounts.add(row.account_sid)
        self._keys.add(_short(row.key))

    def may_hold(self, key: str) -> bool:
        """False only where no opt-out of that key is on record, once everything was read."""
        return _short(key) in self._keys

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


def _short(key: str) -> int:
    """64 bits of this process: two that agree by chance cost a look-up."""
    return hash(key)


@alongside(OptOut, enters="created")
def _note(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, OptOut)
    known_opt_outs(work).note(row)

"""What is restricted, as every send asks: from memory, unless it has just changed or other processes write too."""

from __future__ import annotations

from trunkline.foundations.accounts.family import family_of
from trunkline.foundations.trust.actions.digest_recipient import digest_recipient
from trunkline.foundations.trust.kept import Kept
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.work import Work

from .actions.restrict import ACCOUNT
from .resources.restriction import Restriction

MOST = 5_000
"""Restrictions of one account that are held in memory; of more, each send looks for its own."""


class KnownRestrictions(Kept[str, "frozenset[str] | str"]):
    """By account: the subjects, or "many". Never kept beside other processes: a restriction counts at once."""

    def __init__(self) -> None:
        super().__init__(shared_life=0)


class RestrictedSubjects:
    """Stands behind the port `trust.ports.Restrictions`."""

    async def restricted(self, work: Work, account_sid: str, recipient: str, message_sid: str) -> str:
        """`account`, `contact` or `message`; "" for what may be used."""
        for owner in (await family_of(work, account_sid))[1:]:
            if await self._is_among((ACCOUNT,), owner, work):
                return "account"
        known = await self._subjects(account_sid, work)
        if not known:
            return ""
        if await self._is_among((ACCOUNT,), account_sid, work):
            return "account"
        if await self._is_among((digest_recipient(work, account_sid, recipient),), account_sid, work):
            return "contact"
        return "message" if message_sid and await self._is_among((message_sid,), account_sid, work) else ""

    async def _is_among(self, subjects: tuple[str, ...], account_sid: str, work: Work) -> bool:
        known = await self._subjects(account_sid, work)
        if isinstance(known, frozenset):
            return not known.isdisjoint(subjects)
        asked = Condition("subject", "in", subjects)
        return await work.find(Restriction, asked, subject_account_sid=account_sid) is not None  # any account: whoever asked for it

    async def _subjects(self, account_sid: str, work: Work) -> frozenset[str] | str:
        kept = _kept(work)
        found = kept.get(account_sid, work)
        if found is not None:
            return found
        mark = kept.mark
        rows = await work.select(Restriction, limit=MOST + 1, subject_account_sid=account_sid)  # any account: whoever asked for it
        return kept.keep(account_sid, "many" if len(rows) > MOST else frozenset(row.subject for row in rows), mark, work)


def _kept(work: Work) -> KnownRestrictions:
    found: KnownRestrictions | None = work.platform.ports.get(KnownRestrictions)
    if found is None:
        found = work.platform.ports[KnownRestrictions] = KnownRestrictions()
    return found


@alongside(Restriction)
def _forget(row: Restriction, state: str, work: Work) -> None:
    _kept(work).doubt(row.subject_account_sid)

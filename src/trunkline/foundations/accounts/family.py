"""Whose settings an account meets: its own, then its parent's."""

from __future__ import annotations

from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from .resources.account import Account

_ROOM = 8192


class Families(dict[str, tuple[str, ...]]):
    """What was found, by account; an account's parent never changes."""


def _families(platform: Platform) -> Families:
    found: Families | None = platform.ports.get(Families)
    if found is None:
        found = platform.ports[Families] = Families()
    return found


def known_family(platform: Platform, account_sid: str) -> tuple[str, ...]:
    """As far as this process knows it, without asking: the account alone until `family_of` has been asked once."""
    return _families(platform).get(account_sid, (account_sid,))


async def family_of(work: Work, account_sid: str) -> tuple[str, ...]:
    """The account, and its parent where it has one."""
    known = _families(work.platform)
    found = known.get(account_sid)
    if found is None:
        account = await work.fetch(Account, account_sid)  # any account: the platform itself asks who its parent is
        owner = account.owner_account_sid if account is not None else account_sid
        found = (account_sid,) if owner == account_sid else (account_sid, owner)
        if len(known) >= _ROOM:
            known.clear()
        known[account_sid] = found
    return found

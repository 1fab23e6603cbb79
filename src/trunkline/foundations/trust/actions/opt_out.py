"""Opt-out and its end: what a STOP writes, what a START removes, and the question that every send asks."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.work import Work

from ..known_opt_outs import known_opt_outs
from ..resources.opt_out import OptOut


def _key(work: Work, account_sid: str, recipient: str, sender: str) -> str:
    return work.port(Vault).digest(f"{account_sid}\n{recipient}\n{sender}", "opt-out")


async def is_opted_out(work: Work, account_sid: str, recipient: str, sender: str) -> bool:
    """Whether `recipient` has stopped `sender` (both as addresses on the wire) of this account."""
    known = known_opt_outs(work)
    complete = await known.is_complete(work)
    if complete and account_sid not in known.accounts:
        return False
    key = _key(work, account_sid, recipient, sender)
    if complete and not known.may_hold(key):
        return False
    return await work.find(OptOut, account_sid=account_sid, key=key) is not None


async def opt_out(work: Work, account_sid: str, recipient: str, sender: str, *, keyword: str, message_sid: str = "") -> bool:
    """Stage the opt-out; False when it stands already."""
    key = _key(work, account_sid, recipient, sender)
    if await work.find(OptOut, account_sid=account_sid, key=key) is not None:
        return False
    work.add(OptOut(account_sid=account_sid, key=key, sender=sender, keyword=keyword, message_sid=message_sid))
    return True


async def opt_in(work: Work, account_sid: str, recipient: str, sender: str) -> bool:
    """Stage the end of an opt-out; False when there is none."""
    found = await work.find(OptOut, account_sid=account_sid, key=_key(work, account_sid, recipient, sender))
    if found is None:
        return False
    work.remove(found)
    return True

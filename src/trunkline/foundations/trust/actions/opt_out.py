"""Opt-out and its end: what a STOP writes, what a START removes, and the question that every send asks."""

from __future__ import annotations

import asyncio

from trunkline.kernel.work import Work

from ..known_opt_outs import known_opt_outs
from ..ports import WaitingMessages
from ..resources.opt_out import OptOut
from ..rules.addresses import bare_address
from .carry_into_consents import affirm_restarted, lane_of, revoke_stopped
from .digest_recipient import digest_recipient
from .look_up import opt_outs_of
from .settle_contradictions import name_of, reopen, stops, target_of

_LOOK_AGAIN = 0.005  # seconds


async def is_opted_out(work: Work, account_sid: str, recipient: str, sender: str, *, service_sid: str = "", surely: bool = False) -> bool:
    """Whether `recipient` has stopped what `sender` sends (both as addresses on the wire) for this account, in whatever scope.

    `surely`, for the last look before a message leaves: an opt-out that is just being written is waited for, two seconds at most.
    """
    return await find_opt_out(work, account_sid, recipient, sender, service_sid=service_sid, surely=surely) is not None


async def find_opt_out(
    work: Work, account_sid: str, recipient: str, sender: str, *, service_sid: str = "", surely: bool = False
) -> OptOut | None:
    """The opt-out that stops it; of several the newest. A recipient who has none on record costs no look-up (see `known_opt_outs`)."""
    known = known_opt_outs(work)
    complete = await known.is_complete(work)
    if complete and account_sid not in known.accounts:
        return None
    digest = digest_recipient(work, account_sid, recipient)
    if complete and not known.may_hold(digest):
        return None
    found = await _stopping(work, account_sid, digest, sender, service_sid)
    while found is None and surely and known.may_be_on_its_way(digest):
        await asyncio.sleep(_LOOK_AGAIN)
        found = await _stopping(work, account_sid, digest, sender, service_sid)
    return found


async def _stopping(work: Work, account_sid: str, digest: str, sender: str, service_sid: str) -> OptOut | None:
    # The first row is found on this thread, and most recipients have none.
    if await work.find(OptOut, recipient_digest=digest, account_sid=account_sid) is None:
        return None
    rows = await work.select(OptOut, recipient_digest=digest, account_sid=account_sid)
    target = await target_of(work, account_sid, sender, service_sid)
    return max((row for row in rows if stops(row, target)), key=lambda row: row.since, default=None)


async def opt_out(
    work: Work,
    account_sid: str,
    recipient: str,
    sender: str,
    *,
    keyword: str,
    message_sid: str = "",
    call_sid: str = "",
    scope: str = "sender",
    source: str = "reply",
    score: float | None = None,
    opted_out_at: int = 0,
) -> OptOut | None:
    """Stage the opt-out; None when it stands already. `sender` is a SID where `scope` is service, program, brand or account.

    A `score` says that it was inferred. Soon after the commit a job revokes the consents that it ends, and another one fails what waits
    to be sent; what is sent is stopped by the opt-out itself, at once.
    """
    row = OptOut(
        account_sid=account_sid, sender=sender, scope=scope, source=source, inferred=score is not None, score=score,
        opted_out_at=opted_out_at, keyword=keyword, message_sid=message_sid, call_sid=call_sid,
    )  # fmt: skip
    return row if await stage_opt_out(row, recipient, work) else None


async def stage_opt_out(row: OptOut, recipient: str, work: Work) -> bool:
    """The same with a row that is filled in; False when it stands already."""
    row.sender = row.sender if row.scope != "sender" else bare_address(row.sender)
    standing = await opt_outs_of(work, row.account_sid, recipient)
    if any(other.scope == row.scope and other.sender == row.sender and not other.reopened for other in standing):
        return False
    row.recipient_digest = digest_recipient(work, row.account_sid, recipient)
    row.opted_out_at = row.opted_out_at or work.now
    work.add(row)
    work.enqueue(revoke_stopped, lane=lane_of(row.recipient_digest), opt_out_sid=row.sid)
    waiting: WaitingMessages | None = work.platform.ports.get(WaitingMessages)
    if waiting is not None:
        waiting.withdraw(work, row.account_sid, recipient)
    return True


async def opt_in(work: Work, account_sid: str, recipient: str, sender: str, *, message_sid: str = "", service_sid: str = "") -> bool:
    """Stage the end of what stops this sender; False when nothing does. `message_sid` proves the wish.

    An opt-out of the sender, its service or its program goes; one of its brand or of the whole account goes on for everything else.
    Consents that it revoked, or that wait for a reconfirmation, are affirmed soon after.
    """
    target = await target_of(work, account_sid, sender, service_sid)
    digest = digest_recipient(work, account_sid, recipient)
    stopping = [row for row in await opt_outs_of(work, account_sid, recipient) if stops(row, target)]
    for row in stopping:
        if row.scope in ("brand", "account"):
            reopen(row, name_of(target), work)
        else:
            # Without a guard: two STARTs at the same moment both come in.
            work.sweep(OptOut, sid=row.sid, account_sid=account_sid)
    if stopping:
        known_opt_outs(work).note_lifted(digest)
    if target.program is not None:
        work.enqueue(
            affirm_restarted, lane=lane_of(digest), account_sid=account_sid, digest=digest, program_sid=target.program.sid,
            message_sid=message_sid,
        )  # fmt: skip
    return bool(stopping)

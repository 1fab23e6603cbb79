"""What waits for somebody who has just stopped it does not leave: it fails with 21610, soon after the opt-out's commit.

The messages' own jobs would find the opt-out too, each at its time; a text that is scheduled for next week is told of now.
"""

from __future__ import annotations

from trunkline.foundations.trust.actions.opt_out import is_opted_out
from trunkline.foundations.trust.rules.addresses import bare_address
from trunkline.kernel.errors import Stale
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..errors import outcome
from ..resources.message import Message
from ..rules.addresses import Channel

WAITS = ("accepted", "scheduled", "queued")
AT_ONCE = 200
"""Messages that fail in one commit."""


class Withdrawal:
    """What trust calls when an opt-out is staged."""

    def withdraw(self, work: Work, account_sid: str, recipient: str) -> None:
        work.enqueue(withdraw_messages, lane=f"withdrawal {recipient}", account_sid=account_sid, recipient=recipient)


@task()
async def withdraw_messages(work: Work, account_sid: str, recipient: str, after: str = "") -> None:
    """On every channel on which this person is reached; what may still be sent (another sender's, another program's) stays."""
    bare = bare_address(recipient)
    addresses = (bare, *(f"{channel}:{bare}" for channel in Channel))
    rows = await work.select(
        Message,
        Condition("to", "in", addresses), Condition("status", "in", WAITS), Condition("sid", ">", after),
        account_sid=account_sid, order=(("sid", False),), limit=AT_ONCE,
    )  # fmt: skip
    stopped = [row for row in rows if not row.confirms and await _is_stopped(row, work)]
    if len(rows) == AT_ONCE:
        work.enqueue(withdraw_messages, lane=f"withdrawal {recipient}", account_sid=account_sid, recipient=recipient, after=rows[-1].sid)
    for row in stopped:
        work.move(row.copy(), "fail", error_code=21610, error_message=outcome(21610))
    try:
        await work.commit()
    except Stale:  # one of them went on meanwhile: each for itself, and the next page after that
        for row in stopped:
            await work.claim(row, "fail", error_code=21610, error_message=outcome(21610))
        if len(rows) == AT_ONCE:
            work.enqueue(
                withdraw_messages, lane=f"withdrawal {recipient}", account_sid=account_sid, recipient=recipient, after=rows[-1].sid
            )


async def _is_stopped(row: Message, work: Work) -> bool:
    return await is_opted_out(work, row.account_sid, row.to, row.from_ or "", service_sid=row.messaging_service_sid or "")

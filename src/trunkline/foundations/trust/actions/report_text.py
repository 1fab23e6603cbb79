"""Take a complaint about a text that was received, and have a person look at it."""

from __future__ import annotations

from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.clock import HOUR
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..enforcement.actions.sign_in_reviewer import operator_sid
from ..ports import ReportedMessages
from ..resources.program import ProgramSender
from ..resources.text_report import KEPT, TextReport
from .review_text import queue_report

MOST_IN_HOUR = 20
"""Reports of one account, but for the operator's, who passes on those of others."""


@creates(TextReport)
async def report_text(draft: TextReport, work: Work) -> TextReport:
    """20001 for a message that was not received here, or that came from elsewhere; 20429 after `MOST_IN_HOUR`."""
    operates = work.caller is not None and not work.caller.rehearsal and draft.account_sid == await operator_sid(work)
    port: ReportedMessages | None = work.platform.ports.get(ReportedMessages)
    found = None if port is None else await port.sent(work, draft.account_sid, draft.message_sid, any_account=operates)
    if found is None:
        raise invalid(
            "MessageSid", "must be a message that this account received from a sender of this platform; report others to their carrier"
        )
    if not operates:
        lately = Condition("date_created", ">", work.now - HOUR)
        if len(await work.select(TextReport, lately, account_sid=draft.account_sid, limit=MOST_IN_HOUR)) >= MOST_IN_HOUR:
            raise Problem(20429, f"At most {MOST_IN_HOUR} reports are taken in an hour", 429)
    link = await work.find(ProgramSender, account_sid=found.account_sid, sender=found.sender)
    draft.review_sid = await queue_report(found, draft.category, link.program_sid if link is not None else None, work)
    draft.date_expires = work.now + KEPT
    work.add(draft)
    plan_removal(draft, work)
    return draft

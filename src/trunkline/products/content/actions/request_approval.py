"""A template is put before the simulated reviewer of WhatsApp, who answers after some seconds by the platform's clock."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.trust.content.examination import examine
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..errors import wrong
from ..resources.approval import Approval
from ..resources.content import Content
from ..rules.placeholders import texts_of
from ..rules.render import RICH
from ..rules.review import CATEGORIES, NAME, review

SUBMITTED_AFTER, REVIEWED_AFTER = SECOND, 3 * SECOND


async def request_approval(content: Content, body: Any, work: Work) -> Approval:
    """Stage the request. 20001 for a name or category that cannot be; 409 while one is under review, or approved."""
    name, category, change = _read(body)
    taken = await work.find(Approval, account_sid=content.account_sid, name=name, language=content.language)
    if taken is not None and taken.content_sid != content.sid:
        raise Problem(20409, f"Another template of this account is named {name} in {content.language}", 409)
    told: dict[str, Any] = {
        "name": name, "category": category, "language": content.language, "allow_category_change": change,
        "content_type": next(t for t in RICH if t in content.types),
    }  # fmt: skip
    found = await work.find(Approval, account_sid=content.account_sid, content_sid=content.sid)
    if found is None:
        found = work.add(Approval(account_sid=content.account_sid, content_sid=content.sid, **told), state="received")
    elif found.status == "rejected":
        work.move(found, "resubmit", rejection_reason="", **told)
    else:
        raise Problem(20409, f"The template's approval is {found.status}: it cannot be asked for again", 409)
    work.enqueue(submit_template, delay=SUBMITTED_AFTER, sid=found.sid)
    work.enqueue(review_template, delay=REVIEWED_AFTER, sid=found.sid)
    return found


def _read(body: Any) -> tuple[str, str, bool]:
    if not isinstance(body, dict):
        raise Problem(20001, "The body must be a JSON object", 400)
    name, category = body.get("name"), body.get("category")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise wrong("name", "is required, in lower case letters, digits and _ (512 at most)")
    if not isinstance(category, str) or category.upper() not in CATEGORIES:
        raise wrong("category", f"is required: one of {', '.join(CATEGORIES)}")
    change = body.get("allow_category_change", True)
    if not isinstance(change, bool):
        raise wrong("allow_category_change", "must be true or false")
    return name, category.upper(), change


@task()
async def submit_template(work: Work, *, sid: str) -> None:
    approval = await work.fetch(Approval, sid)  # any account: our own job names it
    if approval is not None and approval.status == "received":
        work.move(approval, "submit")


@task()
async def review_template(work: Work, *, sid: str) -> None:
    """Approve or reject; a category that does not fit is changed where that was allowed."""
    approval = await work.fetch(Approval, sid)  # any account: our own job names it
    if approval is None or approval.status not in ("received", "pending"):
        return
    content = await work.fetch(Content, approval.content_sid, approval.account_sid)
    if content is None:
        return
    text = " ".join(texts_of(content.types))[:1600]
    reason, remedy = review(content.types, content.variables, approval.category, examine(text).scores.promotion)
    if reason == "INCORRECT_CATEGORY" and approval.category == "UTILITY" and approval.allow_category_change:
        work.move(approval, "approve", category="MARKETING")
    elif reason:
        work.move(approval, "reject", rejection_reason=f"{reason}: {remedy}")
    else:
        work.move(approval, "approve")

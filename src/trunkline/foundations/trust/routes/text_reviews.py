"""The queue of doubtful texts, for reviewers; and their decisions, for the accounts that sent them."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import sees
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.review_text import decide_text
from ..enforcement.actions.sign_in_reviewer import sign_in
from ..ports import DecidedMessages
from ..resources.text_review import TextReview
from ..rules.policy_categories import CATEGORIES

LONGEST = 4000
_QUEUE = V(1, "compliance", "/TextReviewQueue")
_ONE = V(1, "compliance", "/TextReviewQueue/{review_sid}")


@sees(TextReview)
def decided(request: Request) -> tuple[Condition, ...]:
    """An account hears of a review once a person has decided it."""
    return (Condition("status", "!=", "open"),)


@route("GET", _QUEUE, open=True)
async def list_queue(request: Request) -> Reply:
    """What waits, of all accounts, oldest first; each with the text, while its message has it."""
    await sign_in(request)
    place = read_place(request.form)
    # any account: reviewers decide for all of them
    rows = await request.work.select(
        TextReview, *place.condition(newest_first=False), order=place.order(newest_first=False), limit=place.size + 1, status="open"
    )  # any account: as above
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    shown = [await _whole(row, request) for row in rows]
    return Reply(200, _QUEUE.dialect.page("text_reviews", shown, place.size, place.number, links), title="TextReview")


@route("POST", _ONE, open=True)
async def decide(request: Request) -> Reply:
    """`Outcome` harmless or violation, `Category` (of the acceptable use policy) and `Reasons`, which the account reads; for a violation

    the `Step` of the ladder that follows: observe, warn (the default), throttle, block-program or suspend-sender.
    """
    reviewer = await sign_in(request)
    work = request.work
    review = await work.fetch(TextReview, request.path["review_sid"])  # any account: reviewers decide for all of them
    if review is None:
        raise request.missing()
    outcome = request.text("Outcome").strip().lower()
    if outcome not in ("harmless", "violation"):
        raise invalid("Outcome", "must be harmless or violation")
    category = request.text("Category").strip().lower()
    if outcome == "violation" and category not in CATEGORIES:
        raise invalid("Category", f"must be one of {', '.join(CATEGORIES)}")
    reasons = request.text("Reasons").strip()
    if not reasons or len(reasons) > LONGEST:
        raise invalid("Reasons", f"must be 1 to {LONGEST} characters")
    step = request.text("Step", "warn").strip().lower()
    await decide_text(review, reviewer, violation=outcome == "violation", category=category, reasons=reasons, step=step, work=work)
    try:
        await work.commit()
    except (Stale, Duplicate):
        raise Problem(20409, "Another reviewer was first", 409) from None
    return Reply(200, await _whole(review, request), title="TextReview")


async def _whole(row: TextReview, request: Request) -> dict[str, Any]:
    body: dict[str, Any] = encoder(TextReview, TextReview.mounts[0])(row, request.at, request.placed)
    messages: DecidedMessages | None = request.work.platform.ports.get(DecidedMessages)
    message = None if messages is None else await messages.one(request.work, row.account_sid, row.message_sid)
    text = None if message is None else message.body
    return {**body, "body": text, "excerpt": row.excerpt, "features": dict(row.features), "left_out": row.left_out}

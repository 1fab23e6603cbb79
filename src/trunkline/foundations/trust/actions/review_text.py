"""Show a doubtful text to people, and carry out what one of them decides."""

from __future__ import annotations

from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..decisions.rules.look_at_doubtful_text import RULE
from ..enforcement.actions.impose_measure import impose_measure
from ..enforcement.resources.reviewer import Reviewer
from ..resources.text_review import TextReview
from .gather_facts import read_text
from .judge_send import Judged


async def queue_for_review(judged: Judged, message_sid: str, work: Work) -> None:
    """Stage a place in the queue for a text that is in doubt at dispatch, or count it to the one that is there."""
    seen = next((o for o in judged.decision.observations if o.rule == RULE.id), None)
    if seen is None or judged.request.stage != "dispatch":
        return
    request = judged.request
    template = read_text(request.body).template
    mark = f"{template & (2**64 - 1):016x}" if template else ""
    if mark:
        same = await work.find(TextReview, account_sid=request.account_sid, template=mark, status="open")
        if same is not None:
            work.add_to(same, count=1)
            return
    review = TextReview(
        account_sid=request.account_sid, message_sid=message_sid, sender=request.sender, program_sid=request.program or None,
        template=mark, reason=seen.message,
    )  # fmt: skip
    work.add(review, state="open")


async def decide_text(
    review: TextReview, reviewer: Reviewer, *, violation: bool, category: str, reasons: str, step: str, work: Work
) -> None:
    """Stage the decision. A violation takes the ladder's `step` against the program, or the sender that has none; the notice says why.

    20409 where it was decided before.
    """
    if review.status != "open":
        raise Problem(20409, f"{review.sid} is decided already: {review.status}", 409)
    also = {"category": category, "reasons": reasons, "decided_at": work.now, "reviewer_sid": reviewer.sid}
    if not violation:
        work.move(review, "clear", **also)
        return
    of_program = bool(review.program_sid) and step in ("observe", "warn", "throttle", "block-program")
    case = await impose_measure(
        work, reviewer, account_sid=review.account_sid, target_type="program" if of_program else "sender",
        target=(review.program_sid or "") if of_program else review.sender, step=step, rule=RULE.id,
        reasons=f"A person looked at message {review.message_sid} and found {category}: {reasons}",
        remedy="Do not send such texts; if the finding is wrong, appeal.",
    )  # fmt: skip
    work.move(review, "condemn", enforcement_sid=case.sid, **also)

"""Show a doubtful text to people, and carry out what one of them decides."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.errors import Problem
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..content.signals import ContentSignals, Link
from ..decisions.rules.look_at_doubtful_text import RULE
from ..enforcement.actions.impose_measure import impose_measure
from ..enforcement.resources.reviewer import Reviewer
from ..ports import ReportedMessage
from ..resources.text_review import KEPT, TextReview
from ..rules.fresh_hosts import FreshHosts
from ..rules.mask_excerpt import mask_excerpt
from ..rules.review_intake import ReviewIntake, mark_of
from .gather_facts import reader_for
from .judge_send import Judged
from .settle_terms import terms_of


async def queue_for_review(judged: Judged, message_sid: str, work: Work) -> None:
    """Stage a place in the queue for a text that is in doubt at dispatch, or leads to a fresh host; or count it to the one that is there.

    Nothing where a person found the same text of the account harmless, or where the hour is full (`ReviewIntake`).
    """
    request = judged.request
    if request.stage != "dispatch" or not judged.gathered.facts.scan:
        return
    signals, observations = reader_for(judged.terms)(request.body), judged.decision.observations
    links = signals.links
    if not links and not observations:  # nearly all messages
        return
    host = _fresh_host(links, work) if links else ""
    seen = next((o for o in observations if o.rule == RULE.id), None) if observations else None
    if seen is not None:
        mark, reason = mark_of(signals.template, request.body), seen.message
    elif host:
        mark, reason = mark_of(0, f"host {host}"), f"Many messages at once lead to {host}, to which none led before."
    else:
        return
    intake = _intake(work)
    stands_for = intake.weigh(request.account_sid, mark)
    if not stands_for:
        return
    asked = await _asked(request.account_sid, mark, work)
    if asked is not None:
        if asked.status == "open":
            work.add_to(asked, count=stands_for)
        return
    left_out = intake.admit(request.account_sid, work.now)
    if left_out is None:
        return
    review = TextReview(
        account_sid=request.account_sid, message_sid=message_sid, sender=request.sender, program_sid=request.program or None,
        template=mark, reason=reason, left_out=left_out, count=stands_for, features=_features(signals),
    )  # fmt: skip
    _open(review, request.body if judged.terms.keeps_texts else "", work)


async def queue_report(message: ReportedMessage, category: str, program_sid: str | None, work: Work) -> str:
    """Stage a place in the queue for a text that was complained of, or count the complaint; the review's SID.

    The text is not examined, as its sender's account may have switched that off. A person complains for a reason, so neither an earlier
    finding nor a full hour keeps it out.
    """
    mark = mark_of(0, message.body)
    same = await work.find(TextReview, account_sid=message.account_sid, template=mark, status="open")
    if same is None and message.sid:  # it may have been in doubt already, under its template
        same = await work.find(TextReview, account_sid=message.account_sid, message_sid=message.sid, status="open")
    if same is not None:
        work.add_to(same, reports=1)
        return same.sid
    review = TextReview(
        account_sid=message.account_sid, message_sid=message.sid, sender=message.sender, program_sid=program_sid, template=mark,
        reason=f"Somebody who got the text reports it as {category}.", reports=1,
    )  # fmt: skip
    keeps = (await terms_of(work, message.account_sid)).keeps_texts
    return _open(review, message.body if keeps else "", work).sid


def _open(review: TextReview, body: str, work: Work) -> TextReview:
    """`body` is "" where no text may be kept: the reviewer then judges by the features alone."""
    review.excerpt = mask_excerpt(body)
    review.date_expires = work.now + KEPT
    work.add(review, state="open")
    plan_removal(review, work)
    return review


async def _asked(account_sid: str, mark: str, work: Work) -> TextReview | None:
    """The review of the same text that is open, or that found it harmless and is still kept."""
    found = await work.find(TextReview, account_sid=account_sid, template=mark, status="open")
    if found is not None:
        return found
    alive = Condition("date_expires", ">", work.now)
    return await work.find(TextReview, alive, account_sid=account_sid, template=mark, status="harmless")


def _features(signals: ContentSignals) -> dict[str, Any]:
    return {
        "phishing": round(signals.phishing.score, 3),
        "features": list(signals.phishing.features),
        "evasion": round(signals.evasion.score, 3),
        "categories": sorted(signals.categories),
        "hosts": sorted(signals.hosts),
    }


def _fresh_host(links: tuple[Link, ...], work: Work) -> str:
    """A host that this message makes remarkable; "" for nearly all. Hosts of listed brands and public shorteners are no news."""
    found, hosts = "", _hosts(work)
    for link in links:
        if link.owner is None and not link.shortener and hosts.meet(link.host, work.now):
            found = link.host
    return found


def _hosts(work: Work) -> FreshHosts:
    found: FreshHosts | None = work.platform.ports.get(FreshHosts)
    if found is None:
        found = work.platform.ports[FreshHosts] = FreshHosts(work.now)
    return found


def _intake(work: Work) -> ReviewIntake:
    found: ReviewIntake = work.platform.ports.setdefault(ReviewIntake, ReviewIntake())
    return found


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

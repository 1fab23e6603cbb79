"""Reviewers and what they do: the appeals that wait, the decision on one, and measures imposed by hand.

A reviewer signs in with their own SID and secret (HTTP Basic); the operator's auth token makes reviewers. Neither stands for the other.
"""

from __future__ import annotations

from typing import Any

from trunkline.kernel.codec import draft, encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.resource import Resource
from trunkline.kernel.routes import route

from ..actions.decide_appeal import decide_appeal
from ..actions.impose_measure import impose_measure
from ..actions.sign_in_reviewer import make_reviewer, require_operator, sign_in
from ..resources.appeal import Appeal
from ..resources.enforcement import Enforcement
from ..resources.reviewer import Reviewer

_REVIEWS = V(1, "compliance", "/Reviews")
_REVIEW = V(1, "compliance", "/Reviews/{appeal_sid}")
LONGEST = 4000


def _written(row: Resource, request: Request) -> dict[str, Any]:
    body: dict[str, Any] = encoder(type(row), type(row).mounts[0])(row, request.at, request.placed)
    return body


def _needed(request: Request, name: str) -> str:
    text = request.text(name).strip()
    if not text:
        raise Problem(20001, f"A '{name}' is required.")
    if len(text) > LONGEST:
        raise invalid(name, f"is longer than {LONGEST} characters")
    return text


@route("POST", V(1, "compliance", "/Reviewers"))
async def create_reviewer(request: Request) -> Reply:
    """The only answer that shows the secret. 20006 for anybody but the operator."""
    own = await require_operator(request.caller, request.work)
    row = draft(Reviewer, request.form, account_sid=own)
    secret = await make_reviewer(row, request.work)
    try:
        await request.work.commit()
    except Duplicate:
        raise Problem(20409, "There is a reviewer with this e-mail address already", 409) from None
    return Reply(201, {**_written(row, request), "secret": secret}, title="Reviewer")


async def _with_case(appeal: Appeal, request: Request) -> dict[str, Any]:
    case = await request.work.fetch(Enforcement, appeal.enforcement_sid, appeal.account_sid)
    whole = None if case is None else {**_written(case, request), "signals": case.signals}
    return {**_written(appeal, request), "enforcement": whole}


@route("GET", _REVIEWS, open=True)
async def list_reviews(request: Request) -> Reply:
    """The appeals that wait, of all accounts, oldest first; each with its case."""
    await sign_in(request)
    place = read_place(request.form)
    # any account: reviewers decide for all of them
    rows = await request.work.select(
        Appeal, *place.condition(newest_first=False), order=place.order(newest_first=False), limit=place.size + 1, status="open"
    )
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    written = [await _with_case(row, request) for row in rows]
    return Reply(200, _REVIEWS.dialect.page("reviews", written, place.size, place.number, links), title="Review")


async def _appeal(request: Request) -> Appeal:
    found = await request.work.fetch(Appeal, request.path["appeal_sid"])  # any account: reviewers decide for all of them
    if found is None:
        raise request.missing()
    return found


@route("GET", _REVIEW, open=True)
async def fetch_review(request: Request) -> Reply:
    await sign_in(request)
    return Reply(200, await _with_case(await _appeal(request), request), title="Review")


@route("POST", _REVIEW, open=True)
async def decide_review(request: Request) -> Reply:
    """`Outcome` upheld or overturned, with `Reasons`, which the account reads."""
    reviewer = await sign_in(request)
    outcome = _needed(request, "Outcome").lower()
    if outcome not in ("upheld", "overturned"):
        raise invalid("Outcome", "must be upheld or overturned")
    appeal = await _appeal(request)
    reasons = _needed(request, "Reasons")
    await decide_appeal(appeal, reviewer, overturn=outcome == "overturned", reasons=reasons, work=request.work)
    await _commit(request)
    return Reply(200, await _with_case(appeal, request), title="Review")


@route("POST", V(1, "compliance", "/Measures"), open=True)
async def create_measure(request: Request) -> Reply:
    """A case opened by hand: `AccountSid`, `TargetType`, `Target`, `Step`, `Rule`, `Reasons` and `Remedy`."""
    reviewer = await sign_in(request)
    case = await impose_measure(
        request.work,
        reviewer,
        account_sid=_needed(request, "AccountSid"),
        target_type=_needed(request, "TargetType").lower(),
        target=request.text("Target").strip(),
        step=_needed(request, "Step").lower(),
        rule=_needed(request, "Rule")[:64],
        reasons=_needed(request, "Reasons"),
        remedy=_needed(request, "Remedy"),
    )
    await _commit(request)
    return Reply(201, _written(case, request), title="Enforcement")


async def _commit(request: Request) -> None:
    try:
        await request.work.commit()
    except (Stale, Duplicate):
        raise Problem(20409, "The case was changed by somebody else: fetch it and try again", 409) from None

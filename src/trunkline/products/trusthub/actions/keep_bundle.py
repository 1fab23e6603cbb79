"""A profile is made, submitted, and reviewed; the simulated reviewer answers by the platform's clock."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, deletes, task, updates
from trunkline.kernel.work import Work

from ..resources.bundle import Bundle, CustomerProfile, TrustProduct
from ..resources.entity import SupportingDocument
from ..rules.policies import evaluate, is_compliant, own_policies
from .find_entities import find_entities

B = TypeVar("B", bound=Bundle)
REVIEWED_AFTER, DECIDED_AFTER = SECOND, 2 * SECOND
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def _judge(bundle: dict[str, Any]) -> None:
    if bundle["policy_sid"] not in own_policies().policies:
        raise invalid("PolicySid", "must be a policy of /v1/Policies")
    if not _EMAIL.fullmatch(bundle["email"]):
        raise invalid("Email", "must be an e-mail address")


async def _create(draft: B, work: Work) -> B:
    _judge(vars(draft))
    return work.add(draft, state="draft")


async def _update(row: B, changes: dict[str, Any], work: Work) -> B:
    """Status=pending-review submits it (22218 while it lacks something), Status=draft takes it back; approval is the reviewer's."""
    wanted = changes.pop("wanted_status", None)
    _judge({**vars(row), **changes})
    if wanted is None or wanted == row.status:
        return work.change(row, **changes) if changes else row
    if wanted == "pending-review":
        policy = own_policies().policies[row.policy_sid]
        lacking = [result for result in evaluate(policy, await find_entities(row, work)) if not result["passed"]]
        if lacking:
            reasons = "; ".join(str(one["failure_reason"]) for one in lacking)
            raise Problem(int(lacking[0]["error_code"]), f"The bundle cannot be submitted: {reasons}", 400)
        _move(row, "submit", work, errors=None, **changes)
        for delay, decide in ((REVIEWED_AFTER, False), (DECIDED_AFTER, True)):
            work.enqueue(review_bundle, delay=delay, lane=f"review {row.sid}", kind=type(row).__name__, sid=row.sid, decide=decide)
    elif wanted == "draft":
        _move(row, "withdraw", work, **changes)
    else:
        raise invalid("Status", "can be set to pending-review or draft; the rest is the reviewer's")
    return row


def _move(row: Bundle, move: str, work: Work, **also: Any) -> None:
    assert row.lifecycle is not None
    if not row.lifecycle.allows(move, row.status):
        raise Problem(20409, f"A profile that is {row.status} cannot do that", 409)
    work.move(row, move, **also)


async def _delete(row: Bundle, work: Work) -> None:
    if row.status in ("in-review", "pending-review"):
        raise Problem(20409, "The profile is under review: wait for the answer, or set Status=draft", 409)
    work.remove(row)


for _kind in (CustomerProfile, TrustProduct):
    creates(_kind)(_create)
    updates(_kind)(_update)
    deletes(_kind)(_delete)


@task()
async def review_bundle(work: Work, *, kind: str, sid: str, decide: bool) -> None:
    """Take it up, and then approve it, or reject it with what it lacks by then."""
    row: Bundle | None
    if kind == CustomerProfile.__name__:
        row = await work.fetch(CustomerProfile, sid)  # any account: our own job names it
    else:
        row = await work.fetch(TrustProduct, sid)  # any account: our own job names it
    if row is None:
        return
    if not decide:
        if row.status == "pending-review":
            work.move(row, "review")
        return
    if row.status != "in-review":
        return
    entities = await find_entities(row, work)
    results = evaluate(own_policies().policies[row.policy_sid], entities)
    if not is_compliant(results):
        errors = [{"code": r["error_code"], "message": r["failure_reason"]} for r in results if not r["passed"]]
        work.move(row, "reject", errors=errors)
        return
    work.move(row, "approve")
    for entity in entities:
        document = await work.fetch(SupportingDocument, entity.sid, row.account_sid)
        if document is not None and document.status == "DRAFT":
            work.move(document, "approve")

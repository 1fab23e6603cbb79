"""A profile is made, submitted, and reviewed; the simulated reviewer answers by the platform's clock."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, deletes, task, updates
from trunkline.kernel.work import Work

from ..resources.bundle import Bundle, CustomerProfile, PolicyBundle, TrustProduct
from ..resources.entity import Document, RegulatoryDocument, SupportingDocument
from ..resources.regulatory_bundle import RegulatoryBundle
from ..rules.policies import evaluate, is_compliant, own_policies
from ..rules.regulations import own_regulations
from .find_entities import find_entities

B = TypeVar("B", bound=Bundle)
REVIEWED_AFTER, DECIDED_AFTER = SECOND, 2 * SECOND
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def _judge(bundle: dict[str, Any]) -> None:
    if "policy_sid" in bundle and bundle["policy_sid"] not in own_policies().policies:
        raise invalid("PolicySid", "must be a policy of /v1/Policies")
    if not _EMAIL.fullmatch(bundle["email"]):
        raise invalid("Email", "must be an e-mail address")


async def findings_of(bundle: Bundle, work: Work) -> list[dict[str, Any]]:
    """What its policy, or its regulation, finds of it now; 20001 where the one that it names has since been withdrawn."""
    if isinstance(bundle, RegulatoryBundle):
        known, named, parameter = own_regulations().known, bundle.regulation_sid, "RegulationSid"
    else:
        assert isinstance(bundle, PolicyBundle)
        known, named, parameter = own_policies(), bundle.policy_sid, "PolicySid"
    policy = known.policies.get(named)
    if policy is None:
        raise invalid(parameter, "is not among those in force: make a bundle for one that is")
    return evaluate(policy, await find_entities(bundle, work), known)


async def _create(draft: B, work: Work) -> B:
    if isinstance(draft, RegulatoryBundle):
        _name_regulation(draft)
    _judge(vars(draft))
    return work.add(draft, state="draft")


async def _update(row: B, changes: dict[str, Any], work: Work) -> B:
    """Status=pending-review submits it (22218 while it lacks something), Status=draft takes it back; approval is the reviewer's."""
    wanted = changes.pop("wanted_status", None)
    _judge({**vars(row), **changes})
    if wanted is None or wanted == row.status:
        return work.change(row, **changes) if changes else row
    if wanted == "pending-review":
        lacking = [result for result in await findings_of(row, work) if not result["passed"]]
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


def _name_regulation(draft: RegulatoryBundle) -> None:
    """By its SID, or by country, sort of number and sort of user; 20001 where there is none."""
    known = own_regulations()
    if draft.regulation_sid:
        found = known.all.get(draft.regulation_sid)
        if found is None:
            raise invalid("RegulationSid", "must be a regulation of /v2/RegulatoryCompliance/Regulations")
    else:
        if not (draft.iso_country and draft.number_type and draft.end_user_type):
            raise invalid("RegulationSid", "is required, or IsoCountry, NumberType and EndUserType together")
        found = known.find(draft.iso_country, draft.number_type, draft.end_user_type)
        if found is None:
            raise invalid("IsoCountry", "has no regulation here for this sort of number and user: see /v2/RegulatoryCompliance/Regulations")
    draft.regulation_sid, draft.iso_country = found.policy.sid, found.country
    draft.number_type, draft.end_user_type = found.number_type, found.end_user_type


_KINDS: dict[str, type[Bundle]] = {kind.__name__: kind for kind in (CustomerProfile, TrustProduct, RegulatoryBundle)}
for _kind in _KINDS.values():
    creates(_kind)(_create)
    updates(_kind)(_update)
    deletes(_kind)(_delete)


@task()
async def review_bundle(work: Work, *, kind: str, sid: str, decide: bool) -> None:
    """Take it up, and then approve it, or reject it with what it lacks by then."""
    row = await work.fetch(_KINDS[kind], sid)  # any account: our own job names it
    if row is None:
        return
    if not decide:
        if row.status == "pending-review":
            work.move(row, "review")
        return
    if row.status != "in-review":
        return
    if isinstance(row, RegulatoryBundle) and row.is_test:
        work.move(row, "reject", errors=[{"code": 22217, "message": "A test bundle is always rejected"}])
        return
    try:
        results = await findings_of(row, work)
    except Problem as problem:  # what it named was withdrawn after it was submitted: an answer all the same, not a review without end
        work.move(row, "reject", errors=[{"code": problem.code, "message": problem.message}])
        return
    if not is_compliant(results):
        errors = [{"code": r["error_code"], "message": r["failure_reason"]} for r in results if not r["passed"]]
        work.move(row, "reject", errors=errors)
        return
    work.move(row, "approve")
    papers: type[Document] = RegulatoryDocument if isinstance(row, RegulatoryBundle) else SupportingDocument
    for entity in await find_entities(row, work):
        document = await work.fetch(papers, entity.sid, row.account_sid)
        if document is not None and document.lifecycle is not None and document.status == document.lifecycle.begins:
            work.move(document, "approve")

"""A profile is held against its policy, and the answer kept."""

from __future__ import annotations

from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.bundle import Bundle, CustomerProfile, TrustProduct
from ..resources.evaluation import PolicyEvaluation, ProductEvaluation, ProfileEvaluation, RegulatoryEvaluation
from ..resources.regulatory_bundle import RegulatoryBundle
from ..rules.policies import evaluate, own_policies
from .find_entities import find_entities
from .keep_bundle import findings_of


async def _fill(draft: PolicyEvaluation, bundle: Bundle | None, work: Work) -> None:
    policy = own_policies().policies.get(draft.policy_sid)
    if policy is None:
        raise invalid("PolicySid", "must be a policy of /v1/Policies")
    assert bundle is not None  # a parent that is not there answers 404 before
    draft.results = evaluate(policy, await find_entities(bundle, work))


@creates(ProfileEvaluation)
async def evaluate_profile(draft: ProfileEvaluation, work: Work) -> ProfileEvaluation:
    await _fill(draft, await work.fetch(CustomerProfile, draft.customer_profile_sid, draft.account_sid), work)
    return work.add(draft)


@creates(ProductEvaluation)
async def evaluate_product(draft: ProductEvaluation, work: Work) -> ProductEvaluation:
    await _fill(draft, await work.fetch(TrustProduct, draft.trust_product_sid, draft.account_sid), work)
    return work.add(draft)


@creates(RegulatoryEvaluation)
async def evaluate_regulatory(draft: RegulatoryEvaluation, work: Work) -> RegulatoryEvaluation:
    bundle = await work.fetch(RegulatoryBundle, draft.bundle_sid, draft.account_sid)
    assert bundle is not None  # a parent that is not there answers 404 before
    draft.regulation_sid, draft.results = bundle.regulation_sid, await findings_of(bundle, work)
    return work.add(draft)

"""A brand is registered, fails with reasons or is approved, and is vetted; all by the platform's clock."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, task
from trunkline.kernel.work import Work
from trunkline.products.trusthub.actions.find_entities import attributes_of
from trunkline.products.trusthub.resources.bundle import CustomerProfile, TrustProduct

from ..resources.brand_registration import BrandRegistration, BrandVetting
from ..rules.review import score_of
from .verify_proprietor import SOLE_PROPRIETOR, send_code

REVIEWED_AFTER = 2 * SECOND


@creates(BrandRegistration)
async def register_brand(draft: BrandRegistration, work: Work) -> BrandRegistration:
    """20001 when a bundle is none of the account's."""
    await _bundles(draft, work)
    if draft.mock:
        draft.tcr_id, draft.brand_score, draft.identity_status = "BMOCK", 50, "SELF_DECLARED"
        return work.add(draft, state="APPROVED")
    work.add(draft, state="PENDING")
    work.enqueue(review_brand, delay=REVIEWED_AFTER, sid=draft.sid)
    return draft


def resubmit_brand(row: BrandRegistration, work: Work) -> BrandRegistration:
    """A brand that failed is reviewed again, with what its bundles say by now."""
    if row.status != "FAILED":
        raise Problem(20409, f"The brand is {row.status}: only one that failed can be submitted again", 409)
    work.move(row, "resubmit", failure_reason=None, errors=[], brand_feedback=[])
    work.enqueue(review_brand, delay=REVIEWED_AFTER, sid=row.sid)
    return row


async def _bundles(row: BrandRegistration, work: Work) -> tuple[CustomerProfile, TrustProduct]:
    profile = await work.fetch(CustomerProfile, row.customer_profile_bundle_sid, row.account_sid)
    product = await work.fetch(TrustProduct, row.a2p_profile_bundle_sid, row.account_sid)
    if profile is None:
        raise invalid("CustomerProfileBundleSid", "must be a customer profile of this account")
    if product is None:
        raise invalid("A2PProfileBundleSid", "must be a trust product of this account")
    return profile, product


@task()
async def review_brand(work: Work, *, sid: str) -> None:
    """The registry asks that both bundles are approved, and that they say who the business is."""
    row = await work.fetch(BrandRegistration, sid)  # any account: our own job names it
    if row is None or row.status not in ("PENDING", "IN_REVIEW"):
        return
    profile = await work.fetch(CustomerProfile, row.customer_profile_bundle_sid, row.account_sid)
    product = await work.fetch(TrustProduct, row.a2p_profile_bundle_sid, row.account_sid)
    errors: list[dict[str, Any]] = []
    for name, bundle in (("CustomerProfileBundleSid", profile), ("A2PProfileBundleSid", product)):
        if bundle is None or bundle.status != "twilio-approved":
            state = bundle.status if bundle is not None else "gone"
            errors.append({"error_code": 30799, "fields": [name], "description": f"The bundle is {state}; it must be twilio-approved."})
    if errors:
        work.move(row, "fail", errors=errors, failure_reason=errors[0]["description"], brand_feedback=["OTHERS"])
        return
    told = {**(await attributes_of(profile, work) if profile else {}), **(await attributes_of(product, work) if product else {})}
    vetted = not row.skip_automatic_sec_vet and row.brand_type == "STANDARD"
    tax_id = bool(told.get("business_registration_number"))
    identity = "VETTED_VERIFIED" if vetted and tax_id else "VERIFIED" if tax_id else "SELF_DECLARED"
    company = told.get("company_type", "")
    proprietor = row.brand_type == SOLE_PROPRIETOR
    if proprietor and not told.get("mobile_phone_number"):
        words = "A sole proprietor's bundle names the mobile phone that is asked whether it belongs to the brand."
        errors = [{"error_code": 30799, "fields": ["A2PProfileBundleSid", "mobile_phone_number"], "description": words}]
        work.move(row, "fail", errors=errors, failure_reason=words, brand_feedback=["OTHERS"])
        return
    findings = {
        "tcr_id": f"B{row.sid[-6:].upper()}",
        "brand_score": score_of(told, vetted=vetted),
        "identity_status": identity,
        "government_entity": company == "government",
        "russell_3000": company == "public",
        "tax_exempt_status": "501c3" if company == "non-profit" else None,
    }
    work.move(row, "approve", **findings)
    if proprietor:
        await send_code(row, work, told.get("brand_name", ""), told["mobile_phone_number"])


@creates(BrandVetting)
async def vet_brand(draft: BrandVetting, work: Work) -> BrandVetting:
    """A vetting raises the score; one that is imported needs its token."""
    brand = await work.fetch(BrandRegistration, draft.brand_sid, draft.account_sid)
    assert brand is not None  # a parent that is not there answers 404 before
    if brand.status != "APPROVED":
        raise Problem(20409, f"The brand is {brand.status}: only an approved one can be vetted", 409)
    if draft.vetting_provider == "campaign-verify" and not draft.vetting_id:
        raise invalid("VettingId", "is required for campaign-verify: the token that it gave")
    draft.vetting_class = "POLITICAL" if draft.vetting_provider == "campaign-verify" else "STANDARD"
    work.add(draft)
    work.enqueue(finish_vetting, delay=REVIEWED_AFTER, sid=draft.sid)
    return draft


@task()
async def finish_vetting(work: Work, *, sid: str) -> None:
    vetting = await work.fetch(BrandVetting, sid)  # any account: our own job names it
    if vetting is None or vetting.vetting_status != "PENDING":
        return
    brand = await work.fetch(BrandRegistration, vetting.brand_sid, vetting.account_sid)
    if brand is not None:
        work.change(brand, brand_score=min((brand.brand_score or 0) + 25, 100), identity_status="VETTED_VERIFIED")
    work.change(vetting, vetting_status="SUCCESS", vetting_id=vetting.vetting_id or f"VTT{sid[-12:].upper()}")

"""A campaign is registered for a Messaging Service, and reviewed with a code and a remedy for each field that is wrong."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.trust.content.examination import examine
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, task, updates
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.service import Service

from ..resources.brand_registration import BrandRegistration
from ..resources.campaign import Campaign
from ..rules.review import check_lengths, review_campaign
from ..rules.usecases import rate_limits, usecases_of
from .verify_proprietor import SOLE_PROPRIETOR, UNVERIFIED

REVIEWED_AFTER = 2 * SECOND


def _check(campaign: dict[str, Any]) -> None:
    if words := check_lengths(campaign["description"], campaign["message_flow"], campaign["message_samples"]):
        raise Problem(20001, f"Invalid parameter: {words}", 400)


@creates(Campaign)
async def register_campaign(draft: Campaign, work: Work) -> Campaign:
    """20001 for a brand that is not approved, a use case not for its type, and texts of the wrong length; 21720 for a second one."""
    brand = await work.fetch(BrandRegistration, draft.brand_registration_sid, draft.account_sid)
    if brand is None:
        raise invalid("BrandRegistrationSid", "must be a brand of this account")
    if brand.status != "APPROVED":
        raise invalid("BrandRegistrationSid", f"the brand is {brand.status}; it must be APPROVED")
    if brand.brand_type == SOLE_PROPRIETOR and brand.identity_status == UNVERIFIED:
        raise invalid("BrandRegistrationSid", "the brand is UNVERIFIED: the proprietor's phone must answer the code first (SmsOtp)")
    if draft.us_app_to_person_usecase not in usecases_of(brand.brand_type):
        raise invalid("UsAppToPersonUsecase", f"must be one of {', '.join(usecases_of(brand.brand_type))} for this brand")
    _check(vars(draft))
    draft.mock = brand.mock
    work.add(draft, state="IN_PROGRESS")
    work.enqueue(review_registered, delay=REVIEWED_AFTER, sid=draft.sid)
    return draft


def adopt_campaign(service: Service, campaign_id: str, work: Work) -> Campaign:
    """Stage a campaign that was registered elsewhere: nothing of it is known here but its name, and the registry only confirms that."""
    row = Campaign(
        account_sid=service.account_sid, messaging_service_sid=service.sid, campaign_id=campaign_id, is_externally_registered=True
    )
    work.add(row, state="IN_PROGRESS")
    work.enqueue(review_registered, delay=REVIEWED_AFTER, sid=row.sid)
    return row


@updates(Campaign)
async def change_campaign(row: Campaign, changes: dict[str, Any], work: Work) -> Campaign:
    """It is reviewed anew; while it was verified, what it sends waits for the answer."""
    if row.is_externally_registered:
        raise Problem(20409, "The campaign was registered elsewhere: change it there", 409)
    _check({**vars(row), **changes})
    if row.status == "SUSPENDED":
        raise Problem(20409, "The campaign is suspended: it is not mended by another text", 409)
    work.move(row, "resubmit", errors=[], **changes)
    work.enqueue(review_registered, delay=REVIEWED_AFTER, sid=row.sid)
    return row


@task()
async def review_registered(work: Work, *, sid: str) -> None:
    row = await work.fetch(Campaign, sid)  # any account: our own job names it
    if row is None or row.status != "IN_PROGRESS":
        return
    if row.is_externally_registered:
        work.move(row, "verify")
        await _mark(row, work)
        return
    brand = await work.fetch(BrandRegistration, row.brand_registration_sid, row.account_sid)
    faults = [fault.to_data() for fault in review_campaign(vars(row), examine)]
    if brand is None or brand.status != "APPROVED":
        words = "The brand must be APPROVED."
        faults.append({"error_code": 30799, "fields": ["BrandRegistrationSid"], "description": words, "url": "/errors/30799"})
    if faults or brand is None:
        work.move(row, "fail", errors=faults)
        return
    limits = rate_limits(brand.brand_score or 0, row.us_app_to_person_usecase)
    work.move(row, "verify", campaign_id=f"C{row.sid[-6:].upper()}", rate_limits=limits)
    await _mark(row, work)


async def _mark(row: Campaign, work: Work) -> None:
    service = await work.fetch(Service, row.messaging_service_sid, row.account_sid)
    if service is not None and not service.us_app_to_person_registered:
        work.set(service, us_app_to_person_registered=True)

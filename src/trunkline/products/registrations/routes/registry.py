"""What is not one of the five verbs: the use cases of a service's brand, and the code that a sole proprietor gets by text."""

from __future__ import annotations

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route
from trunkline.products.messaging.resources.service import Service

from ..resources.brand_registration import BrandRegistration
from ..rules.usecases import USECASES, usecases_of


@route("GET", V(1, "messaging", "/Services/{messaging_service_sid}/Compliance/Usa2p/Usecases"))
async def list_usecases(request: Request) -> Reply:
    """Those that the brand (BrandRegistrationSid, or any) may register."""
    if await request.work.fetch(Service, request.path["messaging_service_sid"], request.account_sid) is None:
        raise request.missing()
    brand_type = "STANDARD"
    if sid := request.text("BrandRegistrationSid"):
        brand = await request.work.fetch(BrandRegistration, sid, request.account_sid)
        if brand is None:
            raise invalid("BrandRegistrationSid", "must be a brand of this account")
        brand_type = brand.brand_type
    rows = [
        {"code": code, "name": USECASES[code][0], "description": USECASES[code][1], "post_approval_required": USECASES[code][2]}
        for code in usecases_of(brand_type)
    ]
    return Reply(200, {"us_app_to_person_usecases": rows}, title="UsAppToPersonUsecase")


@route("POST", V(1, "messaging", "/a2p/BrandRegistrations/{sid}/SmsOtp"))
async def send_otp(request: Request) -> Reply:
    """Only brands of sole proprietors have one. It is sent again by submitting the brand again, which review does not wait for here."""
    brand = await request.work.fetch(BrandRegistration, request.path["sid"], request.account_sid)
    if brand is None:
        raise request.missing()
    if brand.brand_type != "SOLE_PROPRIETOR":
        raise Problem(20409, "Only a brand of a sole proprietor has a code by text", 409)
    raise Problem(20501, "CreateBrandRegistrationOtp is in the contract but not built in Trunkline yet", 501)

"""CreateBrandRegistrationOtp: another code for a sole proprietor's phone."""

from __future__ import annotations

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.verify_proprietor import ask_again
from ..resources.brand_registration import BrandRegistration


@route("POST", V(1, "messaging", "/a2p/BrandRegistrations/{brand_sid}/SmsOtp"))
async def create_code(request: Request) -> Reply:
    brand = await request.work.fetch(BrandRegistration, request.path["brand_sid"], request.account_sid)
    if brand is None:
        raise request.missing()
    await ask_again(brand, request.work)
    try:
        await request.work.commit()
    except Stale:
        raise Problem(20409, "The brand was changed by another request: fetch it and try again", 409) from None
    return Reply(201, {"account_sid": brand.account_sid, "brand_registration_sid": brand.sid}, title="BrandRegistrationOtp")

"""What is not one of the five verbs: the use cases of a service's brand; and updates, which answer 202."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from trunkline.kernel.codec import encoder, parser
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem, Stale, invalid
from trunkline.kernel.fields import Update
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.resource import Resource
from trunkline.kernel.routes import route
from trunkline.products.messaging.resources.service import Service

from ..actions.register_brand import resubmit_brand
from ..actions.verify_tollfree import edit_verification
from ..resources.brand_registration import BrandRegistration
from ..resources.tollfree_verification import TollfreeVerification
from ..rules.usecases import USECASES, usecases_of

R = TypeVar("R", bound=Resource)
TRIES = 8


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


@route("POST", V(1, "messaging", "/a2p/BrandRegistrations/{sid}"))
async def update_brand(request: Request) -> Reply:
    """UpdateBrandRegistrations: submit one that failed again."""

    async def change() -> BrandRegistration:
        row = await request.work.fetch(BrandRegistration, request.path["sid"], request.account_sid)
        if row is None:
            raise request.missing()
        return resubmit_brand(row, request.work)

    row = await _until_committed(change, request)
    return Reply(202, encoder(BrandRegistration, BrandRegistration.mounts[0])(row, request.at), title=BrandRegistration.title)


@route("POST", V(1, "messaging", "/Tollfree/Verifications/{sid}"))
async def update_verification(request: Request) -> Reply:
    """UpdateTollfreeVerification: mend one that was rejected."""

    async def change() -> TollfreeVerification:
        row = await request.work.fetch(TollfreeVerification, request.path["sid"], request.account_sid)
        if row is None:
            raise request.missing()
        return edit_verification(row, dict(parser(TollfreeVerification, Update).read(request.form)), request.work)

    row = await _until_committed(change, request)
    home = TollfreeVerification.mounts[0]
    return Reply(202, encoder(TollfreeVerification, home)(row, request.at), title=TollfreeVerification.title)


async def _until_committed(change: Callable[[], Awaitable[R]], request: Request) -> R:
    for _ in range(TRIES):
        row = await change()
        try:
            await request.work.commit()
        except Stale:
            continue
        return row
    raise Problem(20409, "The resource was changed by another request: fetch it and try again", 409)

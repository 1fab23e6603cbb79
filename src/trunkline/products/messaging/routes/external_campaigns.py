"""Campaigns that were registered elsewhere are not built; said here, as a service's address would otherwise answer for theirs."""

from __future__ import annotations

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

_NAME = "CreateExternalCampaign"


@route("POST", V(1, "messaging", "/Services/PreregisteredUsa2p"))
async def create_external_campaign(request: Request) -> Reply:
    raise Problem(20501, f"{_NAME} is in the contract but not built in Trunkline yet", 501, {"operation": _NAME})

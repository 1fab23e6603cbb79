"""CreateExternalCampaign: a campaign that was registered with the registry itself is taken over for a Messaging Service.

It needs neither a brand nor texts here; whoever registered it must have shared it with the provider, which the rehearsal takes for granted
(https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/externally-registered-campaigns-api).
"""

from __future__ import annotations

import re

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route
from trunkline.products.messaging.resources.service import Service

from ..actions.register_campaign import adopt_campaign
from ..resources.campaign import Campaign

_ID = re.compile(r"C[0-9A-Z]{6}|CM[0-9a-fA-F]{32}")
_AT = V(1, "messaging", "/Services/PreregisteredUsa2p")


@route("POST", _AT)
async def create_external_campaign(request: Request) -> Reply:
    """CampaignId, MessagingServiceSid, CnpMigration; 20001 for what is neither, 21720 (409) for a service that has a campaign."""
    campaign_id = request.text("CampaignId")
    if not _ID.fullmatch(campaign_id):
        raise invalid("CampaignId", "must be the registry's name of a campaign: C and six letters or digits")
    if request.text("CnpMigration", "false").lower() not in ("true", "false"):
        raise invalid("CnpMigration", "must be true or false")
    service = await request.work.fetch(Service, request.text("MessagingServiceSid"), request.account_sid)
    if service is None:
        raise invalid("MessagingServiceSid", "must be a Messaging Service of this account")
    row = adopt_campaign(service, campaign_id, request.work)
    try:
        await request.work.commit()
    except Duplicate:
        raise Problem(Campaign.unique["messaging_service_sid",], "The Messaging Service has a campaign already", 409) from None
    told = {
        "sid": row.sid,
        "account_sid": row.account_sid,
        "campaign_id": row.campaign_id,
        "messaging_service_sid": row.messaging_service_sid,
        "date_created": _AT.dialect.write_moment(row.date_created),
    }
    return Reply(201, told, title="ExternalCampaign")

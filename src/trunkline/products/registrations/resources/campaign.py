"""What a Messaging Service sends to the United States, as registered. Source: messaging_v1, messaging.v1.service.us_app_to_person."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Parent, Privacy, Sid, Texts, Update, Url, Word
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource
from trunkline.products.messaging.resources.service import Service

CAMPAIGN = Lifecycle(
    begins="IN_PROGRESS",
    moves={
        "verify": ("IN_PROGRESS", "VERIFIED"),
        "fail": ("IN_PROGRESS", "FAILED"),
        "resubmit": ("FAILED VERIFIED IN_PROGRESS", "IN_PROGRESS"),
        "suspend": ("VERIFIED", "SUSPENDED"),
        "reinstate": ("SUSPENDED", "VERIFIED"),
    },
)
_TEXT = (4096, 20001)


class Campaign(
    Resource,
    sid="QE",
    title="UsAppToPerson",
    lifecycle=CAMPAIGN,
    unique={("messaging_service_sid",): 21720},
    mounts=[V(1, "messaging", "/Services/{messaging_service_sid}/Compliance/Usa2p", list_key="compliance", without=frozenset({"status"}))],
):
    """`campaign_status` is IN_PROGRESS, VERIFIED, FAILED (with `errors`: code, fields and what would mend it) or SUSPENDED.

    `rate_limits` follow from the brand's score.
    """

    messaging_service_sid: Annotated[Sid, Parent(Service)] = ""
    brand_registration_sid: Annotated[Sid, Create(required=20001)] = ""
    description: Annotated[str, Create(required=20001, longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = ""
    message_flow: Annotated[str, Create(required=20001, longest=(2048, 20001)), Update(longest=(2048, 20001)), Privacy.KEEP] = ""
    message_samples: Annotated[Texts, Create(required=20001), Update] = field(default_factory=list)
    us_app_to_person_usecase: Annotated[str, Create(required=20001), Privacy.KEEP] = ""
    has_embedded_links: Annotated[bool, Create(required=20001), Update] = False
    has_embedded_phone: Annotated[bool, Create(required=20001), Update] = False
    subscriber_opt_in: Annotated[bool, Create] = False
    age_gated: Annotated[bool, Create, Update] = False
    direct_lending: Annotated[bool, Create, Update] = False
    campaign_status: Annotated[str, Derived(lambda row: row.status), Privacy.KEEP] = ""
    campaign_id: Word | None = None
    is_externally_registered: bool = False
    rate_limits: dict[str, Any] | None = None
    opt_in_message: Annotated[str | None, Create(longest=(320, 20001)), Privacy.KEEP] = None
    opt_out_message: Annotated[str | None, Create(longest=(320, 20001)), Privacy.KEEP] = None
    help_message: Annotated[str | None, Create(longest=(320, 20001)), Privacy.KEEP] = None
    opt_in_keywords: Annotated[Texts, Create] = field(default_factory=list)
    opt_out_keywords: Annotated[Texts, Create] = field(default_factory=list)
    help_keywords: Annotated[Texts, Create] = field(default_factory=list)
    privacy_policy_url: Annotated[Url | None, Create, Update] = None
    terms_and_conditions_url: Annotated[Url | None, Create, Update] = None
    mock: bool = False
    errors: list[Any] = field(default_factory=list)

"""Profiles of a business, and of what it wants to do: two kinds of the same. Source: trusthub_v1, customer_profile and trust_product."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Moment, Privacy, Unstored, Update, Url, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

BUNDLE = Lifecycle(
    begins="draft",
    moves={
        "submit": ("draft twilio-rejected", "pending-review"),
        "withdraw": ("pending-review twilio-rejected", "draft"),
        "review": ("pending-review", "in-review"),
        "approve": ("in-review", "twilio-approved"),
        "reject": ("in-review", "twilio-rejected"),
    },
    announced="pending-review in-review twilio-approved twilio-rejected",
)
_LINKS = {
    "entity_assignments": "/EntityAssignments",
    "evaluations": "/Evaluations",
    "channel_endpoint_assignments": "/ChannelEndpointAssignments",
}


class Bundle(Resource):
    """`errors` say why it was rejected: code and message. `valid_until` is set by nobody yet: an approval here does not end."""

    friendly_name: Annotated[str, Create(required=20001, longest=(255, 20001)), Update(longest=(255, 20001)), Filter(), Privacy.KEEP] = ""
    status: Annotated[str, Filter({"Status": "="}), Privacy.KEEP] = ""
    valid_until: Moment | None = None
    email: Annotated[str, Create(required=20001, longest=(255, 20001)), Update(longest=(255, 20001)), Privacy.CONTACT] = ""
    status_callback: Annotated[Url | None, Create, Update] = None
    errors: list[Any] | None = None
    wanted_status: Annotated[
        str | None, choice("draft", "pending-review", "in-review", "twilio-rejected", "twilio-approved"), Update(name="Status"), Unstored,
        Privacy.KEEP,
    ] = None  # fmt: skip


class PolicyBundle(Bundle):
    """What it must hold is said by a policy of Trust Hub."""

    policy_sid: Annotated[str, Create(required=20001), Filter(), Privacy.KEEP] = ""


class CustomerProfile(
    PolicyBundle, sid="BU", lifecycle=BUNDLE, mounts=[V(1, "trusthub", "/CustomerProfiles", list_key="results", links=_LINKS)]
):
    """Who the business is."""


class TrustProduct(PolicyBundle, sid="BU", lifecycle=BUNDLE, mounts=[V(1, "trusthub", "/TrustProducts", list_key="results", links=_LINKS)]):
    """What it wants to do: send A2P messages, sign its calls, show its name."""

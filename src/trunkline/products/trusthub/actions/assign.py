"""Something is assigned to a profile; what an approved or reviewed one holds does not change any more."""

from __future__ import annotations

from typing import TypeVar

from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, deletes
from trunkline.kernel.work import Work
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber

from ..resources.assignment import (
    BundleItem,
    EndpointAssignment,
    EntityAssignment,
    ProductEndpoint,
    ProductEntity,
    ProfileEndpoint,
    ProfileEntity,
)
from ..resources.bundle import Bundle, CustomerProfile, TrustProduct
from ..resources.regulatory_bundle import RegulatoryBundle
from .find_entities import find_entity, find_item

E = TypeVar("E", bound=EntityAssignment)
P = TypeVar("P", bound=EndpointAssignment)
_OPEN = frozenset({"draft", "twilio-rejected"})


async def _bundle_of(row: EntityAssignment | EndpointAssignment, work: Work) -> Bundle:
    found: Bundle | None
    if isinstance(row, ProfileEntity | ProfileEndpoint):
        found = await work.fetch(CustomerProfile, row.customer_profile_sid, row.account_sid)
    elif isinstance(row, BundleItem):
        found = await work.fetch(RegulatoryBundle, row.bundle_sid, row.account_sid)
    else:
        assert isinstance(row, ProductEntity | ProductEndpoint)
        found = await work.fetch(TrustProduct, row.trust_product_sid, row.account_sid)
    assert found is not None  # a parent that is not there answers 404 before
    return found


async def _add_entity(draft: E, work: Work) -> E:
    bundle = await _bundle_of(draft, work)
    if bundle.status not in _OPEN:
        raise Problem(20409, f"The profile is {bundle.status}: what it holds can be changed while it is draft or rejected", 409)
    regulatory = isinstance(draft, BundleItem)
    entity = await (find_item if regulatory else find_entity)(draft.object_sid, draft.account_sid, work)
    if entity is None or draft.object_sid == bundle.sid:
        others = "or a supporting document" if regulatory else ", a supporting document or a customer profile"
        raise invalid("ObjectSid", f"must be an end user {others} of this account".replace(" ,", ","))
    draft.object_type = entity.type
    return work.add(draft)


async def _add_endpoint(draft: P, work: Work) -> P:
    await _bundle_of(draft, work)
    if draft.channel_endpoint_type == "phone-number" and await work.fetch(
        IncomingPhoneNumber, draft.channel_endpoint_sid, draft.account_sid
    ) is None:  # fmt: skip
        raise invalid("ChannelEndpointSid", "must be a phone number of this account")
    return work.add(draft)


creates(ProfileEntity)(_add_entity)
creates(ProductEntity)(_add_entity)
creates(BundleItem)(_add_entity)
creates(ProfileEndpoint)(_add_endpoint)
creates(ProductEndpoint)(_add_endpoint)


async def _remove_entity(row: EntityAssignment, work: Work) -> None:
    bundle = await _bundle_of(row, work)
    if bundle.status not in _OPEN:
        raise Problem(20409, f"The profile is {bundle.status}: what it holds can be changed while it is draft or rejected", 409)
    work.remove(row)


deletes(ProfileEntity)(_remove_entity)
deletes(ProductEntity)(_remove_entity)
deletes(BundleItem)(_remove_entity)

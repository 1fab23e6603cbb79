"""What is assigned to a profile, as the rules want it."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..resources.assignment import BundleItem, ProductEntity, ProfileEntity
from ..resources.bundle import Bundle, CustomerProfile
from ..resources.entity import EndUser, RegulatoryDocument, RegulatoryEndUser, SupportingDocument
from ..resources.regulatory_bundle import RegulatoryBundle
from ..rules.policies import Entity


async def find_entities(bundle: Bundle, work: Work) -> list[Entity]:
    """End users, documents and customer profiles that still exist; each of the bundle's own account."""
    account_sid = bundle.account_sid
    assigned: list[ProfileEntity] | list[ProductEntity] | list[BundleItem]
    if isinstance(bundle, RegulatoryBundle):
        assigned = await work.select(BundleItem, account_sid=account_sid, bundle_sid=bundle.sid)
        items = [await find_item(one.object_sid, account_sid, work) for one in assigned]
        return [item for item in items if item is not None]
    if isinstance(bundle, CustomerProfile):
        assigned = await work.select(ProfileEntity, account_sid=account_sid, customer_profile_sid=bundle.sid)
    else:
        assigned = await work.select(ProductEntity, account_sid=account_sid, trust_product_sid=bundle.sid)
    found = [await find_entity(one.object_sid, account_sid, work) for one in assigned]
    return [entity for entity in found if entity is not None]


async def find_entity(sid: str, account_sid: str, work: Work) -> Entity | None:
    """By the SID's prefix; None for one that this account does not have."""
    if sid.startswith(EndUser.prefix):
        user = await work.fetch(EndUser, sid, account_sid)
        return None if user is None else Entity(sid, user.type, user.attributes)
    if sid.startswith(SupportingDocument.prefix):
        document = await work.fetch(SupportingDocument, sid, account_sid)
        return None if document is None else Entity(sid, document.type, document.attributes, document.status == "APPROVED")
    if sid.startswith(CustomerProfile.prefix):
        profile = await work.fetch(CustomerProfile, sid, account_sid)
        return None if profile is None else Entity(sid, "customer_profile", {}, profile.status == "twilio-approved")
    return None


async def find_item(sid: str, account_sid: str, work: Work) -> Entity | None:
    """An end user or a document of the regulatory sort; None for one that this account does not have."""
    if sid.startswith(RegulatoryEndUser.prefix):
        user = await work.fetch(RegulatoryEndUser, sid, account_sid)
        return None if user is None else Entity(sid, user.type, user.attributes)
    if sid.startswith(RegulatoryDocument.prefix):
        document = await work.fetch(RegulatoryDocument, sid, account_sid)
        return None if document is None else Entity(sid, document.type, document.attributes, document.status == "approved")
    return None


async def attributes_of(bundle: Bundle, work: Work) -> dict[str, str]:
    """All that its people and papers say, joined: for those who register in its name."""
    told: dict[str, str] = {}
    for entity in await find_entities(bundle, work):
        told |= {name: str(value) for name, value in entity.attributes.items() if value}
    return told

"""What belongs to a profile: people, papers, other profiles, and the numbers that it is for.

Source: trusthub_v1, customer_profile_entity_assignment and its kin.
"""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Parent, Privacy, Sid, Word
from trunkline.kernel.resource import Resource

from .bundle import CustomerProfile, TrustProduct
from .regulatory_bundle import RegulatoryBundle

_VERBS = "list create fetch delete"
_OF_ALL: dict[str, Any] = {"list_key": "results", "without": frozenset({"date_updated"})}


class EntityAssignment(Resource):
    object_sid: Annotated[Sid, Create(required=20001)] = ""
    object_type: Annotated[Word, Hidden, Filter()] = ""


class ProfileEntity(
    EntityAssignment,
    sid="BV",
    title="EntityAssignment",
    unique={("customer_profile_sid", "object_sid"): 20409},
    mounts=[V(1, "trusthub", "/CustomerProfiles/{customer_profile_sid}/EntityAssignments", _VERBS, **_OF_ALL)],
):
    customer_profile_sid: Annotated[Sid, Parent(CustomerProfile)] = ""


class ProductEntity(
    EntityAssignment,
    sid="BV",
    title="EntityAssignment",
    unique={("trust_product_sid", "object_sid"): 20409},
    mounts=[V(1, "trusthub", "/TrustProducts/{trust_product_sid}/EntityAssignments", _VERBS, **_OF_ALL)],
):
    trust_product_sid: Annotated[Sid, Parent(TrustProduct)] = ""


class BundleItem(
    EntityAssignment,
    sid="BV",
    title="ItemAssignment",
    unique={("bundle_sid", "object_sid"): 20409},
    mounts=[V(2, "numbers", "/RegulatoryCompliance/Bundles/{bundle_sid}/ItemAssignments", _VERBS, **_OF_ALL)],
):
    bundle_sid: Annotated[Sid, Parent(RegulatoryBundle)] = ""


class EndpointAssignment(Resource):
    channel_endpoint_type: Annotated[str, Create(required=20001, longest=(32, 20001)), Privacy.KEEP] = ""
    channel_endpoint_sid: Annotated[Sid, Create(required=20001), Filter()] = ""


class ProfileEndpoint(
    EndpointAssignment,
    sid="RA",
    title="ChannelEndpointAssignment",
    unique={("customer_profile_sid", "channel_endpoint_sid"): 20409},
    mounts=[
        V(
            1,
            "trusthub",
            "/CustomerProfiles/{customer_profile_sid}/ChannelEndpointAssignments",
            _VERBS,
            **_OF_ALL,
        )
    ],
):
    customer_profile_sid: Annotated[Sid, Parent(CustomerProfile)] = ""


class ProductEndpoint(
    EndpointAssignment,
    sid="RA",
    title="ChannelEndpointAssignment",
    unique={("trust_product_sid", "channel_endpoint_sid"): 20409},
    mounts=[V(1, "trusthub", "/TrustProducts/{trust_product_sid}/ChannelEndpointAssignments", _VERBS, **_OF_ALL)],
):
    trust_product_sid: Annotated[Sid, Parent(TrustProduct)] = ""

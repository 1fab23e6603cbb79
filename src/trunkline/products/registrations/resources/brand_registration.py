"""A business at the campaign registry. Source: messaging_v1, messaging.v1.brand_registrations and brand_vetting."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import JSON, Create, Derived, Filter, Hidden, Moment, Parent, Privacy, Sid, Word, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

BRAND = Lifecycle(
    begins="PENDING APPROVED",
    moves={
        "review": ("PENDING", "IN_REVIEW"),
        "approve": ("PENDING IN_REVIEW", "APPROVED"),
        "fail": ("PENDING IN_REVIEW", "FAILED"),
        "resubmit": ("FAILED", "PENDING"),
        "suspend": ("APPROVED", "SUSPENDED"),
        "reinstate": ("SUSPENDED", "APPROVED"),
    },
)


class BrandRegistration(
    Resource,
    sid="BN",
    title="BrandRegistrations",
    lifecycle=BRAND,
    mounts=[
        V(
            1,
            "messaging",
            "/a2p/BrandRegistrations",
            "list create fetch",
            list_key="data",
            links={"brand_vettings": "/Vettings", "brand_registration_otps": "/SmsOtp"},
        )
    ],
):
    """`errors` say, field by field, why it failed; `brand_score` is 1 to 100 after a vetting. `brand_type`: STANDARD, STARTER or
    SOLE_PROPRIETOR. The phone of a sole proprietor is asked by text (rules/one_time_code.py): `identity_status` is UNVERIFIED until it has
    answered the code, of which a digest is kept until `code_until`. A `mock` brand is approved as it is made, whatever its
    bundles say: for tests.
    """

    customer_profile_bundle_sid: Annotated[Sid, Create(required=20001)] = ""
    a2p_profile_bundle_sid: Annotated[Sid, Create(required=20001, name="A2PProfileBundleSid")] = ""
    brand_type: Annotated[str, choice("STANDARD", "STARTER", "SOLE_PROPRIETOR"), Create, Filter(), Privacy.KEEP] = "STANDARD"
    tcr_id: Word | None = None
    failure_reason: Annotated[str | None, Privacy.KEEP] = None
    errors: list[Any] = field(default_factory=list)
    brand_score: int | None = None
    brand_feedback: list[Any] = field(default_factory=list)
    identity_status: Annotated[str | None, Privacy.KEEP] = None
    russell_3000: bool | None = None
    government_entity: bool | None = None
    tax_exempt_status: Word | None = None
    proprietor_name: Annotated[str, Hidden, Privacy.KEEP] = ""
    proprietor_phone: Annotated[str, Hidden, Privacy.CONTACT] = ""
    code_digest: Annotated[str, Privacy.SECRET] = ""
    code_until: Annotated[Moment, Hidden] = 0
    codes_sent: Annotated[list[int], Hidden, JSON] = field(default_factory=list)
    wrong_answers: Annotated[int, Hidden] = 0
    skip_automatic_sec_vet: Annotated[bool, Create] = False
    mock: Annotated[bool, Create] = False


class BrandVetting(
    Resource,
    sid="VT",
    title="BrandVetting",
    mounts=[
        V(
            1, "messaging", "/a2p/BrandRegistrations/{brand_sid}/Vettings", "list create fetch", list_key="data",
            without=frozenset({"sid"}),
        )
    ],
):  # fmt: skip
    """A third party's look at the brand, which gives it a score. `vetting_id` is the vetter's token of an import."""

    brand_sid: Annotated[Sid, Parent(BrandRegistration)] = ""
    brand_vetting_sid: Annotated[str, Derived(lambda row: row.sid), Privacy.KEEP] = ""
    vetting_provider: Annotated[str, choice("campaign-verify", "aegis"), Create(required=20001), Filter(), Privacy.KEEP] = ""
    vetting_id: Annotated[str | None, Create(longest=(255, 20001)), Privacy.KEEP] = None
    vetting_class: Annotated[str | None, Privacy.KEEP] = None
    vetting_status: Annotated[str, Privacy.KEEP] = "PENDING"

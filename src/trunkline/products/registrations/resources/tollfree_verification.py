"""What a toll-free number is used for, as its carriers want to know it. Source: messaging_v1, messaging.v1.tollfree_verification."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Moment, Privacy, Sid, Texts, Unstored, Update, Url, Word, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

VERIFICATION = Lifecycle(
    begins="PENDING_REVIEW",
    moves={
        "review": ("PENDING_REVIEW", "IN_REVIEW"),
        "approve": ("IN_REVIEW", "TWILIO_APPROVED"),
        "reject": ("IN_REVIEW", "TWILIO_REJECTED"),
        "resubmit": ("TWILIO_REJECTED", "PENDING_REVIEW"),
    },
)
_NAME, _TEXT, _PHONE = (255, 20001), (4096, 20001), (32, 20001)
_TYPES = choice("PRIVATE_PROFIT", "PUBLIC_PROFIT", "SOLE_PROPRIETOR", "NON_PROFIT", "GOVERNMENT")
_AUTHORITIES = choice(
    "EIN", "CBN", "CRN", "PROVINCIAL_NUMBER", "VAT", "ACN", "ABN", "BRN", "SIREN", "SIRET", "NZBN", "USt-IdNr", "CIF", "NIF", "CNPJ", "UID",
    "NEQ", "OTHER",
)  # fmt: skip
_OPT_INS = choice("VERBAL", "WEB_FORM", "PAPER_FORM", "VIA_TEXT", "MOBILE_QR_CODE", "IMPORT", "IMPORT_PLEASE_REPLACE")
_VOLUMES = choice("10", "100", "1,000", "10,000", "100,000", "250,000", "500,000", "750,000", "1,000,000", "5,000,000", "10,000,000+")


class TollfreeVerification(
    Resource,
    sid="HH",
    lifecycle=VERIFICATION,
    unique={("tollfree_phone_number_sid",): 20409},
    mounts=[V(1, "messaging", "/Tollfree/Verifications", "list create fetch delete", list_key="verifications")],
):
    """`rejection_reasons` name each field with its code (304xx) and what would mend it; `edit_allowed` until `edit_expiration`."""

    customer_profile_sid: Annotated[Sid | None, Create] = None
    trust_product_sid: Sid | None = None
    regulated_item_sid: Sid | None = None
    business_name: Annotated[str, Create(required=20001, longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = ""
    business_street_address: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = None
    business_street_address2: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = None
    business_city: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    business_state_province_region: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    business_postal_code: Annotated[str | None, Create(longest=(32, 20001)), Update(longest=(32, 20001)), Privacy.KEEP] = None
    business_country: Annotated[str | None, Create(longest=(2, 20001)), Update(longest=(2, 20001)), Privacy.KEEP] = None
    business_website: Annotated[str, Create(required=20001, longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = ""
    business_contact_first_name: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = None
    business_contact_last_name: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = None
    business_contact_email: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = None
    business_contact_phone: Annotated[str | None, Create(longest=_PHONE), Update(longest=_PHONE), Privacy.CONTACT] = None
    notification_email: Annotated[str, Create(required=20001, longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = ""
    use_case_categories: Annotated[Texts, Create(required=20001), Update] = field(default_factory=list)
    use_case_summary: Annotated[str, Create(required=20001, longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = ""
    production_message_sample: Annotated[str, Create(required=20001, longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = ""
    opt_in_image_urls: Annotated[Texts, Create(required=20001), Update] = field(default_factory=list)
    opt_in_type: Annotated[str, _OPT_INS, Create(required=20001), Update, Privacy.KEEP] = ""
    message_volume: Annotated[str, _VOLUMES, Create(required=20001), Update, Privacy.KEEP] = ""
    additional_information: Annotated[str | None, Create(longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = None
    tollfree_phone_number_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    tollfree_phone_number: Annotated[str | None, Privacy.KEEP] = None
    status: Annotated[str, Filter({"Status": "="}), Privacy.KEEP] = ""
    rejection_reason: Annotated[str | None, Privacy.KEEP] = None
    error_code: int | None = None
    edit_expiration: Moment | None = None
    edit_allowed: bool | None = None
    business_registration_number: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    business_registration_authority: Annotated[str | None, _AUTHORITIES, Create, Update, Privacy.KEEP] = None
    business_registration_country: Annotated[str | None, Create(longest=(2, 20001)), Update(longest=(2, 20001)), Privacy.KEEP] = None
    business_type: Annotated[str | None, _TYPES, Create, Update, Privacy.KEEP] = None
    business_registration_phone_number: Annotated[str | None, Create(longest=_PHONE), Update(longest=_PHONE), Privacy.CONTACT] = None
    doing_business_as: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    opt_in_confirmation_message: Annotated[str | None, Create(longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = None
    help_message_sample: Annotated[str | None, Create(longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = None
    privacy_policy_url: Annotated[Url | None, Create, Update] = None
    terms_and_conditions_url: Annotated[Url | None, Create, Update] = None
    age_gated_content: Annotated[bool | None, Create, Update] = None
    opt_in_keywords: Annotated[Texts, Create, Update] = field(default_factory=list)
    vetting_provider: Annotated[str | None, choice("CAMPAIGN_VERIFY"), Create, Update, Privacy.KEEP] = None
    vetting_id: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    external_reference_id: Annotated[str | None, Create(longest=_NAME), Filter(), Privacy.KEEP] = None
    rejection_reasons: list[Any] | None = None
    resource_links: dict[str, Any] | None = None
    vetting_id_expiration: Moment | None = None
    edit_reason: Annotated[Word | None, Update(longest=_NAME), Unstored] = None

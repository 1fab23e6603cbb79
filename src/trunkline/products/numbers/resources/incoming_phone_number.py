"""A phone number that an account holds. Source: api_v2010, CreateIncomingPhoneNumber and api.v2010.account.incoming_phone_number."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Create, Derived, Filter, Form, Hidden, Parent, Privacy, Sid, Unstored, Update, Word, choice
from trunkline.kernel.resource import Resource

from ..errors import NUMBER_TAKEN
from ..rules.countries import NumberType
from ..rules.phone_number import partial_pattern
from .address import Address
from .application import ApiVersion, GivenMethod, GivenUrl, Name, Switch

_AT = "/Accounts/{account_sid}/IncomingPhoneNumbers"
_HOME = f"/2010-04-01{_AT}"
_PART = Form({"type": "string", "format": "phone-number"}, read=partial_pattern)  # read from lists only: a purchase has `wanted_number`

_UNSHOWN = frozenset({"type"})  # where the address says it, the answer does not

_UNSHOWN_AT_ADDRESS = _UNSHOWN | {
    "address_sid", "bundle_sid", "identity_sid", "emergency_address_status", "origin", "beta", "status", "voice_receive_mode",
}  # fmt: skip


def _of_type(number_type: NumberType) -> dict[str, str]:
    return {"type": number_type.value}


class IncomingPhoneNumber(
    Resource,
    sid="PN",
    mounts=[
        V2010(_AT),
        *(
            V2010(
                f"{_AT}/{one.subresource}",
                "list create",
                fixed=_of_type(one),
                home=_HOME,
                list_key="incoming_phone_numbers",
                without=_UNSHOWN,
            )
            for one in (NumberType.LOCAL, NumberType.MOBILE, NumberType.TOLL_FREE)
        ),
        V2010("/Accounts/{account_sid}/Addresses/{address_sid}/DependentPhoneNumbers", "list", home=_HOME, without=_UNSHOWN_AT_ADDRESS),
    ],
    unique={("phone_number",): NUMBER_TAKEN},
    indexes=[
        ("account_sid", "type", "sid"),
        ("account_sid", "friendly_name", "sid"),
        ("account_sid", "sms_application_sid"),
        ("account_sid", "voice_application_sid"),
    ],
):
    """`bundle_sid`, `identity_sid` and `trunk_sid` are kept as they are given: what they name is looked after elsewhere.

    Of the URLs of one sort only those of the application count where one is named; a trunk and a voice application exclude each other.
    """

    phone_number: Annotated[str, _PART, Filter({"PhoneNumber": "like"}), Privacy.KEEP] = ""
    friendly_name: Name = ""
    type: Annotated[str, choice(*(one.value for one in NumberType)), Privacy.KEEP] = ""
    country: Annotated[Word, Hidden] = ""
    status: Annotated[str, Derived(lambda _: "in-use"), Privacy.KEEP] = "in-use"
    beta: Annotated[bool, Filter({"Beta": "<="})] = False  # Beta=false leaves them out, Beta=true does not ask for them alone
    origin: Annotated[str, choice("twilio", "hosted"), Filter(), Privacy.KEEP] = "twilio"
    capabilities: dict[str, Any] = field(default_factory=dict)
    address_requirements: Annotated[str, choice("none", "any", "local", "foreign"), Privacy.KEEP] = "none"
    api_version: Annotated[ApiVersion, Create(), Update()] = "2010-04-01"

    voice_url: GivenUrl = None
    voice_method: GivenMethod = "POST"
    voice_fallback_url: GivenUrl = None
    voice_fallback_method: GivenMethod = "POST"
    voice_caller_id_lookup: Switch = False
    voice_application_sid: Annotated[str, Create(), Update(), Privacy.KEEP] = ""
    voice_receive_mode: Annotated[str, choice("voice", "fax"), Create(), Update(), Privacy.KEEP] = "voice"
    trunk_sid: Annotated[Sid | None, Create(), Update()] = None
    status_callback: GivenUrl = None
    status_callback_method: GivenMethod = "POST"
    sms_url: GivenUrl = None
    sms_method: GivenMethod = "POST"
    sms_fallback_url: GivenUrl = None
    sms_fallback_method: GivenMethod = "POST"
    sms_application_sid: Annotated[str, Create(), Update(), Privacy.KEEP] = ""

    address_sid: Annotated[Sid | None, Create(), Update(), Parent(Address)] = None
    bundle_sid: Annotated[Sid | None, Create(), Update()] = None
    identity_sid: Annotated[Sid | None, Create(), Update()] = None
    emergency_status: Annotated[str, choice("Active", "Inactive"), Create(), Update(), Privacy.KEEP] = "Inactive"
    emergency_address_sid: Annotated[Sid | None, Create(), Update()] = None
    emergency_address_status: Annotated[str, choice("registered", "unregistered"), Privacy.KEEP] = "unregistered"

    wanted_number: Annotated[str, Create(name="PhoneNumber"), Unstored, Privacy.KEEP] = ""
    area_code: Annotated[str, Create(), Unstored, Privacy.KEEP] = ""
    new_account_sid: Annotated[str, Update(name="AccountSid"), Unstored, Privacy.KEEP] = ""

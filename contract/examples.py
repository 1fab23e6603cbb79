"""What synthesis cannot guess, by operation: parameters that must fit each other, or must name something special.

A value that begins with `$` is filled in by the driver: `$number` (owned by the account), `$handset`, `$account_sid`,
`$unique` (with a beginning, if one is given), `$json` (a small object as text), `$media_url` (a picture),
`$available_number` (found by a search),
`$bought_number` (the SID of one just bought), `$short_code`, `$channel_sender` and `$whatsapp_message` (the SID of one),
`$linked <property>` (of a service with a link domain), `$certificate` (PEM), and `$shown <property> <product> <version>
<operation>` (what this operation's answer shows; it is driven once for all who ask).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """Parameters to send besides the required ones; `plain` keeps the driver from adding optional ones of its own.

    `unechoed` names parameters that the answer shows in another form; `as_subaccount` drives the operation with the
    credentials of a throw-away subaccount, because it changes the credentials themselves. `once` waits until the member
    that the path names has one of these statuses. `parents` has, by path parameter, what its maker must be given.
    `prepared_by` is an operation at the same address, or at a member's below it, to send before with its own example.
    `at` has values for path parameters. `makes_no_member` is for a POST to a collection whose answer is something else
    than a member of it.
    """

    values: dict[str, Any] = field(default_factory=dict)
    plain: bool = False
    unechoed: tuple[str, ...] = ()
    as_subaccount: bool = False
    once: tuple[str, ...] = ()
    parents: dict[str, dict[str, Any]] = field(default_factory=dict)
    prepared_by: str = ""
    at: dict[str, str] = field(default_factory=dict)
    makes_no_member: bool = False


NOTHING = Example()
_FINISHED = ("delivered", "undelivered", "failed", "canceled", "received", "read")
_APP = {
    "client_id": "$shown sid iam v1 CreateOauthAppAccount",
    "client_secret": "$shown secret iam v1 CreateOauthAppAccount",
}
_WITH_MEDIA = {"MessageSid": {"To": "$handset", "From": "$number", "Body": "Look", "MediaUrl": ["$media_url"]}}

_TEMPLATE = {"friendly_name": "$unique", "language": "en", "types": {"twilio/text": {"body": "Your order {{1}} left today"}}}

_BUSINESS, _A2P = "RNdfbf3fae0e1107f8aded0e7cead80bf5", "RNb0d4771c2c98518d916a3d4cd70a8f8b"

_BRAND = {
    "CustomerProfileBundleSid": "$shown sid trusthub v1 CreateCustomerProfile",
    "A2PProfileBundleSid": "$shown sid trusthub v1 CreateTrustProduct",
}
_REGULATED = {
    "FriendlyName": "$unique",
    "Email": "ada@example.com",
    "IsoCountry": "GB",
    "NumberType": "mobile",
    "EndUserType": "business",
}
_CAMPAIGN = {
    "BrandRegistrationSid": "$shown sid messaging v1 CreateBrandRegistrations",
    "Description": "Tells the customers of a shop when their parcels are on the way and when they have arrived.",
    "MessageFlow": "Customers opt in at checkout, by a check box that is not ticked beforehand and says what is sent.",
    "MessageSamples": ["Owl Post: your parcel 7 is on its way. Reply STOP to stop.", "Owl Post: your parcel 7 has arrived."],
    "UsAppToPersonUsecase": "DELIVERY_NOTIFICATION",
    "HasEmbeddedLinks": "false",
    "HasEmbeddedPhone": "false",
}
_TOLLFREE = {
    "BusinessName": "Owl Post",
    "BusinessWebsite": "https://owl.example.com",
    "NotificationEmail": "ada@owl.example.com",
    "UseCaseCategories": ["DELIVERY_NOTIFICATIONS"],
    "UseCaseSummary": "Tells customers who agreed at checkout when their parcels arrive.",
    "ProductionMessageSample": "Owl Post: parcel 7 has arrived. Reply STOP to stop.",
    "OptInType": "WEB_FORM",
    "OptInImageUrls": ["https://owl.example.com/opt-in.png"],
    "MessageVolume": "1,000",
    "BusinessContactEmail": "ada@gmail.com",  # for which it is rejected, so that it can be edited
}

_PUBLIC_KEY = (
    "-----BEGIN PUBLIC KEY-----"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmtIZXgFyvwZvJHw6Tdm+18HB0dr+Bb4QPZI+Hnob7c2iujzOll8uqE5za54LCY8a0w"
    "0p53eTwyr8oUiMKifqquqXOibZAnf0lqQJ/yZovxcHPPToR/7OJzq9ze78c8Db34tYSZ1KVl48CgjzIENk69X/0Vw6WtTn2NDaSpfDsClqDDdd"
    "sEjiuRpKKGYd9xcSAyXrMTX294F/rqYGUYOITzOcECQhoYfngOgd3wfIGN9dsH7dfn3BlR07ULSBtMYIHpTurSbrnn4Jq+BDMShJnnoD+ura68"
    "zf/iOG0sb+EUQR2lqwUy2Ugy6IMRW95ZwAIjHBDStUShJ+ENYgY4s2HQIDAQAB"
    "-----END PUBLIC KEY-----"
)

EXAMPLES: dict[str, Example] = {
    "accounts v1 CreateCredentialAws": Example({"Credentials": f"AKIA{'7' * 16}:{'x' * 40}"}, plain=True),
    "accounts v1 CreateCredentialPublicKey": Example({"PublicKey": _PUBLIC_KEY}, plain=True),
    "accounts v1 CreateSecondaryAuthToken": Example(as_subaccount=True),
    "accounts v1 DeleteSecondaryAuthToken": Example(as_subaccount=True),
    "accounts v1 UpdateAuthTokenPromotion": Example(as_subaccount=True),
    "accounts v1 CreateSafelist": Example({"PhoneNumber": "+18001234567"}),
    "accounts v1 DeleteSafelist": Example({"PhoneNumber": "+18001234567"}, prepared_by="accounts v1 CreateSafelist"),
    "accounts v1 FetchSafelist": Example({"PhoneNumber": "+18001234567"}, prepared_by="accounts v1 CreateSafelist"),
    "api 2010-04-01 CreateAddress": Example({"AutoCorrectAddress": "false", "EmergencyEnabled": "false"}, plain=True),
    "api 2010-04-01 CreateCall": Example(
        {"To": "$handset", "From": "$number", "Twiml": "<Response><Pause length='30'/></Response>"}, plain=True
    ),
    "api 2010-04-01 CreateIncomingPhoneNumber": Example({"PhoneNumber": "$available_number"}, plain=True),
    "api 2010-04-01 CreateIncomingPhoneNumberLocal": Example({"PhoneNumber": "$available_number"}, plain=True),
    "api 2010-04-01 CreateIncomingPhoneNumberMobile": Example(
        {"PhoneNumber": "$available_number Mobile GB", "AddressSid": "$shown sid api 2010-04-01 CreateAddress"}, plain=True
    ),
    "api 2010-04-01 CreateIncomingPhoneNumberTollFree": Example({"PhoneNumber": "$available_number TollFree US"}, plain=True),
    "api 2010-04-01 CreateMessage": Example({"To": "$handset", "From": "$number", "Body": "Hello"}, plain=True),
    "api 2010-04-01 CreateMessageFeedback": Example({"Outcome": "confirmed"}),
    "api 2010-04-01 CreateUsageTrigger": Example({"UsageCategory": "totalprice", "TriggerValue": "1000", "TriggerBy": "price"}),
    "api 2010-04-01 DeleteMedia": Example(parents=_WITH_MEDIA),
    "api 2010-04-01 DeleteMessage": Example(once=_FINISHED),
    "api 2010-04-01 FetchMedia": Example(parents=_WITH_MEDIA),
    "api 2010-04-01 ListMedia": Example(parents=_WITH_MEDIA),
    "api 2010-04-01 CreateValidationRequest": Example({"PhoneNumber": "$handset"}, plain=True, makes_no_member=True),
    "api 2010-04-01 ListDependentPhoneNumber": Example(at={"AddressSid": "$shown sid api 2010-04-01 CreateAddress"}),
    **{
        f"api 2010-04-01 ListAvailablePhoneNumber{sort}": Example(at={"CountryCode": country})
        for sort, country in (("Mobile", "GB"), ("National", "GB"), ("SharedCost", "SE"), ("Voip", "GB"))
    },
    "api 2010-04-01 UpdateAccount": Example({"FriendlyName": "$unique"}, plain=True),
    "api 2010-04-01 UpdateCall": Example({"Status": "completed"}, plain=True, unechoed=("Status",)),
    "api 2010-04-01 UpdateMessage": Example({"Body": ""}, plain=True, once=_FINISHED),
    "content v1 CreateApprovalCreate": Example({"name": "order_left", "category": "UTILITY"}, plain=True, makes_no_member=True),
    "content v1 CreateContent": Example(_TEMPLATE, plain=True),
    "content v1 ListLegacyContent": Example(prepared_by="content v1 CreateApprovalCreate"),
    "content v1 UpdateContent": Example({"types": {"twilio/text": {"body": "Hello {{1}}, thanks"}}}, plain=True),
    "iam v1 CreateOauthAppAccount": Example(
        {"type": "oauth_app", "friendly_name": "$unique", "policy": {"allow": ["/twilio/messaging/messages/create"]}}
    ),
    "iam v1 CreateToken": Example({"grant_type": "client_credentials", **_APP}, plain=True),
    "oauth v1 CreateToken": Example(
        {"GrantType": "client_credentials", "ClientId": _APP["client_id"], "ClientSecret": _APP["client_secret"]}, plain=True
    ),
    "oauth v2 CreateOauth2Token": Example({"grant_type": "client_credentials", **_APP}, plain=True),
    "iam v1 CreateNewKey": Example({"AccountSid": "$account_sid", "FriendlyName": "$unique"}, plain=True),
    "iam v1 ListGetKeys": Example({"AccountSid": "$account_sid"}, plain=True),
    **{
        f"sync v1 {verb}{kind}Permission": Example(prepared_by=f"sync v1 Update{kind}Permission")
        for verb in ("List", "Fetch", "Delete")
        for kind in ("Document", "SyncList", "SyncMap")
    },
    **{
        f"trusthub v1 Create{kind}": Example({"FriendlyName": "$unique", "Email": "ada@example.com", "PolicySid": policy}, plain=True)
        for kind, policy in (("CustomerProfile", _BUSINESS), ("TrustProduct", _A2P))
    },
    **{f"trusthub v1 Update{kind}": Example({"FriendlyName": "$unique"}, plain=True) for kind in ("CustomerProfile", "TrustProduct")},
    **{
        f"trusthub v1 Create{kind}EntityAssignment": Example({"ObjectSid": "$shown sid trusthub v1 CreateEndUser"})
        for kind in ("CustomerProfile", "TrustProduct")
    },
    **{
        f"trusthub v1 Create{kind}ChannelEndpointAssignment": Example(
            {"ChannelEndpointType": "phone-number", "ChannelEndpointSid": "$shown sid api 2010-04-01 CreateIncomingPhoneNumber"}
        )
        for kind in ("CustomerProfile", "TrustProduct")
    },
    **{
        f"trusthub v1 Create{kind}Evaluation": Example({"PolicySid": policy})
        for kind, policy in (("CustomerProfile", _BUSINESS), ("TrustProduct", _A2P))
    },
    "trusthub v1 CreateEndUser": Example({"FriendlyName": "$unique", "Type": "cnam_information"}, plain=True),
    "trusthub v1 CreateSupportingDocument": Example({"FriendlyName": "$unique", "Type": "customer_profile_address"}, plain=True),
    "numbers v2 CreateBundle": Example(_REGULATED, plain=True, unechoed=("IsoCountry", "NumberType", "EndUserType")),
    "numbers v2 UpdateBundle": Example({"FriendlyName": "$unique"}, plain=True),
    "numbers v2 CreateBundleClone": Example({"TargetAccountSid": "$account_sid"}, plain=True, makes_no_member=True),
    "numbers v2 ListBundleCopy": Example(prepared_by="numbers v2 CreateBundleCopy"),
    "numbers v2 CreateReplaceItems": Example(
        {"FromBundleSid": "$shown sid numbers v2 CreateBundle"},
        plain=True,
        unechoed=("FromBundleSid",),
        makes_no_member=True,
        at={"BundleSid": "$shown sid numbers v2 CreateBundleCopy"},  # what it held before is gone then
    ),
    "numbers v2 CreateItemAssignment": Example({"ObjectSid": "$shown sid numbers v2 CreateEndUser"}),
    "numbers v2 CreateSupportingDocument": Example({"FriendlyName": "$unique", "Type": "proof_of_address"}, plain=True),
    "messaging v1 CreateBrandRegistrations": Example({**_BRAND, "Mock": "true"}, plain=True),
    "messaging v1 UpdateBrandRegistrations": Example(plain=True, parents={"Sid": _BRAND}, once=("FAILED",)),
    "messaging v1 CreateBrandVetting": Example({"VettingProvider": "aegis"}, plain=True),
    "messaging v1 CreateBrandRegistrationOtp": Example(
        plain=True, parents={"BrandRegistrationSid": {**_BRAND, "Mock": "true", "BrandType": "SOLE_PROPRIETOR"}}, makes_no_member=True
    ),
    "messaging v1 CreateExternalCampaign": Example(
        {"CampaignId": "CABC123", "MessagingServiceSid": "$shown sid messaging v1 CreateService"}, plain=True, makes_no_member=True
    ),
    "messaging v1 CreateUsAppToPerson": Example(_CAMPAIGN, plain=True),
    "messaging v1 UpdateTollfreeVerification": Example(
        {"BusinessContactEmail": "ada@owl.example.com"}, plain=True, once=("TWILIO_REJECTED",)
    ),
    "messaging v1 UpdateUsAppToPerson": Example({n: v for n, v in _CAMPAIGN.items() if n[:2] not in ("Br", "Us")}, plain=True),
    "messaging v1 CreateTollfreeVerification": Example(
        {**_TOLLFREE, "TollfreePhoneNumberSid": "$shown sid api 2010-04-01 CreateIncomingPhoneNumberTollFree"}, plain=True
    ),
    "sync v1 UpdateDocument": Example({"Data": "$json"}, unechoed=("Data",)),
    "messaging v1 CreateAlphaSender": Example({"AlphaSender": "Acme"}),
    "messaging v1 CreateChannelSender": Example({"Sid": "$channel_sender"}),
    "messaging v1 CreateDestinationAlphaSender": Example({"AlphaSender": "Acme", "IsoCountryCode": "GB"}),
    "messaging v1 CreatePhoneNumber": Example({"PhoneNumberSid": "$bought_number"}),
    "messaging v1 CreateService": Example({"Usecase": "marketing"}),
    "messaging v1 CreateShortCode": Example({"ShortCodeSid": "$short_code"}),
    "messaging v1 DeleteLinkshorteningMessagingService": Example(
        at={"DomainSid": "$linked domain_sid", "MessagingServiceSid": "$linked messaging_service_sid"}
    ),
    "messaging v1 FetchDeactivation": Example({"Date": "2026-01-01"}),
    "messaging v1 FetchDomainConfigMessagingService": Example(at={"MessagingServiceSid": "$linked messaging_service_sid"}),
    "messaging v1 FetchLinkshorteningMessagingServiceDomainAssociation": Example(
        at={"MessagingServiceSid": "$linked messaging_service_sid"}
    ),
    "messaging v1 UpdateDomainCertV4": Example({"TlsCert": "$certificate"}),
    "messaging v2 CreateChannelsSender": Example({"sender_id": "$unique rcs:a"}),
    "messaging v3 CreateV3TypingIndicator": Example(
        {"messageId": "$whatsapp_message", "channel": "WHATSAPP"}, plain=True, unechoed=("messageId", "channel")
    ),
    "messaging v2 CreateTypingIndicator": Example({"messageId": "$whatsapp_message", "channel": "whatsapp"}, plain=True),
    "messaging v2 DeleteChannelsSender": Example(once=("ONLINE",)),
    "messaging v2 ListChannelsSender": Example({"Channel": "rcs"}),
    "messaging v2 UpdateChannelsSender": Example(once=("ONLINE",)),
    "messaging v1 UpdateService": Example({"Usecase": "poll"}),
}

# Path parameters that name a member of a fixed set; a product's own entry goes before the general one.
PATH_VALUES: dict[str, str] = {
    "CountryCode": "US",
    "IsoCountry": "US",
    "IsoCode": "US",
    "Day": "2026-01-01",
    "Date": "2026-01-01",
    "ResourceType": "Messages",
    "lookups Field": "line_type_intelligence",
    "lookups Bucket": "bucket",
    "verify FormType": "form-push",
}
# Path parameters that hold a number of ours; those of a number out of our hands use a handset's.
OWNED_NUMBER_PARAMETERS = frozenset({"routes PhoneNumber", "routes phoneNumber"})
ANY_NUMBER_PARAMETERS = frozenset({"PhoneNumber", "Number", "DestinationNumber", "phoneNumber"})

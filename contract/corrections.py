"""Where the published documents are wrong, each with its reason: data, applied as the documents are read.

A correction names a document and a place in it (a JSON pointer, RFC 6901) as JSON Patch does (RFC 6902: add, remove,
replace). One that no longer finds its place raises `StaleCorrection`, so a new version of the documents cannot leave
dead entries behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


class StaleCorrection(LookupError):
    """A correction points at a place that the document does not have."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One change to one document; `reason` says how we know that the document is wrong."""

    document: str
    op: Literal["add", "remove", "replace"]
    pointer: str
    reason: str
    value: Any = None


# Documents that say nothing of their own, by reason.
IGNORED_DOCUMENTS: dict[str, str] = {
    "content_sdk": "the same eight operations at the same addresses as content_v1, cut down for code generators",
}


def _at(schema: str, prop: str) -> str:
    """The place of a property; `/` in `prop` leads into its items or inner properties."""
    return f"/components/schemas/{schema}/properties/{prop}"


def _nullable(document: str, schema: str, props: str, reason: str) -> tuple[Correction, ...]:
    return tuple(Correction(document, "add", f"{_at(schema, one)}/nullable", reason, True) for one in props.split())


def _text(document: str, schema: str, prop: str, reason: str) -> Correction:
    return Correction(document, "replace", f"{_at(schema, prop)}/type", reason, "string")


_EMPTY_EXAMPLE = "an empty string where no application is set, in Twilio's own examples"


def _perhaps_empty(document: str, schema: str, prop: str, reason: str = _EMPTY_EXAMPLE) -> tuple[Correction, ...]:
    """A SID that may be the empty string: its pattern says so, and its shortest length goes."""
    place = _at(schema, prop)
    return (
        Correction(document, "replace", f"{place}/pattern", reason, "^(AP[0-9a-fA-F]{32})?$"),
        Correction(document, "remove", f"{place}/minLength", reason),
    )


_DECIMAL = "Twilio writes decimals as strings so that no digit is lost; its own example of this answer does"
_NULL_EXAMPLE = "null in Twilio's own examples of this answer"
_AVAILABLE = "api.v2010.account.available_phone_number_country.available_phone_number"
_NO_PAGES = "a search is not paged: Twilio's own examples have the numbers and the uri, nothing of a page"
_PERIODS = ("", *(f".usage_record_{one}" for one in (
    "all_time", "daily", "last_month", "monthly", "this_month", "today", "yearly", "yesterday")))  # fmt: skip
_NUMBER_KINDS = ("", *(f".incoming_phone_number_{one}" for one in ("local", "mobile", "toll_free")))
_SEARCHES = ("Local", "MachineToMachine", "Mobile", "National", "SharedCost", "TollFree", "Voip")
_LOOKUPS = (
    "validation_errors caller_name sim_swap call_forwarding line_type_intelligence line_status identity_match "
    "reassigned_number sms_pumping_risk"
)

_PRICE = "{0}/properties/base_price {0}/properties/current_price"
_CALL_PRICE = _PRICE + " {0}/properties/number_type"
_PRICES: tuple[tuple[str, str, str], ...] = (
    ("pricing_v1", "pricing.v1.voice.voice_number", _CALL_PRICE.format("inbound_call_price")),
    ("pricing_v2", "pricing.v2.trunking_country-instance", _PRICE.format("terminating_prefix_prices/items")),
    ("pricing_v2", "pricing.v2.trunking_country-instance", _PRICE.format("originating_call_prices/items")),
    ("pricing_v2", "pricing.v2.trunking_number", _PRICE.format("terminating_prefix_prices/items")),
    ("pricing_v2", "pricing.v2.trunking_number", _CALL_PRICE.format("originating_call_price")),
    ("pricing_v2", "pricing.v2.voice.voice_number", _CALL_PRICE.format("inbound_call_price")),
)

CORRECTIONS: tuple[Correction, ...] = (
    _text("api_v2010", "api.v2010.account.call.call_recording", "price", _DECIMAL),
    _text("api_v2010", "api.v2010.account.recording.recording_transcription", "price", _DECIMAL),
    _text("api_v2010", "api.v2010.account.transcription", "price", _DECIMAL),
    *(_text("api_v2010", f"api.v2010.account.usage.usage_record{one}", "price", _DECIMAL) for one in _PERIODS),
    *_nullable("api_v2010", "api.v2010.account.conference", "reason_conference_ended", _NULL_EXAMPLE),
    *(
        one
        for kind in _NUMBER_KINDS
        for prop in ("voice_application_sid", "sms_application_sid")
        for one in _perhaps_empty("api_v2010", f"api.v2010.account.incoming_phone_number{kind}", prop)
    ),
    *(
        one
        for prop in ("voice_application_sid", "sms_application_sid")
        for one in _perhaps_empty(
            "api_v2010",
            "api.v2010.account.address.dependent_phone_number",
            prop,
            "the same numbers as IncomingPhoneNumbers: " + _EMPTY_EXAMPLE,
        )
    ),
    *(
        _text("api_v2010", f"{_AVAILABLE}_{kind}", prop, _DECIMAL)
        for kind in ("local", "machine_to_machine", "mobile", "national", "shared_cost", "toll_free", "voip")
        for prop in ("latitude", "longitude")
    ),
    *(
        Correction(
            "api_v2010",
            "add",
            f"/paths/~12010-04-01~1Accounts~1{{AccountSid}}~1AvailablePhoneNumbers~1{{CountryCode}}~1{one}.json"
            "/get/responses/200/content/application~1json/schema/required",
            _NO_PAGES,
            ["available_phone_numbers", "uri"],
        )
        for one in _SEARCHES
    ),
    *_nullable(
        "conversations_v1",
        "conversations.v1.service.service_configuration.service_webhook_configuration",
        "method",
        _NULL_EXAMPLE,
    ),
    Correction(
        "iam_v1",
        "replace",
        "/paths/~1v1~1Account~1OAuthApps~1{sid}/put/responses/200/content/application~1json/schema/$ref",
        "one schema, which requires nothing, stands for create and update; we take it that a secret is shown only when it is made: "
        "Twilio's guide has it copied then, and lists its rotation apart from updates (inferred, not seen on the wire)",
        "#/components/schemas/iam.v1.account.vendoroauthapp",
    ),
    _text("intelligence_v2", "intelligence.v2.transcript.operator_result", "predicted_probability", _DECIMAL),
    *_nullable("lookups_v2", "LookupResponse", _LOOKUPS, "null for what was not asked for; Twilio's own examples"),
    *_nullable("messaging_v1", "messaging.v1.brand_registrations", "identity_status", _NULL_EXAMPLE),
    Correction(
        "messaging_v2",
        "add",
        "/components/schemas/messaging.v2.channels_sender_response/required",
        "what a channel does not have is left out, in all of Twilio's own examples",
        ["sid", "status", "sender_id"],
    ),
    *(one for place in _PRICES for one in _nullable(*place, "null where there is no such price; " + _NULL_EXAMPLE)),
    *_nullable(
        "proxy_v1",
        "proxy.v1.service.session.participant.message_interaction",
        "inbound_resource_status",
        "a message sent by the API has no inbound half; " + _NULL_EXAMPLE,
    ),
    Correction(
        "supersim_v1",
        "remove",
        f"{_at('supersim.v1.esim_profile', 'smdp_plus_address')}/format",
        "the address of an SM-DP+ server is a bare host name, as its own examples show",
    ),
    _text("supersim_v1", "supersim.v1.usage_record", "data_total_billed", _DECIMAL),
    *_perhaps_empty("trunking_v1", "trunking.v1.trunk.phone_number", "voice_application_sid"),
    *_nullable("wireless_v1", "wireless.v1.sim", "reset_status", _NULL_EXAMPLE),
)


def corrected(name: str, body: dict[str, Any], corrections: tuple[Correction, ...] | None = None) -> None:
    """Apply the corrections of the document `name` to its `body`, in place. Raises `StaleCorrection`."""
    for correction in CORRECTIONS if corrections is None else corrections:
        if correction.document == name:
            apply_correction(body, correction)


def apply_correction(body: dict[str, Any], correction: Correction) -> None:
    """Apply one correction in place: `replace` and `remove` need the place to exist, `add` needs its parent."""
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in correction.pointer.split("/")[1:]]
    place: Any = body
    try:
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list):
            _change_list(place, last, correction)
            return
        if correction.op != "add" and last not in place:
            raise KeyError(last)
        if correction.op == "remove":
            del place[last]
        else:
            place[last] = correction.value
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise StaleCorrection(f"{correction.document} has no {correction.pointer}: {correction.reason}") from error


def _change_list(place: list[Any], last: str, correction: Correction) -> None:
    if correction.op == "add":
        place.insert(len(place) if last == "-" else int(last), correction.value)
    elif correction.op == "remove":
        del place[int(last)]
    else:
        place[int(last)] = correction.value

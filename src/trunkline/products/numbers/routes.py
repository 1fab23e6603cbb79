"""The stock of numbers on offer, the validation of caller IDs, and its counterpart in the simulated network."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from trunkline.kernel.codec import draft, encoder
from trunkline.kernel.dialects import V2010, V
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.paging import read_place
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import Handler, route

from .actions.confirm_caller_id import confirm_caller_id
from .actions.find_available_numbers import find_available_numbers
from .actions.request_validation import request_validation
from .errors import already_validated, wrong_code
from .resources.outgoing_caller_id import OutgoingCallerId
from .resources.validation_request import ValidationRequest
from .rules.countries import Country, NumberType, countries, country_by_code
from .rules.inventory import Search

_STOCK = "/Accounts/{account_sid}/AvailablePhoneNumbers"
_TEXTS = ("AreaCode", "Contains", "InRegion", "InLocality", "InPostalCode", "InRateCenter", "InLata", "NearNumber", "NearLatLong")
_FLAGS = ("VoiceEnabled", "SmsEnabled", "MmsEnabled", "FaxEnabled")
_REFUSALS = ("ExcludeAllAddressRequired", "ExcludeLocalAddressRequired", "ExcludeForeignAddressRequired")


@route("GET", V2010(_STOCK))
async def list_countries(request: Request) -> Reply:
    stock = _stock_address(request)
    shown = [_country(one, stock) for one in countries()]
    return Reply(200, {"countries": shown, "uri": request.at + request.asked_path}, title="Country")


@route("GET", V2010(_STOCK + "/{country_code}"))
async def fetch_country(request: Request) -> Reply:
    country = country_by_code(request.path["country_code"])
    if country is None:
        raise request.missing()
    return Reply(200, _country(country, _stock_address(request)), title="Country")


def _stock_address(request: Request) -> str:
    return f"{request.at}/2010-04-01/Accounts/{request.account_sid}/AvailablePhoneNumbers"


def _country(country: Country, stock: str) -> dict[str, Any]:
    own = f"{stock}/{country.code}"
    return {
        "country_code": country.code,
        "country": country.name,
        "uri": f"{own}.json",
        "beta": country.beta,
        "subresource_uris": {one.value: f"{own}/{one.subresource}.json" for one in country.offers},
    }


def _list_available(number_type: NumberType) -> Handler:
    async def list_available(request: Request) -> Reply:
        """A search has no pages: it shows up to PageSize numbers, and a narrower search shows others."""
        found = await find_available_numbers(
            request.work, request.path["country_code"], number_type, _search(request), read_place(request.form).size
        )
        shown = [asdict(one) for one in found]
        return Reply(200, {"available_phone_numbers": shown, "uri": request.at + request.asked_path}, title="AvailablePhoneNumber")

    return list_available


for _type in NumberType:
    route("GET", V2010(f"{_STOCK}/{{country_code}}/{_type.subresource}"))(_list_available(_type))


def _search(request: Request) -> Search:
    given: dict[str, Any] = {_field(name): text for name in _TEXTS if (text := request.text(name))}
    given |= {_field(name): _flag(request, name, None) for name in _FLAGS}
    given |= {_field(name): _flag(request, name, False) for name in _REFUSALS}
    return Search(**given, beta=_flag(request, "Beta", True) is True)


def _field(parameter: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in parameter).lstrip("_")


def _flag(request: Request, name: str, usual: bool | None) -> bool | None:
    text = request.text(name).lower()
    if text not in ("", "true", "false"):
        raise invalid(name, "must be true or false")
    return usual if text == "" else text == "true"


@route("POST", V2010("/Accounts/{account_sid}/OutgoingCallerIds"))
async def create_validation_request(request: Request) -> Reply:
    found = await request_validation(draft(ValidationRequest, request.form, account_sid=request.account_sid), request.work)
    await _commit(request)
    body = {
        "account_sid": found.account_sid,
        "call_sid": found.sid,
        "friendly_name": found.friendly_name,
        "phone_number": found.phone_number,
        "validation_code": found.validation_code,
    }
    return Reply(200, body, title="ValidationRequest")


@route("POST", V(1, "network", "/ValidationRequests/{call_sid}"))
async def answer_validation_call(request: Request) -> Reply:
    """The called phone enters digits (`ValidationCode`): 201 with the caller ID, 400 for a wrong code, of which three end the call."""
    asked = await request.work.fetch(ValidationRequest, request.path["call_sid"], request.account_sid)
    if asked is None:
        raise request.missing()
    caller_id = await confirm_caller_id(request.work, request.account_sid, asked.phone_number, request.text("ValidationCode"))
    try:
        await _commit(request)
    except Duplicate:
        raise already_validated(asked.phone_number) from None
    if caller_id is None:
        raise wrong_code()
    return Reply(
        201, encoder(OutgoingCallerId, OutgoingCallerId.mounts[0])(caller_id, request.root, request.placed), title="OutgoingCallerId"
    )


async def _commit(request: Request) -> None:
    try:
        await request.work.commit()
    except Stale:
        raise Problem(20409, "Another request about this number was faster: try again", 409) from None

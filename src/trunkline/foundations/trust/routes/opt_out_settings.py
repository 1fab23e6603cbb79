"""What hangs below /v3/OptOuts: languages and countries, and the keywords and answers of one configuration.

The published document has these paths and the schemas of their answers, but no operation; the operations are ours. They take JSON as the
schemas write it (`keywordType`) or a form in Twilio's usual style (`KeywordType`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trunkline.foundations.numbering.country_names import country_name
from trunkline.kernel.dialects import V, pascal, snake
from trunkline.kernel.errors import Problem, Stale, invalid
from trunkline.kernel.finding import find_row
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.set_opt_out_settings import add_keyword, add_message_type, drop_keyword, drop_message_type, set_message
from ..keywords import default_reply, listed_keywords
from ..resources.opt_out_settings import OptOutSettings
from ..rules.opt_out_types import COUNTRIES, EVERYWHERE, LANGUAGES, read_custom_keyword, read_keyword_type, read_message_type

TRIES = 8
_OF = "/OptOuts/{sid}"
_DEFAULTS = "/OptOuts/DefaultKeywordsMessages"
_LANGUAGES = "/OptOuts/Configurations/Languages"
_MESSAGE_TYPES = "/OptOuts/Configurations/MessageTypes"


@route("GET", V(3, "messaging", _DEFAULTS))
async def fetch_defaults(request: Request) -> Reply:
    """Every keyword of the platform with the language it stands in and what it is answered."""
    words = [
        {"keyword": one.word, "messageType": EVERYWHERE, "language": one.language, "message": default_reply(one.action, one.language)}
        for one in listed_keywords()
    ]
    return Reply(200, {"defaultKeywords": words}, title="DefaultKeywordsMessages")


@route("GET", V(3, "messaging", _LANGUAGES))
async def fetch_languages(request: Request) -> Reply:
    languages = [{"key": key, "friendly_name": key.replace("_", " ").title()} for key in LANGUAGES]
    return Reply(200, {"languages": languages}, title="Languages")


@route("GET", V(3, "messaging", _MESSAGE_TYPES))
async def fetch_message_types(request: Request) -> Reply:
    return Reply(200, {"message_types": [_shown(one) for one in (EVERYWHERE, *sorted(COUNTRIES))]}, title="MessageTypes")


@route("GET", V(3, "messaging", f"{_OF}/MessageTypes"))
async def list_message_types(request: Request) -> Reply:
    return _message_types(await _row(request))


@route("POST", V(3, "messaging", f"{_OF}/MessageTypes"))
async def create_message_type(request: Request) -> Reply:
    """`MessageType`: a country that is to have keywords and answers of its own."""
    message_type = _read(request, "MessageType", read_message_type)
    return _message_types(await _change(request, lambda row: add_message_type(row, message_type, request.work)), 201)


@route("DELETE", V(3, "messaging", f"{_OF}/MessageTypes/{{message_type}}"))
async def delete_message_type(request: Request) -> Reply:
    message_type = _convert("MessageType", request.path["message_type"], read_message_type)
    await _change(request, lambda row: drop_message_type(row, message_type, request.work))
    return Reply(204)


@route("GET", V(3, "messaging", f"{_OF}/Keywords"))
async def list_keywords(request: Request) -> Reply:
    return _entries(await _row(request), "keywords")


@route("POST", V(3, "messaging", f"{_OF}/Keywords"))
async def create_keyword(request: Request) -> Reply:
    """`KeywordType` (STOP.SPANISH), `MessageType` (ALL or a country), `Keyword`."""
    types, keyword = _types(request), _read(request, "Keyword", read_custom_keyword)
    return _entries(await _change(request, lambda row: add_keyword(row, *types, keyword, request.work)), "keywords", 201)


@route("DELETE", V(3, "messaging", f"{_OF}/Keywords/{{keyword}}"))
async def delete_keyword(request: Request) -> Reply:
    """With `KeywordType` and `MessageType` in the query."""
    types, keyword = _types(request), _convert("Keyword", request.path["keyword"], read_custom_keyword)
    await _change(request, lambda row: drop_keyword(row, *types, keyword, request.work))
    return Reply(204)


@route("GET", V(3, "messaging", f"{_OF}/Messages"))
async def list_messages(request: Request) -> Reply:
    return _entries(await _row(request), "messages")


@route("POST", V(3, "messaging", f"{_OF}/Messages"))
async def set_answer(request: Request) -> Reply:
    """`KeywordType`, `MessageType` and `Message`, which replaces what was there; an empty one gives the platform's own back."""
    types, text = _types(request), _given(request, "Message")
    return _entries(await _change(request, lambda row: set_message(row, *types, text, request.work)), "messages")


async def _row(request: Request) -> OptOutSettings:
    found: OptOutSettings | None = await find_row(OptOutSettings, request.path["sid"], request)
    if found is None:
        raise request.missing()
    return found


async def _change(request: Request, stage: Callable[[OptOutSettings], None]) -> OptOutSettings:
    for _ in range(TRIES):
        row = await _row(request)
        stage(row)
        try:
            await request.work.commit()
        except Stale:
            continue  # another request changed it first: read again
        return row
    raise Problem(20409, "The configuration was changed by another request: fetch it and try again", 409)


def _given(request: Request, name: str) -> str:
    """A parameter of the form or the query, or the same in camel case in a JSON body."""
    if isinstance(request.json, dict):
        value = request.json.get(name[:1].lower() + name[1:], request.json.get(snake(name), ""))
        if not isinstance(value, str) or "\0" in value:
            raise invalid(name, "must be a text without NUL")
        return value
    return request.text(name)


def _convert(name: str, text: str, read: Callable[[str], str]) -> str:
    try:
        return read(text)
    except ValueError as why:
        raise invalid(name, str(why)) from None


def _read(request: Request, name: str, read: Callable[[str], str]) -> str:
    return _convert(name, _given(request, name), read)


def _types(request: Request) -> tuple[str, str]:
    return _read(request, "MessageType", read_message_type), _read(request, "KeywordType", read_keyword_type)


def _shown(message_type: str) -> dict[str, str]:
    name = "Global Default Settings" if message_type == EVERYWHERE else country_name(message_type)
    return {"key": message_type, "friendly_name": name}


def _message_types(row: OptOutSettings, status: int = 200) -> Reply:
    body = {"account_sid": row.account_sid, "opt_out_sid": row.sid, "message_types": [_shown(one) for one in row.message_types]}
    return Reply(status, body, title="MessageTypes")


def _entries(row: OptOutSettings, name: str, status: int = 200) -> Reply:
    """What is set, a line for each keyword type and message type."""
    tables: dict[str, dict[str, Any]] = getattr(row, name)
    shown = "keywords" if name == "keywords" else "message"
    config = [
        {"keyword_type": keyword_type, "message_type": message_type, shown: value}
        for message_type, table in tables.items()
        for keyword_type, value in table.items()
    ]
    return Reply(status, {"account_sid": row.account_sid, "opt_out_sid": row.sid, "config": config}, title=pascal(name))

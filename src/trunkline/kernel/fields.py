"""The vocabulary of Twilio-shaped values (forms), and the marks that a field may carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import msgspec

from .clock import from_datetime

Read = Callable[[str], Any]


@dataclass(frozen=True, eq=False)
class Form:
    """How one type is read from a parameter, written on the wire, described and stored.

    `read` raises ValueError with words for the person who sent it. `column` is text, integer, real or blob. `stored` and
    `loaded` convert between the value in memory and in the column where they differ. `moment` values are written by the dialect. `measure`
    is the length of what was sent, for `longest`: characters, or what `unit` says.
    """

    schema: Mapping[str, Any]
    column: str = "text"
    read: Read = str
    write: Callable[[Any], Any] | None = None
    stored: Callable[[Any], Any] | None = None
    loaded: Callable[[Any], Any] | None = None
    moment: bool = False
    many: bool = False
    measure: Callable[[str], int] = len
    unit: str = "characters"


class Privacy(Enum):
    """What a text field holds, and so what erasure, export and logs do with it. Every text field of a resource has one."""

    KEEP = "keep"  # not about a person: settings, states, codes
    CONTACT = "pseudonymise"  # a phone number, address or handle
    CONTENT = "blank"  # what people say
    SECRET = "never shown"  # noqa: S105 (a mark, not a password)


@dataclass(frozen=True)
class Create:
    """May be given on create. `required`: the code when missing. `longest`: (characters, code). `invalid`: the code when unreadable."""

    required: int | None = None
    longest: tuple[int, int] | None = None
    invalid: int = 20001
    name: str | None = None


@dataclass(frozen=True)
class Update:
    """May be given on update; see Create."""

    longest: tuple[int, int] | None = None
    invalid: int = 20001
    name: str | None = None


@dataclass(frozen=True)
class Filter:
    """May be given on list. `by` maps parameter to operator (=, <=, >=, prefix); default: the field's own parameter, equal.

    A moment's default is Twilio's trio: `DateSent` (that UTC day), `DateSent<` (that day or before), `DateSent>` (that day or after).
    """

    by: Mapping[str, str] = field(default_factory=dict)


class Hidden:
    """Stored, never on the wire."""


class Unstored:
    """An instruction: given on create or update, neither stored nor shown."""


@dataclass(frozen=True)
class Derived:
    """Shown, not stored: computed from the row when it is written.

    `placed`: `of` takes the row and the origin that was asked (scheme, host, root), for absolute addresses.
    """

    of: Callable[..., Any]
    placed: bool = False


@dataclass(frozen=True)
class Parent:
    """The row belongs to another of `kind`; the field is that row's SID and comes from the path. A parent that is not there answers 404."""

    kind: type[Any]


def _flag(text: str) -> bool:
    if (low := text.lower()) in ("true", "false"):
        return low == "true"
    raise ValueError("must be true or false")


def _count(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise ValueError("must be a whole number")
    return int(text)


def _amount(text: str) -> float:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        raise ValueError("must be a number")
    return float(text)


def _url(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s/?#]+[^\s]*", text, re.IGNORECASE):
        raise ValueError("must be an http or https URL")
    if len(text) > 4096:
        raise ValueError("is longer than 4096 characters")
    return text


def read_moment(text: str) -> int:
    """ISO 8601, a date alone being its midnight UTC."""
    try:
        return from_datetime(datetime.fromisoformat(text))
    except ValueError:
        raise ValueError("must be an ISO 8601 date or date-time") from None


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as why:
        raise ValueError(f"must be JSON ({why})") from None
    except RecursionError:
        raise ValueError("must be JSON (it is nested too deep)") from None


def _mapping(text: str) -> dict[str, Any]:
    value = _json(text)
    if not isinstance(value, dict):
        raise ValueError("must be a JSON object")
    return value


def choice(*values: str) -> Form:
    """One of these words, read without regard to case, kept as declared."""
    known = {v.lower(): v for v in values}

    def read(text: str) -> str:
        try:
            return known[text.lower()]
        except KeyError:
            raise ValueError(f"must be one of {', '.join(values)}") from None

    return Form({"type": "string", "enum": list(values)}, read=read)


def _stored_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


TEXT = Form({"type": "string"})
FLAG = Form({"type": "boolean"}, "integer", _flag, stored=int, loaded=bool)
COUNT = Form({"type": "integer"}, "integer", _count)
REAL = Form({"type": "number"}, "real", _amount)
JSON = Form({}, "text", _json, stored=_stored_json, loaded=msgspec.json.decode)
MAPPING = Form({"type": "object"}, "text", _mapping, stored=_stored_json, loaded=msgspec.json.decode)
LIST = Form({"type": "array"}, "text", _json, stored=_stored_json, loaded=msgspec.json.decode)

Url = Annotated[str, Form({"type": "string", "format": "uri"}, read=_url), Privacy.KEEP]
CountText = Annotated[int, Form({"type": "string"}, "integer", _count, write=str)]
FlagText = Annotated[bool, Form({"type": "string"}, "integer", _flag, write=lambda v: str(v).lower(), stored=int, loaded=bool)]
Moment = Annotated[int, Form({"type": "string"}, "integer", read_moment, moment=True)]
Blob = Annotated[bytes, Form({}, "blob"), Hidden]
Texts = Annotated[list[str], Form({"type": "array"}, "text", str, stored=_stored_json, loaded=msgspec.json.decode, many=True)]
AccountSid = Annotated[str, Form({"type": "string", "pattern": "^AC[0-9a-f]{32}$"}), Privacy.KEEP]
Sid = Annotated[str, Form({"type": "string", "pattern": "^[A-Z]{2}[0-9a-f]{32}$"}), Privacy.KEEP]
Method = Annotated[str, choice("GET", "POST"), Privacy.KEEP]
Word = Annotated[str, Privacy.KEEP]

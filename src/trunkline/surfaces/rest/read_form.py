"""Parameters of a request: the query of a GET, the form of a POST."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

import msgspec
from falcon import HTTPError
from falcon.media import MultipartFormHandler
from falcon.uri import parse_query_string

from trunkline.kernel.errors import Problem

FORM = "application/x-www-form-urlencoded"
# Only a text with one of these, or with NUL or U+FFFD as they are, can hold what `_refuse_wrong_octets` looks for: octets beyond ASCII,
# or NUL. Each alternative begins alike, which makes the search five times as fast.
_SUSPECT = re.compile("%(?:[89a-fA-F]|00)").search
Parameters = dict[str, str | list[str]]
_MULTIPART = MultipartFormHandler()
_MULTIPART.parse_options.max_body_part_count = 1024


def read_query(text: str) -> Parameters:
    """Repeated parameters come as a list; blank ones are kept. Octets that are not UTF-8 are refused with 20001."""
    if not text:
        return {}
    found: Parameters = parse_query_string(text, keep_blank=True, csv=False)
    if _SUSPECT(text) is not None or "\x00" in text or not (text.isascii() or "\ufffd" not in text):
        _refuse_wrong_octets(text)
    return found


def _refuse_wrong_octets(text: str) -> None:
    """U+FFFD may have been sent as such; only octets that are no UTF-8 are wrong, and NUL, which no database holds."""
    for pair in text.split("&"):
        octets = unquote_to_bytes(pair.replace("+", " "))
        try:
            octets.decode()
        except UnicodeDecodeError:
            raise Problem(20001, f"Invalid parameter '{_named(pair)}': is not UTF-8") from None
        if b"\x00" in octets:
            raise Problem(20001, f"Invalid parameter '{_named(pair)}': holds a NUL character")


def _named(pair: str) -> str:
    """The name as it was sent, which shows where the wrong octets are."""
    return pair.partition("=")[0][:100]


def read_form(body: bytes, content_type: str) -> tuple[Parameters, Any]:
    """(parameters, JSON body). A form where JSON is not sent; 19056 for anything else that has a body."""
    if not body:
        return {}, None
    kind = content_type.partition(";")[0].strip().lower()
    if kind in (FORM, ""):
        try:
            return read_query(body.decode()), None
        except UnicodeDecodeError:
            raise Problem(20001, "The request body is not UTF-8") from None
    if kind == "application/json":
        try:
            return {}, msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as why:
            raise Problem(20001, f"The request body is not JSON: {why}") from None
        except RecursionError:
            raise Problem(20001, "The request body is not JSON: it is nested too deep") from None
    if kind == "multipart/form-data":
        return _read_multipart(body, content_type), None
    raise Problem(19056, f"Content-Type {kind} is not supported: send {FORM}", 415)


def _read_multipart(body: bytes, content_type: str) -> Parameters:
    """RFC 7578, texts only: no operation of these APIs takes a file this way."""
    found: Parameters = {}
    try:
        for part in _MULTIPART.deserialize(BytesIO(body), content_type, len(body)):
            name, octets = part.name, part.get_data()
            if not name:
                raise Problem(20001, "A part of the multipart body has no name")
            if part.filename is not None:
                raise Problem(20001, f"Invalid parameter '{name}': a file is not taken here")
            text = octets.decode()
            if "\x00" in text or "\x00" in name:
                raise Problem(20001, f"Invalid parameter '{name}': holds a NUL character")
            before = found.get(name)
            found[name] = text if before is None else [*([before] if isinstance(before, str) else before), text]
    except (HTTPError, LookupError):
        raise Problem(20001, "The request body is not multipart/form-data, or has too many parts") from None
    except UnicodeDecodeError:
        raise Problem(20001, "The request body is not UTF-8") from None
    return found

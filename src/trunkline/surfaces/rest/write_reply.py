"""Answers as JSON, or as the XML of the 2010 API."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import msgspec

from trunkline.kernel.dialects import pascal

JSON = "application/json;charset=utf-8"
XML = "application/xml;charset=utf-8"
write_json = msgspec.json.Encoder().encode
# Written as such, a parser would read a line feed.
_TEXT = {"\r": "&#13;"}
_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
# The XML 1.0 Char production; what is outside cannot be written at all, not even escaped.
_WRONG = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(value).translate(_WRONG), _TEXT)


def _attribute(value: Any) -> str:
    """What a parser would else end, or turn into spaces."""
    text = _text(value)
    for mark, written in _ATTRIBUTE.items():
        text = text.replace(mark, written)
    return text


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inner = "".join(_element(pascal(k), v) for k, v in value.items())
    elif isinstance(value, list):
        inner = "".join(_element(name.removesuffix("s") or "Item", v) for v in value)
    else:
        inner = _text(value)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def write_xml(body: dict[str, Any], title: str, list_key: str = "") -> bytes:
    """`title` is the element of one resource; for a page, `list_key` names its rows, and the rest become attributes."""
    if list_key:
        rows = "".join(_element(title, row) for row in body[list_key])
        rest = "".join(f' {k.replace("_", "")}="{_attribute(v)}"' for k, v in body.items() if k != list_key)
        inner = f"<{pascal(list_key)}{rest}>{rows}</{pascal(list_key)}>"
    else:
        inner = _element(title, body)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>{inner}</TwilioResponse>".encode()

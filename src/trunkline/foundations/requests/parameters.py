"""Which parameters of a request may be kept with their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from trunkline.kernel.codec import cache, filters
from trunkline.kernel.fields import Create, Privacy, Update
from trunkline.kernel.resource import CATALOGUE, Resource

LONGEST_BODY = 16 * 1024
"""Octets of a body of which parameters are kept."""
_LONGEST_VALUE = 512
_MOST = 100
_PAGING = frozenset(("PageSize", "Page", "PageToken"))
_UNSAID = (Privacy.CONTENT, Privacy.SECRET)


def _declared(kind: type[Resource]) -> dict[str, bool]:
    """Each parameter of a kind, and whether its value may be kept."""
    found = dict.fromkeys(_PAGING, True)
    for column in kind.columns:
        kept = column.privacy not in _UNSAID
        for mark in (column.mark(Create), column.mark(Update)):
            if mark is not None:
                name = column.parameter(mark)
                found[name] = kept and found.get(name, True)
    for name, (column, _) in filters(kind).items():
        found[name] = column.privacy not in _UNSAID and found.get(name, True)
    return found


@cache
def keepable(kind: type[Resource] | None) -> Mapping[str, bool]:
    """For an operation without a kind: what every kind that knows the parameter allows."""
    if kind is not None:
        return _declared(kind)
    found: dict[str, bool] = {}
    for one in CATALOGUE:
        for name, kept in _declared(one).items():
            found[name] = kept and found.get(name, True)
    return found


def read_parameters(kind: type[Resource] | None, query: str, body: bytes, content_type: str) -> dict[str, Any]:
    """Names and values as sent, a value being None where it is not to be kept or is longer than 512 characters; of JSON the names only."""
    found: dict[str, Any] = {}
    pairs = parse_qsl(query, keep_blank_values=True) if query else []
    if body:
        if len(body) > LONGEST_BODY:
            return {"(a body too long to be kept)": None}
        if "json" in content_type:
            return _names(body)
        if "urlencoded" in content_type:
            pairs += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    known = keepable(kind)
    for name, value in pairs[:_MOST]:
        name = name[:64].replace("\0", "\ufffd")
        shown = value.replace("\0", "\ufffd") if known.get(name, False) and len(value) <= _LONGEST_VALUE else None
        if name not in found:
            found[name] = shown
        elif isinstance(found[name], list):
            found[name].append(shown)
        else:
            found[name] = [found[name], shown]
    return found


def _names(body: bytes) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return {name[:64].replace("\0", "\ufffd"): None for name in list(given)[:_MOST]} if isinstance(given, dict) else {}

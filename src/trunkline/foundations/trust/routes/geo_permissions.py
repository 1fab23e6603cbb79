"""Twilio's messaging geo permissions: to which countries an account may send. Source: accounts_v1, MessagingGeopermissions."""

from __future__ import annotations

from typing import Any

import msgspec
import phonenumbers

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.settle_terms import EVERYWHERE, parent_terms, terms_of
from ..resources.policy import GeoPermission

TRIES = 8
NOT_UPDATED = 30649
"""A permission that could not be updated."""
_AT = V(1, "accounts", "/Messaging/GeoPermissions")


@route("GET", _AT)
async def fetch_geo_permissions(request: Request) -> Reply:
    """`CountryCode`: the countries asked for, apart by commas; all without it."""
    terms = await terms_of(request.work, request.account_sid)
    text = request.text("CountryCode")
    wanted = [code.strip().upper() for code in text.split(",")] if text else sorted(EVERYWHERE)
    if unknown := [code for code in wanted if code not in EVERYWHERE]:
        raise invalid("CountryCode", f"{unknown[0]!r} is no ISO 3166-1 code of a country with a numbering plan")
    permissions = [
        {
            "country_code": code,
            "type": "country",
            "enabled": code in terms.permissions,
            "prefix": f"+{phonenumbers.country_code_for_region(code)}",
            "message": "",
        }
        for code in wanted
    ]
    return Reply(200, {"permissions": permissions}, title="GeoPermissions")


@route("PATCH", _AT)
async def update_geo_permissions(request: Request) -> Reply:
    """`Permissions`: JSON objects of `country_code`, `type` (country) and `enabled`, each answered on its own."""
    items = _items(request)
    parent = await _parent_permissions(request)
    answers: list[dict[str, Any]] = []
    wanted: dict[str, bool] = {}
    for item in items:
        wrong = _what_is_wrong(item, parent)
        code = str(item.get("country_code", "")).upper()
        if not wrong:
            wanted[code] = item["enabled"]
        answers.append({
            "country_code": code,
            "type": str(item.get("type", "country")),
            "enabled": item.get("enabled"),
            "error_code": NOT_UPDATED if wrong else 0,
            "error_messages": wrong,
        })  # fmt: skip
    await _write(wanted, request)
    return Reply(200, {"permissions": answers}, title="GeoPermissions")


async def _parent_permissions(request: Request) -> frozenset[str]:
    parent = await parent_terms(request.work, request.account_sid)
    return EVERYWHERE if parent is None else parent.permissions


def _what_is_wrong(item: dict[str, Any], parent: frozenset[str]) -> list[str]:
    code = item.get("country_code")
    if not isinstance(code, str) or code.upper() not in EVERYWHERE:
        return ["country_code must be an ISO 3166-1 code of a country with a numbering plan"]
    if item.get("type", "country") != "country":
        return ["type must be country"]
    if not isinstance(item.get("enabled"), bool):
        return ["enabled must be true or false"]
    if item["enabled"] and code.upper() not in parent:
        return ["The parent account does not send to this country"]
    return []


async def _write(wanted: dict[str, bool], request: Request) -> None:
    work = request.work
    for _ in range(TRIES):
        rows = {row.country_code: row for row in await work.select(GeoPermission, account_sid=request.account_sid)}
        for code, enabled in wanted.items():
            row = rows.get(code)
            if row is None:
                work.add(GeoPermission(account_sid=request.account_sid, country_code=code, enabled=enabled))
            elif row.enabled != enabled:
                work.change(row, enabled=enabled)
        try:
            await work.commit()
        except (Duplicate, Stale):
            continue
        return
    raise Problem(20409, "The permissions were changed by another request: fetch them and try again", 409)


def _items(request: Request) -> list[dict[str, Any]]:
    """`Permissions` repeated, each a JSON object; or once, a JSON array of them; or a JSON body."""
    given: Any = request.json.get("Permissions") if isinstance(request.json, dict) else request.texts("Permissions")
    if not given:
        raise Problem(20001, "A 'Permissions' is required.")
    items: list[Any] = []
    for text in given if isinstance(given, list) else [given]:
        try:
            read = msgspec.json.decode(text) if isinstance(text, str) else text
        except (msgspec.DecodeError, RecursionError):
            raise invalid("Permissions", "each must be a JSON object") from None
        items += read if isinstance(read, list) else [read]
    if not all(isinstance(item, dict) for item in items):
        raise invalid("Permissions", "each must be a JSON object")
    return items

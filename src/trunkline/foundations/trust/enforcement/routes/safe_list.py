"""The SafeList of the accounts API: numbers and 1k prefixes that no fraud guard blocks. Source: accounts_v1, and
https://www.twilio.com/docs/usage/global-safe-list."""

from __future__ import annotations

import re

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..resources.safe_number import SafeNumber

_AT = V(1, "accounts", "/SafeList/Numbers")
# E.164, or at least ten characters of which the last three are left open.
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|\+[1-9][0-9]{5,11}xxx")


def _asked(request: Request) -> str:
    text = request.text("PhoneNumber").strip()
    if not text:
        raise Problem(20001, "A 'PhoneNumber' is required.")
    if not _NUMBER.fullmatch(number := text.replace("X", "x")):
        raise invalid("PhoneNumber", "must be a number in E.164, or a 1k prefix such as +18001234xxx")
    return number


async def _find(request: Request) -> SafeNumber:
    row = await request.work.find(SafeNumber, account_sid=request.account_sid, phone_number=_asked(request))
    if row is None:
        raise request.missing()
    return row


def _written(row: SafeNumber) -> dict[str, str]:
    return {"sid": row.sid, "phone_number": row.phone_number}


@route("POST", _AT)
async def add_number(request: Request) -> Reply:
    """60411 when it is there already."""
    row = request.work.add(SafeNumber(account_sid=request.account_sid, phone_number=_asked(request)))
    try:
        await request.work.commit()
    except Duplicate:
        raise Problem(60411, f"Phone number {row.phone_number} already exists in the SafeList", 409) from None
    return Reply(201, _written(row))


@route("GET", _AT)
async def fetch_number(request: Request) -> Reply:
    return Reply(200, _written(await _find(request)))


@route("DELETE", _AT)
async def remove_number(request: Request) -> Reply:
    request.work.remove(await _find(request))
    await request.work.commit()
    return Reply(204)

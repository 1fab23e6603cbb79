"""`POST /v1/Consents/Bulk` and `POST /v1/Contacts/Bulk` of the accounts API: what is wrong with one item does not hinder the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.upsert_in_bulk import CONSENT_FAILED, CONTACT_FAILED, read_consent, upsert_consent, upsert_contact

MOST_ITEMS = 25
TRIES = 4
Upsert = Callable[[dict[str, Any]], Awaitable[list[str]]]


@route("POST", V(1, "accounts", "/Consents/Bulk"))
async def upsert_consents(request: Request) -> Reply:
    async def one(item: dict[str, Any]) -> list[str]:
        read = read_consent(item, request.work.now)
        return read if isinstance(read, list) else await upsert_consent(request.account_sid, read, request.work)

    return await _each(request, CONSENT_FAILED, one)


@route("POST", V(1, "accounts", "/Contacts/Bulk"))
async def upsert_contacts(request: Request) -> Reply:
    return await _each(request, CONTACT_FAILED, lambda item: upsert_contact(request.account_sid, item, request.work))


async def _each(request: Request, failed: int, upsert: Upsert) -> Reply:
    """Each item is a unit of work of its own, in order."""
    answers = []
    for item in _items(request):
        wrong = await _one(item, request, upsert)
        answers.append(
            {"correlation_id": str(item.get("correlation_id", "")), "error_code": failed if wrong else 0, "error_messages": wrong}
        )
    return Reply(201, {"items": answers}, title="Items")


async def _one(item: dict[str, Any], request: Request, upsert: Upsert) -> list[str]:
    for _ in range(TRIES):
        try:
            if not (wrong := await upsert(item)):
                await request.work.commit()
            return wrong
        except (Duplicate, Stale):
            continue  # another request wrote about the same person first: read again
    return ["INTERNAL_SERVER_ERROR"]


def _items(request: Request) -> list[dict[str, Any]]:
    """`Items` repeated, each a JSON object; or once, a JSON array of them."""
    texts = request.texts("Items")
    if not texts:
        raise Problem(20001, "A 'Items' is required.")
    items: list[Any] = []
    for text in texts:
        try:
            read = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            raise invalid("Items", "each must be a JSON object") from None
        items += read if isinstance(read, list) else [read]
        if len(items) > MOST_ITEMS:
            raise invalid("Items", f"has more than {MOST_ITEMS} items")
    if not items or not all(isinstance(item, dict) for item in items):
        raise invalid("Items", "each must be a JSON object")
    return items

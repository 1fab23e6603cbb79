"""The API as the signed-in person: same paths, same forms in, same JSON out, same errors."""

from __future__ import annotations

from typing import Final

from trunkline.surfaces.http.exchange import Answer, Asked

from .doors import Visit, door
from .guard import SAFE_METHODS

LONGEST_BODY: Final = 16 * 1024 * 1024
"""The API's own limits are narrower, each for its operation; this is what any of them takes."""
# Of the page's request, what the API looks at.
_HEADERS: Final = frozenset(
    ("host", "accept", "accept-encoding", "content-type", "content-length", "if-match", "if-none-match", "idempotency-key", "range",
     "user-agent", "x-forwarded-proto", "x-forwarded-for", "x-twilio-webhook-enabled")
)  # fmt: skip


@door("ANY", "/console/api/rest/{path*}", longest=LONGEST_BODY)
async def ask_rest(visit: Visit) -> Answer:
    asked = visit.asked
    headers = {name: value for name, value in asked.headers.items() if name in _HEADERS}
    body = b"" if asked.method in SAFE_METHODS else visit.body
    inner = Asked(asked.method, "/" + visit.path["path"], asked.query, headers, body)
    inner.peer = asked.peer
    fresh = visit.who.no_auth or visit.who.fresh_until > visit.platform.clock.now()
    return await visit.console.rest.answer_as(inner, visit.who.caller, fresh)

"""<Message>: send a text or media, as a reply unless `to` says otherwise. Source: TwiML for Messaging, <Message>."""

from __future__ import annotations

from urllib.parse import urljoin

from trunkline.foundations.markup.verb import Verb
from trunkline.kernel.errors import Problem

from ..actions.send_message import send_message
from ..resources.message import Message
from .exchange import Exchange


async def message(verb: Verb, exchange: Exchange) -> None:
    """`to`, `from`, `statusCallback` or `action` (told of each state), `method`; body as text or <Body>, files as <Media>.

    A message that may not be sent raises the account's debugger with the code of the refusal, and the document goes on.
    """
    inbound = exchange.message
    body = next((b.text for b in verb.named("Body")), verb.text).strip()
    media = [m.text.strip() for m in verb.named("Media")]
    if not body and not media:
        exchange.warn(14103, "<Message> has neither a body nor media", verb.line)
        return
    callback = verb.attributes.get("statusCallback") or verb.attributes.get("action")
    draft = Message(
        account_sid=inbound.account_sid,
        to=verb.attributes.get("to") or inbound.from_ or "",
        from_=verb.attributes.get("from") or inbound.to,
        body=body,
        media_url=[urljoin(exchange.url, url) for url in media],
        messaging_service_sid=inbound.messaging_service_sid if not verb.attributes.get("from") else None,
        direction="outbound-reply",
        in_reply_to=None if {"to", "from"} & verb.attributes.keys() else inbound.sid,
        status_callback=urljoin(exchange.url, callback.strip()) if callback else None,
        status_method="GET" if verb.attributes.get("method", "").upper() == "GET" else "POST",
    )
    try:
        await send_message(draft, exchange.work)
    except Problem as problem:
        exchange.warn(problem.code, problem.message, verb.line)

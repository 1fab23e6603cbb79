"""<Redirect>: let another document answer. Nothing after it is reached. Source: TwiML for Messaging, <Redirect>."""

from __future__ import annotations

from urllib.parse import urljoin

from trunkline.foundations.markup.verb import Verb

from .exchange import Exchange, Goto


async def redirect(verb: Verb, exchange: Exchange) -> Goto:
    method = verb.attributes.get("method", "POST").upper()
    return Goto(urljoin(exchange.url, verb.text.strip()), method if method in ("GET", "POST") else "POST")

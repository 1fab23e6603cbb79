"""Do what a messaging TwiML document says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from trunkline.foundations.markup.verb import Verb

from .exchange import Exchange, Goto
from .message import message
from .redirect import redirect

VERBS: dict[str, Callable[[Verb, Exchange], Awaitable[Goto | None]]] = {
    "Message": message,
    "Sms": message,  # the verb's name before 2013, still answered
    "Redirect": redirect,
}


async def run_document(root: Verb, exchange: Exchange) -> Goto | None:
    """Carry the verbs out in order; a verb that messaging does not have is passed over with warning 12200."""
    for verb in root.children:
        run = VERBS.get(verb.name)
        if run is None:
            exchange.warn(12200, f"<{verb.name}> is no verb of messaging", verb.line)
        elif (goto := await run(verb, exchange)) is not None:
            return goto
    return None

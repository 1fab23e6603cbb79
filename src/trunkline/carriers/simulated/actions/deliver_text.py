"""A text reaches its destination, and the network says so."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.actions.record_delivery import record_delivery

from ..resources.handset import Handset
from ..resources.handset_message import HandsetMessage
from .tell_watchers import tell_watchers


@task(attempts=12)
async def report(work: Work, message_sid: str, outcome: str, error_code: int | None = None, text: dict[str, Any] | None = None) -> None:
    """A delivery report; with `text`, what is delivered arrives in the same commit."""
    await record_delivery(work, message_sid, outcome, error_code)
    if text is not None:
        await _arrive(work, message_sid, text)


@task(attempts=12)
async def arrive(work: Work, message_sid: str, text: dict[str, Any]) -> None:
    """The text arrives; its report goes another way."""
    await _arrive(work, message_sid, text)


async def _arrive(work: Work, message_sid: str, text: dict[str, Any]) -> None:
    handset_sid = text.get("handset_sid", "")
    if not handset_sid:
        try:
            await receive_message(
                work,
                from_=text["from_"],
                to=text["to"],
                body=text["body"],
                media=text.get("media", []),
                carrier_id=f"sim-{message_sid[2:]}",
            )
        except Problem:
            return  # the number was released while the text was on its way: it arrives nowhere, as in a real network
        return
    handset = await work.fetch(Handset, handset_sid)  # any account: the carrier put it here
    # A job that ran, but whose node died before it was told so, runs again.
    if handset is None or await work.find(HandsetMessage, handset_sid=handset_sid, message_sid=message_sid, state="received"):
        return
    work.add_to(handset, unread=1)
    # Last, so that SIDs of one phone are made in the order in which they are committed: who watches asks for what comes after one.
    work.add(
        HandsetMessage(
            account_sid=handset.account_sid, handset_sid=handset_sid, message_sid=message_sid, from_=text["from_"], to=text["to"],
            body=text["body"], num_segments=text["segments"], media=text.get("media", []), possible_duplicate=text.get("again", False),
            buttons=text.get("buttons", []),
        )
    )  # fmt: skip
    tell_watchers(work, handset_sid)

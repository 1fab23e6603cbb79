"""What a phone and the campaign registry text each other: no number of the platform takes part."""

from __future__ import annotations

from trunkline.kernel.work import Work
from trunkline.products.registrations.actions.verify_proprietor import answer_code
from trunkline.products.registrations.rules.one_time_code import REGISTRY

from ..resources.handset import Handset
from ..resources.handset_message import HandsetMessage
from .tell_watchers import tell_watchers


def put(handset: Handset, body: str, work: Work) -> None:
    work.add_to(handset, unread=1)
    work.add(HandsetMessage(account_sid=handset.account_sid, handset_sid=handset.sid, from_=REGISTRY, to=handset.phone_number, body=body))
    tell_watchers(work, handset.sid)


async def answer_registry(handset: Handset, body: str, work: Work) -> HandsetMessage:
    """A phone's text to the registry, which answers it at once: no number of the platform is asked."""
    sent = work.add(
        HandsetMessage(
            account_sid=handset.account_sid, handset_sid=handset.sid, state="sent", from_=handset.phone_number, to=REGISTRY, body=body
        )
    )
    put(handset, await answer_code(work, handset.account_sid, handset.phone_number, body), work)
    return sent

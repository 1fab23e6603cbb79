"""How fast a sender may send. Ours: Twilio agrees on rates by contract, and shows them in its console only.

With nothing set, a text leaves when it is accepted: the simulated network has no channel to protect, and somebody who tries five hundred
texts must not wait eight minutes for them. `Sender=every` without a rate brings Twilio's usual ones.
"""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Form, Privacy, Update
from trunkline.kernel.resource import Resource

from ..rules.addresses import parse_from
from ..rules.sending_rate import EVERY, QUEUE_HOURS, USUAL

_TAKEN = 20409


def _sender(text: str) -> str:
    if (word := text.lower()) == EVERY or word in USUAL:
        return word
    address = parse_from(text)
    if address.error:
        raise ValueError(f"must be an address, or one of {', '.join((EVERY, *USUAL))}")
    return address.value


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        raise ValueError("must be a number") from None
    if not 0.001 <= rate <= 100_000:
        raise ValueError("must be from 0.001 to 100000 segments a second")
    return rate


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        raise ValueError("must be a number") from None
    if not 0.0001 <= hours <= 240:
        raise ValueError("must be from 0.0001 to 240 hours")
    return hours


_SENDER = Form({"type": "string"}, read=_sender)
_RATE = Form({"type": "number"}, "real", _rate)
_HOURS = Form({"type": "number"}, "real", _hours)


class SendingRate(
    Resource,
    sid="ZR",
    mounts=[V(1, "network", "/SendingRates")],
    unique={("account_sid", "sender"): _TAKEN},
):
    """`sender` is an address, a sort of sender (`long_code`, `toll_free`, …) or `every`; the closest one counts.

    `per_second` is in segments, None for the usual rate of the sort. Texts that would wait longer than `queue_hours` are not taken.
    """

    sender: Annotated[str, _SENDER, Create(required=20001), Filter(), Privacy.KEEP]
    per_second: Annotated[float | None, _RATE, Create(), Update()] = None
    queue_hours: Annotated[float, _HOURS, Create(), Update()] = QUEUE_HOURS

"""What is done to the network is put on record beside it, so that a scenario can be made of what happened."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.work import Work

from ..resources.fault import Fault
from ..resources.handset import Handset
from ..resources.network_event import NetworkEvent

_PHONE = ("phone_number", "friendly_name", "carrier", "line_type", "behaviour", "delay")
_FAULT = (
    "kind", "destination", "probability", "seed", "friendly_name", "error_code", "outcome", "distribution", "milliseconds", "up_to",
    "sigma", "delay",
)  # fmt: skip


def conditions_of(row: Handset | Fault) -> dict[str, Any]:
    """What of a phone or a fault decides what becomes of texts, and its names."""
    return {name: getattr(row, name) for name in (_PHONE if isinstance(row, Handset) else _FAULT)}


def keep_event(work: Work, row: Handset | Fault, former: dict[str, Any] | None, *, gone: bool = False) -> None:
    """Stage it, unless nothing that counts has changed."""
    values = None if gone else conditions_of(row)
    if values != former:
        what = "phone" if isinstance(row, Handset) else "fault"
        work.add(NetworkEvent(account_sid=row.account_sid, what=what, subject_sid=row.sid, former=former, values=values))


def keep_step(work: Work, account_sid: str, former: str, mode: str, advance: int) -> None:
    """The clock was set."""
    work.add(NetworkEvent(account_sid=account_sid, what="clock", former={"mode": former}, values={"mode": mode, "advance": advance}))

"""A fault is declared, changed and judged as a whole."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.clock import read_duration
from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates, deletes, updates
from trunkline.kernel.work import Work

from ..resources.fault import Fault
from .keep_event import conditions_of, keep_event

LONGEST = 86_400_000  # milliseconds: a day


def _judge(fault: dict[str, Any]) -> None:
    if not 0 <= fault["probability"] <= 1:
        raise invalid("Probability", "must be between 0 and 1")
    if not 30000 <= fault["error_code"] <= 30999:
        raise invalid("ErrorCode", "must be a carrier's code, 30000 to 30999")
    for name, parameter in (("milliseconds", "Milliseconds"), ("up_to", "UpTo")):
        if not 0 <= fault[name] <= LONGEST:
            raise invalid(parameter, f"must be between 0 and {LONGEST} milliseconds")
    if fault["distribution"] == "uniform" and fault["up_to"] < fault["milliseconds"]:
        raise invalid("UpTo", "must be Milliseconds or more for a uniform distribution")
    if not 0 <= fault["sigma"] <= 5:
        raise invalid("Sigma", "must be between 0 and 5")
    if fault["kind"] == "webhook_latency":
        if fault["destination"] and not fault["destination"].startswith(("http://", "https://")):
            raise invalid("Destination", "is the beginning of a URL (http:// or https://) for webhook_latency")
    elif fault["destination"] and not (fault["destination"].removeprefix("+").isdigit() and fault["destination"].isascii()):
        raise invalid("Destination", "is the beginning of a number in E.164 form, such as +1555")
    read_duration(fault["delay"])


@creates(Fault)
async def create_fault(draft: Fault, work: Work) -> Fault:
    """A destination without + is taken as one with it: a form turns a bare + into a space."""
    bare = draft.destination.strip()
    draft.destination = f"+{bare}" if bare.isascii() and bare.isdigit() else bare
    _judge(vars(draft))
    work.add(draft)
    keep_event(work, draft, None)
    return draft


@updates(Fault)
async def update_fault(row: Fault, changes: dict[str, Any], work: Work) -> Fault:
    _judge({**vars(row), **changes})
    if not changes:
        return row
    former = conditions_of(row)
    work.change(row, **changes)
    keep_event(work, row, former)
    return row


@deletes(Fault)
async def lift_fault(row: Fault, work: Work) -> None:
    keep_event(work, row, conditions_of(row), gone=True)
    work.remove(row)

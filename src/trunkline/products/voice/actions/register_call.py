"""Write down a call that something else carries."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..resources.call import Call


def register_call(
    work: Work,
    *,
    account_sid: str,
    to: str,
    from_: str,
    direction: str = "inbound",
    state: str = "",
    parent_call_sid: str | None = None,
) -> Call:
    """Stage the row. `direction` is Twilio's; `state` is queued or ringing, by default ringing for an inbound call."""
    call = Call(account_sid=account_sid, to=to, from_=from_, direction=direction, parent_call_sid=parent_call_sid)
    return work.add(call, state=state or ("ringing" if direction == "inbound" else "queued"))

"""The carrier that messaging hands its texts to: decides by seed and faults what becomes of each, and stages it.

A submit stages at most one job where no fault asks for more. Reports of one text run in a lane of their own (`report <sid>`): in
the lane of the message itself, a report that is three days late would hold up the status callbacks that wait there.
"""

from __future__ import annotations

from typing import Any

from trunkline.kernel.clock import SECOND, read_duration
from trunkline.kernel.work import Work
from trunkline.products.messaging.ports import Handover, Refused, Unavailable
from trunkline.products.numbers.actions.find_destination import find_destination

from .actions.deliver_text import arrive, report
from .network import SimulatedNetwork
from .resources.fault import Fault
from .rules.channels import channel_code, number_of
from .rules.dice import spread, throw
from .rules.outcomes import code_of_handset, code_of_number, delay_of_handset

_KINDS = frozenset({"latency", "rejection", "lost_report", "late_report", "duplicate_report", "reordered_report", "outage"})
_LONGEST_RETRY = 10 * SECOND  # an outage may be lifted before its time
_ECHO = 5_000  # microseconds between the reports of one text, where there are several


class SimulatedCarrier:
    """MessageCarrier over the simulated network."""

    def __init__(self, network: SimulatedNetwork) -> None:
        self.network = network

    async def submit(self, handover: Handover, work: Work) -> str:
        """Refused with a rejection's code; Unavailable in an outage, for ten seconds at most or until it ends."""
        network, to = self.network, number_of(handover.to)
        faults = await network.faults(work, handover.account_sid, to, _KINDS)
        for fault in faults:
            if fault.kind == "outage" and network.hits(fault, to):
                left = _LONGEST_RETRY if fault.until is None else min(fault.until - work.now, _LONGEST_RETRY)
                raise Unavailable(max(left, 1000), "the simulated network is out of service for this destination")
        subject = (handover.from_, to, handover.body, network.repeats.number(handover.from_, to, handover.body))
        struck: dict[str, Fault] = {}
        for fault in faults:
            if fault.kind not in struck and network.hits(fault, *subject):
                struck[fault.kind] = fault
        rejection = struck.get("rejection")
        if rejection is not None and rejection.outcome == "failed":
            raise Refused(rejection.error_code, "refused by a fault of the simulated network")
        delay = self._latency(struck.get("latency"), handover.account_sid, subject)
        handset, ours = await network.handset(work, handover.account_sid, to), False
        if handset is not None:
            code = code_of_handset(handset.line_type, handset.behaviour)
            delay += delay_of_handset(handset.behaviour, handset.delay)
        else:
            ours = handover.to == to and await find_destination(work, to) is not None
            code = 0 if ours else code_of_number(to)
        if rejection is not None:
            code = rejection.error_code
        if code and handover.to != to:
            code = channel_code(code)
        content: dict[str, Any] = {}
        if code == 0 and (handset is not None or ours):
            content = {"text": _content(handover, handset.sid if handset is not None else "")}
        self._stage(work, handover.message_sid, code, delay, content, struck)
        return f"sim-{handover.message_sid[2:]}"

    def _latency(self, fault: Fault | None, account_sid: str, subject: tuple[str | int, ...]) -> int:
        if fault is not None:
            return self.network.time_of(fault, *subject)
        if not self.network.latency:
            return 0
        return spread(throw(self.network.seed_of(account_sid), "latency", *subject), "lognormal", self.network.latency, sigma=0.4)

    @staticmethod
    def _stage(work: Work, message_sid: str, code: int, delay: int, content: dict[str, Any], struck: dict[str, Fault]) -> None:
        said: dict[str, Any] = {"message_sid": message_sid, "outcome": "undelivered" if code else "delivered"}
        if code:
            said["error_code"] = code
        lost, late = "lost_report" in struck, struck.get("late_report")
        reordered, duplicate = "reordered_report" in struck, "duplicate_report" in struck
        if not (lost or late or reordered or duplicate):
            work.enqueue(report, delay=delay, **said, **content)
            return
        if content:
            work.enqueue(arrive, delay=delay, message_sid=message_sid, **content)
        if lost:
            return
        lane = f"report {message_sid}"
        if late is not None:
            delay += read_duration(late.delay)
        work.enqueue(report, delay=delay, lane=lane, **said)
        if duplicate:
            work.enqueue(report, delay=delay + _ECHO, lane=lane, **said)
        if reordered:  # what was said first comes last
            work.enqueue(report, delay=delay + 2 * _ECHO, lane=lane, message_sid=message_sid, outcome="sent")


def _content(handover: Handover, handset_sid: str) -> dict[str, Any]:
    """What a job needs to put the text into a phone, or into the platform itself where `handset_sid` is empty."""
    found: dict[str, Any] = {"from_": handover.from_, "to": handover.to, "body": handover.body, "segments": handover.segments}
    if handset_sid:
        found["handset_sid"] = handset_sid
    if handover.media:
        found["media"] = list(handover.media)
    if handover.buttons:
        found["buttons"] = list(handover.buttons)
    if handover.again:
        found["again"] = True
    return found

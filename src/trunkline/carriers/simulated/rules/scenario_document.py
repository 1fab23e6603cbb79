"""What a scenario's file may say, and what is wrong with one that cannot be replayed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.clock import SECOND, read_duration
from trunkline.kernel.errors import invalid

from .channels import CHANNEL_DATA, CHANNELS

MOST_STEPS = 1000
MOST_PHONES = 100
LONGEST_SETTLE = 60 * SECOND

Behaviour = Literal["reachable", "slow", "no_coverage", "full_inbox", "blocked", "filtered", "unassigned"]
LineType = Literal["mobile", "landline", "voip", "toll_free"]


class Conditions(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of a line; what is left out stays as it is."""

    behaviour: Behaviour | None = None
    line_type: LineType | None = None
    delay: int | None = None
    carrier: str | None = None

    def given(self) -> dict[str, Any]:
        return {n: v for n in self.__struct_fields__ if (v := getattr(self, n)) is not None}


class Phone(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    number: str
    name: str = ""
    carrier: str = "Simulated Mobile"
    line_type: LineType = "mobile"
    behaviour: Behaviour = "reachable"
    delay: int = 0


class DeclaredFault(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """As POST /network/v1/Faults takes it."""

    kind: str
    destination: str = ""
    probability: float = 1.0
    seed: int = 0
    friendly_name: str = ""
    error_code: int = 30008
    outcome: str = "failed"
    distribution: str = "fixed"
    milliseconds: int = 0
    up_to: int = 0
    sigma: float = 0.5
    delay: str = "PT1H"


class Lifted(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    kind: str
    destination: str = ""


class Step(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One of: a text from a phone (`phone`, `to`), new conditions (`phone`, `set`), `advance`, `clock`, `fault`, `lift`."""

    at: str = "PT0S"
    phone: str = ""
    to: str = ""
    body: str = ""
    media: list[str] = []
    channel: str = ""
    data: dict[str, str] = {}
    set: Conditions | None = None
    advance: str = ""
    clock: Literal["", "real", "running", "stopped"] = ""
    fault: DeclaredFault | None = None
    lift: Lifted | None = None


class Document(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`seed` is the network's; `expect` is what the outcome must hold, see rules/scenario_outcome.py."""

    trunkline_scenario: Literal[1]
    name: str = ""
    seed: int = 0
    clock: Literal["", "stopped"] = ""
    phones: list[Phone] = []
    faults: list[DeclaredFault] = []
    steps: list[Step] = []
    settle: str = "PT5S"
    expect: dict[str, Any] = {}

    @property
    def uses_clock(self) -> bool:
        return bool(self.clock) or any(step.advance or step.clock for step in self.steps)


def read_document(given: Any) -> Document:
    """20001 with the place and the reason where it cannot be replayed."""
    try:
        document = msgspec.convert(given, Document)
    except msgspec.ValidationError as why:
        raise invalid("Document", f"is not a scenario: {why}") from None
    if len(document.steps) > MOST_STEPS or len(document.phones) > MOST_PHONES:
        raise invalid("Document", f"has more than {MOST_STEPS} steps or {MOST_PHONES} phones")
    phones = set()
    for index, phone in enumerate(document.phones):
        number = to_e164(phone.number)
        if number is None or number in phones:
            raise invalid("Document", f"is not a scenario: the number is wrong or there twice - at `$.phones[{index}].number`")
        phone.number = number
        phones.add(number)
    if _duration(document.settle, "$.settle") > LONGEST_SETTLE:
        raise invalid("Document", f"is not a scenario: at most {LONGEST_SETTLE // SECOND} seconds - at `$.settle`")
    before = 0
    for index, step in enumerate(document.steps):
        before = _judge(step, f"$.steps[{index}]", phones, before)
    return document


def _judge(step: Step, place: str, phones: set[str], before: int) -> int:
    """The step's moment in microseconds from the start."""
    moment = _duration(step.at, f"{place}.at")
    if moment < before:
        raise invalid("Document", f"is not a scenario: steps are in the order of time - at `{place}.at`")
    acts = [bool(step.to), step.set is not None, bool(step.advance), bool(step.clock), step.fault is not None, step.lift is not None]
    if sum(acts) != 1:
        raise invalid("Document", f"is not a scenario: a step has one of to, set, advance, clock, fault, lift - at `{place}`")
    if step.to or step.set is not None:
        number = to_e164(step.phone)
        if number is None or number not in phones:
            raise invalid("Document", f"is not a scenario: it has no such phone - at `{place}.phone`")
        step.phone = number
    elif step.phone:
        raise invalid("Document", f"is not a scenario: phone goes with to or set - at `{place}.phone`")
    if step.channel and step.channel not in CHANNELS:
        raise invalid("Document", f"is not a scenario: one of {', '.join(CHANNELS)} - at `{place}.channel`")
    if unknown := sorted(set(step.data) - set(CHANNEL_DATA)):
        raise invalid("Document", f"is not a scenario: not known: {', '.join(unknown)[:200]} - at `{place}.data`")
    if step.advance:
        _duration(step.advance, f"{place}.advance")
    return moment


def _duration(text: str, place: str) -> int:
    try:
        return read_duration(text)
    except ValueError as why:
        raise invalid("Document", f"is not a scenario: {why} - at `{place}`") from None


def write_duration(microseconds: int) -> str:
    """In seconds, e.g. PT12.5S."""
    return f"PT{microseconds / SECOND:.3f}".rstrip("0").rstrip(".") + "S"

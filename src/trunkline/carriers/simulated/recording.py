"""A scenario of what happened: what the phones sent since a moment, and what was done to the network meanwhile, as a file to replay."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.kernel.errors import invalid
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message

from .actions.keep_event import conditions_of
from .actions.step_clock import mode_of
from .network import SimulatedNetwork
from .resources.fault import Fault
from .resources.handset import Handset
from .resources.handset_message import HandsetMessage
from .resources.network_event import NetworkEvent
from .rules.channels import CHANNEL_DATA
from .rules.scenario_document import MOST_PHONES, MOST_STEPS, Conditions, DeclaredFault, Document, Lifted, Phone, Step, write_duration

_SAID_BY_THE_APP = frozenset(CHANNEL_DATA) - {"ProfileName"}
_CONDITIONS = ("behaviour", "line_type", "delay", "carrier")
Values = dict[str, Any]


async def record(work: Work, account_sid: str, since: int, name: str = "") -> Values:
    """The document. Its time is the clock's without the leaps that it was advanced by, which are steps of their own; it begins with the
    first step. 20001 when more happened than a scenario may have."""
    late = Condition("date_created", ">=", since)
    events = await work.select(NetworkEvent, late, account_sid=account_sid, limit=MOST_STEPS + 1)
    phones = {row.sid: row for row in await work.select(Handset, account_sid=account_sid, limit=MOST_PHONES + 1)}
    texts = await work.select(HandsetMessage, late, account_sid=account_sid, state="sent", limit=MOST_STEPS + 1)
    if len(events) + len(texts) > MOST_STEPS or len(phones) > MOST_PHONES:
        raise invalid("Since", f"leads to more than {MOST_STEPS} steps or {MOST_PHONES} phones: begin later")
    events = [one for one in events if one.former is not None or one.values is not None]  # of neither there is nothing to replay
    at_first: dict[str, Values] = {sid: conditions_of(row) for sid, row in phones.items()}
    declared = {row.sid: conditions_of(row) for row in await work.select(Fault, account_sid=account_sid)}
    clock = mode_of(work.platform)
    for event in reversed(events):  # undone, the last first, from how things are now
        if event.what == "clock":
            clock = str((event.former or {}).get("mode", ""))
            continue
        kept = at_first if event.what == "phone" else declared
        if event.former is not None:
            kept[event.subject_sid] = event.former
        elif event.what == "phone":
            kept[event.subject_sid] = event.values or {}  # made on the way: there from the beginning
        else:
            kept.pop(event.subject_sid, None)
    said = await _said(work, texts)
    steps = _steps(events, texts, at_first, said, since)
    document = Document(
        trunkline_scenario=1, name=name, seed=work.port(SimulatedNetwork).seed_of(account_sid),
        clock="stopped" if clock == "stopped" else "", phones=[_phone(values) for values in at_first.values()],
        faults=[msgspec.convert(values, DeclaredFault) for values in declared.values()], steps=steps,
    )  # fmt: skip
    built: Values = msgspec.to_builtins(document)
    return {"trunkline_scenario": 1, **built}


async def _said(work: Work, texts: list[HandsetMessage]) -> dict[str, Values]:
    """What the apps of channels sent besides texts, by message: buttons and places."""
    found: dict[str, Values] = {}
    for text in texts:
        if ":" in text.from_ and (message := await work.fetch(Message, text.message_sid)) is not None:
            found[text.sid] = {n: v for n, v in (message.channel_data or {}).items() if n in _SAID_BY_THE_APP}
    return found


def _phone(values: Values) -> Phone:
    return Phone(
        values["phone_number"], values.get("friendly_name", ""), **{n: values[n] for n in ("carrier", "line_type", "behaviour", "delay")}
    )


def _steps(
    events: list[NetworkEvent], texts: list[HandsetMessage], phones: dict[str, Values], said: dict[str, Values], since: int
) -> list[Step]:
    """In the order in which they were committed, which their SIDs keep even where the clock was turned."""
    steps: list[Step] = []
    leapt, first, before = 0, -1, 0
    happened: list[NetworkEvent | HandsetMessage] = [*events, *texts]
    for row in sorted(happened, key=lambda one: one.sid[2:]):
        if isinstance(row, NetworkEvent) and row.what == "clock":
            leapt += int((row.values or {}).get("advance", 0))
        moment = row.date_created - since - leapt
        made = [_text(row, phones, said)] if isinstance(row, HandsetMessage) else _done(row)
        for step in made:
            if step is None:
                continue
            first = moment if first < 0 else first
            before = max(before, moment - first)
            step.at = write_duration(before)
            steps.append(step)
    return steps


def _text(row: HandsetMessage, phones: dict[str, Values], said: dict[str, Values]) -> Step | None:
    values = phones.get(row.handset_sid)
    if values is None:
        return None
    channel, colon, _ = row.from_.partition(":")
    return Step(
        phone=values["phone_number"], to=row.to, body=row.body, media=[url for url in row.media if not url.startswith("data:")],
        channel=channel if colon else "", data=said.get(row.sid, {}),
    )  # fmt: skip


def _done(row: NetworkEvent) -> list[Step | None]:
    former, values = row.former, row.values
    if row.what == "clock":
        changed: Any = (former or {}).get("mode"), (values or {}).get("mode")
        advance = int((values or {}).get("advance", 0))
        mode = Step(clock=changed[1]) if changed[0] != changed[1] and not (advance and changed == ("real", "running")) else None
        return [mode, Step(advance=write_duration(advance)) if advance else None]
    if row.what == "phone":
        if former is None or values is None:
            return []
        news = {n: values[n] for n in _CONDITIONS if values[n] != former.get(n)}
        return [Step(phone=values["phone_number"], set=Conditions(**news))] if news else []
    lift = Step(lift=Lifted(former["kind"], former["destination"])) if former is not None else None
    return [lift, Step(fault=msgspec.convert(values, DeclaredFault)) if values is not None else None]

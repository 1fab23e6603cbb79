"""How strictly an account is judged: presets, the mode of each rule, and a parent's floor under its subaccounts.

Three presets. `twilio` blocks only what Twilio blocks, `policy` what the messaging policy demands, `strict` adds every disputed local
rule and refuses where a fact is not known. Modes are ordered; a subaccount may go up, never down.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum


class Preset(StrEnum):
    """In order of strictness."""

    TWILIO = "twilio"
    POLICY = "policy"
    STRICT = "strict"


class Mode(IntEnum):
    """What a rule's finding brings about. REPAIR blocks where the text or the time cannot be mended."""

    OFF = 0
    OBSERVE = 1
    WARN = 2
    REPAIR = 3
    BLOCK = 4


Modes = tuple[tuple[str, Mode], ...]
"""Overrides of single rules, sorted by rule id: hashable, so that compiled plans are found by it."""

_RANK = {Preset.TWILIO: 0, Preset.POLICY: 1, Preset.STRICT: 2}


def read_modes(wanted: Iterable[tuple[str, str]], known: Iterable[str]) -> Modes:
    """Overrides from (rule id, mode word) pairs, in the order that `Facts.modes` wants.

    Raises ValueError with a sentence for people at an unknown rule, an unknown mode, or a rule named twice.
    """
    rules = frozenset(known)
    read: dict[str, Mode] = {}
    for rule, word in wanted:
        if rule not in rules:
            raise ValueError(f"there is no rule {rule!r}; the rules are {', '.join(sorted(rules))}")
        if word.upper() not in Mode.__members__:
            raise ValueError(f"rule {rule!r} cannot be {word!r}: it is off, observe, warn, repair or block")
        if rule in read:
            raise ValueError(f"rule {rule!r} is named twice")
        read[rule] = Mode[word.upper()]
    return tuple(sorted(read.items()))


def stricter(one: Preset, other: Preset) -> Preset:
    """The stricter of two presets: what a subaccount gets that asks for `one` below a parent with `other`."""
    return one if _RANK[one] >= _RANK[other] else other


def settle_modes(
    own: tuple[Preset, Modes], parent: tuple[Preset, Modes] | None, defaults: dict[str, dict[Preset, Mode]]
) -> tuple[Preset, Modes]:
    """Preset and overrides in force for an account below its parent (R6): for each rule the higher of both modes.

    `defaults` is `plan.default_modes()`. With no parent the account's own stand.
    """
    if parent is None:
        return own
    preset = stricter(own[0], parent[0])
    mine, floor = dict(own[1]), dict(parent[1])
    settled: dict[str, Mode] = {}
    for rule, by_preset in defaults.items():
        mode = max(mine.get(rule, by_preset[preset]), floor.get(rule, by_preset[parent[0]]))
        if mode is not by_preset[preset]:
            settled[rule] = mode
    return preset, tuple(sorted(settled.items()))


def loosened(own: tuple[Preset, Modes], parent: tuple[Preset, Modes], defaults: dict[str, dict[Preset, Mode]]) -> tuple[str, ...]:
    """Rules that `own` would set below the parent's floor, for the 403 that refuses it; `preset` among them for the preset."""
    mine, floor = dict(own[1]), dict(parent[1])
    found = ["preset"] if _RANK[own[0]] < _RANK[parent[0]] else []
    for rule, by_preset in defaults.items():
        if rule in mine and mine[rule] < floor.get(rule, by_preset[parent[0]]):
            found.append(rule)
    return tuple(found)

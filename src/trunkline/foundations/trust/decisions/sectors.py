"""What an account's line of business demands beyond its preset (R151): a label switches rules on, and no mode switches them off again.

debt: at most 7 attempts in 168 hours to one person, all programs together (12 CFR 1006.14(b)(2) limits calls so; kept for messages too).
health: no text outside the message itself: no excerpt for reviewers, nothing remembered of what was read, no bodies in the log of webhooks.
payment, finance: nothing on tape while digits of cards and accounts are given: what records asks `Terms.guards_digits` before it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from .presets import Mode, Modes

Sector = Literal["debt", "finance", "health", "payment"]
SECTORS: tuple[Sector, ...] = ("debt", "finance", "health", "payment")

DEBT_ATTEMPTS = 7
DEBT_HOURS = 168

FORCED: dict[Sector, tuple[str, ...]] = {"debt": ("frequency",)}
"""The rules that a sector keeps in force; one that is set to repair puts off and stays so, any other mode becomes block."""


def force(modes: Modes, sectors: Iterable[str], usual: dict[str, Mode]) -> Modes:
    """The overrides with what the sectors force on; `usual` are the modes of the preset in force."""
    forced = {rule for sector, rules in FORCED.items() if sector in sectors for rule in rules}
    chosen = dict(modes)
    for rule in forced:
        if chosen.get(rule, usual[rule]) < Mode.REPAIR:
            chosen[rule] = Mode.BLOCK
    return tuple(sorted(chosen.items()))


def read_sectors(words: Iterable[str]) -> list[str]:
    """The labels in order, each once. Raises ValueError with a sentence for people at one that is unknown."""
    given = {word.strip().lower() for word in words} - {""}
    if unknown := sorted(given - set(SECTORS)):
        raise ValueError(f"there is no sector {unknown[0]!r}; the sectors are {', '.join(SECTORS)}")
    return sorted(given)

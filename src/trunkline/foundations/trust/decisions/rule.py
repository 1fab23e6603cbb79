"""What a rule is: an id, the clause it comes from, a mode by preset, and a check over one case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from .presets import Mode, Preset

if TYPE_CHECKING:
    from .case import Case


class Finding(Struct, frozen=True):
    """What a check found.

    `code` and `asynchronous` are the rule's own where None. `body` mends the text and `at` the time, for a rule in mode repair.
    `unknown` means that a fact was not there: nothing was found, and `strict` refuses.
    """

    message: str
    remedy: str = ""
    code: int | None = None
    asynchronous: bool | None = None
    signals: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    at: int | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `asynchronous`: about content, so the message is created and fails later; else the request is refused.

    `alert_code` is the code of the Alert where it says more than the message's own (30007, say).
    `modes` are the defaults in the presets twilio, policy and strict; they never grow milder from left to right.
    """

    id: str
    clause: str
    code: int
    check: Callable[[Case], Finding | None]
    modes: tuple[Mode, Mode, Mode]
    asynchronous: bool = False
    alert_code: int = 0

    def __post_init__(self) -> None:
        if list(self.modes) != sorted(self.modes):
            raise ValueError(f"rule {self.id}: a stricter preset has a milder mode")

    def mode(self, preset: Preset) -> Mode:
        return self.modes[_PLACE[preset]]


_PLACE = {Preset.TWILIO: 0, Preset.POLICY: 1, Preset.STRICT: 2}


def missing(fact: str) -> Finding:
    """The finding of a rule that lacks a fact."""
    return Finding(f"It is not known {fact}.", "Supply the fact, or set this rule to a milder mode.", unknown=True)

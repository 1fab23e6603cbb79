"""The ladder of enforcement as data, and the pure question which step follows. Source: ladder.toml, which says what each field means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from trunkline.kernel.clock import read_duration

Target = Literal["account", "program", "sender"]
Measure = Literal["", "throttled", "suspended"]


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One rung. `told`: whether a notice is written; a case that is only observed is merely there to be read."""

    name: str
    state: str
    points: int
    rest: str
    period: str
    cures: bool
    targets: tuple[Target, ...]
    measure: Measure = ""
    event: str = ""
    told: bool = True

    @property
    def rest_time(self) -> int:
        """Microseconds that this step's predecessor stands at least."""
        return read_duration(self.rest)

    @property
    def period_time(self) -> int:
        """Microseconds for the remedy."""
        return read_duration(self.period)


class Severity(Struct, frozen=True, forbid_unknown_fields=True):
    points: int
    reach: str
    at_once: bool = False


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """Which findings are violations, and how grave. `start`: the step that the case opens at."""

    rule: str
    severity: str
    signal: str = ""
    words: tuple[str, ...] = ()
    at_least: float = 0.0
    start: str = ""
    clause: str = ""
    remedy: str = ""

    def fits(self, signals: Mapping[str, str]) -> bool:
        if not self.signal:
            return True
        if (told := signals.get(self.signal)) is None:
            return False
        if self.words:
            return not {*self.words}.isdisjoint(told.split())
        try:
            return float(told) >= self.at_least
        except ValueError:
            return False


class _Data(Struct, frozen=True):
    step: tuple[Step, ...]
    severity: dict[str, Severity]
    preset: dict[str, str]
    violation: tuple[Kind, ...]


class Ladder:
    """Validated: every name that a row uses is there, and points grow from step to step. ValueError if not."""

    def __init__(self, data: _Data) -> None:
        self.steps, self.severities, self.presets = data.step, data.severity, data.preset
        self._place = {step.name: place for place, step in enumerate(self.steps)}
        self._by_state = {step.state: step for step in self.steps}
        self._kinds: dict[str, list[Kind]] = {}
        for kind in data.violation:
            self._kinds.setdefault(kind.rule, []).append(kind)
        named = [*data.preset.values(), *(s.reach for s in data.severity.values()), *(k.start for k in data.violation if k.start)]
        if unknown := {name for name in named if name not in self._place}:
            raise ValueError(f"no such step: {', '.join(sorted(unknown))}")
        if unknown := {kind.severity for kind in data.violation} - data.severity.keys():
            raise ValueError(f"no such severity: {', '.join(sorted(unknown))}")
        if [s.points for s in self.steps] != sorted({s.points for s in self.steps}):
            raise ValueError("the points of the steps must grow")
        for step in self.steps:
            read_duration(step.rest)
            read_duration(step.period)

    @property
    def rules(self) -> frozenset[str]:
        """Rules whose findings may be violations."""
        return frozenset(self._kinds)

    def kind(self, rule: str, signals: Iterable[tuple[str, str]]) -> Kind | None:
        """How grave a finding of this rule is; None where it is no violation."""
        found = self._kinds.get(rule)
        return None if found is None else next((kind for kind in found if kind.fits(dict(signals))), None)

    def step(self, name: str) -> Step:
        """By its name; KeyError if there is none."""
        return self.steps[self._place[name]]

    def of_state(self, state: str) -> Step:
        """The step that a case in this state stands at; KeyError for a closed case."""
        return self._by_state[state]

    def reach(self, preset: str, severity: str) -> Step:
        """The last step that a violation of this severity can bring about under the preset."""
        names = (self.presets.get(preset, self.steps[-1].name), self.severities[severity].reach)
        return min((self.step(name) for name in names), key=lambda step: step.points)

    def next_step(
        self, current: str, points: int, waited: int, kind: Kind, preset: str, known: frozenset[Target], blocked: bool = True
    ) -> Step | None:
        """The step to take after a violation, or None to stay.

        `current` is the state of the case ("" for a new one), `points` its points with this violation, `waited` the microseconds that it
        has stood there, `known` the targets that the violation names, `blocked` whether the rule stopped the message (what was let
        through is warned of at most).
        """
        severity, most = self.severities[kind.severity], self.reach(preset, kind.severity)
        if not blocked:
            most = min(most, self.step("warn"), key=lambda step: step.points)
        place = self._place[self._by_state[current].name] if current else -1
        ceiling = self._place[most.name]
        if severity.at_once or (kind.start and place < 0):
            wanted = self._place[most.name if severity.at_once else kind.start]
            return self._at_most(min(wanted, ceiling), place, known)
        for step in self.steps[place + 1 : ceiling + 1]:
            if known.isdisjoint(step.targets):
                continue  # a case about no program goes on with the sender
            return step if points >= step.points and waited >= (step.rest_time if place >= 0 else 0) else None
        return None

    def _at_most(self, wanted: int, place: int, known: frozenset[Target]) -> Step | None:
        for at in range(wanted, place, -1):
            if not known.isdisjoint(self.steps[at].targets):
                return self.steps[at]
        return None


@cache
def ladder() -> Ladder:
    text = files(__package__).joinpath("ladder.toml").read_text()
    return Ladder(msgspec.convert(tomllib.loads(text), _Data))

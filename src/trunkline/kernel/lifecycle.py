"""State machines as data. A move compiles to one compare-and-swap update; nobody writes `status` by hand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lifecycle:
    """`begins`: the states in which a row may be created. `moves`: name -> (source states, target state), words apart by spaces.

    `announced`: the states that a status callback tells.
    """

    begins: str
    moves: dict[str, tuple[str, str]]
    announced: str = ""
    states: frozenset[str] = field(init=False)
    guards: dict[str, tuple[tuple[str, ...], str]] = field(init=False, repr=False)
    tells: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        words = set(self.begins.split())
        for sources, target in self.moves.values():
            words |= {*sources.split(), target}
        object.__setattr__(self, "states", frozenset(words))
        object.__setattr__(self, "guards", {n: (tuple(s.split()), t) for n, (s, t) in self.moves.items()})
        object.__setattr__(self, "tells", frozenset(self.announced.split()))
        if unknown := self.tells - self.states:
            raise ValueError(f"announced but never reached: {', '.join(sorted(unknown))}")

    @property
    def final(self) -> frozenset[str]:
        """States that no move leaves."""
        leaving = {s for sources, _ in self.moves.values() for s in sources.split()}
        return self.states - leaving

    def allows(self, move: str, state: str) -> bool:
        return state in self.guards[move][0]

    def diagram(self) -> str:
        """Mermaid text for the documentation."""
        lines = [f"  [*] --> {s}" for s in self.begins.split()]
        for name, (sources, target) in self.moves.items():
            lines += [f"  {s} --> {target}: {name}" for s in sources.split()]
        return "\n".join(["stateDiagram-v2", *lines])

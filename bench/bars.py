"""The bars, and figures held against them."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Bar:
    """`must` and `goal` in the figure's unit; with `most`, the figure may not be above them, else not below."""

    must: float
    goal: float
    most: bool = False

    def judge(self, value: float) -> str:
        sign = -1 if self.most else 1
        if value * sign < self.must * sign:
            return "FAIL"
        return "pass" if value * sign < self.goal * sign else "goal"

    def words(self, value: float) -> str:
        return f"{'≤' if self.most else '≥'} {value:g}"


BARS = {
    "accept.ratio": Bar(0.43, 0.6),
    "accept.ratio.cpu": Bar(0.43, 0.6),
    "policy.ratio": Bar(0.7, 0.85),
    "kannel.file": Bar(1.25, 2),
    "kannel.spool": Bar(1.75, 2.5),
    "smpp.kannel": Bar(0.75, 1.25),
    "memory.idle": Bar(150, 90, most=True),
    "memory.queued": Bar(30, 10, most=True),
    "list.p99": Bar(50, 10, most=True),
    "decide.p50": Bar(40, 20, most=True),
    "decide.p99": Bar(200, 100, most=True),
}


@dataclass(frozen=True)
class Figure:
    """One line of the table. `values`: one a round; the median counts. `note`: durability, and what else must be known to read it."""

    name: str
    title: str
    unit: str
    values: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def value(self) -> float:
        return statistics.median(self.values)

    @property
    def bar(self) -> Bar | None:
        return BARS.get(self.name)

    @property
    def verdict(self) -> str:
        return self.bar.judge(self.value) if self.bar else ""


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    rows = [("figure", "", "unit", "rounds", "bar", "goal", "")]
    for f in figures:
        spread = f"{_number(min(f.values))}–{_number(max(f.values))}" if len(f.values) > 1 else ""
        bar = (f.bar.words(f.bar.must), f.bar.words(f.bar.goal)) if f.bar else ("", "")
        rows.append((f.title, _number(f.value), f.unit, spread, *bar, f.verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell.rjust(width) if i in (1, 3) else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = dict.fromkeys(f"* {f.title}: {f.note}" for f in figures if f.note)
    return "\n".join([*(line.rstrip() for line in lines), "", *notes])


def save(path: Path, machine: dict[str, Any], figures: Sequence[Figure], skipped: Sequence[str]) -> None:
    told = [asdict(f) | {"value": f.value, "bar": asdict(f.bar) if f.bar else None, "verdict": f.verdict} for f in figures]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": machine, "figures": told, "skipped": list(skipped)}, indent=2, ensure_ascii=False) + "\n")

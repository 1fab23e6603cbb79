"""Which statements of a group of units may run together, so that a group costs few round trips.

Units that touch the same row stand in different stages, which run one after the other; within a stage no unit sees another, so that
operations with the same SQL form one batch as long as each unit keeps its own order. So the outcome is the one of running unit after
unit, but that a unique value which one unit of a group frees may be had by another that stands before it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from trunkline.kernel.ports import Change, Insert, Operation, Remove, Sweep, Table

Render = Callable[[Operation], tuple[str, Sequence[Any]]]


class Unit:
    """Operations that one caller wants on disk, or one `take`; and the future that it waits for."""

    __slots__ = ("done", "operations", "refused", "result", "taking")

    def __init__(self, operations: Sequence[Operation], done: asyncio.Future[Any], taking: tuple[str, list[Any]] | None = None) -> None:
        self.operations, self.done, self.taking = operations, done, taking
        self.result: Any = None
        self.refused: Exception | None = None

    def settle(self) -> None:
        """Tell the caller. Refusals too are told only after the group's commit: who reads again must see what it lost against."""
        if self.done.done():
            return
        if self.refused is None:
            self.done.set_result(self.result)
        else:
            self.done.set_exception(self.refused)


@dataclass(slots=True)
class Batch:
    """One SQL text and the values of each time it runs. `checked`: every run must meet a row, and returns the row's key."""

    sql: str
    table: Table
    checked: bool
    values: list[Sequence[Any]] = field(default_factory=list)
    rows: list[tuple[Unit, str]] = field(default_factory=list)

    def missed(self, met: Sequence[str]) -> list[tuple[Unit, str]]:
        """The runs that met no row, of those that could tell (two runs on one row cannot, if one of them met it)."""
        found = Counter(met)
        return [(unit, sid) for unit, sid in self.rows if not found[sid]]


@lru_cache(maxsize=1024)
def _key_at(table: Table) -> int:
    return table.names.index(table.key)


def row_of(operation: Insert | Change | Remove) -> str:
    if type(operation) is Insert:
        sid: str = operation.values[_key_at(operation.table)]
        return sid
    return operation.sid  # type: ignore[union-attr]  # mypy does not narrow by `type(…) is`, which is the fast test here


def _touched(unit: Unit) -> dict[str, bool] | None:
    """Row -> whether the unit only adds to it, which commutes; None when it cannot be known beforehand."""
    if unit.taking is not None:
        return None
    rows: dict[str, bool] = {}
    for operation in unit.operations:
        if type(operation) is Sweep:
            return None
        sid = row_of(operation)  # type: ignore[arg-type]  # see row_of
        adds = type(operation) is Change and not operation.changes and not operation.guard
        rows[sid] = adds and rows.get(sid, True)
    return rows


def stages(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The units in their order, cut wherever one touches a row that an earlier one of the stage touches."""
    stage: list[Unit] = []
    held: dict[str, bool] | None = {}
    for unit in units:
        rows = _touched(unit)
        if stage and (rows is None or held is None or any(sid in held and not (adds and held[sid]) for sid, adds in rows.items())):
            yield stage
            stage, held = [], {}
        stage.append(unit)
        if rows is None:
            held = None
        elif held is not None:
            held |= rows
    if stage:
        yield stage


def batches(stage: Sequence[Unit], render: Render, apart: bool = False) -> Iterator[Batch]:
    """All operations of a stage; a unit's own come in their order. Takes the SQL that most units wait for.

    `apart`: at most one operation of each unit in a batch, so that what fails in a single unit is one operation.
    """
    waiting: dict[tuple[str, bool], list[tuple[Unit, Iterator[Operation], Operation, Sequence[Any]]]] = {}

    def wait(unit: Unit, rest: Iterator[Operation]) -> None:
        if (operation := next(rest, None)) is not None:
            sql, values = render(operation)
            checked = type(operation) is Change or (type(operation) is Remove and operation.must)
            waiting.setdefault((sql, checked), []).append((unit, rest, operation, values))

    for unit in stage:
        wait(unit, iter(unit.operations))
    while waiting:
        chosen = max(waiting, key=lambda shape: len(waiting[shape]))
        sql, checked = chosen
        batch = Batch(sql, waiting[chosen][0][2].table, checked)
        while running := waiting.pop(chosen, None):
            for unit, rest, operation, values in running:
                batch.values.append(values)
                if checked:
                    batch.rows.append((unit, row_of(operation)))  # type: ignore[arg-type]  # only changes and removals are checked
                wait(unit, rest)
            if apart:
                break
        yield batch

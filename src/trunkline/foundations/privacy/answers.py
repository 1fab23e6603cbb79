"""What a slice says of its own kinds when somebody asks for their data: what erasure does, which files belong to a row, what may be moved.

Nothing need be said of most kinds, as the Privacy marks of their fields tell enough: erasure blanks what is marked CONTACT and CONTENT and
leaves the row, whose counts, prices and states stay true. A slice says more in a module of its own (`personal_data.py`):
`answer(Media, erase=REMOVE, files=lambda row: [row.sid])`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

Step = Literal["blank", "remove", "keep"]
Carried = Literal["", "quietly", "told"]
BLANK: Final[Step] = "blank"
REMOVE: Final[Step] = "remove"
KEEP: Final[Step] = "keep"

Erase = Callable[[Any, Work], Awaitable[None]]
"""Stages what `blank` or `remove` would do, in the slice's own way."""


@dataclass(frozen=True)
class KindAnswer:
    """`step` is what an erasure does to a row about the person; `by` does it instead of the usual way; `why` tells people.

    `files`: keys of the blobs that belong to a row. `carried`: whether rows may be brought into another account, `quietly` or so that what
    is kept in memory about the kind is `told` of it; `not_carried` says why not. `closing`: what the erasure of a whole account does.
    """

    step: Step = BLANK
    why: str = ""
    by: Erase | None = None
    files: Callable[[Any], list[str]] | None = None
    carried: Carried = ""
    not_carried: str = ""
    closing: Step = REMOVE


USUAL = KindAnswer(why="what names the person and what they said is blanked; the row's counts, prices and states stay")
_ANSWERS: dict[type[Resource], KindAnswer] = {}


def answer(
    kind: type[Resource],
    *,
    erase: Step = BLANK,
    by: Erase | None = None,
    why: str = "",
    files: Callable[[Any], list[str]] | None = None,
    carried: Carried = "",
    not_carried: str = "",
    closing: Step = REMOVE,
) -> None:
    """See KindAnswer. A kind is answered for once; ValueError at a second time."""
    if kind in _ANSWERS:
        raise ValueError(f"{kind.__name__} is answered for already")
    usual = {"blank": USUAL.why, "remove": "the row is only about the person", "keep": "nothing in it names the person"}
    _ANSWERS[kind] = KindAnswer(erase, why or usual[erase], by, files, carried, not_carried, closing)


def answer_of(kind: type[Resource]) -> KindAnswer:
    return _ANSWERS.get(kind, USUAL)

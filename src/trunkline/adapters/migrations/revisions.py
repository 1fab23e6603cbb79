"""The migrations that lie in the slices, known by their file names: `messaging/migrations/0002_media_size.py` is messaging_0002."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from trunkline.kernel.catalogue import Slice, slices

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.py")
FOLDER = "migrations"


@dataclass(frozen=True)
class Revision:
    """One file. `number` counts from 1 within its slice."""

    slice: str
    number: int
    path: Path

    @property
    def name(self) -> str:
        return revision_name(self.slice, self.number)


def revision_name(slice: str, number: int) -> str:
    return f"{slice}_{number:04d}"


def revisions(of: Slice) -> list[Revision]:
    """A slice's migrations, oldest first; ValueError when a number is missing or given twice."""
    folder = of.folder / FOLDER
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    numbers = [int(path.name[:4]) for path in found]
    if numbers != list(range(1, len(found) + 1)):
        raise ValueError(f"{folder}: migrations must be numbered 0001, 0002 and so on, each once; found {[p.name for p in found]}")
    return [Revision(of.name, number, path) for number, path in zip(numbers, found, strict=True)]


def heads() -> frozenset[str]:
    """The newest revision of every slice that has any: what an up-to-date database says of itself."""
    return frozenset(found[-1].name for of in slices() if (found := revisions(of)))


def folders() -> list[Path]:
    return [of.folder / FOLDER for of in slices() if revisions(of)]

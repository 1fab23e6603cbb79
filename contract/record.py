"""The record of what is done: `contract/coverage/<product>.toml`, each operation in one of three lists by API version.

`done` may only grow (the ratchet); `todo` is what is not built, or built and unproven; `exempt` is what it will never do, grouped by
reason, and `"*"` there exempts every operation of the version that is not done.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

COVERAGE = Path(__file__).parent / "coverage"


@dataclass(slots=True)
class Section:
    """The lists of one version of one product; operation ids."""

    done: set[str] = field(default_factory=set)
    todo: set[str] = field(default_factory=set)
    exempt: dict[str, list[str]] = field(default_factory=dict)

    def reason(self, operation_id: str) -> str:
        """Why the operation is exempt; "" when it is not."""
        for reason, names in self.exempt.items():
            if operation_id in names or "*" in names:
                return reason
        return ""

    def knows(self, operation_id: str) -> bool:
        """Whether the operation is in one of the lists."""
        return operation_id in self.done or operation_id in self.todo or bool(self.reason(operation_id))


Record = dict[str, dict[str, Section]]
"""By product, then by version."""


def read_record(folder: Path = COVERAGE) -> Record:
    """All coverage files. Raises `ValueError` for an operation that is in two lists."""
    record: Record = {}
    for path in sorted(folder.glob("*.toml")):
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        record[path.stem] = {}
        for version, lists in sections.items():
            section = Section(set(lists.get("done", ())), set(lists.get("todo", ())), lists.get("exempt", {}))
            named = {name for names in section.exempt.values() for name in names}
            if twice := (section.done & section.todo) | (section.todo & named) | (section.done & named):
                raise ValueError(f"{path.name} [{version}] has in two lists: {', '.join(sorted(twice))}")
            record[path.stem][version] = section
    return record


def raised(record: Record, published: Iterable[tuple[str, str, str]], done: set[tuple[str, str, str]]) -> Record:
    """The record with newly done operations added; never takes one out of `done` that the contract still has.

    `published` and `done` hold (product, version, operation id).
    """
    fresh: Record = {}
    for product, version, name in published:
        old = record.get(product, {}).get(version, Section())
        section = fresh.setdefault(product, {}).setdefault(version, Section())
        if name in old.done or (product, version, name) in done:
            section.done.add(name)
        elif reason := old.reason(name):
            wildcard = "*" in old.exempt[reason]
            names = section.exempt.setdefault(reason, [])
            names += ["*" if wildcard else name] if not (wildcard and names) else []
        else:
            section.todo.add(name)
    return fresh


def write_record(record: Record, folder: Path = COVERAGE) -> None:
    """Write one file a product, lists sorted, so that a change shows as the lines of the operations that it concerns."""
    folder.mkdir(parents=True, exist_ok=True)
    for product, sections in record.items():
        text = "\n".join(_section_text(version, section) for version, section in sorted(sections.items()))
        (folder / f"{product}.toml").write_text(text, encoding="utf-8")


def _section_text(version: str, section: Section) -> str:
    header = json.dumps(version) if "." in version else version
    lines = [f"[{header}]", f"done = {_list_text(section.done)}", f"todo = {_list_text(section.todo)}"]
    if section.exempt:
        lines.append(f"\n[{header}.exempt]")
        lines += [f"{json.dumps(reason)} = {_list_text(names)}" for reason, names in sorted(section.exempt.items())]
    return "\n".join(lines) + "\n"


def _list_text(names: Iterable[str]) -> str:
    found = sorted(names)
    if len(found) < 2:
        return json.dumps(found)
    return "[\n" + "".join(f"  {json.dumps(name)},\n" for name in found) + "]"

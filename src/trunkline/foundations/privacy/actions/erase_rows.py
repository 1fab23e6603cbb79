"""Take a person out of rows: remove them, or blank what names the person and what they said."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.fields import Privacy
from trunkline.kernel.resource import Column, Resource
from trunkline.kernel.work import Work

from ..answers import BLANK, KEEP, REMOVE, Step, answer_of
from ..find_rows import Found
from ..person import GONE, Person


def step_of(found: Found) -> Step:
    """What is done with a row: where it only mentions the person, the mention goes, and the row stays unless it is a mere log."""
    answer = answer_of(found.kind)
    return BLANK if found.how == "mentions" and answer.step is not REMOVE else answer.step


async def erase_row(found: Found, person: Person, work: Work) -> int:
    """Stage it, files first: they are gone when the row is. How many files were deleted; committing is the caller's."""
    answer, step, row = answer_of(found.kind), step_of(found), found.row
    if step is KEEP:
        return 0
    files = 0 if found.how == "mentions" and step is BLANK else await delete_files(found.kind, row, work)
    if found.how != "mentions" and answer.by is not None:
        await answer.by(row, work)
    elif step is REMOVE:
        work.remove(row)
    else:
        changes = {name: _blanked(found, found.kind.by_name[name], person) for name in found.fields}
        if changes:
            work.set(row, **changes)
    return files


async def delete_files(kind: type[Resource], row: Any, work: Work) -> int:
    """Delete what belongs to the row and lies beside the database."""
    files = answer_of(kind).files
    if files is None:
        return 0
    keys = [key for key in files(row) if key]
    for key in keys:
        await work.port(Blobs).delete(key)  # type: ignore[type-abstract]  # ports are found by their protocol
    return len(keys)


def _blanked(found: Found, column: Column, person: Person) -> Any:
    value = getattr(found.row, column.name)
    whole = found.how != "mentions" and column.privacy in (Privacy.CONTACT, Privacy.CONTENT)
    if not whole:
        if isinstance(value, str):
            return person.taken_out(value)
        return msgspec.json.decode(person.taken_out(msgspec.json.encode(value).decode()))
    if isinstance(value, str):
        if column.privacy is Privacy.CONTENT:
            return ""
        return f"{GONE} {found.row.sid}" if any(column.name in unique for unique in found.kind.unique) else GONE
    return type(value)()

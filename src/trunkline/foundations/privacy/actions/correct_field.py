"""Put right what is wrong: by the very action that updates such a row, so that whatever depends on it follows."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.kernel.codec import parser
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.fields import Privacy, Update
from trunkline.kernel.reactions import UPDATERS, creates
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..find_rows import kinds_held
from ..resources.correction import Correction
from ..resources.subject import require_subject

ALSO: dict[str, frozenset[str]] = {}
"""Fields without an update of their own that a correction may change all the same, by table: see `correctable`."""


def correctable(kind: type[Resource], *names: str) -> None:
    """Let a correction write these fields, which the API's update does not have."""
    ALSO[kind.table.name] = ALSO.get(kind.table.name, frozenset()) | frozenset(names)


@creates(Correction)
async def correct_field(draft: Correction, work: Work) -> Correction:
    """20404 for a row that the account does not have; 20001 for a field that cannot be corrected, or a value that it cannot hold."""
    subject = await require_subject(draft.account_sid, draft.subject_account_sid, work)
    draft.subject_account_sid = subject.sid
    kind, row = await _row(draft.resource_sid, subject.sid, work)
    name, changes = _changes(kind, draft)
    old = getattr(row, name)
    if (action := UPDATERS.get(kind)) is not None and name not in ALSO.get(kind.table.name, ()):
        await action(row, changes, work)
    else:
        work.change(row, **changes)
    draft.kind, draft.field_name = kind.__name__, name
    draft.old_value = old if isinstance(old, str) else msgspec.json.encode(old).decode()
    draft.number = 1 + await work.count(Correction, resource_sid=draft.resource_sid, field_name=name)  # any account: a parent's count too
    draft.corrected_by = work.caller.acting if work.caller is not None else ""
    return work.add(draft)


async def _row(sid: str, account_sid: str, work: Work) -> tuple[type[Resource], Any]:
    for kind in kinds_held():
        if sid.startswith(kind.prefix):
            row: Any = await work.fetch(kind, sid)  # any account: whose it is, is looked at at once
            if row is not None and account_sid in (row.sid, row.account_sid):
                return kind, row
    raise Problem(20404, f"The account holds nothing under {sid}", 404)


def _changes(kind: type[Resource], draft: Correction) -> tuple[str, dict[str, Any]]:
    """The field's own name and its new value, read as an update reads it."""
    readers = parser(kind, Update).readers
    name = next((name for parameter, (name, _) in readers.items() if draft.field_name in (parameter, name)), None)
    if name is not None:
        parameter = next(parameter for parameter, (field, _) in readers.items() if field == name)
        return name, parser(kind, Update).read({parameter: draft.value})
    also = next((c for c in kind.columns if draft.field_name in (c.name, c.wire) and c.name in ALSO.get(kind.table.name, ())), None)
    if also is None:
        able = sorted({*readers, *ALSO.get(kind.table.name, ())} - {"Status"})
        raise invalid("Field", f"{draft.field_name!r} of {kind.__name__} cannot be corrected; {', '.join(able) or 'nothing of it'} can")
    if also.privacy is Privacy.SECRET:
        raise invalid("Field", "is a secret")
    try:
        return also.name, {also.name: also.form.read(draft.value)}
    except ValueError as why:
        raise invalid("Value", str(why)) from None

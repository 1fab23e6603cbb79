"""Five handlers serve every declared resource."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from trunkline.kernel.clock import DAY, from_datetime
from trunkline.kernel.codec import draft, encoder, filters, parser, stored_value
from trunkline.kernel.dialects import pascal
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.fields import Parent, Update
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import CREATORS, DELETERS, UPDATERS
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.resource import Resource
from trunkline.kernel.versions import require_match, tag


def _parents(kind: type[Resource], request: Request) -> dict[str, str]:
    """The fields that the path gives."""
    return {n: v for n, v in request.path.items() if n in kind.by_name and n != request.mount.key and n != "account_sid"}


async def _require_parents(kind: type[Resource], request: Request) -> None:
    """A list or a create below something that is not there, or is another account's, answers 404."""
    for column in kind.columns:
        owner = next((m for m in column.marks if isinstance(m, Parent)), None)
        if owner is None or column.name not in request.path:
            continue
        found = await find_row(owner.kind, request.path[column.name], request)
        if found is None:
            raise request.missing()
        request.path[column.name] = found.sid


async def find_row(kind: type[Resource], key: str, request: Request) -> Any:
    """A row of the request's account by its SID, or by a field that also names it (`also`: unique_name, phone_number)."""
    row = await request.work.fetch(kind, key, request.account_sid)
    for name in kind.also:
        if row is None:
            parents = {n: v for n, v in _parents(kind, request).items() if n != name}
            row = await request.work.find(kind, account_sid=request.account_sid, **{name: key}, **parents)
    return row


async def _one(kind: type[Resource], request: Request) -> Any:
    await _require_parents(kind, request)
    row = await find_row(kind, request.path[request.mount.key], request)
    if row is None or any(getattr(row, n) != v for n, v in _parents(kind, request).items()):
        raise request.missing()
    return row


def _reply(row: Resource, request: Request, status: int = 200) -> Reply:
    body = encoder(type(row), request.mount)(row, request.at)
    headers = {"ETag": tag(row)} if type(row).tagged else {}
    return Reply(status, body, headers=headers, title=row.title)


async def _commit(request: Request, kind: type[Resource]) -> None:
    try:
        await request.work.commit()
    except Duplicate as taken:
        code = next((c for columns, c in kind.unique.items() if set(columns) == set(taken.columns)), 20409)
        last = taken.columns[-1]
        raise Problem(code, f"{kind.title} with this {pascal(last)} already exists", 409) from None
    except Stale:
        raise Problem(20409, "The resource was changed by another request: fetch it and try again", 409) from None


async def create(kind: type[Resource], request: Request) -> Reply:
    await _require_parents(kind, request)
    row = draft(kind, request.form, account_sid=request.account_sid, **_parents(kind, request))
    if (action := CREATORS.get(kind)) is not None:
        row = await action(row, request.work)
    else:
        request.work.add(row, state=kind.lifecycle.begins.split()[0] if kind.lifecycle else "")
    await _commit(request, kind)
    return _reply(row, request, 201)


async def fetch(kind: type[Resource], request: Request) -> Reply:
    return _reply(await _one(kind, request), request)


async def update(kind: type[Resource], request: Request) -> Reply:
    row = await _one(kind, request)
    require_match(row, request.headers.get("if-match"))
    changes = parser(kind, Update).read(request.form)
    if (action := UPDATERS.get(kind)) is not None:
        row = await action(row, changes, request.work)
    elif changes:
        request.work.change(row, **changes)
    try:
        await request.work.commit()
    except Stale:
        if request.headers.get("if-match"):
            raise Problem(20412, "The revision of the resource does not match If-Match", 412) from None
        raise Problem(20409, "The resource was changed by another request: fetch it and try again", 409) from None
    except Duplicate as taken:
        code = next((c for columns, c in kind.unique.items() if set(columns) == set(taken.columns)), 20409)
        raise Problem(code, f"{kind.title} with this {pascal(taken.columns[-1])} already exists", 409) from None
    return _reply(row, request)


async def delete(kind: type[Resource], request: Request) -> Reply:
    row = await _one(kind, request)
    require_match(row, request.headers.get("if-match"))
    if (action := DELETERS.get(kind)) is not None:
        await action(row, request.work)
    else:
        request.work.remove(row)
    try:
        await request.work.commit()
    except Stale:
        raise request.missing() from None
    return Reply(204)


def _day(parameter: str, text: str) -> tuple[int, int]:
    """First and last microsecond of what was named: a UTC day, or that very second."""
    try:
        moment = from_datetime(
            datetime.fromisoformat(text).replace(tzinfo=None) if "T" not in text else datetime.fromisoformat(text).astimezone(UTC)
        )
    except (ValueError, OverflowError):
        raise invalid(parameter, "must be a date, YYYY-MM-DD, or an ISO 8601 date-time") from None
    return moment, moment + (DAY if "T" not in text else 1_000_000) - 1


def _conditions(kind: type[Resource], request: Request) -> list[Condition]:
    found: list[Condition] = []
    for parameter, (column, operator) in filters(kind).items():
        text = request.text(parameter)
        if text == "":
            continue
        if operator.startswith("day"):
            first, last = _day(parameter, text)
            if operator in ("day", "day>="):
                found.append(Condition(column.name, ">=", first))
            if operator in ("day", "day<="):
                found.append(Condition(column.name, "<=", last))
            continue
        try:
            value = column.form.read(text)
        except ValueError as why:
            raise invalid(parameter, str(why)) from None
        found.append(Condition(column.name, operator, stored_value(kind, column.name, value)))
    return found


async def list_(kind: type[Resource], request: Request) -> Reply:
    await _require_parents(kind, request)
    place, mount = read_place(request.form), request.mount
    where = (*_conditions(kind, request), *place.condition(kind.newest_first))
    rows: list[Any] = await request.work.select(
        kind, *where, order=place.order(kind.newest_first), limit=place.size + 1, account_sid=request.account_sid, **_parents(kind, request)
    )
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    encode, at = encoder(kind, mount), request.at
    here = at + request.asked_path
    links = addresses(here, request.form, place, [row.sid for row in rows], more)
    body = mount.dialect.page(mount.list_key, [encode(row, at) for row in rows], place.size, place.number, links)
    return Reply(200, body, title=kind.title)


VERBS = {"create": create, "fetch": fetch, "update": update, "delete": delete, "list": list_}

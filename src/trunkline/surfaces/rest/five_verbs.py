"""Five handlers serve every declared resource."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from trunkline.kernel.clock import DAY, SECOND
from trunkline.kernel.codec import draft, encoder, filters, parser, stored_value
from trunkline.kernel.dialects import pascal
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.fields import Update, read_moment
from trunkline.kernel.finding import parents, require_parents, require_row, view
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import CREATORS, DELETERS, UPDATERS
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.resource import Resource
from trunkline.kernel.versions import require_match, tag

from .bounded_scan import by_sid, find_end, turning_point

TRIES = 8


def _reply(row: Resource, request: Request, status: int = 200) -> Reply:
    body = encoder(type(row), request.mount)(row, request.at, request.placed)
    headers = {"ETag": tag(row)} if type(row).tagged else {}
    return Reply(status, body, headers=headers, title=row.title)


def _contended() -> Problem:
    return Problem(20409, "The resource was changed by another request: fetch it and try again", 409)


def _taken(kind: type[Resource], columns: tuple[str, ...]) -> Problem:
    code = next((c for declared, c in kind.unique.items() if set(declared) == set(columns)), 20409)
    return Problem(code, f"{kind.title} with this {pascal(columns[-1])} already exists", 409)


async def create(kind: type[Resource], request: Request) -> Reply:
    await require_parents(kind, request)
    row = draft(kind, request.form, account_sid=request.account_sid, **parents(kind, request))
    if (action := CREATORS.get(kind)) is not None:
        row = await action(row, request.work)
    else:
        request.work.add(row, state=kind.lifecycle.begins.split()[0] if kind.lifecycle else "")
    try:
        await request.work.commit()
    except Duplicate as taken:
        raise _taken(kind, taken.columns) from None
    except Stale:
        raise _contended() from None
    return _reply(row, request, request.mount.created)


async def fetch(kind: type[Resource], request: Request) -> Reply:
    return _reply(await require_row(kind, request), request)


async def update(kind: type[Resource], request: Request) -> Reply:
    """Without If-Match the last writer wins, as Twilio's rule is: who was overtaken reads again and writes again."""
    changes = parser(kind, Update).read(request.form)
    for _ in range(TRIES):
        row = await require_row(kind, request)
        require_match(row, request.headers.get("if-match"))
        if (action := UPDATERS.get(kind)) is not None:
            row = await action(row, dict(changes), request.work)
        elif changes:
            request.work.change(row, **changes)
        try:
            await request.work.commit()
        except Duplicate as taken:
            raise _taken(kind, taken.columns) from None
        except Stale:
            continue
        return _reply(row, request)
    raise _contended()


async def delete(kind: type[Resource], request: Request) -> Reply:
    for _ in range(TRIES):
        row = await require_row(kind, request)
        require_match(row, request.headers.get("if-match"))
        if (action := DELETERS.get(kind)) is not None:
            await action(row, request.work)
        else:
            request.work.remove(row)
        with suppress(Stale):
            await request.work.commit()
            return Reply(204)
    raise _contended()


def _day(parameter: str, text: str, sole: bool) -> tuple[int, int]:
    """First and last microsecond of what was named: a UTC day, or that very second.

    Where it is to be equalled (`sole`), midnight names its day: Twilio's libraries write a bare date so.
    """
    try:
        moment = read_moment(text)
    except (ValueError, OverflowError):
        raise invalid(parameter, "must be a date, YYYY-MM-DD, or an ISO 8601 date-time") from None
    whole = len(text) == len("YYYY-MM-DD") or (sole and moment % DAY == 0)
    return moment, moment + (DAY if whole else SECOND) - 1


def _conditions(kind: type[Resource], request: Request) -> list[Condition]:
    found: list[Condition] = []
    for parameter, (column, operator) in filters(kind).items():
        text = request.text(parameter)
        if text == "":
            continue
        if operator.startswith("day"):
            first, last = _day(parameter, text, operator == "day")
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
    """A page; one with filters may hold fewer rows than were asked for, or none, and still have a next one: see bounded_scan.py."""
    await require_parents(kind, request)
    place, mount = read_place(request.form), request.mount
    asked = _conditions(kind, request)
    asked += by_sid(kind, asked)
    equal = {"account_sid": request.account_sid, **parents(kind, request)}
    fixed = [*(Condition(name, "=", value) for name, value in equal.items()), *place.condition(kind.newest_first)]
    end = await find_end(kind, asked, fixed, place, request.work) if asked else ""
    within = (Condition("sid", ">=" if kind.newest_first != bool(place.before) else "<=", end),) if end else ()
    rows: list[Any] = await request.work.select(
        kind, *view(kind, request), *asked, *place.condition(kind.newest_first), *within,
        order=place.order(kind.newest_first), limit=place.size + 1, **equal,
    )  # fmt: skip
    more = len(rows) > place.size
    rows = rows[: place.size]
    seen = [row.sid for row in rows]
    if end and not more:  # a page that is not full, and yet not the last
        more, seen = True, list(dict.fromkeys([*seen, end]))
    elif not seen and asked:
        seen = turning_point(place, kind.newest_first)
    if place.before:
        rows.reverse()
        seen.reverse()
    encode, at = encoder(kind, mount), request.at
    here = at + request.asked_path
    links = addresses(here, request.form, place, seen, more)
    body = mount.dialect.page(mount.list_key, [encode(row, at, request.placed) for row in rows], place.size, place.number, links)
    return Reply(200, body, title=kind.title)


async def count(kind: type[Resource], request: Request) -> Reply:
    """How many rows the list has in all, whatever page is asked."""
    await require_parents(kind, request)
    where = (*view(kind, request), *_conditions(kind, request))
    return Reply(200, {"count": await request.work.count(kind, *where, account_sid=request.account_sid, **parents(kind, request))})


Verb = Callable[[type[Resource], Request], Awaitable[Reply]]
VERBS: dict[str, Verb] = {"create": create, "fetch": fetch, "update": update, "delete": delete, "list": list_}

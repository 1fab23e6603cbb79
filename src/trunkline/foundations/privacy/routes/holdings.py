"""What is held, of an account or of one contact of it: by category and kind, counted, and row by row (R90)."""

from __future__ import annotations

from typing import Any

from trunkline.kernel import catalogue
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Privacy
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.resource import Resource
from trunkline.kernel.routes import route

from ..answers import answer_of
from ..find_rows import Found, find_person, kinds_held
from ..package_form import as_data, shown
from ..person import Person, read_person
from ..resources.subject import require_subject

_WORDS = {Privacy.CONTACT: "contact", Privacy.CONTENT: "content", Privacy.SECRET: "secret", Privacy.KEEP: "other"}
_KIND = V(1, "privacy", "/Holdings/{table}")


async def _asked(request: Request) -> tuple[str, Person | None]:
    """Of which account, and of whom."""
    account = await require_subject(request.account_sid, request.text("AccountSid"), request.work)
    address = request.text("Address")
    return account.sid, read_person(address) if address else None


@route("GET", V(1, "privacy", "/Holdings"))
async def list_holdings(request: Request) -> Reply:
    """Every kind of data that there is, by product: rows held, and which of its fields hold contacts, contents and secrets.

    `Address` counts what is held on one contact; kinds that hold nothing are listed with 0 rows, so that nothing goes unsaid.
    """
    account_sid, person = await _asked(request)
    found = None if person is None else await find_person(person, account_sid, request.work)
    categories = []
    for title, kinds in _by_product():
        lines = []
        for kind in kinds:
            rows = await _count(kind, account_sid, request) if found is None else sum(one.kind is kind for one in found)
            lines.append(_line(kind, rows, request))
        categories.append({"category": title, "rows": sum(line["rows"] for line in lines), "kinds": lines})
    body = {
        "account_sid": account_sid,
        "address": person.address if person is not None else None,
        "rows": sum(category["rows"] for category in categories),
        "categories": categories,
        "url": f"{request.at}/v1/Holdings",
    }
    return Reply(200, body, title="Holdings")


@route("GET", _KIND)
async def list_rows(request: Request) -> Reply:
    """The rows of one kind (its `table`), whole but for secrets; with `Address` those of one contact, and how each was found."""
    account_sid, person = await _asked(request)
    kind = next((kind for kind in kinds_held() if kind.table.name == request.path["table"]), None)
    if kind is None:
        raise request.missing()
    place = read_place(request.form)
    if person is None:
        own = Condition("sid" if kind.__name__ == "Account" else "account_sid", "=", account_sid)
        # any account: `own` names whose
        rows = await request.work.select(
            kind, own, *place.condition(newest_first=False), order=place.order(newest_first=False), limit=place.size + 1
        )
        found = [Found(kind, row, "about") for row in rows]
    else:
        all_ = sorted(
            (one for one in await find_person(person, account_sid, request.work) if one.kind is kind), key=lambda one: str(one.row.sid)
        )
        found = [one for one in all_ if all(c.holds(one.row.sid) for c in place.condition(newest_first=False))]
        if place.before:
            found.reverse()
    more = len(found) > place.size
    found = found[: place.size]
    if place.before:
        found.reverse()
    links = addresses(request.at + request.asked_path, request.form, place, [one.row.sid for one in found], more)
    page = [{**as_data(kind, one.row), **({"found": one.how} if person is not None else {})} for one in found]
    return Reply(200, _KIND.dialect.page("rows", page, place.size, place.number, links), title="Row")


async def _count(kind: type[Resource], account_sid: str, request: Request) -> int:
    if kind.__name__ == "Account":
        return 1
    return await request.work.count(kind, account_sid=account_sid)


def _line(kind: type[Resource], rows: int, request: Request) -> dict[str, Any]:
    fields: dict[str, list[str]] = {word: [] for word in _WORDS.values()}
    for column in kind.columns:
        if column.stored:
            fields[_WORDS.get(column.privacy or Privacy.KEEP, "other")].append(column.name)
    return {
        "kind": kind.__name__,
        "table": kind.table.name,
        "about": " ".join((kind.__doc__ or "").split("\n\n")[0].split()),
        "rows": rows,
        "held": rows > 0,
        "fields": fields,
        "files": answer_of(kind).files is not None,
        "rows_url": f"{request.at}/v1/Holdings/{kind.table.name}" if shown(kind) else None,
    }


def _by_product() -> list[tuple[str, list[type[Resource]]]]:
    titles = {each.name: each.title for each in catalogue.slices()}
    found: dict[str, list[type[Resource]]] = {}
    for kind in kinds_held():
        parts = kind.__module__.split(".")
        found.setdefault(titles.get(parts[2], parts[2]), []).append(kind)
    return sorted(found.items())

"""Usage records: what an account, and with it its subaccounts, used of each category in a period. Source: api_v2010, UsageRecord.

A record stands for a category and a period, whether or not anything was used; lists have the latest period first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.ledger.actions.read_totals import family, read_usage
from trunkline.foundations.ledger.numbered_pages import read_page
from trunkline.foundations.ledger.prices.price_list import prices_of
from trunkline.foundations.ledger.rules.categories import TOTAL, Category, categories
from trunkline.foundations.ledger.rules.money import write_money
from trunkline.foundations.ledger.rules.periods import Period, day_of, month_of, read_day, split, to_date, write_moment, year_of
from trunkline.foundations.ledger.rules.roll_up import Tally, roll_up
from trunkline.kernel.dialects import V2010
from trunkline.kernel.errors import invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

_VIEWS = ("AllTime", "Daily", "LastMonth", "Monthly", "ThisMonth", "Today", "Yearly", "Yesterday")
_NAMES = {view: "".join("_" * (i > 0) + c.lower() if c.isupper() else c for i, c in enumerate(view)) for view in _VIEWS}


def _serve(view: str) -> Callable[[Request], Awaitable[Reply]]:
    async def list_records(request: Request) -> Reply:
        return await _list(request, view)

    return list_records


for _view in ("", *_VIEWS):
    route("GET", V2010(f"/Accounts/{{account_sid}}/Usage/Records{'/' if _view else ''}{_view}"))(_serve(_view))


def _day(request: Request, parameter: str, today: int) -> int | None:
    text = request.text(parameter)
    if not text:
        return None
    try:
        return read_day(text, today)
    except ValueError as why:
        raise invalid(parameter, str(why)) from None


def _periods(request: Request, view: str, begin: int, today: int) -> list[Period]:
    fixed = {
        "AllTime": Period(begin, today),
        "Today": Period(today, today),
        "Yesterday": Period(today - 1, today - 1),
        "ThisMonth": Period(month_of(today).first, today),
        "LastMonth": month_of(today, 1),
    }
    if view in fixed:
        return [fixed[view]]
    first, last = _day(request, "StartDate", today), _day(request, "EndDate", today)
    whole = Period(begin if first is None else first, today if last is None else last)
    if whole.first > whole.last and (first is not None or last is not None):
        if first is not None and last is not None:
            raise invalid("EndDate", "lies before StartDate")
        return []
    if not view:
        return [whole]
    return list(split(Period(max(whole.first, begin), min(whole.last, today)), view.lower()))


async def _list(request: Request, view: str) -> Reply:
    work, page = request.work, read_page(request)
    account = await work.fetch(Account, request.account_sid)  # any account: checked against the caller already
    if account is None:
        raise request.missing()
    tree = categories()
    name = request.text("Category")
    if name and name not in tree:
        raise invalid("Category", "is not a usage category")
    chosen = [tree[name]] if name else list(tree.values())
    subaccounts = request.text("IncludeSubaccounts", "true").lower()
    if subaccounts not in ("true", "false"):
        raise invalid("IncludeSubaccounts", "must be true or false")
    periods = _periods(request, view, day_of(account.date_created), day_of(work.now))
    rows = len(periods) * len(chosen)
    shown = page.rows(rows)
    records: list[dict[str, Any]] = []
    if shown:
        wanted = periods[shown[0] // len(chosen) : shown[-1] // len(chosen) + 1]
        accounts = await family(account.sid, work) if subaccounts == "true" else [account.sid]
        prices = prices_of(work)
        found = await read_usage(work, accounts, prices.currency, wanted[-1].first, wanted[0].last)
        sums = roll_up(found, _key(view))
        for i in shown:
            period, category = periods[i // len(chosen)], chosen[i % len(chosen)]
            tallies: Mapping[str, Tally] = sums.get(_key(view)(period.last), {})
            records.append(_written(account.sid, category, period, tallies.get(category.name, Tally()), prices.currency, view, request))
    body = request.mount.dialect.page("usage_records", records, page.size, page.number, page.links(request, rows))
    return Reply(200, body, title="UsageRecord")


def _key(view: str) -> Callable[[int], int]:
    """A day's period, as a number."""
    if view == "Daily":
        return lambda day: day
    if view == "Monthly":
        return lambda day: month_of(day).first
    if view == "Yearly":
        return lambda day: year_of(day).first
    return lambda _: 0


def _written(
    account_sid: str, category: Category, period: Period, tally: Tally, currency: str, view: str, request: Request
) -> dict[str, Any]:
    price, unit = write_money(tally.price, 0), currency.lower()
    total = category.name == TOTAL
    at = f"{request.at}/2010-04-01/Accounts/{account_sid}/Usage/Records"
    start, end = to_date(period.first).isoformat(), to_date(period.last).isoformat()
    place = f"Category={quote(category.name)}"
    return {
        "category": category.name,
        "description": category.title,
        "account_sid": account_sid,
        "start_date": start,
        "end_date": end,
        "as_of": write_moment(request.work.now),
        "count": None if total else str(tally.count),
        "count_unit": category.count_unit,
        "usage": price if total else str(tally.usage),
        "usage_unit": unit if total else category.usage_unit,
        "price": price,
        "price_unit": unit,
        "api_version": "2010-04-01",
        "uri": f"{at}{'/' if view else ''}{view}.json?{place}&StartDate={start}&EndDate={end}",
        "subresource_uris": {name: f"{at}/{one}.json?{place}" for one, name in _NAMES.items()},
    }

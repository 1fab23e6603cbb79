"""Usage records, triggers and the balance over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the official package has no types

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.ledger.actions.book_entry import book_use
from trunkline.foundations.ledger.resources.usage_trigger import UsageTrigger
from trunkline.foundations.ledger.rules.categories import TOTAL, categories
from trunkline.foundations.ledger.rules.periods import from_date
from trunkline.foundations.webhooks.tests.site import Site, serve
from trunkline.kernel.clock import DAY, HOUR, SECOND

TEXT = "sms-outbound-longcode"
BEGIN = date(2026, 1, 30)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serve() as site:
        yield site


@pytest.fixture
async def books(house: Any) -> Any:
    """The account is of 30 January 2026, 10:00, and it is that moment."""
    moment = from_date(BEGIN) * DAY + 10 * HOUR
    work = house.platform.work()
    account = await work.fetch(Account, house.account_sid)
    work.set(account, date_created=moment)
    await work.commit()
    house.platform.clock.stop(moment)
    return house


async def use(house: Any, amount: int, *, category: str = TEXT, usage: int = 1, account: str = "") -> None:
    work = house.platform.work()
    book_use(
        work, account_sid=account or house.account_sid, cause_sid=work.sid("SM"), category=category, amount=amount, currency="USD",
        usage=usage,
    )  # fmt: skip
    await work.commit()


async def records(house: Any, view: str = "", **asked: Any) -> list[dict[str, Any]]:
    found = await house.get(f"/Usage/Records{view}.json", **asked)
    assert found.status == 200, found.text
    return list(found.json["usage_records"])


async def fold(house: Any) -> None:
    """Let the jobs that a booking leaves behind have their time."""
    for _ in range(4):
        house.platform.clock.advance(2 * SECOND)
        await house.settle()


async def test_each_category_has_a_record_whether_or_not_it_was_used(books: Any) -> None:
    await use(books, 7900, usage=2)
    await use(books, 1_000_000, category="phonenumbers-local")
    found = await records(books, PageSize=1000)
    by_name = {r["category"]: r for r in found}
    assert list(by_name) == sorted(categories())
    for name in (TEXT, "sms-outbound", "sms"):
        assert (by_name[name]["count"], by_name[name]["usage"], by_name[name]["price"]) == ("1", "2", "0.0079"), name
    assert by_name["phonenumbers"]["price"] == "1"
    assert by_name["calls"]["price"] == by_name["calls"]["count"] == by_name["sms-inbound"]["usage"] == "0"
    total = by_name[TOTAL]
    assert (total["count"], total["usage"], total["usage_unit"], total["price"]) == (None, "1.0079", "usd", "1.0079")
    assert (total["start_date"], total["end_date"], total["as_of"]) == ("2026-01-30", "2026-01-30", "2026-01-30T10:00:00+00:00")
    assert by_name["sms"]["uri"].endswith("/Usage/Records.json?Category=sms&StartDate=2026-01-30&EndDate=2026-01-30")


async def test_periods(books: Any) -> None:
    for _ in range(4):  # 30 and 31 January, 1 and 2 February
        await use(books, 10_000)
        books.platform.clock.advance(DAY)
    days = await records(books, "/Daily", Category="sms")
    assert [(r["start_date"][5:], r["end_date"][5:], r["count"]) for r in days] == [
        ("02-03", "02-03", "0"), ("02-02", "02-02", "1"), ("02-01", "02-01", "1"), ("01-31", "01-31", "1"), ("01-30", "01-30", "1"),
    ]  # fmt: skip
    months = await records(books, "/Monthly", Category="sms")
    assert [(r["start_date"], r["end_date"], r["price"]) for r in months] == [
        ("2026-02-01", "2026-02-03", "0.02"),
        ("2026-01-30", "2026-01-31", "0.02"),
    ]
    assert [r["price"] for r in await records(books, "/Yearly", Category="sms")] == ["0.04"]
    for view, price in (("/AllTime", "0.04"), ("/Today", "0"), ("/Yesterday", "0.01"), ("/ThisMonth", "0.02"), ("/LastMonth", "0.02")):
        assert [r["price"] for r in await records(books, view, Category="sms")] == [price], view
    assert [r["start_date"] for r in await records(books, "/LastMonth", Category="sms")] == ["2026-01-01"]


async def test_dates_bound_what_is_summed(books: Any) -> None:
    for _ in range(4):
        await use(books, 10_000)
        books.platform.clock.advance(DAY)
    [one] = await records(books, Category="sms", StartDate="2026-01-31", EndDate="2026-02-01")
    assert (one["count"], one["start_date"], one["end_date"]) == ("2", "2026-01-31", "2026-02-01")
    [one] = await records(books, Category="sms", StartDate="-2days")
    assert one["count"] == "2"
    assert await records(books, "/Daily", Category="sms", StartDate="2027-01-01") == []
    assert len(await records(books, "/Daily", Category="sms", StartDate="1970-01-01", EndDate="9999-12-31")) == 5


@pytest.mark.parametrize(
    "asked",
    [
        {"StartDate": "yesterday"}, {"StartDate": "2026-02-30"}, {"EndDate": "-99999days"}, {"Category": "smoke"}, {"PageSize": "0"},
        {"Page": "3"}, {"PageToken": "PAx"}, {"IncludeSubaccounts": "maybe"}, {"StartDate": "2026-02-02", "EndDate": "2026-02-01"},
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(books: Any, asked: dict[str, str]) -> None:
    answer = await books.get("/Usage/Records/Daily.json", **asked)
    assert (answer.status, answer.json["code"]) == (400, 20001), answer.text


async def test_pages_join_up(books: Any) -> None:
    books.platform.clock.advance(2 * DAY)
    path, seen, pages = "/Usage/Records/Daily.json?PageSize=300", [], 0
    previous = None
    while path:
        page = (await books.get(path)).json
        seen += [(r["start_date"], r["category"]) for r in page["usage_records"]]
        assert page["previous_page_uri"] == previous
        previous, path, pages = page["uri"], page["next_page_uri"], pages + 1
    assert pages == -(-3 * len(categories()) // 300)
    assert len(seen) == len(set(seen)) == 3 * len(categories())
    assert "<UsageRecords" in (await books.get("/Usage/Records/Today")).text


async def test_subaccounts_count_and_are_paid_for(books: Any) -> None:
    sub = (await books.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    before = Decimal((await books.get("/Balance.json")).json["balance"])
    await use(books, 3_000)
    await use(books, 5_000, account=sub["sid"])
    assert [r["price"] for r in await records(books, Category="sms")] == ["0.008"]
    assert [r["price"] for r in await records(books, Category="sms", IncludeSubaccounts="false")] == ["0.003"]
    own = await books.get(f"/2010-04-01/Accounts/{sub['sid']}/Usage/Records.json", Category="sms")
    assert [r["price"] for r in own.json["usage_records"]] == ["0.005"]
    assert before - Decimal((await books.get("/Balance.json")).json["balance"]) == Decimal("0.008")
    assert (await books.get(f"/2010-04-01/Accounts/{sub['sid']}/Balance.json")).status == 404
    stranger = await books.get("/Usage/Records.json", auth=(sub["sid"], sub["auth_token"]))
    assert stranger.status in (401, 403, 404), "a subaccount does not see its parent's usage"


async def test_a_main_account_begins_with_the_opening_balance(books: Any) -> None:
    assert (await books.get("/Balance.json")).json == {"account_sid": books.account_sid, "balance": "100.00", "currency": "USD"}


async def set_trigger(house: Any, site: Site, **more: Any) -> dict[str, Any]:
    given = {"UsageCategory": "sms", "TriggerValue": "3", "CallbackUrl": site.url("/usage"), **more}
    made = await house.post("/Usage/Triggers.json", **given)
    assert made.status == 201, made.text
    return dict(made.json)


async def test_a_trigger_fires_once_signed_and_with_twilio_s_parameters(books: Any, site: Site) -> None:
    trigger = await set_trigger(books, site, FriendlyName="texts")
    assert (trigger["recurring"], trigger["current_value"], trigger["date_fired"]) == ("alltime", "0", None)
    for _ in range(2):
        await use(books, 10_000)
    await fold(books)
    assert not site.asked
    assert (await books.get(f"/Usage/Triggers/{trigger['sid']}.json")).json["current_value"] == "2"
    for _ in range(3):
        await use(books, 10_000)
        await fold(books)
    await books.until(lambda: _asked(site, 1))
    [asked] = site.asked
    fired = (await books.get(f"/Usage/Triggers/{trigger['sid']}.json")).json
    assert {k: v for k, v in asked.form.items() if k != "IdempotencyToken"} == {
        "AccountSid": books.account_sid, "UsageTriggerSid": trigger["sid"], "Recurring": "", "TriggerBy": "usage", "TriggerValue": "3",
        "CurrentValue": "3", "UsageCategory": "sms", "DateFired": fired["date_fired"], "UsageRecordUri": trigger["usage_record_uri"],
    }  # fmt: skip
    assert RequestValidator(books.auth_token).validate(asked.url, asked.form, asked.headers["x-twilio-signature"])
    assert fired["current_value"] == "5"


async def _asked(site: Site, times: int) -> bool:
    return len(site.asked) >= times


async def test_a_recurring_trigger_fires_once_in_each_period(books: Any, site: Site) -> None:
    await set_trigger(books, site, Recurring="daily", TriggerBy="price", TriggerValue="0.02", UsageCategory=TOTAL)
    await set_trigger(books, site, Recurring="monthly", TriggerBy="count", TriggerValue="4", CallbackMethod="GET")
    for _ in range(3):
        for _ in range(3):
            await use(books, 10_000)
            await fold(books)
        books.platform.clock.advance(DAY)
    await books.until(lambda: _asked(site, 4))
    daily = [a for a in site.asked if a.method == "POST"]
    assert [a.form["CurrentValue"] for a in daily] == ["0.02", "0.02", "0.02"]
    assert len({a.form["IdempotencyToken"] for a in daily}) == 3
    assert [a.form["CurrentValue"] for a in site.asked if a.method == "GET"] == ["4"], "six in January, three in February"


async def test_the_value_of_a_new_period_is_shown_before_anything_is_booked_in_it(books: Any, site: Site) -> None:
    trigger = await set_trigger(books, site, Recurring="daily", TriggerValue="100")
    await use(books, 1, usage=7)
    path = f"/Usage/Triggers/{trigger['sid']}.json"
    assert (await books.get(path)).json == {**trigger, "current_value": "7"}
    books.platform.clock.advance(DAY)
    assert (await books.get(path)).json["current_value"] == "0"


async def test_a_main_account_s_trigger_watches_its_subaccounts(books: Any, site: Site) -> None:
    sub = (await books.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    await set_trigger(books, site, TriggerValue="1")
    await use(books, 1, account=sub["sid"])
    await fold(books)
    await books.until(lambda: _asked(site, 1))


async def test_a_value_after_a_plus_sign_is_so_much_more_than_now(books: Any, site: Site) -> None:
    await use(books, 10_000, usage=7)
    trigger = await set_trigger(books, site, TriggerValue="+30")
    assert (trigger["trigger_value"], trigger["current_value"]) == ("37", "7")
    trigger = await set_trigger(books, site, TriggerValue="+0.5", TriggerBy="price")
    assert trigger["trigger_value"] == "0.51"


async def test_what_is_reached_already_fires_at_once(books: Any, site: Site) -> None:
    await use(books, 10_000, usage=7)
    await set_trigger(books, site)
    await books.until(lambda: _asked(site, 1))


async def test_triggers_are_changed_listed_and_deleted(books: Any, site: Site) -> None:
    one = await set_trigger(books, site, Recurring="daily")
    two = await set_trigger(books, site, Recurring="", TriggerBy="price")
    for asked, found in (({"Recurring": "daily"}, one), ({"Recurring": "alltime"}, two), ({"TriggerBy": "price"}, two)):
        listed = (await books.get("/Usage/Triggers.json", **asked)).json["usage_triggers"]
        assert [t["sid"] for t in listed] == [found["sid"]]
    path = f"/Usage/Triggers/{one['sid']}.json"
    changed = await books.post(path, FriendlyName="other", CallbackMethod="GET", CallbackUrl="https://example.com/x")
    assert (changed.json["friendly_name"], changed.json["callback_method"]) == ("other", "GET")
    assert (await books.delete(path)).status == 204
    assert (await books.get(path)).status == 404
    assert await books.platform.work().count(UsageTrigger, account_sid=books.account_sid) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"UsageCategory": "smoke"}, {"TriggerValue": "-1"}, {"TriggerValue": "0"}, {"TriggerValue": "many"}, {"Recurring": "hourly"},
        {"TriggerBy": "weight"}, {"CallbackUrl": "nowhere"}, {"UsageCategory": ""}, {"TriggerValue": ""}, {"FriendlyName": "x" * 65},
    ],
)  # fmt: skip
async def test_a_trigger_that_makes_no_sense_is_refused(books: Any, site: Site, wrong: dict[str, str]) -> None:
    given = {"UsageCategory": "sms", "TriggerValue": "3", "CallbackUrl": site.url("/usage"), **wrong}
    answer = await books.post("/Usage/Triggers.json", **given)
    assert (answer.status, answer.json["code"]) == (400, 20001), answer.text

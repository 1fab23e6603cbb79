"""What only tells what has been is removed when its days are over, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.alerts.resources.alert import Alert
from trunkline.foundations.ledger.actions.book_entry import book_use
from trunkline.foundations.ledger.actions.fold_entries import fold_entries
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.foundations.retention.daily import begin_daily
from trunkline.foundations.retention.keeping import KEPT, KeepingTimes, remove_old_rows
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.kernel.clock import DAY
from trunkline.kernel.job import Job
from trunkline.kernel.reactions import task
from trunkline.runtime.settings import Settings, WrongSetting, read_settings
from trunkline.runtime.wiring import open_platform

TEXT = "sms-outbound-longcode"


@task(attempts=1)
async def fail_always(work: Any) -> None:
    raise RuntimeError("as it should")


async def _happen(house: Any) -> None:
    """An alert, an attempt, a booking and a job that dies."""
    work = house.platform.work()
    raise_alert(work, house.account_sid, 11200, text="it happened")
    empty: dict[str, Any] = {"parameters": {}, "request_headers": {}, "response_headers": []}
    work.add(WebhookAttempt(account_sid=house.account_sid, url="https://example.com", **empty))
    book_use(work, account_sid=house.account_sid, cause_sid=work.sid("SM"), category=TEXT, amount=7, currency="USD")
    work.enqueue(fail_always)
    await work.commit()
    await house.settle()
    await fold_entries(house.platform.work())


async def _held(house: Any) -> dict[str, int]:
    work = house.platform.work()
    return {
        "alerts": await work.count(Alert, account_sid=house.account_sid),
        "webhook_attempts": await work.count(WebhookAttempt, account_sid=house.account_sid),
        "dead_jobs": await work.count(Job, dead=True),
        "ledger_entries": await work.count(Entry, account_sid=house.account_sid, category=TEXT),
    }


async def _days(house: Any, days: int) -> None:
    house.platform.clock.advance(days * DAY)
    await house.settle()
    await remove_old_rows.run(house.platform.work())
    await house.settle()


async def test_each_kind_goes_when_its_days_are_over(house: Any) -> None:
    house.platform.clock.stop()
    await _happen(house)
    await _days(house, 20)
    await _happen(house)
    assert await _held(house) == {"alerts": 2, "webhook_attempts": 2, "dead_jobs": 2, "ledger_entries": 2}
    await _days(house, 11)
    assert await _held(house) == {"alerts": 1, "webhook_attempts": 1, "dead_jobs": 1, "ledger_entries": 2}
    await _days(house, 366)
    assert await _held(house) == {"alerts": 0, "webhook_attempts": 0, "dead_jobs": 0, "ledger_entries": 1}
    [used] = (await house.get("/Usage/Records/AllTime.json", Category="sms", StartDate="2020-01-01")).json["usage_records"]
    assert used["count"] == "2", "the totals stay"


async def test_the_settings_say_otherwise(house: Any) -> None:
    house.platform.ports[KeepingTimes] = KeepingTimes({"alerts": 5, "webhook_attempts": 0})
    house.platform.clock.stop()
    await _happen(house)
    await _days(house, 6)
    assert (await _held(house))["alerts"] == 0
    await _days(house, 60)
    assert (await _held(house))["webhook_attempts"] == 1


async def test_a_booking_that_no_total_has_is_not_removed(house: Any) -> None:
    house.platform.clock.stop()
    work = house.platform.work()
    book_use(work, account_sid=house.account_sid, cause_sid=work.sid("SM"), category=TEXT, amount=7, currency="USD")
    work.jobs.clear()  # nothing will fold it
    await work.commit()
    await _days(house, 800)
    assert (await _held(house))["ledger_entries"] == 1


async def test_it_runs_every_day_by_the_platform_s_clock(house: Any) -> None:
    house.platform.clock.stop()
    await _happen(house)
    await begin_daily(house.platform)

    async def planned() -> bool:
        later = [
            job for job in await house.platform.work().select(Job, task=remove_old_rows.name) if job.run_at > house.platform.clock.now()
        ]
        return len(later) == 1

    for _ in range(31):
        await house.until(planned)
        assert (await _held(house))["alerts"] == 1
        house.platform.clock.advance(DAY)
        house.platform.jobs._look.set()  # a job that waits for a day is in the database, not in memory

    async def gone() -> bool:
        return (await _held(house))["alerts"] == 0

    await house.until(gone)


def test_the_setting_is_read_from_both_places(tmp_path: Any) -> None:
    file = tmp_path / "trunkline.toml"
    file.write_text("keep = { alerts = 90, dead_jobs = 0 }")
    assert read_settings({}, {}, file).keep == {"alerts": 90, "dead_jobs": 0}
    assert read_settings({}, {"TRUNKLINE_KEEP": "alerts=7, webhook_attempts=1"}, file).keep == {"alerts": 7, "webhook_attempts": 1}
    for wrong in ("alerts", "alerts=x", "alerts=-1"):
        with pytest.raises(WrongSetting, match="days by name"):
            read_settings({}, {"TRUNKLINE_KEEP": wrong}, tmp_path / "none")


async def test_a_name_that_there_is_not_is_refused(tmp_path: Any) -> None:
    with pytest.raises(WrongSetting, match="alertz; there are alerts"):
        await open_platform(Settings(data=tmp_path, keep={"alertz": 1}))
    assert set(KEPT) >= {"alerts", "webhook_attempts", "dead_jobs", "ledger_entries"}

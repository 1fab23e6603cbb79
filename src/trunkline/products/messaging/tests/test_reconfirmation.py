"""Old consents are asked about once, by a job of every day, on a clock that stands (R8)."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.retention.daily import DAILY, begin_daily
from trunkline.kernel.clock import DAY, MINUTE
from trunkline.kernel.job import Job
from trunkline.products.messaging.actions.reconfirm_consents import ask_whose_consent_is_old
from trunkline.products.messaging.tests.sending import API, NUMBER, PHONE, SHOWN, Office, stop_clock

MONTHS = 548 * DAY


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open()


async def messages(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await office.house.get("/Messages.json")).json["messages"]
    return found


async def round_done(house: Any) -> None:
    """Until today's round is over: its job, which waits in the database, is taken up a moment after the clock reaches it."""
    name = ask_whose_consent_is_old.name

    async def planned() -> bool:
        row = await house.platform.work().find(Job, task=name)
        return row is not None and row.run_at > house.platform.clock.now()

    await house.until(planned)
    await house.settle()


async def a_day_passes(office: Office) -> None:
    office.house.platform.clock.advance(DAY)
    await round_done(office.house)
    for _ in range(3):  # the network takes its time over what was sent
        office.house.platform.clock.advance(MINUTE)
        await office.house.settle()


async def test_r08_exactly_one_question_after_eighteen_months_and_silence_ends_the_consent(office: Office) -> None:
    program = await office.program()
    consent = await office.agree(program, ago=0)
    office.house.platform.clock.advance(MONTHS - 2 * DAY)
    await begin_daily(office.house.platform)
    await round_done(office.house)
    assert await messages(office) == []
    for _ in range(3):
        await a_day_passes(office)
    asked = await messages(office)
    assert [(m["to"], m["from"], m["status"]) for m in asked] == [(PHONE, NUMBER, "delivered")]
    assert "Acme" in asked[0]["body"]
    assert "Reply YES" in asked[0]["body"]
    assert await office.refused("Acme: news") == 99103
    office.house.platform.clock.advance(31 * DAY)

    async def lapsed() -> bool:
        return bool((await office.house.get(f"{API}/Consents/{consent}")).json["status"] == "lapsed")

    await office.house.until(lapsed)
    assert await office.refused("Acme: news") == 99103
    assert len(await messages(office)) == 1


async def test_r08_an_answer_affirms_it_and_nobody_is_asked_again_for_eighteen_months(office: Office) -> None:
    program = await office.program()
    consent = await office.agree(program, ago=0)
    office.house.platform.clock.advance(MONTHS + DAY)
    await begin_daily(office.house.platform)
    await a_day_passes(office)
    affirmed = await office.house.post(f"{API}/Consents/{consent}", Status="live", **SHOWN)
    assert affirmed.status == 200, affirmed.text
    assert (await office.accepted("Acme: news"))["sid"]
    for _ in range(3):
        await a_day_passes(office)
    assert sum("Reply YES" in m["body"] for m in await messages(office)) == 1


async def test_r08_accounts_on_the_preset_twilio_are_left_alone(office: Office) -> None:
    await office.agree(await office.program(), ago=0)
    await office.policy(Preset="twilio")
    office.house.platform.clock.advance(MONTHS + DAY)
    await begin_daily(office.house.platform)
    await a_day_passes(office)
    assert await messages(office) == []


async def test_r08_who_has_opted_out_is_not_asked(office: Office) -> None:
    await office.agree(await office.program(), ago=0)
    await office.house.post(f"{API}/OptOuts", Recipient=PHONE, Sender=NUMBER, Source="api")
    office.house.platform.clock.advance(MONTHS + DAY)
    await begin_daily(office.house.platform)
    await a_day_passes(office)
    assert await messages(office) == []


async def test_a_daily_task_is_begun_once_and_goes_on(house: Any) -> None:
    house.platform.clock.stop()
    name = ask_whose_consent_is_old.name
    assert ask_whose_consent_is_old in DAILY
    for _ in range(2):
        await begin_daily(house.platform)
    for _ in range(3):
        await round_done(house)
        assert len(await house.platform.work().select(Job, task=name)) == 1
        house.platform.clock.advance(DAY)

"""Deactivation reports: entered at the simulated network, fetched as Twilio's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from trunkline.kernel.clock import MINUTE

ENTERED, REPORT = "/network/v1/Deactivations", "/messaging/v1/Deactivations"


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


async def test_the_report_of_a_day(house: Any) -> None:
    for number, day in (("+12025550199", "2026-01-02"), ("(202) 555-0101", "2026-01-02"), ("+12025550103", "2026-01-03")):
        made = await house.post(ENTERED, PhoneNumber=number, Date=day)
        assert made.status == 201, made.text
    sent_on = await house.get(REPORT, Date="2026-01-02")
    assert sent_on.status == 307
    assert sent_on.headers["Location"] == sent_on.json["redirect_to"]
    report = await house.ask("GET", path_of(sent_on.json["redirect_to"]), headers={"authorization": ""})
    assert (report.status, report.text) == (200, "+12025550101\n+12025550199\n")
    empty = await house.get(REPORT, Date="2025-01-01")
    assert (await house.ask("GET", path_of(empty.json["redirect_to"]))).text == ""


async def test_an_address_is_good_for_two_minutes_one_day_and_one_account(house: Any) -> None:
    house.platform.clock.stop()
    address = path_of((await house.get(REPORT, Date="2026-01-02")).json["redirect_to"])
    for forged in (
        address.replace("2026-01-02", "2026-01-03"),
        address[:-1] + "x",
        address.split("?")[0],
        address.replace("Expires=", "Expires=9"),
    ):
        assert (await house.ask("GET", forged)).status == 403
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    assert (await house.ask("GET", address.replace(house.account_sid, sub["sid"]))).status == 403
    house.platform.clock.advance(2 * MINUTE)
    assert (await house.ask("GET", address)).status == 200
    house.platform.clock.advance(1)
    assert (await house.ask("GET", address)).status == 403


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-01", "20260101", "2026-01-01T00:00:00Z"])
async def test_a_report_needs_a_day(house: Any, day: str) -> None:
    answer = await house.get(REPORT, Date=day)
    assert (answer.status, answer.json["code"]) == (400, 20001)


@pytest.mark.parametrize("parameters", [{}, {"PhoneNumber": "+442071838750"}, {"PhoneNumber": "+12025550101", "Date": "soon"}])
async def test_what_is_not_entered(house: Any, parameters: dict[str, str]) -> None:
    answer = await house.post(ENTERED, **parameters)
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_a_number_is_reported_once_a_day(house: Any) -> None:
    first = await house.post(ENTERED, PhoneNumber="+12025550101")
    again = await house.post(ENTERED, PhoneNumber="+12025550101")
    assert (first.status, again.status, again.json["code"]) == (201, 409, 20409)
    assert len(first.json["day"]) == 10

"""Traffic at a glance: counts by day, direction, state and error code."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from trunkline.kernel.clock import DAY, from_datetime
from trunkline.products.messaging.resources.message import Message
from trunkline.products.messaging.routes import traffic


async def _fill(house: Any, rows: list[tuple[str, int, str, int | None, str]]) -> None:
    """State, moment, direction, code and account of each, as stored rows."""
    work = house.platform.work()
    for status, moment, direction, code, account in rows:
        made = Message(account_sid=account, to="+14155550100", from_="+15557770001", body="x", direction=direction, error_code=code)
        made.date_created = moment
        work.add(made, state="received")
        work.set(made, status=status)
    await work.commit()


async def test_messages_are_counted_by_day_direction_state_and_code(house: Any) -> None:
    noon = from_datetime(datetime(2026, 3, 10, 12, tzinfo=UTC))
    house.platform.clock.stop(noon)
    own, other = house.account_sid, "AC" + "1" * 32
    await _fill(
        house,
        [
            ("delivered", noon, "outbound-api", None, own),
            ("delivered", noon - DAY, "outbound-reply", None, own),
            ("delivered", noon - DAY, "outbound-api", None, own),
            ("failed", noon - DAY, "outbound-api", 30007, own),
            ("received", noon - 2 * DAY, "inbound", None, own),
            ("delivered", noon - 20 * DAY, "outbound-api", None, own),
            ("delivered", noon, "outbound-api", None, other),
        ],
    )
    answer = (await house.get("/network/v1/Traffic", Days="7")).json
    assert answer["start"] == "2026-03-04T00:00:00Z" and answer["whole"] is True and answer["seen"] == 5
    found = Counter({(r["start"][:10], r["direction"], r["status"], r["error_code"]): r["count"] for r in answer["traffic"]})
    assert found == {
        ("2026-03-10", "outbound", "delivered", None): 1,
        ("2026-03-09", "outbound", "delivered", None): 2,
        ("2026-03-09", "outbound", "failed", 30007): 1,
        ("2026-03-08", "inbound", "received", None): 1,
    }
    hours = (await house.get("/network/v1/Traffic", Days="1", Step="hour")).json
    assert [row["start"] for row in hours["traffic"]] == ["2026-03-10T12:00:00Z"]


async def test_of_more_than_it_looks_at_it_says_so(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = house.platform.clock.now()
    await _fill(house, [("delivered", now, "outbound-api", None, house.account_sid)] * 5)
    monkeypatch.setattr(traffic, "MOST", 3)
    answer = (await house.get("/network/v1/Traffic")).json
    assert answer["seen"] == 3 and answer["whole"] is False


async def test_an_opt_out_is_counted_on_its_day(house: Any) -> None:
    made = await house.post("/compliance/v1/OptOuts", Recipient="+14155550100", Sender="+15557770001")
    assert made.status == 201, made.text
    assert [row["count"] for row in (await house.get("/network/v1/Traffic")).json["opt_outs"]] == [1]


@pytest.mark.parametrize("wrong", [{"Days": "0"}, {"Days": "91"}, {"Days": "x"}, {"Days": "²"}, {"Step": "week"}])
async def test_wrong_wishes_are_refused(house: Any, wrong: dict[str, str]) -> None:
    answer = await house.get("/network/v1/Traffic", **wrong)
    assert (answer.status, answer.json["code"]) == (400, 20001)

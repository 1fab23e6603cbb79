"""What numbers cost: the first month when they are bought, then every month for as long as they are held."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from trunkline.kernel.clock import DAY, from_datetime
from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.numbers.charges import charge_month, months_after
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber


async def _spent(house: Any, category: str) -> tuple[str, Decimal]:
    asked = {"Category": category, "StartDate": "2020-01-01", "EndDate": "2040-01-01"}
    [record] = (await house.get("/Usage/Records.json", **asked)).json["usage_records"]
    return record["count"], Decimal(record["price"])


async def _buy(house: Any, **asked: str) -> str:
    made = await house.post("/IncomingPhoneNumbers.json", **asked)
    assert made.status == 201, made.text
    return str(made.json["sid"])


async def _months(house: Any, months: int) -> None:
    for _ in range(months):
        before = (await _spent(house, "phonenumbers"))[0]  # first: the job may have run before an answer that is asked for afterwards
        house.platform.clock.advance(32 * DAY)

        async def charged(before: str = before) -> bool:
            house.platform.jobs._look.set()  # a job that waits for a month is in the database, not in memory
            return (await _spent(house, "phonenumbers"))[0] != before

        await house.until(charged)


async def test_a_number_is_paid_for_by_the_month_until_it_is_released(house: Any) -> None:
    house.platform.clock.stop(from_datetime(datetime(2026, 1, 1, 12, tzinfo=UTC)))
    sid = await _buy(house, AreaCode="415")
    assert await _spent(house, "phonenumbers-local") == ("1", Decimal("1.15"))
    await _months(house, 2)
    assert await _spent(house, "phonenumbers-local") == ("3", Decimal("3.45"))
    assert (await house.delete(f"/IncomingPhoneNumbers/{sid}.json")).status == 204
    work = house.platform.work()
    await charge_month.run(work, sid=sid, month=3)
    await work.commit()
    assert await _spent(house, "phonenumbers-local") == ("3", Decimal("3.45"))


async def test_a_toll_free_number_has_its_own_price_and_category(house: Any) -> None:
    found = (await house.get("/AvailablePhoneNumbers/US/TollFree.json")).json["available_phone_numbers"][0]
    await _buy(house, PhoneNumber=found["phone_number"])
    assert await _spent(house, "phonenumbers-tollfree") == ("1", Decimal("2.15"))
    assert await _spent(house, "phonenumbers") == ("1", Decimal("2.15"))


async def test_test_credentials_and_the_operator_pay_nothing(house: Any) -> None:
    work = house.platform.work()
    await provision_number(work, house.account_sid, "+15557770009")
    await work.commit()
    bought = await house.post(
        f"/2010-04-01/Accounts/{house.test[0]}/IncomingPhoneNumbers.json", auth=house.test, PhoneNumber="+15005550006"
    )
    assert bought.status == 201, bought.text
    assert await _spent(house, "phonenumbers") == ("0", Decimal(0))
    assert await house.platform.work().count(IncomingPhoneNumber, account_sid=house.account_sid) == 1


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"), ("2028-01-31", 1, "2028-02-29"), ("2026-12-15", 1, "2027-01-15")],
)
def test_a_month_later_is_the_same_day_or_the_last(begin: str, months: int, end: str) -> None:
    moment = datetime.fromisoformat(f"{begin}T10:20:30+00:00")
    assert months_after(moment, months) == datetime.fromisoformat(f"{end}T10:20:30+00:00")

"""A message is charged once, when it is sent or received, whatever the reports say and in whatever order they come."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from trunkline.foundations.ledger.actions.book_entry import entry_sid
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.kernel.errors import Duplicate
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.resources.message import Message

NUMBER, HANDSET = "+15005550006", "+15551230101"


@pytest.fixture
async def owned(house: Any) -> Any:
    from trunkline.products.numbers.actions.provision_number import provision_number

    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=HANDSET)).status == 201
    return house


async def _usage(house: Any, category: str) -> tuple[int, int, Decimal]:
    records = (await house.get("/Usage/Records/Today.json", Category=category)).json["usage_records"]
    assert len(records) == 1
    return int(records[0]["count"]), int(records[0]["usage"]), Decimal(records[0]["price"])


async def _until(house: Any, sid: str, *states: str) -> dict[str, Any]:
    async def there() -> bool:
        return (await house.get(f"/Messages/{sid}.json")).json["status"] in states

    await house.until(there)
    return dict((await house.get(f"/Messages/{sid}.json")).json)


async def test_a_text_is_priced_when_it_is_sent(owned: Any) -> None:
    before = Decimal((await owned.get("/Balance.json")).json["balance"])
    sent = (await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x" * 200)).json
    assert (sent["status"], sent["price"], sent["price_unit"]) == ("queued", None, "USD")
    done = await _until(owned, sent["sid"], "delivered")
    assert done["price"] == "-0.01580", "two segments"
    assert await _usage(owned, "sms-outbound-longcode") == (1, 2, Decimal("0.0158"))
    assert await _usage(owned, "sms") == (1, 2, Decimal("0.0158"))
    answer = (await owned.get("/Balance.json")).json
    assert answer["currency"] == "USD"
    assert before - Decimal(answer["balance"]) == Decimal("0.0158")


async def test_a_text_that_failed_or_was_canceled_costs_nothing(owned: Any) -> None:
    work = owned.platform.work()
    message = Message(account_sid=owned.account_sid, to=HANDSET, from_=NUMBER, body="a", num_segments=1, cost=7900)
    work.add(message, state="scheduled")
    await work.commit()
    work.move(message, "fail")
    await work.commit()
    assert (await owned.get(f"/Messages/{message.sid}.json")).json["price"] is None
    assert await work.fetch(Entry, entry_sid(message.sid)) is None
    assert (await _usage(owned, "sms"))[0] == 0


async def test_an_inbound_text_is_charged_to_the_number_s_account(owned: Any) -> None:
    made = await owned.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=NUMBER, Body="hello")
    assert made.status == 201, made.text
    await owned.settle()
    assert await _usage(owned, "sms-inbound-longcode") == (1, 1, Decimal("0.0079"))


async def _sending(house: Any) -> Message:
    work = house.platform.work()
    message = Message(account_sid=house.account_sid, to=HANDSET, from_=NUMBER, body="a", num_segments=1, cost=7900)
    work.add(message, state="scheduled")
    await work.commit()
    work.set(message, status="sending")  # as a node that died left it
    await work.commit()
    return message


async def test_a_report_that_overtakes_the_carrier_s_answer_charges_and_the_answer_does_not(owned: Any) -> None:
    message = await _sending(owned)
    work = owned.platform.work()
    assert await record_delivery(work, message.sid, "delivered")
    await work.commit()
    assert (await owned.get(f"/Messages/{message.sid}.json")).json["price"] == "-0.00790"
    assert (await _usage(owned, "sms"))[0] == 1


async def test_answer_and_report_at_once_charge_once(owned: Any) -> None:
    message = await _sending(owned)
    report = owned.platform.work()
    assert await record_delivery(report, message.sid, "delivered")
    answer = owned.platform.work()
    answer.move(message, "accept", carrier_id="X", date_sent=answer.now)
    await answer.commit()
    with pytest.raises(Duplicate):
        await report.commit()
    again = owned.platform.work()
    assert await record_delivery(again, message.sid, "delivered")
    await again.commit()
    assert (await owned.get(f"/Messages/{message.sid}.json")).json["status"] == "delivered"
    assert (await _usage(owned, "sms"))[0] == 1

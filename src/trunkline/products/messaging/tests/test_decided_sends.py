"""Every text is judged as it is accepted and again as it leaves: presets, repairs, delays, refusals, and what is kept of them."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.messaging.resources.message import Message
from trunkline.products.numbers.actions.provision_number import provision_number

NUMBER, HANDSET = "+15557770001", "+15551230001"
OFFER = "buy tramadol without prescription now, cheap offer http://pills.example"


@pytest.fixture
async def owned(house: Any) -> Any:
    """The account has NUMBER, and HANDSET is a phone of the simulated network."""
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    made = await house.post("/network/v1/Handsets", PhoneNumber=HANDSET)
    assert made.status == 201, made.text
    return house


async def ended(house: Any, sid: str) -> dict[str, Any]:
    async def finished() -> bool:
        return bool((await house.get(f"/Messages/{sid}.json")).json["status"] in ("delivered", "failed", "undelivered"))

    await house.until(finished)
    found: dict[str, Any] = (await house.get(f"/Messages/{sid}.json")).json
    return found


async def send(house: Any, body: str = "hello", **more: Any) -> Any:
    return await house.post("/Messages.json", To=HANDSET, From=NUMBER, Body=body, **more)


async def test_r40_content_that_is_illegal_there_fails_as_it_leaves(owned: Any) -> None:
    sent = await send(owned, OFFER)
    assert sent.status == 201, sent.text
    message = await ended(owned, sent.json["sid"])
    assert (message["status"], message["error_code"]) == ("failed", 30007)
    alerts = (await owned.get("/monitor/v1/Alerts")).json["alerts"]
    assert [a["resource_sid"] for a in alerts] == [sent.json["sid"]]
    assert alerts[0]["error_code"] == "99109"
    assert (await owned.get(f"/network/v1/Handsets/{HANDSET}/Messages")).json["messages"] == []


async def test_a_plain_text_is_allowed_and_both_decisions_are_packed_into_it(owned: Any) -> None:
    sid = (await send(owned)).json["sid"]
    await ended(owned, sid)
    row = await owned.platform.work().fetch(Message, sid)
    lines = row.decisions.splitlines()
    assert [line[0] for line in lines] == ["a", "d"]
    assert all("|twilio|" in line for line in lines)


async def test_a_report_that_overtakes_does_not_lose_what_the_carrier_staged(owned: Any) -> None:
    """The carrier's rows are committed with the settlement even where the message had moved on meanwhile."""
    from trunkline.products.messaging.actions.record_delivery import record_delivery
    from trunkline.products.messaging.ports import MessageCarrier
    from trunkline.products.messaging.resources.cookie_jar import CookieJar

    class Hasty:
        """Reports the delivery before it answers the submission."""

        async def submit(self, handover: Any, work: Any) -> str:
            work.add(CookieJar(account_sid=handover.account_sid, far="far", near="near", cookies={}))
            early = work.platform.work()
            await record_delivery(early, handover.message_sid, "delivered")
            await early.commit()
            return "remote-1"

    owned.platform.ports[MessageCarrier] = Hasty()
    sid = (await send(owned)).json["sid"]
    await owned.settle()
    work = owned.platform.work()
    row = await work.fetch(Message, sid)
    assert (row.status, row.carrier_id) == ("delivered", "remote-1")
    assert await work.find(CookieJar, account_sid=owned.account_sid, far="far") is not None


async def test_a_trial_account_writes_to_verified_numbers_only(owned: Any) -> None:
    from trunkline.foundations.accounts.resources.account import Account
    from trunkline.products.numbers.resources.outgoing_caller_id import OutgoingCallerId

    work = owned.platform.work()
    account = await work.fetch(Account, owned.account_sid)
    work.change(account, type="Trial")
    await work.commit()
    refused = await send(owned)
    assert (refused.status, refused.json["code"]) == (400, 21608)
    assert HANDSET in refused.json["message"]
    work = owned.platform.work()
    work.add(OutgoingCallerId(account_sid=owned.account_sid, phone_number=HANDSET))
    await work.commit()
    assert (await send(owned)).status == 201
    assert (await owned.get("/compliance/v1/Policy")).json["default_preset"] == "twilio"


class Registry:
    """Where long codes are registered, as a product of registrations answers."""

    def __init__(self) -> None:
        self.state: Any = "unregistered"

    async def registration_of(self, work: Any, account_sid: str, sender: str, country: str) -> Any:
        return self.state


@pytest.mark.parametrize(("state", "code"), [("unregistered", 30034), ("pending", 30035), ("suspended", 30033), ("registered", None)])
async def test_r45_a_long_code_writes_to_americans_once_it_is_registered(owned: Any, state: str, code: int | None) -> None:
    from trunkline.foundations.trust.ports import Registrations

    registry = owned.platform.ports[Registrations] = Registry()
    registry.state = state
    assert (await ended(owned, (await send(owned)).json["sid"]))["status"] == "delivered"
    assert (await owned.get("/monitor/v1/Alerts")).json["alerts"] == []  # the simulated network asks nobody for a registration
    assert (await owned.post("/compliance/v1/Policy", Modes='{"registration": "warn"}')).status == 200
    assert (await ended(owned, (await send(owned)).json["sid"]))["status"] == "delivered"
    warned = (await owned.get("/monitor/v1/Alerts")).json["alerts"]
    assert [(a["error_code"], a["log_level"]) for a in warned] == ([] if code is None else [(str(code), "warning")])
    answer = await owned.post("/compliance/v1/Policy", Modes='{"registration": "block"}')
    assert answer.status == 200
    second = await ended(owned, (await send(owned)).json["sid"])
    assert (second["status"], second["error_code"]) == (("delivered", None) if code is None else ("failed", code))


async def test_one_warning_an_hour_is_one_alert(owned: Any) -> None:
    from trunkline.foundations.trust.ports import Registrations

    owned.platform.ports[Registrations] = Registry()
    assert (await owned.post("/compliance/v1/Policy", Modes='{"registration": "warn"}')).status == 200
    for _ in range(3):
        await ended(owned, (await send(owned)).json["sid"])
    assert len((await owned.get("/monitor/v1/Alerts")).json["alerts"]) == 1
    assert len((await owned.get("/compliance/v1/Decisions", Stage="dispatch", Verdict="allow")).json["decisions"]) == 3

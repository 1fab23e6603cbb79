"""R94: what may be kept and not used."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.privacy.tests.requests import API, OTHER_PHONE
from trunkline.foundations.trust.actions.judge_send import judge_send
from trunkline.foundations.trust.decisions.request import SendRequest
from trunkline.kernel.clock import HOUR
from trunkline.kernel.dialects import write_iso8601
from trunkline.products.messaging.tests.sending import NUMBER, PHONE, Office, stop_clock
from trunkline.products.numbers.actions.provision_number import provision_number

CHILDS = "+15557770008"


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def child_of(office: Office) -> tuple[str, str]:
    """Credentials of a subaccount that has a number of its own."""
    made = (await office.house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    work = office.house.platform.work()
    await provision_number(work, made["sid"], CHILDS)
    await work.commit()
    return made["sid"], made["auth_token"]


async def evaluated(office: Office, below: tuple[str, str], to: str = PHONE) -> int | None:
    """The code that a send of the subaccount would be refused with."""
    answer = await office.house.post("/compliance/v1/Evaluate", auth=below, To=to, From=CHILDS, Body="hello")
    assert answer.status == 200, answer.text
    code: int | None = answer.json["code"]
    return code


async def restrict(office: Office, **subject: str) -> str:
    made = await office.house.post(f"{API}/Restrictions", **subject)
    assert made.status == 201, made.text
    return str(made.json["sid"])


async def test_r94_a_restricted_contact_gets_nothing_and_is_still_exported(office: Office) -> None:
    await office.accepted()
    sid = await restrict(office, Address=f"whatsapp:{PHONE}", Reason="asked on the phone")
    assert await office.refused() == 99118
    assert (await office.decisions())[0]["rule"] == "restriction"
    assert (await office.send(to=OTHER_PHONE)).status == 201
    shown = (await office.house.get(f"{API}/Restrictions/{sid}")).text
    assert PHONE[1:] not in shown
    export = await office.house.post(f"{API}/Exports", Address=PHONE)
    assert export.status == 201
    await office.house.settle()
    made = (await office.house.get(f"{API}/Exports/{export.json['sid']}")).json
    assert (made["status"], made["rows"] > 0) == ("ready", True)
    assert (await office.house.delete(f"{API}/Restrictions/{sid}")).status == 204
    assert (await office.send()).status == 201


async def test_r94_what_waits_does_not_leave_once_it_is_restricted(office: Office) -> None:
    house = office.house
    service = (await house.post("/messaging/v1/Services", FriendlyName="later")).json
    number = (await house.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"][0]
    await house.post(f"/messaging/v1/Services/{service['sid']}/PhoneNumbers", PhoneNumberSid=number["sid"])
    at = write_iso8601(house.platform.clock.now() + HOUR)
    waiting = [
        (await office.send(sender="", MessagingServiceSid=service["sid"], ScheduleType="fixed", SendAt=at)).json["sid"] for _ in range(2)
    ]
    await restrict(office, MessageSid=waiting[0])
    house.platform.clock.advance(HOUR)

    async def left() -> bool:  # a job that was due later is taken from the record
        return "scheduled" not in [(await house.get(f"/Messages/{sid}.json")).json["status"] for sid in waiting]

    await house.until(left)
    ended = [await office.ended(sid) for sid in waiting]
    assert [(one["status"], one["error_code"]) for one in ended] == [("failed", 99118), ("delivered", None)]


async def test_r94_a_restricted_account_does_not_send_nor_do_those_below_it(office: Office) -> None:
    house = office.house
    below = await child_of(office)
    assert await evaluated(office, below) is None
    sid = await restrict(office)
    assert await office.refused() == 99118
    assert await evaluated(office, below) == 99118
    await house.delete(f"{API}/Restrictions/{sid}")
    assert (await office.send()).status == 201


async def test_r94_no_mode_lifts_a_restriction_and_one_subject_is_named(office: Office) -> None:
    answer = await office.house.post("/compliance/v1/Policy", Modes='{"restriction": "off"}')
    assert (answer.status, answer.json["code"]) == (400, 20001)
    both = await office.house.post(f"{API}/Restrictions", Address=PHONE, MessageSid="SM" + "0" * 32)
    assert both.json["code"] == 20001
    stranger = await office.house.post(f"{API}/Restrictions", AccountSid="AC" + "0" * 32)
    assert stranger.json["code"] == 20001
    wrong = await office.house.post(f"{API}/Restrictions", Address="12")
    assert wrong.json["code"] == 20001


async def test_r94_a_parent_restricts_a_contact_of_its_subaccount_alone(office: Office) -> None:
    house = office.house
    below = await child_of(office)
    await restrict(office, Address=PHONE, AccountSid=below[0])
    assert (await office.send()).status == 201
    assert await evaluated(office, below) == 99118
    assert await evaluated(office, below, OTHER_PHONE) is None
    listed = (await house.get(f"{API}/Restrictions", AccountSid=below[0])).json["restrictions"]
    assert len(listed) == 1


async def test_r94_texts_of_the_restricted_are_not_read(office: Office) -> None:
    work = office.house.platform.work()
    asked = SendRequest(
        account_sid=office.house.account_sid, sender=NUMBER, sender_class="long_code", recipient=PHONE, country="US", body="cheap viagra"
    )
    assert (await judge_send(work, asked, reads=True)).gathered.facts.scan
    await restrict(office, Address=PHONE)
    assert not (await judge_send(work, asked, reads=True)).gathered.facts.scan

"""From a text that breaks a rule to what follows, through the whole platform: decisions, cases, throttles, blocks and scores."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.trust.enforcement.rules.velocity import limits
from trunkline.kernel.clock import HOUR, MINUTE, SECOND
from trunkline.kernel.dialects import write_iso8601
from trunkline.products.messaging.tests.sending import API, NUMBER, Office, stop_clock
from trunkline.products.numbers.actions.provision_number import provision_number

MALWARE = "Acme: your phone is infected, install this apk now http://get.example/x.apk"
OBFUSCATED = "Acme: buy ch3ap v1agra and tr@madol here now"


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open()


async def _cases(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await office.house.get(f"{API}/Enforcements")).json["enforcements"]
    return found


async def test_r55_a_text_with_malware_suspends_the_account_and_what_waits_fails(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    waiting = await office.accepted(ScheduleType="fixed", SendAt=_later(office, 20 * MINUTE))
    bad = await office.accepted(MALWARE)
    await office.house.settle()
    refused = await office.house.get("/Messages.json")
    assert (refused.status, refused.json["code"]) == (401, 20005)
    case = (await _cases(office))[0]
    assert (case["rule"], case["severity"], case["status"]) == ("harmful-content", "critical", "account_suspended")
    notice = (await office.house.get(f"{API}/Notices")).json["notices"][0]
    assert notice["evidence"] == case["evidence"] != []
    sid = await _appealed_and_overturned(office, case["sid"])
    assert (await office.house.get(f"{API}/Appeals/{sid}")).json["status"] == "overturned"
    assert (await office.ended(bad["sid"]))["error_code"] == 30007
    assert (await office.house.get(f"{API}/Decisions/{case['evidence'][0]}")).json["message_sid"] == bad["sid"]
    assert (await office.house.get(f"/Messages/{waiting['sid']}.json")).json["status"] == "scheduled"


async def test_r54_what_was_scheduled_fails_while_the_account_is_suspended(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    waiting = await office.accepted(ScheduleType="fixed", SendAt=_later(office, 20 * MINUTE))
    await office.accepted(MALWARE)
    await office.house.settle()
    office.house.platform.clock.advance(21 * MINUTE)
    await office.house.settle()
    case = (await _cases(office))[0]
    await _appealed_and_overturned(office, case["sid"])
    ended = await office.ended(waiting["sid"])
    assert (ended["status"], ended["error_code"]) == ("failed", 30002)


async def _appealed_and_overturned(office: Office, case: str) -> str:
    house = office.house
    made = (await house.post(f"{API}/Reviewers", Name="Ada", Email="ada@review.example")).json
    appeal = (await house.post(f"{API}/Appeals", EnforcementSid=case, Statement="A harmless text.")).json["sid"]
    auth = (made["sid"], made["secret"])
    decided = await house.post(f"{API}/Reviews/{appeal}", auth=auth, Outcome="overturned", Reasons="Harmless indeed.")
    assert decided.status == 200, decided.text
    return str(appeal)


def _later(office: Office, wait: int) -> str:
    return write_iso8601(office.house.platform.clock.now() + wait)


async def test_r53_under_the_preset_twilio_a_case_warns_and_takes_nothing(office: Office) -> None:
    await office.policy(Preset="twilio")
    for _ in range(4):
        assert (await office.ended((await office.accepted(MALWARE))["sid"]))["error_code"] == 30007
    assert [(c["rule"], c["status"]) for c in await _cases(office)] == [("harmful-content", "warned")]
    assert (await office.ended((await office.accepted())["sid"]))["status"] == "delivered"


async def test_r53_a_throttled_program_sends_one_text_a_second(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    clock = office.house.platform.clock
    while (await _cases(office) or [{"status": ""}])[0]["status"] != "throttled":
        assert (await office.ended((await office.accepted(OBFUSCATED))["sid"]))["error_code"] == 30007
        clock.advance(20 * MINUTE)
    sids = [(await office.accepted())["sid"] for _ in range(3)]
    left = []
    for _ in range(4):
        await office.house.settle()
        states = [(await office.house.get(f"/Messages/{sid}.json")).json["status"] for sid in sids]
        left.append(sum(state not in ("queued", "accepted") for state in states))
        clock.advance(SECOND)
    assert left == [1, 2, 3, 3]


async def test_r58_a_blocked_program_fails_its_texts_with_30033(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    clock = office.house.platform.clock
    while (await _cases(office) or [{"status": ""}])[0]["status"] != "program_blocked":
        await office.accepted(OBFUSCATED)
        await office.house.settle()
        clock.advance(HOUR)
    stop_clock(office.house)
    message = await office.ended((await office.accepted())["sid"])
    assert (message["status"], message["error_code"]) == ("failed", 30033)


async def test_r59_a_burst_to_one_prefix_ends_with_30450_unless_unchecked_or_safe(office: Office) -> None:
    await office.policy(Preset="twilio")
    house = office.house
    wanted = limits().recipients_of("+4479009")
    numbers = [f"+447900900{n:03d}" for n in range(wanted + 5)]
    for number in numbers[:wanted]:
        await office.accepted(to=number)
    late, unchecked = await office.accepted(to=numbers[-1]), await office.accepted(to=numbers[-2], RiskCheck="disable")
    await house.post("/accounts/v1/SafeList/Numbers", PhoneNumber=numbers[-3])
    safe, elsewhere = await office.accepted(to=numbers[-3]), await office.accepted(to="+447900901000")
    assert (await office.ended(late["sid"]))["error_code"] == 30450
    for passed in (unchecked, safe, elsewhere):
        assert (await office.ended(passed["sid"]))["error_code"] != 30450
    house.platform.clock.advance(31 * MINUTE)
    again = await office.accepted(to=numbers[-1])
    assert (await office.ended(again["sid"]))["error_code"] != 30450


async def test_r48_one_text_over_many_numbers_is_flagged_and_fifty_different_texts_are_not(office: Office) -> None:
    house = office.house
    senders = [f"+1555777{n:04d}" for n in range(100, 150)]
    work = house.platform.work()
    for sender in senders:
        await provision_number(work, house.account_sid, sender)
    await work.commit()
    program = await office.program(sender="")
    for sender in (NUMBER, *senders):
        await house.post(f"{API}/Programs/{program}/Senders", Sender=sender)
    await office.agree(program)
    words = ("parcel", "order", "invoice", "ticket", "table", "visit", "booking", "claim", "lesson", "repair")
    for n, sender in enumerate(senders[:50]):
        text = f"Acme: the {words[n % 10]} of {words[n // 10]} number {n} {words[(n * 7) % 10]} {words[(n * 3) % 10]} is now ready for you"
        await office.accepted(text, sender=sender)
    same = "Acme: your spring parcel from our northern depot is ready to be collected today until nine"
    answers = [await office.send(same, sender=sender) for sender in senders]
    assert [answer.status for answer in answers[:10]] == [201] * 10
    assert [answer.json.get("code") for answer in answers[10:]] == [99111] * 40
    await house.settle()
    assert [case["rule"] for case in await _cases(office)] == ["snowshoeing"]

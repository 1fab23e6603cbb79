"""STOP, START and HELP from a handset to the block list and back (R23 to R32), with real jobs on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.trust.actions.opt_out import is_opted_out
from trunkline.foundations.trust.resources.observed_wish import ObservedWish
from trunkline.foundations.trust.resources.opt_out import OptOut
from trunkline.foundations.trust.tests.ledger import API, agree, make_program
from trunkline.kernel.clock import DAY, HOUR, MINUTE, SECOND, from_datetime
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.ports import MessageCarrier, Unavailable
from trunkline.products.messaging.resources.message import Message
from trunkline.products.numbers.actions.make_short_code import make_short_code
from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.numbers.resources.short_code import ShortCode

ONE, TWO, TOLL_FREE, PERSON = "+15557770001", "+15557770002", "+18005550100", "+15551230001"


@dataclass
class Recorder:
    """A carrier that takes everything and remembers what left, in order. While `busy` it takes nothing."""

    left: list[str] = field(default_factory=list)
    busy: bool = False

    async def submit(self, handover: Any, work: Work) -> str:
        if self.busy:
            raise Unavailable(MINUTE)
        self.left.append(f"{handover.from_}>{handover.to} {handover.body}")
        return f"id-{len(self.left)}"

    def texts(self, start: str = "") -> list[str]:
        return [one.partition(" ")[2] for one in self.left if one.startswith(start)]


@pytest.fixture
async def lines(house: House) -> AsyncIterator[tuple[House, Recorder]]:
    """A house with numbers, whose texts a recorder takes."""
    carrier = Recorder()
    house.platform.ports[MessageCarrier] = carrier
    work = house.platform.work()
    for number in (ONE, TWO, TOLL_FREE):
        await provision_number(work, house.account_sid, number)
    await work.commit()
    yield house, carrier


async def say(house: House, body: str, to: str = ONE, person: str = PERSON) -> None:
    """An inbound text; the jobs that follow have run when it returns."""
    work = house.platform.work()
    await receive_message(work, from_=person, to=to, body=body)
    await work.commit()
    await house.settle()


async def send(house: House, sender: str = ONE, body: str = "news", **more: Any) -> int:
    """0 where it is accepted, the code of the refusal otherwise."""
    answer = await house.post("/Messages.json", To=PERSON, From=sender, Body=body, **more)
    return 0 if answer.status == 201 else int(answer.json["code"])


async def choose(house: House, preset: str) -> None:
    answer = await house.post(f"{API}/Policy", Preset=preset)
    assert answer.status == 200, answer.text


async def stopped(house: House, sender: str = ONE, person: str = PERSON) -> bool:
    return await is_opted_out(house.platform.work(), house.account_sid, person, sender)


@pytest.mark.parametrize("word", ["STOP", "stop.", "ＳＴＯＰ 🛑", "Unsubscribe!", "ARRET", "退订", "revoke"])
async def test_r23_a_keyword_blocks_before_anything_else(lines: tuple[House, Recorder], word: str) -> None:
    house, carrier = lines
    await say(house, word)
    assert await send(house) == 21610
    assert len(carrier.left) == 1  # the confirmation
    row = (await house.platform.work().select(OptOut, account_sid=house.account_sid))[0]
    assert (row.scope, row.sender, row.inferred, row.message_sid[:2]) == ("sender", ONE, False, "SM")


async def test_r24_without_a_webhook_and_while_suspended(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    work = house.platform.work()
    await provision_number(work, sub["sid"], "+15557779999")
    await work.commit()
    assert (await house.post(f"/2010-04-01/Accounts/{sub['sid']}.json", Status="suspended")).status == 200
    await say(house, "STOP", to="+15557779999")
    assert await is_opted_out(house.platform.work(), sub["sid"], PERSON, "+15557779999")
    assert carrier.texts("+15557779999")[0].startswith("You have successfully been unsubscribed.")
    assert not await stopped(house, ONE)


async def test_r25_one_confirmation_for_three_stops(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    for word in ("STOP", "stop", "QUIT"):
        await say(house, word)
    assert len(carrier.left) == 1
    await say(house, "START")
    assert len(carrier.left) == 2 and "re-subscribed" in carrier.left[1]
    await say(house, "STOP")
    assert len(carrier.left) == 3


async def test_r25_three_stops_at_the_same_moment(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    works = [house.platform.work() for _ in range(3)]
    for work in works:
        await receive_message(work, from_=PERSON, to=ONE, body="STOP")
    await asyncio.gather(*(work.commit() for work in works))
    await house.settle()
    assert len(carrier.left) == 1
    assert await send(house) == 21610
    await say(house, "START")
    assert not await stopped(house)


async def test_r27_two_starts_at_the_same_moment(lines: tuple[House, Recorder]) -> None:
    house, _ = lines
    await say(house, "STOP")
    works = [house.platform.work() for _ in range(2)]
    for work in works:
        await receive_message(work, from_=PERSON, to=ONE, body="START")
    await asyncio.gather(*(work.commit() for work in works))
    await house.settle()
    assert not await stopped(house)
    inbound = [m for m in (await house.get("/Messages.json")).json["messages"] if m["direction"] == "inbound"]
    assert [m["body"] for m in inbound] == ["START", "START", "STOP"]


async def test_r25_not_after_five_minutes(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    await house.platform.jobs.stop()
    house.platform.clock.stop()
    work = house.platform.work()
    await receive_message(work, from_=PERSON, to=ONE, body="STOP")
    await work.commit()
    house.platform.clock.advance(6 * MINUTE)
    await house.platform.jobs.start()
    await house.settle()
    assert carrier.left == [] and await stopped(house)


async def test_r25_the_network_confirms_for_a_toll_free_number(house: House) -> None:
    work = house.platform.work()
    await provision_number(work, house.account_sid, TOLL_FREE)
    await work.commit()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PERSON)).status == 201
    for body in ("STOP", "YES"):
        assert (await house.post(f"/network/v1/Handsets/{PERSON}/Messages", To=TOLL_FREE, Body=body)).status == 201
    await house.settle()
    assert await send(house, TOLL_FREE) == 21610
    held = (await house.get(f"/network/v1/Handsets/{PERSON}/Messages", State="received")).json["messages"]
    assert [m["body"][:27] for m in held] == ["NETWORK MSG: You replied wi"]
    assert {m["direction"] for m in (await house.get("/Messages.json")).json["messages"]} == {"inbound"}
    assert (await house.post(f"/network/v1/Handsets/{PERSON}/Messages", To=TOLL_FREE, Body="unstop")).status == 201
    assert await send(house, TOLL_FREE) == 0


async def test_r26_what_is_scheduled_fails_at_once(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    at = write_iso8601(house.platform.clock.now() + HOUR)
    held = [
        (await house.post("/Messages.json", To=PERSON, From=ONE, Body=str(n), SendAt=at, ScheduleType="fixed")).json["sid"]
        for n in range(3)
    ]
    other = (await house.post("/Messages.json", To=PERSON, From=TWO, Body="other", SendAt=at, ScheduleType="fixed")).json["sid"]
    await say(house, "STOP")
    for sid in held:
        message = (await house.get(f"/Messages/{sid}.json")).json
        assert (message["status"], message["error_code"]) == ("failed", 21610)
    assert (await house.get(f"/Messages/{other}.json")).json["status"] == "scheduled"
    assert len(carrier.left) == 1


async def test_r26_what_is_to_be_tried_again_is_not(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    clock = house.platform.clock
    clock.stop()
    carrier.busy = True
    sid = (await house.post("/Messages.json", To=PERSON, From=ONE, Body="later")).json["sid"]

    async def is_tried() -> bool:
        return bool((await house.get(f"/Messages/{sid}.json")).json["status"] == "sending")

    await house.until(is_tried)
    await house.settle()
    carrier.busy = False
    await say(house, "STOP")
    clock.advance(2 * MINUTE)

    async def has_failed() -> bool:
        return bool((await house.get(f"/Messages/{sid}.json")).json["error_code"] == 21610)

    await house.until(has_failed)
    assert [text for text in carrier.texts() if text == "later"] == []


async def test_r26_a_thousand_queued_and_one_stop(lines: tuple[House, Recorder]) -> None:
    """None leaves after the STOP's commit, whichever of them were on their way."""
    house, carrier = lines
    answers = await asyncio.gather(*(send(house, body=f"n{n}") for n in range(1_000)))
    work = house.platform.work()
    await receive_message(work, from_=PERSON, to=ONE, body="STOP")
    await work.commit()
    left = len(carrier.left)
    await house.settle()
    after = carrier.texts()[left:]
    assert [text for text in after if text.startswith("n")] == []
    assert len(after) == 1
    told = await house.platform.work().count(Message, account_sid=house.account_sid, status="failed", error_code=21610)
    accepted = answers.count(0)
    assert accepted == 1_000 and told == accepted - left > 0


async def test_r27_only_start_or_a_newer_consent_reopens(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    _, program = await make_program(house, sender=ONE)
    await say(house, "STOP")
    await say(house, "please write to me again")
    assert await send(house) == 21610
    await say(house, "YES")
    assert await send(house) == 0
    await house.settle()
    await say(house, "STOP")
    await agree(house, program, ago=-2 * SECOND)  # the wire has whole seconds
    assert await send(house) == 0
    await house.settle()
    assert len(carrier.texts()) == 5  # two confirmations, one welcome, two sends


async def test_r27_yes_to_nobodys_question_is_not_answered(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    await say(house, "yes")
    assert carrier.left == []
    await say(house, "START")
    assert len(carrier.left) == 1


@pytest.mark.parametrize(("preset", "opted_out"), [("twilio", False), ("policy", True), ("strict", True)])
async def test_r28_a_clear_wish_opts_out_but_on_twilios_terms(lines: tuple[House, Recorder], preset: str, opted_out: bool) -> None:
    house, carrier = lines
    await choose(house, preset)
    await say(house, "Please stop texting me, wrong number")
    assert await stopped(house) is opted_out
    seen = (await house.get(f"{API}/ObservedWishes")).json["observed_wishes"][0]
    assert (seen["obeyed"], seen["language"]) == (opted_out, "en") and 0.7 <= seen["score"] <= 1
    if opted_out:
        row = (await house.platform.work().select(OptOut, account_sid=house.account_sid))[0]
        assert (row.inferred, row.sid, row.score) == (True, seen["opt_out_sid"], seen["score"])
        assert len(carrier.left) == 1 and "START" in carrier.left[0]
        await say(house, "START")
        assert not await stopped(house)


@pytest.mark.parametrize("body", ["don't stop the order", "non-stop flight?", "I can't stop laughing", "ok thanks"])
async def test_r28_what_is_no_wish_changes_nothing(lines: tuple[House, Recorder], body: str) -> None:
    house, carrier = lines
    await choose(house, "strict")
    await say(house, body)
    assert not await stopped(house) and carrier.left == []
    assert await house.platform.work().select(ObservedWish, account_sid=house.account_sid) == []


async def test_r29_help_has_five_elements_and_is_for_everybody(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    await make_program(house, sender=ONE, Frequency=4, FrequencyPeriod="week", HelpContact="help@acme.example")
    await say(house, "HELP", person="+15551239876")
    text = carrier.texts()[-1]
    assert text == "Acme Offers: Help at help@acme.example. Up to 4 msgs/week. Msg&Data rates may apply. Reply STOP to cancel."
    await say(house, "help", to=TWO)
    assert carrier.texts()[-1] == "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    await say(house, "STOP")
    await say(house, "AIDE")
    assert carrier.texts()[-1].startswith("Acme Offers : aide sur help@acme.example. Jusqu'à 4 messages par semaine.")


async def test_r29_a_programs_own_help_keeps_the_five(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    _, program = await make_program(house, sender=ONE, HelpContact="help@acme.example", HelpText="Ask us anything!")
    await say(house, "HELP")
    assert carrier.texts()[-1].startswith("Ask us anything! Acme Offers: Help at help@acme.example. Msg frequency varies.")
    whole = "Offers: help@acme.example. Msg freq varies. Msg&data rates may apply. STOP to end."
    assert (await house.post(f"{API}/Programs/{program}", HelpText=whole)).status == 200
    await say(house, "HELP")
    assert carrier.texts()[-1] == whole


async def test_r29_no_help_at_a_toll_free_number_that_was_stopped(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    await say(house, "INFO", to=TOLL_FREE)
    assert len(carrier.left) == 1
    await say(house, "STOP", to=TOLL_FREE)
    await say(house, "HELP", to=TOLL_FREE)
    assert len(carrier.left) == 1


@pytest.mark.parametrize(("preset", "word", "scope", "others"), [
    ("twilio", "STOP", "sender", (False, False)),
    ("policy", "STOP", "program", (True, False)),
    ("strict", "STOP", "brand", (True, True)),
    ("twilio", "STOPALL", "brand", (True, True)),
    ("policy", "stop all", "program", (True, False)),
    ("policy", "STOPALL", "brand", (True, True)),
])  # fmt: skip
async def test_r31_scopes(lines: tuple[House, Recorder], preset: str, word: str, scope: str, others: tuple[bool, bool]) -> None:
    """Two numbers of one program, a third of another program of the same brand, a fourth of another brand."""
    house, _ = lines
    _, program = await make_program(house, sender=ONE)
    assert (await house.post(f"{API}/Programs/{program}/Senders", Sender=TWO)).status == 201
    await make_program(house, "News", sender="+15557770003")
    await make_program(house, "News of others", "Bolt", sender="+15557770004")
    await choose(house, preset)
    await say(house, word)
    assert await stopped(house, ONE)
    assert (await stopped(house, TWO), await stopped(house, "+15557770003")) == others
    assert not await stopped(house, "+15557770004")
    assert scope in [row.scope for row in await house.platform.work().select(OptOut, account_sid=house.account_sid)]
    await say(house, "START", to=TWO)
    assert not await stopped(house, TWO) and await stopped(house, ONE) is (scope == "sender")
    assert await stopped(house, "+15557770003") is others[1]  # a START reopens its own program only


async def test_r31_the_law_of_the_recipients_country_may_reach_further(lines: tuple[House, Recorder]) -> None:
    """The FCC's rule that one revocation ends all of a brand's messages holds from 31 January 2027 on."""
    house, _ = lines
    brand, program = await make_program(house, sender=ONE)
    await choose(house, "policy")
    clock = house.platform.clock
    clock.stop()
    edge = from_datetime(datetime(2027, 1, 31, 5, tzinfo=UTC))
    clock.advance(edge - DAY - clock.now())
    await say(house, "STOP")
    clock.advance(2 * DAY)
    await say(house, "STOP", person="+12125550177")
    rows = await house.platform.work().select(OptOut, account_sid=house.account_sid)
    assert [(row.scope, row.sender) for row in rows] == [("program", program), ("brand", brand)]


async def test_r32_one_opt_out_for_all_channels(lines: tuple[House, Recorder]) -> None:
    house, _ = lines
    work = house.platform.work()
    await receive_message(work, from_=PERSON, to=ONE, body="STOP")
    await work.commit()
    for channel in ("whatsapp:", "rcs:", "sms:"):
        assert await is_opted_out(house.platform.work(), house.account_sid, channel + PERSON, channel + ONE)
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, TWO)


async def test_short_codes_are_their_owners_but_on_stricter_terms(lines: tuple[House, Recorder]) -> None:
    house, carrier = lines
    work = house.platform.work()
    await make_short_code(ShortCode(account_sid=house.account_sid, short_code="89890"), work)
    await work.commit()
    await say(house, "STOP", to="89890")
    assert not await stopped(house, "89890") and carrier.left == []
    await choose(house, "policy")
    await say(house, "STOP", to="89890")
    assert await stopped(house, "89890") and len(carrier.left) == 1


async def test_r09_an_inbound_text_opens_a_conversation_and_a_stop_ends_it(lines: tuple[House, Recorder]) -> None:
    house, _ = lines
    await say(house, "hello")
    assert (await house.get(f"{API}/Consents", Recipient=PERSON)).json["consents"] == []  # nobody asks for consents yet
    await choose(house, "policy")
    await say(house, "hello")
    found = (await house.get(f"{API}/Consents", Recipient=PERSON)).json["consents"][0]
    assert (found["basis"], found["status"], found["sender"], found["message_sid"][:2]) == ("conversation", "live", ONE, "SM")
    await say(house, "STOP")
    assert (await house.get(f"{API}/Consents/{found['sid']}")).json["status"] == "revoked"


async def test_a_message_sid_as_proof_must_be_the_persons_own(lines: tuple[House, Recorder]) -> None:
    house, _ = lines
    _, program = await make_program(house, sender=ONE)
    await say(house, "JOIN")
    inbound = (await house.get("/Messages.json")).json["messages"][0]["sid"]
    made = await house.post(f"{API}/Consents", ProgramSid=program, Recipient=PERSON, MessageSid=inbound)
    assert made.status == 201, made.text
    other = await house.post(f"{API}/Consents", ProgramSid=program, Recipient="+15551230077", MessageSid=inbound)
    assert other.json["code"] == 99120
    gone = await house.post(f"{API}/Consents", ProgramSid=program, Recipient="+15551230077", MessageSid="SM" + "0" * 32)
    assert gone.json["code"] == 99120

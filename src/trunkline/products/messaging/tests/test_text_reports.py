"""R39: the queue of doubtful texts stays short, remembers what was harmless, and hears of what recipients complain of."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.trust.rules.fresh_hosts import VOLUME, WINDOW, FreshHosts
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.tests.sending import API, NUMBER, Office, stop_clock
from trunkline.products.numbers.actions.provision_number import provision_number

DOUBTFUL = "Acme: your account is locked, confirm at http://acme.example/login?id=7 today. Reference {n}"
THEIRS = "+15557770009"


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def reviewer(office: Office) -> tuple[str, str]:
    made = await office.house.post(f"{API}/Reviewers", Name="Ada", Email="ada@review.example")
    assert made.status == 201, made.text
    return made.json["sid"], made.json["secret"]


async def waiting(office: Office, person: tuple[str, str]) -> list[dict[str, Any]]:
    answer = await office.house.get(f"{API}/TextReviewQueue", auth=person)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["text_reviews"]
    return found


async def neighbour(office: Office) -> tuple[str, str]:
    """Another account, which has the number THEIRS."""
    made = await office.house.post("/2010-04-01/Accounts.json", FriendlyName="Neighbour")
    assert made.status == 201, made.text
    work = office.house.platform.work()
    await provision_number(work, made.json["sid"], THEIRS)
    await work.commit()
    return made.json["sid"], made.json["auth_token"]


async def received(office: Office, body: str, sender: str = NUMBER) -> str:
    """The SID of the message that the neighbour gets, as a carrier brings it."""
    work = office.house.platform.work()
    message = await receive_message(work, from_=sender, to=THEIRS, body=body)
    await work.commit()
    await office.house.settle()
    return message.sid


async def test_r39_a_text_found_harmless_is_not_asked_about_again(office: Office) -> None:
    person = await reviewer(office)
    await office.ended((await office.accepted(DOUBTFUL.format(n=1)))["sid"])
    (review,) = await waiting(office, person)
    path = f"{API}/TextReviewQueue/{review['sid']}"
    assert (await office.house.post(path, auth=person, Outcome="harmless", Reasons="A shop's own reminder.")).status == 200
    await office.ended((await office.accepted(DOUBTFUL.format(n=2)))["sid"])
    assert await waiting(office, person) == []


async def test_r39_what_is_kept_is_masked_and_the_account_is_not_taught(office: Office) -> None:
    person = await reviewer(office)
    await office.ended((await office.accepted(DOUBTFUL.format(n=471199)))["sid"])
    (review,) = await waiting(office, person)
    assert review["excerpt"] == "Acme: your account is locked, confirm at http://acme.example/… today. Reference ######"
    assert review["features"]["phishing"] > 0 and "link" in review["features"]["features"]
    path = f"{API}/TextReviewQueue/{review['sid']}"
    assert (await office.house.post(path, auth=person, Outcome="harmless", Reasons="Harmless.")).status == 200
    told = (await office.house.get(f"{API}/TextReviews/{review['sid']}")).json
    assert (told["features"]["phishing"], told["features"]["features"]) == ("withheld", "withheld")
    assert "excerpt" not in told and "left_out" not in told


async def test_r39_who_got_a_text_reports_it_and_a_person_decides(office: Office) -> None:
    person, other = await reviewer(office), await neighbour(office)
    text = "Hello, this is Acme. Call me back on 2125550177, please."
    sent = await office.accepted(text, to=THEIRS)
    form = {"MessageSid": await received(office, text), "Category": "unwanted", "Statement": "I never asked for this."}
    made = await office.house.post(f"{API}/Reports", auth=other, **form)
    assert made.status == 201, made.text
    (review,) = await waiting(office, person)
    assert (review["account_sid"], review["message_sid"], review["sender"]) == (office.house.account_sid, sent["sid"], NUMBER)
    assert (review["reports"], review["features"]) == (1, {})
    assert review["excerpt"].endswith("Call me back on ##########, please.")
    again = await office.house.post(f"{API}/Reports", auth=other, **form)
    assert (again.status, again.json["code"]) == (409, 20409)
    second = await office.house.post(f"{API}/Reports", auth=other, **{**form, "MessageSid": await received(office, text)})
    assert second.status == 201
    (review,) = await waiting(office, person)
    assert review["reports"] == 2
    assert (await office.house.get(f"{API}/Enforcements")).json["enforcements"] == []
    path = f"{API}/TextReviewQueue/{review['sid']}"
    decided = await office.house.post(path, auth=person, Outcome="violation", Category="unwanted", Reasons="Nobody asked for it.")
    assert decided.status == 200, decided.text
    assert len((await office.house.get(f"{API}/Enforcements")).json["enforcements"]) == 1
    assert [row["message_sid"] for row in (await office.house.get(f"{API}/Reports", auth=other)).json["reports"]].count(
        form["MessageSid"]
    ) == 1
    assert (await office.house.get(f"{API}/Reports")).json["reports"] == []


async def test_r39_the_operator_passes_a_complaint_on(office: Office) -> None:
    person = await reviewer(office)
    sent = await office.accepted("Acme: we meet at noon")
    made = await office.house.post(f"{API}/Reports", MessageSid=sent["sid"], Category="fraud", Statement="By telephone.")
    assert made.status == 201, made.text
    assert [row["message_sid"] for row in await waiting(office, person)] == [sent["sid"]]


async def test_r39_nobody_reports_what_they_did_not_get(office: Office) -> None:
    other = await neighbour(office)
    sent = await office.accepted("Acme: we meet at noon")
    stranger = await received(office, "hello", sender="+12125550142")
    for sid in (sent["sid"], stranger, f"SM{'0' * 32}"):
        answer = await office.house.post(f"{API}/Reports", auth=other, MessageSid=sid, Category="fraud")
        assert (answer.status, answer.json["code"]) == (400, 20001), answer.text
    answer = await office.house.post(f"{API}/Reports", auth=other, MessageSid=await received(office, "x"), Category="ugly")
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_r39_reports_of_one_account_are_counted(office: Office) -> None:
    other = await neighbour(office)
    answers = []
    for n in range(21):
        form = {"MessageSid": await received(office, f"text {n}"), "Category": "other"}
        answers.append(await office.house.post(f"{API}/Reports", auth=other, **form))
    assert [a.status for a in answers] == [201] * 20 + [429]
    assert answers[-1].json["code"] == 20429


async def test_r39_a_host_that_many_messages_lead_to_all_at_once_is_looked_at_once(office: Office) -> None:
    person = await reviewer(office)
    clock = office.house.platform.clock
    hosts = office.house.platform.ports[FreshHosts] = FreshHosts(clock.now() - WINDOW)
    for _ in range(VOLUME - 2):
        assert not hosts.meet("brand-new.example", clock.now())
    for n in range(3):
        await office.ended((await office.accepted(f"Acme: the menu of day {n} is at brand-new.example/menu"))["sid"])
        assert len(await waiting(office, person)) == (0 if n == 0 else 1)
    (review,) = await waiting(office, person)
    assert "brand-new.example" in review["reason"]
    assert review["features"]["hosts"] == ["brand-new.example"]

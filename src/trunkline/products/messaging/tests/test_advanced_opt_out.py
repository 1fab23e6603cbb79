"""Advanced Opt-Out: a service's own keywords and answers, by language and country, and what its webhooks are told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.trust.actions.opt_out import is_opted_out
from trunkline.foundations.trust.tests.ledger import API
from trunkline.foundations.webhooks.tests.site import Site, answer, serve
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.ports import MessageCarrier
from trunkline.products.numbers.actions.provision_number import provision_number

V3 = "/messaging/v3/OptOuts"
ONE, TWO, ALONE, PERSON, MEXICAN = "+15557770001", "+15557770002", "+15557770009", "+15551230001", "+525512345678"


class Recorder:
    """A carrier that takes everything; `told` is what the application was told, `texts` what left."""

    def __init__(self, site: Site) -> None:
        self.texts: list[str] = []
        self._site = site

    @property
    def told(self) -> list[dict[str, str]]:
        return [asked.form for asked in self._site.asked]

    async def submit(self, handover: Any, work: Work) -> str:
        self.texts.append(handover.body)
        return "id"


@pytest.fixture
async def pool(house: House) -> AsyncIterator[tuple[House, Recorder, str, str]]:
    """A service with two numbers, a number alone, and the service's configuration; all of them ask one application."""
    async with serve() as site:
        site.answers = {path: [answer("200 OK", b"<Response/>", "Content-Type: text/xml")] for path in ("/sms", "/in")}
        recorder = Recorder(site)
        house.platform.ports[MessageCarrier] = recorder
        work = house.platform.work()
        for number in (ONE, TWO, ALONE):
            await provision_number(work, house.account_sid, number, sms_url=site.url("/sms"))
        await work.commit()
        made = await house.post("/messaging/v1/Services", FriendlyName="Pool", InboundRequestUrl=site.url("/in"))
        service = made.json["sid"]
        for row in (await house.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"]:
            if row["phone_number"] in (ONE, TWO):
                added = await house.post(f"/messaging/v1/Services/{service}/PhoneNumbers", PhoneNumberSid=row["sid"])
                assert added.status == 201, added.text
        made = await house.post(V3, ServiceSid=service, FriendlyName="Ours")
        assert made.status == 201, made.text
        assert made.json["opt_out_sid"] == made.json["sid"] and made.json["friendly_name"] == "Ours"
        yield house, recorder, service, made.json["sid"]


async def say(house: House, body: str, to: str = ONE, person: str = PERSON) -> None:
    work = house.platform.work()
    await receive_message(work, from_=person, to=to, body=body)
    await work.commit()
    await house.settle()


async def test_the_webhook_is_told_the_type_only_where_it_is_on(pool: tuple[House, Recorder, str, str]) -> None:
    house, recorder, _, sid = pool
    for body in ("STOP", "start", "Help", "hello"):
        await say(house, body)
    await say(house, "STOP", to=ALONE)
    assert [told.get("OptOutType") for told in recorder.told] == ["STOP", "START", "HELP", None, None]
    assert (await house.post(f"{V3}/{sid}", Enabled="false")).status == 200
    await say(house, "STOP")
    assert "OptOutType" not in recorder.told[-1]


async def test_r31_a_stop_to_one_number_holds_for_the_service(pool: tuple[House, Recorder, str, str]) -> None:
    house, _, service, _ = pool
    await say(house, "STOP")
    for sender in (ONE, TWO, service):
        assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, sender), sender
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, ALONE)
    assert (await house.post("/Messages.json", To=PERSON, MessagingServiceSid=service, Body="x")).json["code"] == 21610
    assert (await house.post("/Messages.json", To=PERSON, From=TWO, Body="x")).json["code"] == 21610
    await say(house, "START", to=TWO)
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, ONE)


async def test_own_keywords_and_answers_by_language_and_country(pool: tuple[House, Recorder, str, str]) -> None:
    house, recorder, _, sid = pool
    keyword = {"keywordType": "STOP.SPANISH", "messageType": "ALL", "keyword": "no gracias"}
    made = await house.ask("POST", f"{V3}/{sid}/Keywords", json.dumps(keyword).encode(), {"content-type": "application/json"})
    assert made.status == 201, made.text
    assert (await house.post(f"{V3}/{sid}/Messages", KeywordType="STOP.SPANISH", MessageType="ALL", Message="Adiós de Acme")).status == 200
    await say(house, "No, gracias!")
    assert recorder.texts == ["Adiós de Acme"] and recorder.told[-1]["OptOutType"] == "STOP"
    assert (await house.post(f"{V3}/{sid}/MessageTypes", MessageType="mx")).json["message_types"][-1] == {
        "key": "MX",
        "friendly_name": "Mexico",
    }
    assert (await house.post(f"{V3}/{sid}/Keywords", KeywordType="STOP.SPANISH", MessageType="MX", Keyword="YA NO")).status == 201
    assert (await house.post(f"{V3}/{sid}/Messages", KeywordType="STOP.ALL", MessageType="MX", Message="Hasta luego")).status == 200
    await say(house, "no gracias", person=MEXICAN)  # the country had its own list before it: a copy of that for all
    await say(house, "START", person=MEXICAN)
    await say(house, "ya no", person=MEXICAN)
    assert recorder.texts[1] == "Hasta luego" and recorder.texts[3] == "Hasta luego"
    await say(house, "ya no", person="+15551230002")
    assert not await is_opted_out(house.platform.work(), house.account_sid, "+15551230002", ONE)
    assert (await house.delete(f"{V3}/{sid}/MessageTypes/MX")).status == 204
    assert (await house.get(f"{V3}/{sid}/MessageTypes")).json["message_types"] == [
        {"key": "ALL", "friendly_name": "Global Default Settings"}
    ]


async def test_a_word_can_be_taken_out_but_for_the_three(pool: tuple[House, Recorder, str, str]) -> None:
    house, _, _, sid = pool
    gone = await house.delete(f"{V3}/{sid}/Keywords/QUIT?KeywordType=STOP.ENGLISH&MessageType=ALL")
    assert gone.status == 204, gone.text
    await say(house, "QUIT")
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, ONE)
    assert (await house.post(f"{API}/Policy", Preset="policy")).status == 200
    await say(house, "QUIT")  # what the policy demands cannot be configured away
    assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, ONE)
    for word, status in (("STOP", 400), ("QUIT", 404)):
        answer = await house.delete(f"{V3}/{sid}/Keywords/{word}?KeywordType=STOP.ENGLISH&MessageType=ALL")
        assert answer.status == status, word


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("Keywords", {"KeywordType": "STOP.KLINGON", "Keyword": "x"}), ("Keywords", {"KeywordType": "GO.ENGLISH", "Keyword": "x"}),
        ("Keywords", {"KeywordType": "STOP.ENGLISH", "Keyword": "!!"}), ("Keywords", {"KeywordType": "STOP.ENGLISH", "Keyword": "x" * 35}),
        ("Keywords", {"KeywordType": "START.ENGLISH", "Keyword": "quit"}), ("Keywords", {"KeywordType": "HELP.ENGLISH", "Keyword": "Stop"}),
        ("Keywords", {"KeywordType": "STOP.ENGLISH", "MessageType": "MX", "Keyword": "x"}), ("MessageTypes", {"MessageType": "Mexico"}),
        ("Messages", {"KeywordType": "STOP.ENGLISH", "Message": "x" * 321}),
    ],
)  # fmt: skip
async def test_what_cannot_be_set(pool: tuple[House, Recorder, str, str], path: str, form: dict[str, Any]) -> None:
    house, _, _, sid = pool
    answer = await house.post(f"{V3}/{sid}/{path}", **form)
    assert (answer.status, answer.json["code"]) == (400, 21617 if path == "Messages" else 20001)


async def test_configurations_are_rows_of_their_service(pool: tuple[House, Recorder, str, str]) -> None:
    house, _, service, sid = pool
    assert (await house.post(V3, ServiceSid=service)).status == 409
    for wrong in ("", "MG1", "MG" + "0" * 32):
        assert (await house.post(V3, ServiceSid=wrong)).json["code"] == 20001
    assert [row["sid"] for row in (await house.get(V3, ServiceSid=service)).json["opt_outs"]] == [sid]
    assert (await house.post(f"{V3}/{sid}/Keywords", KeywordType="STOP.ENGLISH", MessageType="ALL", Keyword="quit")).status == 409
    keywords = (await house.get(f"{V3}/{sid}/Keywords")).json
    assert keywords["opt_out_sid"] == sid and {c["keyword_type"] for c in keywords["config"]} == {
        "STOP.ENGLISH",
        "START.ENGLISH",
        "HELP.ENGLISH",
    }
    languages = (await house.get(f"{V3}/Configurations/Languages")).json["languages"]
    assert {"key": "SOUTHERN_SOTHO", "friendly_name": "Southern Sotho"} in languages and len(languages) == 42
    assert (await house.get(f"{V3}/Configurations/MessageTypes")).json["message_types"][0]["key"] == "ALL"
    assert len((await house.get(f"{V3}/DefaultKeywordsMessages")).json["defaultKeywords"]) > 400
    assert (await house.delete(f"{V3}/{sid}")).status == 204
    assert (await house.get(f"{V3}/{sid}/Messages")).status == 404

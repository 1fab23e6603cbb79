"""What may be said where, by whom and to whom (R33 to R51), and how each decision can be read."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.trust.content.examination import examine
from trunkline.foundations.trust.rule_packs import rule_packs
from trunkline.products.messaging.tests.sending import API, NUMBER, OTHER, PHONE, Office, stop_clock

CANNABIS = "Green Leaf: fresh cannabis flower in store today. Reply STOP to unsubscribe."
CANADIAN = "+14165550123"
BEER = "Acme: new craft beer, whiskey and vodka arrived in our liquor store. Reply STOP to unsubscribe."
PILLS = "Acme: buy tramadol without prescription now, cheap offer"


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open()


async def attest(office: Office, years: int, **more: Any) -> str:
    made = await office.house.post(f"{API}/AgeAttestations", **{"Recipient": PHONE, "Years": years, "Method": "document", **more})
    assert made.status == 201, made.text
    return str(made.json["sid"])


async def test_r33_the_same_text_is_judged_by_the_recipients_country(office: Office) -> None:
    program = await office.program("Leaf", "Green Leaf", AgeGated="true", Categories="cannabis")
    for person in (PHONE, CANADIAN):
        await office.agree(program, person)
        await attest(office, 21, Recipient=person)
    american = await office.evaluate(CANNABIS, MessageIntent="marketing")
    assert (american["verdict"], american["code"], american["alert_code"], american["country"]) == ("fail", 30007, 99109, "US")
    canadian = await office.evaluate(CANNABIS, to=CANADIAN, MessageIntent="marketing")
    assert canadian["rule"] != "country-content"
    assert canadian["country"] == "CA"


async def test_r33_the_contact_record_beats_the_numbering_plan(office: Office) -> None:
    program = await office.program("Leaf", "Green Leaf", AgeGated="true", Categories="cannabis")
    await office.agree(program, CANADIAN)
    await attest(office, 21, Recipient=CANADIAN)
    item = f'{{"contact_id": "{CANADIAN}", "correlation_id": "{"a" * 32}", "country_iso_code": "US", "zip_code": "10001"}}'
    done = await office.house.post("/accounts/v1/Contacts/Bulk", Items=item)
    assert done.json["items"][0]["error_code"] == 0, done.text
    assert (await office.evaluate(CANNABIS, to=CANADIAN, MessageIntent="marketing"))["rule"] == "country-content"


async def test_r34_a_cannabis_brand_cannot_write_to_americans_whatever_it_says(office: Office) -> None:
    program = await office.program("Leaf", "Green Leaf", Category="cannabis")
    await office.agree(program)
    await office.agree(program, CANADIAN)
    neutral = "Green Leaf: we open at nine tomorrow."
    sent = await office.accepted(neutral)
    assert (await office.ended(sent["sid"]))["error_code"] == 30007
    assert (await office.evaluate(neutral, to=CANADIAN, MessageIntent="delivery"))["rule"] != "country-content"


async def test_r35_an_offer_of_prescription_medicine_fails_and_a_reminder_passes(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    assert (await office.ended((await office.accepted(PILLS))["sid"]))["error_code"] == 30007
    assert (await office.ended((await office.accepted("Acme: your tramadol refill is ready"))["sid"]))["status"] == "delivered"


async def test_r36_r37_hatred_and_phishing_fail_in_every_preset(office: Office) -> None:
    phishing = "Your PayPal account has been suspended. Confirm your password at https://paypal-login.example.top within 24 hours"
    for preset in ("twilio", "policy", "strict"):
        await office.policy(Preset=preset)
        for text in ("white power, gas the jews", phishing):
            found = await office.evaluate(text, MessageIntent="delivery")
            if found["verdict"] == "refuse":  # a rule of state stands before it
                continue
            assert (found["verdict"], found["code"]) == ("fail", 30007), (preset, text, found)


async def test_r40_consent_does_not_allow_what_is_forbidden_and_riskcheck_does_not_waive_it(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    sent = await office.accepted(PILLS, RiskCheck="disable")
    assert (await office.ended(sent["sid"]))["error_code"] == 30007
    decisions = await office.decisions(MessageSid=sent["sid"])
    assert [(d["stage"], d["verdict"], d["rule"]) for d in decisions] == [
        ("dispatch", "fail", "country-content"),
        ("accept", "fail", "country-content"),
    ]


async def test_what_is_to_fail_fails_at_once_though_it_was_to_be_sent_later(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    sent = await office.accepted(PILLS, SendAt="2026-11-24T18:00:00Z", ScheduleType="fixed")
    assert sent["status"] == "queued"
    ended = await office.ended(sent["sid"])
    assert (ended["status"], ended["error_code"]) == ("failed", 30007)


async def test_a_failure_decided_at_accept_stands_whatever_changes_before_the_message_leaves(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    await office.house.platform.jobs.stop()
    sent = await office.accepted(PILLS)
    await office.policy(ScanMessageContent="false")
    await office.house.platform.jobs.start()

    async def failed() -> bool:
        return bool((await office.house.get(f"/Messages/{sent['sid']}.json")).json["error_code"] == 30007)

    await office.house.until(failed)


async def test_r51_a_service_has_a_switch_of_its_own(office: Office) -> None:
    program = await office.program(sender="")
    await office.agree(program)
    service = (await office.house.post("/messaging/v1/Services", FriendlyName="Quiet", ScanMessageContent="disable")).json["sid"]
    number = (await office.house.get("/IncomingPhoneNumbers.json", PhoneNumber=NUMBER)).json["incoming_phone_numbers"][0]["sid"]
    assert (await office.house.post(f"/messaging/v1/Services/{service}/PhoneNumbers", PhoneNumberSid=number)).status == 201
    joined = await office.house.post(f"{API}/Programs/{program}/Senders", Sender=service)
    assert joined.status == 201, joined.text
    unread = await office.accepted(PILLS, sender="", MessagingServiceSid=service)
    assert (await office.ended(unread["sid"]))["status"] == "delivered"
    await office.house.post(f"/messaging/v1/Services/{service}", ScanMessageContent="enable")
    await office.policy(ScanMessageContent="false")
    read = await office.accepted(PILLS, sender="", MessagingServiceSid=service)
    assert (await office.ended(read["sid"]))["error_code"] == 30007


async def test_r41_a_country_that_is_switched_off_is_not_written_to(office: Office) -> None:
    off = await office.house.ask(
        "PATCH", "/accounts/v1/Messaging/GeoPermissions",
        b'Permissions={"country_code":"US","type":"country","enabled":false}',
        {"content-type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert off.status == 200, off.text
    assert await office.refused() == 21408


async def test_r42_r44_adult_content_needs_a_registered_program_and_an_attested_age(office: Office) -> None:
    plain = await office.program()
    gated = await office.program("Liquor", sender=OTHER, AgeGated="true", Categories="alcohol")
    for program in (plain, gated):
        await office.agree(program)
    assert "alcohol" in examine(BEER).categories
    unlike = await office.evaluate(BEER, MessageIntent="marketing")
    assert (unlike["code"], unlike["alert_code"], unlike["rule"]) == (30007, 99119, "unlike-program")
    assert await office.refused(BEER, sender=OTHER, MessageIntent="marketing") == 99110
    await attest(office, 20)
    assert await office.refused(BEER, sender=OTHER, MessageIntent="marketing") == 99110
    await attest(office, 21, ProgramSid=gated)
    assert (await office.accepted(BEER, sender=OTHER, MessageIntent="marketing"))["sid"]


async def test_r42_the_age_is_that_of_the_place(office: Office) -> None:
    gated = await office.program("Liquor", AgeGated="true", Categories="alcohol")
    german = "+4915112345678"
    await office.agree(gated, german)
    await attest(office, 18, Recipient=german)
    await office.agree(gated)
    await attest(office, 18)
    assert (await office.evaluate(BEER, to=german, MessageIntent="marketing"))["rule"] != "age"
    assert (await office.evaluate(BEER, MessageIntent="marketing"))["rule"] == "age"


async def test_r43_the_evidence_of_an_age_gate_is_signed_and_names_nobody(office: Office) -> None:
    from trunkline.foundations.trust.receipts import verify_receipt

    gated = await office.program("Liquor", AgeGated="true", Categories="alcohol")
    await attest(office, 21, Wording="I am 21 or older")
    await attest(office, 25, Recipient="+12125550188", Method="self-declaration")
    await attest(office, 18, Recipient=CANADIAN, ProgramSid=await office.program("Other", sender=""))
    answer = await office.house.get(f"{API}/Programs/{gated}/AgeGateEvidence")
    shown = verify_receipt(answer.body)
    assert (shown["attestations"], shown["by_method"]) == (2, {"document": 1, "self-declaration": 1})
    assert shown["by_years"] == {"21": 1, "25": 1}
    assert shown["limits"] == {"US": {"alcohol": 21}}
    assert shown["wordings"] == ["I am 21 or older"]
    assert PHONE[1:] not in answer.text
    assert len((await office.house.get(f"{API}/AgeAttestations", Recipient=PHONE)).json["age_attestations"]) == 1
    assert (await office.house.get(f"{API}/Programs/PM{'0' * 32}/AgeGateEvidence")).status == 404


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"Years": "0"}, 20001),
        ({"Years": "121"}, 20001),
        ({"Method": "guess"}, 20001),
        ({"Recipient": ""}, 21604),
        ({"ProgramSid": f"PM{'0' * 32}"}, 99102),
        ({"AttestedAt": "2030-01-01T00:00:00Z"}, 99121),
    ],
)
async def test_r42_an_attestation_that_says_nothing_is_refused(office: Office, more: dict[str, str], code: int) -> None:
    given = {"Recipient": PHONE, "Years": "21", "Method": "document", **more}
    answer = await office.house.post(f"{API}/AgeAttestations", **given)
    assert (answer.status, answer.json["code"]) == (400, code), answer.text


async def test_r51_switched_off_no_text_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A spy stands where texts are examined; rules that go by other things still run."""
    from trunkline.foundations.trust.actions import gather_facts

    read: list[str] = []

    def spy(body: str) -> Any:
        read.append(body)
        return examine(body)

    monkeypatch.setattr(gather_facts, "read_text", spy)
    program = await office.program()
    await office.agree(program)
    await office.policy(ScanMessageContent="false")
    sent = await office.accepted(PILLS)
    assert (await office.ended(sent["sid"]))["status"] == "delivered"
    assert read == []
    await office.policy(ScanMessageContent="true", UnscannedCountries="CA")
    assert (await office.evaluate(PILLS, MessageIntent="delivery"))["code"] == 30007
    assert read


async def test_a_text_fails_by_the_rules_of_the_moment_it_leaves(office: Office) -> None:
    """Accepted while it was allowed; judged again at its hour."""
    program = await office.program()
    await office.agree(program)
    sent = await office.accepted(SendAt="2026-11-24T18:00:00Z", ScheduleType="fixed")
    assert sent["status"] == "scheduled"
    await office.house.post(f"{API}/OptOuts", Recipient=PHONE, Sender=NUMBER, Source="api")
    office.house.platform.clock.advance(3_600_000_000 * 2)
    ended = await office.ended(sent["sid"])
    assert (ended["status"], ended["error_code"]) in (("failed", 21610), ("canceled", None)), ended


async def test_decisions_are_listed_by_age_in_pages_and_found_by_filters(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    sids = []
    for n in range(3):
        sids.append((await office.accepted(f"Acme: parcel {n}. Reply STOP to unsubscribe."))["sid"])
        await office.ended(sids[-1])
        assert await office.refused(to="+12125550177") == 99101
    everything = await office.decisions(PageSize=50)
    assert len(everything) == 9
    assert [d["verdict"] for d in everything].count("refuse") == 3
    ages = [d["sid"][2:] for d in everything]
    assert ages == sorted(ages, reverse=True)
    paged: list[str] = []
    page = (await office.house.get(f"{API}/Decisions", PageSize=2)).json
    while True:
        paged += [d["sid"] for d in page["decisions"]]
        if page["meta"]["next_page_url"] is None:
            break
        page = (await office.house.get(page["meta"]["next_page_url"].split("4010")[1])).json
    assert paged == [d["sid"] for d in everything]
    back = (await office.house.get(page["meta"]["previous_page_url"].split("4010")[1])).json
    assert [d["sid"] for d in back["decisions"]] == paged[-2 - len(page["decisions"]) : -len(page["decisions"])]
    one = await office.decisions(MessageSid=sids[0])
    assert [d["stage"] for d in one] == ["dispatch", "accept"]
    assert {d["rule_pack"] for d in one} == {rule_packs(office.house.platform.work()).current.hash}
    for decision in (*one, everything[0]):
        assert (await office.house.get(f"{API}/Decisions/{decision['sid']}")).json == decision
    assert {d["code"] for d in await office.decisions(Verdict="refuse")} == {99101}
    assert len(await office.decisions(Rule="consent")) == 3
    assert len(await office.decisions(Stage="dispatch", Verdict="allow")) == 3
    assert len(await office.decisions(Recipient="+12125550177")) == 3
    assert len(await office.decisions(Recipient=PHONE)) == 6
    assert (await office.house.get(f"{API}/Decisions/DE{'0' * 32}")).status == 404
    assert (await office.house.get(f"{API}/Decisions/DA{'0' * 32}")).status == 404
    assert (await office.house.get(f"{API}/Decisions", Verdict="perhaps")).json["code"] == 20001


async def test_decisions_outlive_their_message(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    sid = (await office.accepted("Acme: a parcel. Reply STOP to unsubscribe."))["sid"]
    await office.ended(sid)
    before = await office.decisions(MessageSid=sid)
    assert (await office.house.delete(f"/Messages/{sid}.json")).status == 204
    after = await office.decisions(MessageSid=sid)
    own = {"sid", "url", "date_created", "date_updated"}
    assert [{k: v for k, v in d.items() if k not in own} for d in after] == [{k: v for k, v in d.items() if k not in own} for d in before]
    assert (await office.house.get(f"{API}/Decisions/{after[0]['sid']}")).status == 200


async def test_an_evaluation_neither_stores_nor_sends(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    found = await office.evaluate("hello", MessageIntent="delivery")
    assert found["verdict"] == "repair"
    assert found["body"] == "Acme: hello Reply STOP to unsubscribe."
    assert {o["rule"] for o in found["observations"]} == {"sender-identification", "first-message"}
    assert found["program_sid"] == program
    assert await office.decisions() == []
    assert (await office.house.get("/Messages.json")).json["messages"] == []
    wrong = await office.house.post(f"{API}/Evaluate", To="nobody", From=NUMBER, Body="x")
    assert (wrong.status, wrong.json["code"]) == (400, 21211)


async def test_strict_fails_closed_where_a_fact_is_not_known_and_twilio_open_with_an_alert(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trunkline.foundations.trust.actions import judge_send

    async def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("out of order")

    monkeypatch.setattr(judge_send, "gather_facts", broken)
    await office.policy(Preset="strict")
    assert await office.refused() == 99125
    await office.policy(Preset="twilio")
    sent = await office.accepted()
    assert (await office.ended(sent["sid"]))["status"] == "delivered"
    alerts = (await office.house.get("/monitor/v1/Alerts")).json["alerts"]
    assert [(a["error_code"], a["log_level"]) for a in alerts] == [("99125", "warning")]
    assert "out of order" in (await office.house.get(f"/monitor/v1/Alerts/{alerts[0]['sid']}")).json["alert_text"]


@pytest.mark.parametrize("to", [PHONE, "+447911123456", "+4915112345678", CANADIAN, "+33612345678"])
async def test_strict_lets_through_what_is_in_order(office: Office, to: str) -> None:
    """Nothing that it asks for is unknown, whatever country; and it is refused where a real route asks for a registration."""
    program = await office.program()
    await office.agree(program, to)
    await office.policy(Preset="strict")
    for body in ("Acme: hello", "Acme: your parcel will arrive tomorrow between two and four in the afternoon."):
        found = await office.evaluate(f"{body} Reply STOP to unsubscribe.", to=to, MessageIntent="delivery")
        assert (found["verdict"], found["unknown"]) in (("allow", []), ("repair", [])), found
    sent = await office.accepted("Acme: hello. Reply STOP to unsubscribe.", to=to)
    assert not [d for d in await office.decisions(MessageSid=sent["sid"]) if d["verdict"] not in ("allow", "repair")]


async def test_strict_asks_for_a_registration_where_a_real_route_does(office: Office) -> None:
    from trunkline.foundations.trust.actions.settle_terms import forget_terms
    from trunkline.foundations.trust.ports import RealTraffic, Registrations

    class Real:
        async def is_real(self, work: Any, account_sid: str) -> bool:
            return True

    program = await office.program()
    await office.agree(program)
    office.house.platform.ports.pop(Registrations)
    office.house.platform.ports[RealTraffic] = Real()
    await office.policy(Preset="strict")
    forget_terms(office.house.platform.work())
    found = await office.evaluate("Acme: hello. Reply STOP to unsubscribe.", MessageIntent="delivery")
    assert (found["verdict"], found["rule"], found["unknown"]) == ("fail", "registration", ["registration"])

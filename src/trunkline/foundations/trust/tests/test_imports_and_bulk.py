"""Consents that come in lists: where they come from, what of each is refused, and Twilio's bulk doors."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conftest import House
from trunkline.foundations.trust.actions.look_up import contact_of, live_consents
from trunkline.foundations.trust.actions.opt_out import is_opted_out
from trunkline.foundations.trust.resources.consent_import import ConsentImport
from trunkline.foundations.trust.rules.addresses import bare_address, read_sender, split_address
from trunkline.foundations.trust.rules.sketch import ALIKE, similarity, sketch
from trunkline.kernel.clock import HOUR
from trunkline.kernel.dialects import write_iso8601

API = "/compliance/v1"
PERSON, SENDER = "+15551230001", "+15557770001"
SHOWN: dict[str, Any] = {"SourceUrl": "https://acme.example/join", "Wording": "I agree to texts from Acme"}


async def make_program(house: House, auth: tuple[str, str] | None = None, **more: Any) -> str:
    brand = (await house.post(f"{API}/Brands", auth=auth, Name="Acme")).json["sid"]
    program = (await house.post(f"{API}/Programs", auth=auth, BrandSid=brand, Name="Offers", Intents="marketing", **more)).json["sid"]
    assert (await house.post(f"{API}/Programs/{program}/Senders", auth=auth, Sender=SENDER)).status == 201
    return str(program)


def at(house: House, ago: int = HOUR) -> str:
    return write_iso8601(house.platform.clock.now() - ago)


def people(house: House, count: int, first: int = 0) -> str:
    return json.dumps([{"recipient": f"+1555{first + n:07d}", "captured_at": at(house)} for n in range(count)])


async def test_a_bought_list_is_no_consent(house: House) -> None:
    program = await make_program(house)
    for source in ("purchased", "third-party-list", "shared-list", ""):
        brought = await house.post(f"{API}/ConsentImports", ProgramSid=program, Source=source, Items=people(house, 3), **SHOWN)
        assert (brought.status, brought.json["accepted"], brought.json["invalid"]) == (201, 0, 3), source
    assert await live_consents(house.platform.work(), house.account_sid, "+15550000001") == []
    kept = (await house.get(f"{API}/Consents", Recipient="+15550000001")).json["consents"]
    assert {c["status"] for c in kept} == {"invalid"} and {c["source"] for c in kept} == {
        "purchased", "third-party-list", "shared-list", "undeclared",
    }  # fmt: skip
    affirmed = await house.post(f"{API}/Consents/{kept[0]['sid']}", Status="live", MessageSid="SM" + "1" * 32)
    assert affirmed.json["code"] == 99121  # what never was consent does not become it
    assert (await house.post(f"{API}/ConsentImports", ProgramSid=program, Source="friend", Items="[]")).json["code"] == 20001


async def test_each_item_is_refused_on_its_own(house: House) -> None:
    program = await make_program(house)
    await house.post(f"{API}/OptOuts", Recipient="+15550000007", Sender=SENDER, Source="email")
    items: list[Any] = [
        {"recipient": "+15550000001", "captured_at": at(house)},
        {"recipient": "+15550000001", "captured_at": at(house)},  # twice
        {"recipient": "12", "captured_at": at(house)},
        {"recipient": "+15550000003"},  # no timestamp: no proof
        {"recipient": "+15550000004", "captured_at": "yesterday"},
        {"recipient": "+15550000005", "captured_at": at(house, -48 * HOUR)},
        "+15550000006",
        {"recipient": "+15550000007", "captured_at": at(house)},  # before the opt-out
        {"recipient": "+15550000008", "captured_at": at(house), "ip_address": 5},
        {"recipient": "+15550000009", "captured_at": at(house), "captured_by": "a\0b"},
        {"recipient": "+15550000010", "captured_at": "1066-10-14"},
    ]
    form: dict[str, Any] = {"ProgramSid": program, "Source": "website", **SHOWN}
    brought = (await house.post(f"{API}/ConsentImports", Items=json.dumps(items), **form)).json
    assert (brought["total"], brought["accepted"], brought["invalid"], brought["refused"]) == (11, 1, 0, 10)
    assert sorted((e["item"], e["error_code"]) for e in brought["errors"]) == [
        (1, 20409), (2, 21211), (3, 99120), (4, 20001), (5, 99121), (6, 20001), (7, 99121), (8, 20001), (9, 20001), (10, 99121),
    ]  # fmt: skip
    for wrong in ("{}", "[]", "no", json.dumps([{}] * 1001)):
        assert (await house.post(f"{API}/ConsentImports", Items=wrong, **form)).json["code"] == 20001, wrong[:20]
    consent = (await live_consents(house.platform.work(), house.account_sid, "+15550000001"))[0]
    assert consent.import_sid == brought["sid"]
    assert (await house.get(f"{API}/Consents/{consent.sid}/Verification")).json["intact"] is True


async def test_one_list_in_two_accounts_is_flagged(house: House) -> None:
    mine = await make_program(house)
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Other")).json
    other = (child["sid"], child["auth_token"])
    theirs = await make_program(house, auth=other)
    form: dict[str, Any] = {"Source": "website", **SHOWN}
    first = (await house.post(f"{API}/ConsentImports", ProgramSid=mine, Items=people(house, 200), **form)).json
    again = (await house.post(f"{API}/ConsentImports", ProgramSid=mine, Items=people(house, 200), **form)).json
    assert (first["flagged"], again["flagged"]) == (False, False)  # one's own list may be sent twice
    apart = await house.post(f"{API}/ConsentImports", auth=other, ProgramSid=theirs, Items=people(house, 200, 5000), **form)
    assert apart.json["flagged"] is False
    alike = (await house.post(f"{API}/ConsentImports", auth=other, ProgramSid=theirs, Items=people(house, 195), **form)).json
    assert alike["flagged"] is True and house.account_sid not in json.dumps(alike)
    rows = await house.platform.work().select(ConsentImport)
    assert {row.sid for row in rows if row.flagged} == {first["sid"], again["sid"], alike["sid"]}
    await house.settle()
    for auth, sids in ((None, {first["sid"], again["sid"]}), (other, {alike["sid"]})):
        (case,) = (await house.get(f"{API}/Enforcements", auth=auth)).json["enforcements"]
        assert (case["rule"], case["status"]) == ("shared-list", "observed")
        assert case["signals"]["import"] in sids
        assert (house.account_sid if auth else child["sid"]) not in json.dumps(case)  # whose list it is like is not told


async def bulk(house: House, *items: dict[str, Any]) -> list[tuple[int, list[str]]]:
    answer = await house.post("/accounts/v1/Consents/Bulk", Items=[json.dumps(i) for i in items])
    assert answer.status == 201, answer.text
    found = answer.json["items"]
    assert [i["correlation_id"] for i in found] == [i["correlation_id"] for i in items]
    return [(i["error_code"], i["error_messages"]) for i in found]


def item(house: House, status: str = "opt-in", **more: Any) -> dict[str, Any]:
    return {
        "contact_id": PERSON, "correlation_id": "ad388b5a46b33b874b0d41f7226db2ef", "sender_id": SENDER, "status": status,
        "source": "website", "date_of_consent": at(house), **more,
    }  # fmt: skip


async def test_bulk_consents_answer_each_item_as_twilio_does(house: House) -> None:
    found = await bulk(
        house,
        item(house, "opt-out", sender_id="MG" + "0" * 31 + "1"),
        {**item(house), "contact_id": "+19", "sender_id": "123456", "date_of_consent": "2025-03-25", "source": "opt-in-message"},
        {**item(house), "correlation_id": "short", "sender_id": "", "status": "maybe", "source": "friend"},
    )
    assert found == [
        (0, []),
        (30646, ["INVALID_CONTACT_ID", "INVALID_DATE_OF_CONSENT"]),
        (30646, ["INVALID_CORRELATION_ID", "INVALID_SENDER_ID", "INVALID_STATUS", "INVALID_SOURCE"]),
    ]
    assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, "MG" + "0" * 31 + "1")
    for wrong in ([], ["{"], ["5"], [json.dumps(item(house))] * 26):
        assert (await house.post("/accounts/v1/Consents/Bulk", Items=wrong)).json["code"] == 20001


async def test_a_bulk_opt_in_must_be_later_than_the_opt_out(house: House) -> None:
    assert await bulk(house, item(house, "opt-out")) == [(0, [])]
    refused = (30646, ["INVALID_DATE_OF_CONSENT"])
    late, early = at(house, HOUR // 2), at(house, 2 * HOUR)
    assert await bulk(house, item(house, date_of_consent=early), item(house, date_of_consent="")) == [refused, refused]
    assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, SENDER)
    assert await bulk(house, item(house, date_of_consent=late)) == [(0, [])]
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, SENDER)


async def test_a_bulk_opt_in_counts_where_the_program_has_an_opt_in_form(house: House) -> None:
    assert await bulk(house, item(house)) == [(0, [])]  # the sender has no program
    assert await live_consents(house.platform.work(), house.account_sid, PERSON) == []
    program = await make_program(house)
    assert await bulk(house, item(house)) == [(0, [])]  # the program says nothing of what was shown
    assert await live_consents(house.platform.work(), house.account_sid, PERSON) == []
    form: dict[str, Any] = {"OptInUrl": "https://acme.example/join", "OptInWording": "I agree", "OptInWordingVersion": "2"}
    await house.post(f"{API}/Programs/{program}", **form)
    later = at(house, HOUR // 2)
    same = item(house, date_of_consent=later)
    assert await bulk(house, item(house), same, same) == [(0, [])] * 3
    live = await live_consents(house.platform.work(), house.account_sid, PERSON)
    assert [(c.wording, c.program_sid, c.types, c.revision) for c in live] == [("I agree", program, ["marketing"], 2)]
    assert write_iso8601(live[0].last_affirmed_at) == later


async def test_bulk_contacts(house: House) -> None:
    def contact(**more: Any) -> str:
        return json.dumps({"contact_id": PERSON, "correlation_id": "a" * 32, "country_iso_code": "US", "zip_code": "12345", **more})

    path = "/accounts/v1/Contacts/Bulk"
    answer = await house.post(
        path, Items=[contact(), contact(zip_code="94105"), contact(contact_id="+19"), contact(country_iso_code="usa")]
    )
    assert [(i["error_code"], i["error_messages"]) for i in answer.json["items"]] == [
        (0, []), (0, []), (30647, ["INVALID_CONTACT_ID"]), (30647, ["INVALID_COUNTRY_ISO_CODE"]),
    ]  # fmt: skip
    found = await contact_of(house.platform.work(), house.account_sid, f"whatsapp:{PERSON}")
    assert found is not None and found.zip_code == "94105"


@given(st.sets(st.integers(0, 10**6), min_size=200, max_size=400), st.integers(0, 100))
def test_a_sketch_tells_lists_that_are_nearly_the_same(members: set[int], left_out: int) -> None:
    import hashlib

    def digests(numbers: set[int]) -> list[str]:
        return [hashlib.sha256(str(number).encode()).hexdigest() for number in numbers]

    whole = sketch(digests(members))
    assert similarity(whole, sketch(reversed(digests(members)))) == 1.0
    part = {number for number in members if number % 200 != left_out}
    assert similarity(whole, sketch(digests(part))) >= ALIKE
    assert similarity(whole, sketch(digests({number + 10**7 for number in members}))) == 0.0


@given(st.sampled_from(["", "whatsapp:", "messenger:", "rcs:", "WhatsApp:"]), st.integers(10**7, 10**14))
def test_an_address_is_the_same_on_all_channels(prefix: str, digits: int) -> None:
    assert bare_address(f" {prefix}+{digits} ") == f"+{digits}"
    assert split_address(f"{prefix}+{digits}")[0] == prefix[:-1].lower()


@given(st.text(max_size=40))
def test_a_sender_is_read_or_refused_in_words(text: str) -> None:
    try:
        read = read_sender(text)
    except ValueError as why:
        assert str(why)
    else:
        assert read_sender(read) == read

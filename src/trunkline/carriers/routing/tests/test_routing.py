"""Carriers, routes and prices as resources; choice, fail-over and its reasons; one text through one carrier."""

from __future__ import annotations

import json
from typing import Any

from trunkline.carriers.simulated.tests.traffic import NUMBER, own_number, reaches, text

from .conftest import Provider, twilio_like

NOWHERE = "http://127.0.0.1:9"


async def hops(house: Any, sid: str) -> list[Any]:
    answer = await house.get("/network/v1/Hops", MessageSid=sid)
    assert answer.status == 200, answer.text
    found: list[Any] = answer.json["hops"]
    return found[::-1]


async def test_without_routes_the_simulated_network_carries(home: Any) -> None:
    sid = await text(home, "+15551230009")
    await reaches(home, sid, "delivered", "undelivered")
    assert await hops(home, sid) == []
    said = (await home.post("/network/v1/Routes/DryRun", To="+15551230009")).json
    assert said["carrier_sid"] is None and "simulated network" in said["explanation"]


async def test_a_text_takes_its_route_and_what_it_costs_is_kept(home: Any, provider: Provider) -> None:
    carrier = await twilio_like(home, provider, Destination="1415")
    price = await home.post("/network/v1/Prices", CarrierSid=carrier["sid"], Destination="+1", Price="0.0070")
    assert price.json["price"] == "0.007"
    sid = await text(home, "+14155552671", "x" * 200)
    assert await reaches(home, sid, "sent", "failed") == ("sent", None)
    [hop] = await hops(home, sid)
    assert (hop["outcome"], hop["carrier_id"], hop["cost"], hop["currency"]) == ("submitted", "SMupstream", "0.014", "USD")
    assert hop["considered"][0]["reason"] == "priority 10, for +1415, costs 0.014 USD"
    line, headers, form, _ = provider.heard[0]
    assert line.startswith("POST /2010-04-01/Accounts/ACupstream/Messages.json ")
    assert headers["authorization"] == "Basic QUN1cHN0cmVhbTp1cHN0cmVhbS10b2tlbg=="
    assert form["To"] == "+14155552671" and form["StatusCallback"].endswith(f"/network/v1/Carriers/{carrier['sid']}/Reports/{sid}")


async def test_a_route_to_real_phones_brings_the_policy_preset(house: Any, provider: Provider) -> None:
    await own_number(house)
    assert (await house.get("/compliance/v1/Policy")).json["default_preset"] == "twilio"
    await twilio_like(house, provider)
    assert (await house.get("/compliance/v1/Policy")).json["default_preset"] == "policy"
    refused = await house.post("/Messages.json", To="+14155552671", From=NUMBER, Body="hello")
    assert (refused.status, refused.json["code"]) == (400, 99101)
    assert provider.heard == []


async def test_it_fails_over_and_says_why(home: Any, provider: Provider) -> None:
    provider.answers = [(503, {"code": 20500, "message": "busy"})]
    first = await twilio_like(home, provider, "first", Priority="1")
    other = Provider()
    other.url = NOWHERE
    second = await twilio_like(home, other, "second", Priority="2")
    third = await home.post("/network/v1/Carriers", FriendlyName="rehearsal", Kind="simulated")
    assert third.status == 201, third.text
    assert (await home.post("/network/v1/Routes", CarrierSid=third.json["sid"], Priority="3")).status == 201
    sid = await text(home, "+14155552671")
    await reaches(home, sid, "delivered", "undelivered")
    told = [(h["carrier_sid"], h["outcome"]) for h in await hops(home, sid)]
    assert told == [(first["sid"], "unavailable"), (second["sid"], "unavailable"), (third.json["sid"], "submitted")]
    assert "answers 503" in (await hops(home, sid))[0]["reason"]
    # Both are known to be down now: the one that is up comes first.
    again = await text(home, "+14155552671")
    await reaches(home, again, "delivered", "undelivered")
    assert [h["carrier_sid"] for h in await hops(home, again)] == [third.json["sid"]]


async def test_a_refusal_of_the_recipient_is_final_and_one_of_the_carrier_is_not(home: Any, provider: Provider) -> None:
    await twilio_like(home, provider, "first", Priority="1")
    spare = Provider()
    await twilio_like(home, provider, "second", Priority="2")
    provider.answers = [(400, {"code": 21211, "message": "no such number"})]
    assert await reaches(home, await text(home, "+14155552671"), "failed", "sent") == ("failed", 30005)
    assert len(provider.heard) == 1
    provider.answers = [(400, {"code": 29999, "message": "something else"}), (201, {"sid": "SM2"})]
    sid = await text(home, "+14155552671")
    assert (await reaches(home, sid, "failed", "sent"))[0] == "sent"
    assert [h["outcome"] for h in await hops(home, sid)] == ["refused", "submitted"]
    assert spare.heard == []


async def test_where_no_route_fits_the_message_fails(home: Any, provider: Provider) -> None:
    await twilio_like(home, provider, Destination="+44")
    assert await reaches(home, await text(home, "+14155552671"), "failed", "sent") == ("failed", 30006)
    said = (await home.post("/network/v1/Routes/DryRun", To="14155552671")).json
    assert said["carrier_sid"] is None and said["considered"][0]["reason"] == "the destination does not begin with +44"


async def test_the_dry_run_explains_and_sends_nothing(home: Any, provider: Provider) -> None:
    carrier = await twilio_like(home, provider, Destination="+1")
    said = (await home.post("/network/v1/Routes/DryRun", To="+14155552671", From="15557770001")).json
    assert said["carrier_sid"] == carrier["sid"] and said["explanation"] == "upstream takes it: priority 10, for +1, no price is known"
    assert said["from"] == "+15557770001" and provider.heard == []
    assert (await home.post("/network/v1/Routes/DryRun")).json["code"] == 21604
    assert (await home.post("/network/v1/Routes/DryRun", To="+1", NumSegments="99")).json["code"] == 20001


async def test_one_text_through_one_carrier_shows_every_exchange(home: Any, provider: Provider) -> None:
    await twilio_like(home, provider, "routed", Destination="+44")
    carrier = await twilio_like(home, provider, "tested", Destination="+44")
    answer = await home.post(f"/network/v1/Carriers/{carrier['sid']}/TestMessage", To="+14155552671", From="+15557770001", Body="Hi")
    assert answer.status == 201, answer.text
    assert answer.json["message"]["status"] == "sent", answer.text
    assert answer.json["message"]["uri"].startswith("/2010-04-01/Accounts/")
    sent, received = answer.json["exchanges"]
    assert (sent["direction"], received["direction"], received["what"]) == ("sent", "received", "HTTP 201")
    assert ["To", "+14155552671"] in sent["detail"]["form"]
    assert "upstream-token" not in answer.text


async def test_a_test_message_is_judged_as_any_other(home: Any, provider: Provider) -> None:
    carrier = await twilio_like(home, provider)
    await home.post("/network/v1/Handsets", PhoneNumber="+15551230001")
    await home.post("/network/v1/Handsets/+15551230001/Messages", To="+15557770001", Body="STOP")
    answer = await home.post(f"/network/v1/Carriers/{carrier['sid']}/TestMessage", To="+15551230001", From="+15557770001")
    assert answer.json["code"] == 21610


async def test_bad_settings_get_a_sentence(home: Any) -> None:
    async def refused(**parameters: Any) -> str:
        answer = await home.post("/network/v1/Carriers", FriendlyName="x", **parameters)
        assert answer.status == 400 and answer.json["code"] == 20001, answer.text
        return str(answer.json["message"])

    assert "Kind" in await refused()
    assert "no setting 'colour'" in await refused(Kind="twilio", Settings='{"colour": "red"}')
    assert "account_sid is missing" in await refused(Kind="twilio", Settings="{}")
    assert "Secret is required" in await refused(Kind="twilio", Settings='{"account_sid": "AC1"}')
    assert "url must be" in await refused(Kind="twilio", Settings='{"account_sid": "AC1", "url": "ftp://x"}', Secret="s")
    assert "has a place {colour}" in await refused(
        Kind="http", Settings=json.dumps({"send": {"url": "http://x/", "fields": {"a": "{colour}"}}})
    )
    assert "`send`" in await refused(Kind="http", Settings="{}")


async def test_a_secret_is_never_shown_and_stays_when_settings_change(home: Any, provider: Provider) -> None:
    carrier = await twilio_like(home, provider)
    assert "upstream-token" not in json.dumps(carrier) and "secret" not in carrier
    changed = await home.post(f"/network/v1/Carriers/{carrier['sid']}", FriendlyName="renamed")
    assert changed.json["settings"]["url"] == provider.url
    assert (await reaches(home, await text(home, "+14155552671"), "sent", "failed"))[0] == "sent"
    assert provider.heard[0][1]["authorization"].startswith("Basic ")
    assert (await home.delete(f"/network/v1/Carriers/{carrier['sid']}")).status == 409


async def test_another_account_sees_and_uses_none_of_it(home: Any, provider: Provider) -> None:
    carrier = await twilio_like(home, provider)
    other = (await home.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    auth = (other["sid"], other["auth_token"])
    assert (await home.get(f"/network/v1/Carriers/{carrier['sid']}", auth=auth)).status == 404
    assert (await home.post("/network/v1/Routes", auth=auth, CarrierSid=carrier["sid"])).status == 400
    # ... but a subaccount's texts take its parent's routes
    said = (await home.post("/network/v1/Routes/DryRun", auth=auth, To="+14155552671")).json
    assert said["carrier_sid"] == carrier["sid"]

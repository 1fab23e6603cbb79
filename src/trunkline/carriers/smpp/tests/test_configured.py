"""A carrier of kind `smpp` made by the API: bound, tried, and taken away."""

from __future__ import annotations

import json
from typing import Any

from .smsc import Smsc
from .traffic import NUMBER, PHONE, reaches


async def make(house: Any, smsc: Smsc, **settings: Any) -> Any:
    given = {"host": "127.0.0.1", "port": smsc.port, "system_id": "trunkline", "reconnect": 0.05, **settings}
    return await house.post("/network/v1/Carriers", FriendlyName="SMSC", Kind="smpp", Settings=json.dumps(given), Secret="secret")


async def test_a_configured_carrier_is_bound_tried_and_taken_away(house: Any, number: str, smsc: Smsc) -> None:
    await smsc.order(policy={"receipts": [{"delay": 20}]})
    made = await make(house, smsc)
    assert made.status == 201, made.text
    sid = made.json["sid"]
    assert "secret" not in made.text.replace("secret_", "")

    async def up() -> bool:
        return bool((await house.get(f"/network/v1/Carriers/{sid}/Health")).json["state"] == "up")

    await house.until(up)
    tried = await house.post(f"/network/v1/Carriers/{sid}/TestMessage", To=PHONE, From=NUMBER, Body="one text")
    assert tried.status == 201, tried.text
    assert [(e["direction"], e["what"]) for e in tried.json["exchanges"]] == [("sent", "submit_sm"), ("received", "submit_sm_resp")]
    assert tried.json["exchanges"][0]["detail"]["destination"] == PHONE[1:]
    assert (await reaches(house, tried.json["message"]["sid"], "delivered"))[0] == "delivered"
    assert (await house.delete(f"/network/v1/Carriers/{sid}")).status == 204
    await smsc.until("unbind")


async def test_settings_that_cannot_be_are_refused_with_words(house: Any, smsc: Smsc) -> None:
    answer = await make(house, smsc, alphabet="morse")
    assert (answer.status, answer.json["code"]) == (400, 20001)
    assert "alphabet is one of gsm7" in answer.json["message"]

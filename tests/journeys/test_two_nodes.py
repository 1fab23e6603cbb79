"""One Trunkline is the carrier of another: a text crosses both, its answer comes back, and each is told what became of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import Live

from .asking import Client

Start = Callable[..., Live]
PATIENCE = 20.0


def until(found: Callable[[], Any]) -> Any:
    """What `found` gives as soon as it is something."""
    deadline = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)
    return value


def test_a_text_and_its_answer_cross_two_nodes(start: Start, tmp_path: Path) -> None:
    near, far = start(data=tmp_path / "near"), start(data=tmp_path / "far")
    ours = Client(near.api_url, near.account_sid, near.auth_token)
    theirs = Client(far.api_url, far.account_sid, far.auth_token)
    number, phone = far.numbers[0], far.handsets[0]
    assert number in near.numbers  # both began alike: it sends from it, and what is written to it there is passed on
    settings = json.dumps({"account_sid": far.account_sid, "url": far.api_url})
    carrier = ours.post("/network/v1/Carriers", FriendlyName="far", Kind="twilio", Settings=settings, Secret=far.auth_token)
    assert carrier.status == 201, carrier.body
    sid = carrier.json["sid"]
    assert ours.post("/network/v1/Routes", CarrierSid=sid).status == 201
    addresses = ours.get(f"/network/v1/Carriers/{sid}/Health").json["addresses"]
    held = theirs.get(theirs.below(f"/IncomingPhoneNumbers.json?PhoneNumber=%2B{number[1:]}")).json["incoming_phone_numbers"][0]
    changed = theirs.post(theirs.below(f"/IncomingPhoneNumbers/{held['sid']}.json"), SmsUrl=addresses["inbound_url"])
    assert changed.status == 200, changed.body

    def send(body: str) -> Any:
        return ours.post(ours.below("/Messages.json"), To=phone, From=number, Body=body).json

    def write(body: str) -> None:
        assert theirs.post(f"/network/v1/Handsets/{phone}/Messages", To=number, Body=body).status == 201

    def heard() -> list[str]:
        return [m["body"] for m in theirs.get(f"/network/v1/Handsets/{phone}/Messages?State=received").json["messages"]]

    # A real carrier brings the preset `policy`: without consent nothing leaves. (Nor without a campaign, which is not rehearsed here.)
    assert ours.post("/compliance/v1/Policy", Modes='{"registration": "warn"}').status == 200
    assert send("hello")["code"] == 99101

    # The phone writes first, which is consent for this conversation ...
    write("Are you there?")
    inbound = until(lambda: ours.get(ours.below(f"/Messages.json?To=%2B{number[1:]}")).json["messages"])
    assert (inbound[0]["from"], inbound[0]["body"], inbound[0]["direction"]) == (phone, "Are you there?", "inbound")

    # ... and is answered; the far node's report makes it delivered here.
    answered = send("Yes: Trunkline here")
    assert "sid" in answered, answered
    message = answered["sid"]
    until(lambda: ours.get(ours.below(f"/Messages/{message}.json")).json["status"] == "delivered")
    assert any("Yes: Trunkline here" in body for body in heard())
    [hop] = ours.get(f"/network/v1/Hops?MessageSid={message}").json["hops"]
    assert hop["carrier_sid"] == sid and hop["carrier_id"].startswith("SM")

    # STOP on the far phone stops it at the near node's own record, too.
    write("STOP")
    until(lambda: send("still?").get("code") == 21610)

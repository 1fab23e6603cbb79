"""The register of what is kept in browsers, and the signals DNT and GPC."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.runtime.front_door import FrontDoor
from trunkline.surfaces.http.exchange import Asked


async def test_r121_the_register_has_required_entries_only_and_says_why(house: Any) -> None:
    door = FrontDoor(house.platform)
    asked = Asked("GET", "/console/api/cookies", "", {"host": "127.0.0.1:4010", "dnt": "1", "sec-gpc": "1"}, b"")
    answer = await door.answer(asked)
    told = msgspec.json.decode(answer.body)
    assert answer.status == 200 and told["categories"] == ["required"]
    assert all(entry["purpose"] and entry["life"] and entry["set_when"] for entry in told["cookies"])
    assert told["do_not_track"] is True and told["global_privacy_control"] is True
    assert "Set-Cookie" not in answer.headers


async def test_r125_the_signal_of_global_privacy_control_is_said_to_be_abided_by(house: Any) -> None:
    door = FrontDoor(house.platform)
    answer = await door.answer(Asked("GET", "/.well-known/gpc.json", "", {"host": "127.0.0.1:4010"}, b""))
    assert (answer.status, answer.kind) == (200, "application/json")
    assert msgspec.json.decode(answer.body)["gpc"] is True

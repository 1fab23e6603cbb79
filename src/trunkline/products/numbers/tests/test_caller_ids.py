"""Caller IDs exist only after the called number has entered its code."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs

import pytest

from trunkline.kernel.clock import SECOND
from trunkline.products.numbers.actions.confirm_caller_id import confirm_caller_id
from trunkline.products.numbers.actions.request_validation import PATIENCE
from trunkline.products.numbers.resources.validation_request import ValidationRequest

PHONE = "+14155552671"


async def ask(house: Any, **more: Any) -> dict[str, Any]:
    answer = await house.post("/OutgoingCallerIds.json", PhoneNumber=PHONE, **more)
    assert answer.status == 200, answer.text
    asked: dict[str, Any] = answer.json
    return asked


async def listed(house: Any, **filters: str) -> list[str]:
    return [one["phone_number"] for one in (await house.get("/OutgoingCallerIds.json", **filters)).json["outgoing_caller_ids"]]


async def test_from_the_code_to_the_caller_id(house: Any) -> None:
    asked = await ask(house, FriendlyName="Mine")
    assert set(asked) == {"account_sid", "call_sid", "friendly_name", "phone_number", "validation_code"}
    assert len(asked["validation_code"]) == 6
    assert asked["validation_code"].isdigit()
    assert await listed(house) == []
    wrong = "000000" if asked["validation_code"] != "000000" else "111111"
    answer = await house.post(f"/network/v1/ValidationRequests/{asked['call_sid']}", ValidationCode=wrong)
    assert (answer.status, answer.json["code"]) == (400, 20001)
    assert await listed(house) == []
    answer = await house.post(f"/network/v1/ValidationRequests/{asked['call_sid']}", ValidationCode=asked["validation_code"])
    assert (answer.status, answer.json["phone_number"], answer.json["friendly_name"]) == (201, PHONE, "Mine")
    assert await listed(house, PhoneNumber=PHONE, FriendlyName="Mine") == [PHONE]
    again = await house.post("/OutgoingCallerIds.json", PhoneNumber="(415) 555-2671")
    assert (again.status, again.json["code"]) == (400, 21450)
    own = f"/OutgoingCallerIds/{answer.json['sid']}.json"
    assert (await house.post(own, FriendlyName="Ours")).json["friendly_name"] == "Ours"
    assert (await house.delete(own)).status == 204
    assert (await house.get(own)).status == 404


async def test_three_wrong_codes_end_the_call(house: Any) -> None:
    asked = await ask(house)
    work = house.platform.work()
    for _ in range(3):
        assert await confirm_caller_id(work, house.account_sid, PHONE, "no") is None
        await work.commit()
    answer = await house.post(f"/network/v1/ValidationRequests/{asked['call_sid']}", ValidationCode=asked["validation_code"])
    assert answer.status == 404
    assert await listed(house) == []


async def test_a_second_request_voids_the_first(house: Any) -> None:
    first, second = await ask(house), await ask(house)
    assert (await house.post(f"/network/v1/ValidationRequests/{first['call_sid']}", ValidationCode=first["validation_code"])).status == 404
    made = await house.post(f"/network/v1/ValidationRequests/{second['call_sid']}", ValidationCode=second["validation_code"])
    assert made.status == 201


async def test_a_code_expires(house: Any) -> None:
    house.platform.clock.stop()
    asked = await ask(house, CallDelay=60)
    house.platform.clock.advance(PATIENCE + 61 * SECOND)
    answer = await house.post(f"/network/v1/ValidationRequests/{asked['call_sid']}", ValidationCode=asked["validation_code"])
    assert answer.status == 404

    async def gone() -> bool:
        left: int = await house.platform.work().count(ValidationRequest)
        return left == 0

    await house.until(gone)


async def test_the_outcome_is_told(house: Any) -> None:
    """To a real server; the signature and the retries are the webhooks' own tests."""
    told: list[dict[str, list[str]]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        told.append(parse_qs((await reader.readexactly(length)).decode()))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/told"
        asked = await ask(house, StatusCallback=url)
        for code in ("no", asked["validation_code"]):
            await house.post(f"/network/v1/ValidationRequests/{asked['call_sid']}", ValidationCode=code)

        async def heard() -> bool:
            return bool(told)

        await house.until(heard)
        await house.settle()
    assert [one["VerificationStatus"] for one in told] == [["success"]]
    caller_id = (await house.get("/OutgoingCallerIds.json")).json["outgoing_caller_ids"][0]["sid"]
    assert (told[0]["OutgoingCallerIdSid"], told[0]["CallSid"]) == ([caller_id], [asked["call_sid"]])


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, 21201),
        ({"PhoneNumber": "12"}, 21217),
        ({"PhoneNumber": PHONE, "CallDelay": "61"}, 21454),
        ({"PhoneNumber": PHONE, "CallDelay": "-1"}, 21454),
        ({"PhoneNumber": PHONE, "StatusCallback": "x"}, 21402),
        ({"PhoneNumber": PHONE, "Extension": "abc"}, 20001),
        ({"PhoneNumber": PHONE, "FriendlyName": "x" * 65}, 20001),
    ],
)
async def test_refusals(house: Any, parameters: dict[str, str], code: int) -> None:
    answer = await house.post("/OutgoingCallerIds.json", **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)

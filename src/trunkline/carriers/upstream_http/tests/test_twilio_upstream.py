"""A Trunkline whose carrier is another Trunkline: what leaves the one reaches a phone of the other, and its answer comes back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from trunkline.carriers.routing.tests.conftest import TOKEN, Provider, home, provider, twilio_like
from trunkline.carriers.simulated.tests.traffic import reaches, state, text
from trunkline.foundations.webhooks.signature import sign_form

__all__ = ["home", "provider"]
ORIGIN = "http://127.0.0.1:4010"


async def report(house: Any, carrier: str, sid: str, token: str = TOKEN, **form: str) -> int:
    path = f"/network/v1/Carriers/{carrier}/Reports/{sid}"
    signed = sign_form(token, house.platform.origin + path, list(form.items()))
    return int((await house.post(path, headers={"X-Twilio-Signature": signed.signature}, **form)).status)


async def test_reports_count_when_they_are_signed(home: Any, provider: Provider) -> None:
    carrier = (await twilio_like(home, provider))["sid"]
    sid = await text(home, "+14155552671")
    await reaches(home, sid, "sent")
    assert await report(home, carrier, sid, TOKEN[::-1], MessageStatus="delivered") == 403
    assert await report(home, carrier, "SM" + "0" * 32, MessageStatus="delivered") == 404
    assert await state(home, sid) == ("sent", None)
    assert await report(home, carrier, sid, MessageStatus="undelivered", ErrorCode="30003") == 204
    assert await state(home, sid) == ("undelivered", 30003)
    assert await report(home, carrier, sid, MessageStatus="delivered") == 204
    assert await state(home, sid) == ("undelivered", 30003)


async def test_what_may_have_got_through_is_looked_for_before_it_is_sent_again(home: Any, provider: Provider) -> None:
    provider.silent = True
    await twilio_like(home, provider)
    sid = await text(home, "+14155552671", "once")

    async def asked() -> bool:
        return bool(provider.heard)

    await home.until(asked)
    provider.silent = False
    provider.answers = [(200, {"messages": [{"sid": "SMearlier", "body": "once", "direction": "outbound-api"}]})]
    home.platform.clock.advance(10_000_000)
    await reaches(home, sid, "sent")
    assert [line.split()[0] for line, *_ in provider.heard] == ["POST", "GET"]


@pytest.mark.parametrize(("status", "code"), [(401, 20003), (404, 20404), (400, 21606)])
async def test_wrong_credentials_are_the_carriers_fault_and_not_the_texts(home: Any, provider: Provider, status: int, code: int) -> None:
    provider.answers = [(status, {"code": code, "message": "no"})]
    carrier = (await twilio_like(home, provider))["sid"]
    sid = await text(home, "+14155552671")

    async def down() -> bool:
        return bool((await home.get(f"/network/v1/Carriers/{carrier}/Health")).json["state"] == "down")

    await home.until(down)
    assert (await state(home, sid))[0] in ("queued", "sending")


async def test_an_answer_that_is_no_answer_does_not_lose_the_text(home: Any, provider: Provider) -> None:
    provider.answers = [(201, ["?"]), (201, {"sid": "SM2"})]
    await twilio_like(home, provider)
    sid = await text(home, "+14155552671")
    for _ in range(200):
        if len(provider.heard) > 1:
            break
        home.platform.clock.advance(1_000_000)
        await asyncio.sleep(0.01)
    assert (await reaches(home, sid, "sent"))[0] == "sent"

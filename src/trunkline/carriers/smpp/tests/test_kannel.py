"""Kannel bound to our server, both directions: it must need nothing that is special to us."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from trunkline.products.messaging.actions.receive_message import receive_message

from .kannel import Kannel, run_kannel
from .traffic import NUMBER, PHONE, gone

pytestmark = pytest.mark.skipif(not (shutil.which("bearerbox") and shutil.which("smsbox")), reason="Kannel is not installed")


@pytest.fixture
async def kannel(house: Any, number: str, server: int, credential: Any, tmp_path: Path) -> AsyncIterator[Kannel]:
    made = await house.post("/network/v1/Handsets", PhoneNumber=PHONE)
    assert made.status == 201, made.text
    async with run_kannel(tmp_path, server, credential) as running:
        yield running


async def bodies(house: Any) -> list[str]:
    return [m["body"] for m in (await house.get("/Messages.json", To=PHONE)).json["messages"]]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Grüße, 5€ für [alle] @ Käthe", {"coding": "0"}),
        ("Привет, мир 😀", {"coding": "2"}),
        ("A long text, {cut} by Kannel. " * 9, {"coding": "0"}),
        ("Длинное сообщение по частям. " * 6, {"coding": "2"}),
    ],
)
async def test_texts_from_kannel_are_delivered_and_it_hears_of_it(house: Any, kannel: Kannel, text: str, more: dict[str, str]) -> None:
    await kannel.send(NUMBER, PHONE, text, "t1", **more)
    await kannel.until("dlr", tag="t1", state="1")
    assert [b.strip() for b in await bodies(house)] == [text.strip()]
    assert not [told for kind, told in kannel.heard if kind == "dlr" and told["state"] in ("2", "16")]
    await gone(house)


async def test_kannel_hears_of_refusals_and_of_what_did_not_arrive(house: Any, kannel: Kannel) -> None:
    await kannel.send("+15557779999", PHONE, "not my number", "refused")
    await kannel.until("dlr", tag="refused", state="16")
    await house.post(f"/network/v1/Handsets/{PHONE}", Behaviour="unassigned")
    await kannel.send(NUMBER, PHONE, "nobody there", "lost")
    await kannel.until("dlr", tag="lost", state="2")
    await gone(house)


@pytest.mark.parametrize("body", ["hello Kannel, § 5€", "Привет 😀", "A long answer {cut} by us. " * 12, "Длинный ответ. " * 12])
async def test_texts_to_the_accounts_number_reach_kannel(house: Any, kannel: Kannel, body: str) -> None:
    work = house.platform.work()
    await receive_message(work, from_=PHONE, to=NUMBER, body=body)
    await work.commit()
    (told,) = await kannel.until("in")
    assert told["text"].strip() == body.strip()
    assert told["from"].lstrip("+") == PHONE[1:] and told["to"].lstrip("+") == NUMBER[1:]
    await gone(house)


async def test_kannel_binds_again_and_gets_what_waited(house: Any, kannel: Kannel, credential: Any) -> None:
    await kannel.send(NUMBER, PHONE, "one", "first")
    await kannel.until("dlr", tag="first", state="1")
    changed = await house.post(f"/network/v1/SmppCredentials/{credential['sid']}", Rate=50)  # closes its connection
    assert changed.status == 200
    work = house.platform.work()
    await receive_message(work, from_=PHONE, to=NUMBER, body="while you were away")
    await work.commit()
    assert (await kannel.until("in"))[0]["text"] == "while you were away"
    await kannel.send(NUMBER, PHONE, "two", "second")
    await kannel.until("dlr", tag="second", state="1")

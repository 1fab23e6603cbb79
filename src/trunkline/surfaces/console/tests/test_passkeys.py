"""Passkeys at the console's doors, with an authenticator in software."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import House
from trunkline.foundations.people.actions.use_passkey import LIFE
from trunkline.foundations.people.visit import FRESH
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.surfaces.console.application import ConsoleApplication

from .authenticator import Authenticator, text
from .hall import Browser, Hall


@pytest.fixture
async def hall(house: House) -> Hall:
    wall_clock(house.platform).stop()
    return Hall(house, ConsoleApplication(house.platform, house.application))


async def register(browser: Browser, device: Authenticator, name: str = "Phone") -> Any:
    options = await browser.do("POST", "passkeys/begin")
    return await browser.do("POST", "passkeys", {"name": name, "passkey": device.create(options)})


async def begin(browser: Browser) -> Any:
    return await browser.do("POST", "session/passkey")


async def test_a_passkey_signs_in_alone(hall: Hall) -> None:
    owner, device = await hall.owner(), Authenticator()
    options = await owner.do("POST", "passkeys/begin")
    assert options["rp"] == {"id": "localhost", "name": "Trunkline"}
    assert options["authenticatorSelection"]["userVerification"] == "required" and options["attestation"] == "none"
    made = await owner.do("POST", "passkeys", {"name": "Phone", "passkey": device.create(options)})
    assert (made["name"], made["here"], made["last_used_at"]) == ("Phone", True, None)
    totp = await owner.do("POST", "totp")
    assert totp["secret"]
    guest = hall.browser()
    session = await guest.do("POST", "session", {"passkey": device.get(await begin(guest))})
    assert session["person"]["passkeys"] == 1 and session["role"] == "owner"
    mine = await guest.get("passkeys")
    assert mine["possible"] is True and mine["passkeys"][0]["last_used_at"] is not None
    assert [one["proof"] for one in (await guest.get("sessions"))["sessions"] if one["current"]] == ["passkey"]


async def test_an_answer_counts_once_and_in_its_time(hall: Hall) -> None:
    owner, device, guest = await hall.owner(), Authenticator(), hall.browser()
    await register(owner, device)
    answer = device.get(await begin(guest))
    await guest.do("POST", "session", {"passkey": answer})
    assert await hall.browser().refused("POST", "session", {"passkey": answer}) == (401, 99410)
    late = device.get(await begin(guest))
    wall_clock(hall.house.platform).advance(LIFE)
    assert await hall.browser().refused("POST", "session", {"passkey": late}) == (401, 99410)


async def test_what_proves_nothing_is_refused(hall: Hall) -> None:
    owner, device, guest = await hall.owner(), Authenticator(), hall.browser()
    await register(owner, device)

    async def refused(other: Authenticator, **changed: Any) -> None:
        answer = other.get(await begin(guest))
        answer["response"].update(changed)
        assert await guest.refused("POST", "session", {"passkey": answer}) == (401, 99410)

    await refused(Authenticator())  # nobody's
    await refused(Authenticator(credential_id=device.credential_id))  # its name, another key
    await refused(Authenticator(credential_id=device.credential_id, key=device.key, origin="http://evil.example"))
    await refused(Authenticator(credential_id=device.credential_id, key=device.key, verifies=False))
    await refused(device, signature=text(b"nothing"))
    await refused(device, clientDataJSON=text(b'{"challenge": "made up"}'))
    await refused(device, clientDataJSON="%%%")
    await refused(device, authenticatorData=text(b"short"))
    registering = device.get({"rpId": "localhost", "challenge": (await owner.do("POST", "passkeys/begin"))["challenge"]})
    assert await guest.refused("POST", "session", {"passkey": registering}) == (401, 99410)  # a challenge for something else
    for nothing in ({}, {"id": 1}, {"response": None}, {"response": {"clientDataJSON": 5}}):
        assert await hall.browser(address="192.0.2.55").refused("POST", "session", {"passkey": nothing}) == (401, 99410)
    assert await guest.refused("POST", "session", {"passkey": "text"}) == (400, 20001)


async def test_a_copy_of_a_passkey_is_found_out(hall: Hall) -> None:
    owner, device, guest = await hall.owner(), Authenticator(uses=5), hall.browser()
    await register(owner, device)
    copy = Authenticator(uses=device.uses, credential_id=device.credential_id, key=device.key)
    await guest.do("POST", "session", {"passkey": device.get(await begin(guest))})
    assert await guest.refused("POST", "session", {"passkey": copy.get(await begin(guest))}) == (401, 99410)


async def test_a_passkey_confirms_for_its_person_only(hall: Hall) -> None:
    owner, device, others = await hall.owner(), Authenticator(), Authenticator()
    await register(owner, device)
    support = await hall.member(owner, "support")
    await register(support, others)
    wall_clock(hall.house.platform).advance(FRESH)
    assert await owner.refused("POST", "totp") == (403, 99403)
    options = await owner.do("POST", "session/confirm/passkey")
    assert [one["id"] for one in options["allowCredentials"]] == [text(device.credential_id)]
    assert await owner.refused("POST", "session/confirm", {"passkey": others.get(options)}) == (401, 99410)
    options = await owner.do("POST", "session/confirm/passkey")
    await owner.do("POST", "session/confirm", {"passkey": device.get(options)})
    await owner.do("POST", "totp")


async def test_registration_is_checked_and_ones_own(hall: Hall) -> None:
    owner, device = await hall.owner(), Authenticator()
    support = await hall.member(owner, "support")
    theirs = await support.do("POST", "passkeys/begin")
    assert await owner.refused("POST", "passkeys", {"name": "P", "passkey": device.create(theirs)}) == (401, 99410)
    options = await owner.do("POST", "passkeys/begin")
    elsewhere = Authenticator(origin="https://evil.example").create(options)
    assert await owner.refused("POST", "passkeys", {"name": "P", "passkey": elsewhere}) == (400, 99415)
    careless = Authenticator(verifies=False).create(options)
    assert await owner.refused("POST", "passkeys", {"name": "P", "passkey": careless}) == (400, 99415)
    made = await owner.do("POST", "passkeys", {"name": "P", "passkey": device.create(options)})
    again = device.create(await owner.do("POST", "passkeys/begin"))
    assert await owner.refused("POST", "passkeys", {"name": "P", "passkey": again}) == (409, 99415)
    for method in ("PATCH", "DELETE"):
        assert await support.refused(method, f"passkeys/{made['sid']}", {"name": "Mine"}) == (404, 20404)
    assert (await owner.do("PATCH", f"passkeys/{made['sid']}", {"name": "Key ring"}))["name"] == "Key ring"
    await owner.do("DELETE", f"passkeys/{made['sid']}")
    guest = hall.browser()
    assert await guest.refused("POST", "session", {"passkey": device.get(await begin(guest))}) == (401, 99410)


async def test_an_address_of_digits_has_no_passkeys(hall: Hall) -> None:
    await hall.owner()
    for host in ("127.0.0.1:4010", "[::1]:4010"):
        browser = hall.browser(host=host)
        await browser.sign_in()
        assert (await browser.get("passkeys"))["possible"] is False
        assert await browser.refused("POST", "passkeys/begin") == (409, 99416)
        assert await browser.refused("POST", "session/passkey") == (409, 99416)

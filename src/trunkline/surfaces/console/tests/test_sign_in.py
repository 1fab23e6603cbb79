"""Signing in at the console: the first visit, cookies and tokens, sessions, confirmation, the authenticator app."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.people.rules.one_time_codes import code_at
from trunkline.foundations.people.visit import ABSOLUTE, FRESH, IDLE
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.kernel.clock import DAY, MINUTE, SECOND
from trunkline.surfaces.console.application import ConsoleApplication
from trunkline.surfaces.console.people_visitors import PLAIN_COOKIE, SECURE_COOKIE

from .hall import EMAIL, PASSWORD, Hall, read


@pytest.fixture
async def hall(house: House) -> Hall:
    return Hall(house, ConsoleApplication(house.platform, house.application))


# The first visit


async def test_the_first_visit_makes_the_owner_once(hall: Hall) -> None:
    browser = hall.browser()
    nobody = await browser.ask("GET", "session")
    assert (nobody.status, read(nobody)["first"]) == (401, True)
    link = await hall.link()
    sent = {"link": link, "email": " Ada@Example.com ", "name": "Ada", "password": PASSWORD, "language": "ja"}
    assert await browser.refused("POST", "first", {**sent, "link": link[:-2] + "AA"}) == (401, 99413)
    assert await browser.refused("POST", "first", {**sent, "password": "Password1234567"}) == (400, 99414)
    session = await browser.do("POST", "first", sent)
    assert session["role"] == "owner" and session["account"]["sid"] == hall.house.account_sid
    assert session["person"]["email"] == EMAIL and session["person"]["language"] == "ja"
    assert (await browser.get("session"))["csrf"] == session["csrf"]
    assert await hall.browser().refused("POST", "first", {**sent, "email": "eve@example.com"}) == (409, 99421)
    other = await hall.browser().ask("GET", "session")
    assert read(other)["first"] is False
    assert await hall.events() == ["user.created", "membership.created", "user.signed-in"]


async def test_an_owners_link_is_over_after_a_day(hall: Hall) -> None:
    clock = wall_clock(hall.house.platform)
    clock.stop()
    link = await hall.link()
    clock.advance(DAY)
    sent = {"link": link, "email": EMAIL, "name": "Ada", "password": PASSWORD}
    assert await hall.browser().refused("POST", "first", sent) == (401, 99413)


# Cookies and tokens


async def test_the_cookie_is_the_session_s_alone(hall: Hall) -> None:
    owner = await hall.owner()
    plain = await owner.ask("POST", "session", {"email": EMAIL, "password": PASSWORD})
    told = plain.headers["Set-Cookie"]
    assert told.startswith(f"{PLAIN_COOKIE}=") and "Secure" not in told
    behind = await hall.browser().ask("POST", "session", {"email": EMAIL, "password": PASSWORD}, x_forwarded_proto="https")
    told = behind.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=Strict", "Path=/", "Secure"):
        assert word in told
    assert told.startswith(f"{SECURE_COOKIE}=") and "Domain" not in told
    token = told.split("=", 1)[1].split(";")[0]
    planted = hall.browser(cookies={PLAIN_COOKIE: token})
    assert (await planted.ask("GET", "session", x_forwarded_proto="https")).status == 401  # any host of the domain can plant that one


async def test_signing_in_makes_a_new_token_and_ends_the_old_session(hall: Hall) -> None:
    owner = await hall.owner()
    former = dict(owner.cookies)
    await owner.sign_in()
    assert owner.cookies != former
    assert (await hall.browser(cookies=former).ask("GET", "session")).status == 401
    planted = hall.browser(cookies={PLAIN_COOKIE: "f" * 64})
    await planted.sign_in()
    assert planted.cookies[PLAIN_COOKIE] != "f" * 64


async def test_writes_want_the_token_and_our_own_site(hall: Hall) -> None:
    owner = await hall.owner()
    assert await owner.refused("PATCH", "people/me", {"name": "Eve"}, x_csrf_token="no") == (403, 99402)
    other = await hall.owner_again()
    assert await owner.refused("PATCH", "people/me", {"name": "Eve"}, x_csrf_token=other.csrf) == (403, 99402)
    assert await owner.refused("PATCH", "people/me", {"name": "Eve"}, origin="https://evil.example") == (403, 99402)
    sent = {"email": EMAIL, "password": PASSWORD}
    assert await hall.browser().refused("POST", "session", sent, origin="https://evil.example") == (403, 99402)
    assert (await owner.get("session"))["person"]["name"] == "Ada"


async def test_a_session_ends_when_it_is_idle_and_when_it_is_old(hall: Hall) -> None:
    clock = wall_clock(hall.house.platform)
    clock.stop()
    owner = await hall.owner()
    clock.advance(IDLE)
    assert (await owner.ask("GET", "session")).status == 401
    await owner.sign_in()
    for _ in range(ABSOLUTE // (IDLE - MINUTE)):
        clock.advance(IDLE - MINUTE)
        assert (await owner.ask("GET", "session")).status == 200
    clock.advance(IDLE - MINUTE)
    assert (await owner.ask("GET", "session")).status == 401


async def test_the_platforms_clock_signs_nobody_out(hall: Hall) -> None:
    owner = await hall.owner()
    hall.house.platform.clock.stop()
    hall.house.platform.clock.advance(365 * DAY)
    await owner.do("POST", "totp")  # and what was confirmed stays so
    assert (await owner.get("session"))["role"] == "owner"


# Sessions


async def test_sessions_are_seen_and_revoked(hall: Hall) -> None:
    owner, second = await hall.owner(), hall.browser(address="2001:db8::1")
    await second.sign_in()
    sessions = (await owner.get("sessions"))["sessions"]
    assert {(one["address"], one["agent"], one["current"]) for one in sessions} == {
        ("203.0.113.7", "Lynx", True), ("2001:db8::1", "Lynx", False),
    }  # fmt: skip
    sid = next(one["sid"] for one in sessions if not one["current"])
    stranger = await hall.member(owner, "developer")
    assert await stranger.refused("DELETE", f"sessions/{sid}") == (404, 20404)
    await owner.do("DELETE", f"sessions/{sid}")
    assert (await second.ask("GET", "session")).status == 401
    await second.sign_in()
    assert (await owner.do("DELETE", "sessions"))["ended"] == 1
    assert (await second.ask("GET", "session")).status == 401 and (await owner.ask("GET", "session")).status == 200
    await owner.do("DELETE", "session")
    assert owner.cookies == {} and (await owner.ask("GET", "session")).status == 401


async def test_a_new_password_ends_the_other_sessions(hall: Hall) -> None:
    owner, second = await hall.owner(), hall.browser()
    await second.sign_in()
    assert await owner.refused("POST", "people/me/password", {"password": "short"}) == (400, 99414)
    assert await owner.do("POST", "people/me/password", {"password": "another heron, another tide"}) == {"sessions_ended": 1}
    assert (await second.ask("GET", "session")).status == 401 and (await owner.ask("GET", "session")).status == 200
    assert await second.refused("POST", "session", {"email": EMAIL, "password": PASSWORD}) == (401, 99410)
    await second.sign_in(password="another heron, another tide")


# Confirmation

DANGEROUS: tuple[tuple[str, str, Any], ...] = (
    ("POST", "people/me/password", {"password": PASSWORD}),
    ("POST", "totp", {}),
    ("DELETE", "totp", {}),
    ("POST", "passkeys/begin", {}),
    ("POST", "invitations", {"email": "b@example.com", "role": "admin"}),
    ("PUT", "people/US" + "1" * 32, {"role": "admin"}),
    ("DELETE", "people/US" + "1" * 32, {}),
    ("POST", "people/US" + "1" * 32 + "/link", {}),
    ("POST", "rest/2010-04-01/Accounts/{account}/Keys.json", None),
    ("DELETE", "rest/2010-04-01/Accounts/{account}/Keys/SK" + "1" * 32 + ".json", None),
    ("POST", "rest/iam/v1/Keys", None),
    ("POST", "rest/accounts/v1/AuthTokens/Secondary", None),
    ("POST", "rest/2010-04-01/Accounts/{account}.json", None),
    ("POST", "rest/compliance/v1/Reviewers", None),
)


@pytest.mark.parametrize(("method", "path", "body"), DANGEROUS, ids=[f"{m} {p}" for m, p, _ in DANGEROUS])
async def test_dangerous_acts_want_a_fresh_proof(hall: Hall, method: str, path: str, body: Any) -> None:
    clock = wall_clock(hall.house.platform)
    clock.stop()
    owner = await hall.owner()
    path = path.format(account=hall.house.account_sid)
    clock.advance(FRESH - SECOND)
    assert (await owner.ask(method, path, body)).status != 403
    clock.advance(SECOND)
    refused = await owner.ask(method, path, body)
    assert (refused.status, read(refused)["code"], read(refused)["needs"]) == (403, 99403, "confirm")
    assert await owner.refused("POST", "session/confirm", {"password": "not the heron's tide"}) == (401, 99410)
    assert (await owner.ask(method, path, body)).status == 403
    if path != "people/me/password" and not path.startswith("rest/2010-04-01/Accounts/AC"):
        assert "fresh_until" in await owner.do("POST", "session/confirm", {"password": PASSWORD})
        assert (await owner.ask(method, path, body)).status != 403


# The authenticator app


async def test_an_authenticator_app_guards_the_password(hall: Hall) -> None:
    clock = wall_clock(hall.house.platform)
    clock.stop()
    owner = await hall.owner()
    begun = await owner.do("POST", "totp")
    assert begun["uri"].startswith("otpauth://totp/Trunkline:ada%40example.com?secret=" + begun["secret"])
    wrong = f"{(int(code_at(begun['secret'], clock.now() // (30 * SECOND))) + 1) % 10**6:06d}"
    assert await owner.refused("POST", "totp/finish", {"code": wrong}) == (400, 99419)

    def code() -> str:
        return code_at(begun["secret"], clock.now() // (30 * SECOND))

    codes = (await owner.do("POST", "totp/finish", {"code": code()}))["recovery_codes"]
    assert len(set(codes)) == 10 and all(re.fullmatch(r"[a-z2-9]{5}-[a-z2-9]{5}", one) for one in codes)
    assert (await owner.get("session"))["person"]["totp"] is True
    second, sent = hall.browser(), {"email": EMAIL, "password": PASSWORD}
    asked = await second.ask("POST", "session", sent)
    assert (asked.status, read(asked)["code"], read(asked)["needs"]) == (401, 99411, "totp")
    assert await second.refused("POST", "session", {**sent, "totp": code()}) == (401, 99410)  # it was used already
    clock.advance(30 * SECOND)
    used = code()
    await second.sign_in(totp=used)
    assert await second.refused("POST", "session", {**sent, "totp": used}) == (401, 99410)
    await second.sign_in(totp=codes[0].upper().replace("-", " "))
    assert await second.refused("POST", "session", {**sent, "totp": codes[0]}) == (401, 99410)
    fresh = (await owner.do("POST", "totp/recovery-codes"))["recovery_codes"]
    assert await second.refused("POST", "session", {**sent, "totp": codes[1]}) == (401, 99410)
    await second.sign_in(totp=fresh[0])
    await owner.do("DELETE", "totp")
    await second.sign_in()

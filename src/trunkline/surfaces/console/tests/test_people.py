"""The doors of people, asked as a browser asks them: cookies, tokens of writes, confirmation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import msgspec
import pytest

from conftest import House
from trunkline.foundations.people.actions.make_console_link import make_console_link
from trunkline.foundations.people.rules.one_time_codes import code_at
from trunkline.foundations.people.visit import ABSOLUTE, FRESH, IDLE
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.kernel.clock import DAY, MINUTE, SECOND
from trunkline.surfaces.console.application import ConsoleApplication
from trunkline.surfaces.console.people_visitors import PLAIN_COOKIE, SECURE_COOKIE, PeopleVisitors
from trunkline.surfaces.console.visitor import Visitors
from trunkline.surfaces.http.exchange import Answer, Asked

PASSWORD = "a heron reads the tide"
EMAIL = "ada@example.com"


@dataclass
class Browser:
    """Keeps its cookie and the token of writes, as the page does."""

    console: ConsoleApplication
    host: str = "localhost:4010"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    address: str = "203.0.113.7"

    async def ask(self, method: str, path: str, json: Any = None, **headers: str) -> Answer:
        sent = {"host": self.host, "user-agent": "Lynx", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.csrf and "x-csrf-token" not in sent:
            sent["x-csrf-token"] = self.csrf
        body = b""
        if json is not None:
            body, sent["content-type"] = msgspec.json.encode(json), "application/json"
        asked = Asked(method, f"/console/api/{path}", "", sent, body)
        asked.peer = self.address
        answer = await self.console.answer(asked)
        if told := answer.headers.get("Set-Cookie"):
            for name, morsel in SimpleCookie(told).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        if answer.status == 200 and answer.body and isinstance(found := msgspec.json.decode(answer.body), dict) and "csrf" in found:
            self.csrf = found["csrf"]
        return answer

    async def get(self, path: str) -> Any:
        answer = await self.ask("GET", path)
        assert answer.status == 200, answer.body
        return read(answer)

    async def do(self, method: str, path: str, json: Any = None) -> Any:
        answer = await self.ask(method, path, json)
        assert answer.status in (200, 201, 204), answer.body
        return read(answer) if answer.body else None

    async def refused(self, method: str, path: str, json: Any = None, **headers: str) -> tuple[int, int]:
        answer = await self.ask(method, path, json, **headers)
        return answer.status, read(answer)["code"]

    async def sign_in(self, email: str = EMAIL, password: str = PASSWORD, **more: Any) -> Any:
        return await self.do("POST", "session", {"email": email, "password": password, **more})


def read(answer: Answer) -> Any:
    return msgspec.json.decode(answer.body)


@dataclass
class Hall:
    house: House
    console: ConsoleApplication

    def browser(self, **more: Any) -> Browser:
        return Browser(self.console, **more)

    async def link(self, email: str = "") -> str:
        found = await make_console_link(self.house.platform.work(), email)
        assert found is not None
        return found.path.partition("#")[2]

    async def owner(self) -> Browser:
        browser = self.browser()
        await browser.do("POST", "first", {"link": await self.link(), "email": EMAIL, "name": "Ada", "password": PASSWORD})
        return browser

    async def owner_again(self) -> Browser:
        browser = self.browser()
        await browser.sign_in()
        return browser

    async def member(self, owner: Browser, role: str, email: str = "", **more: Any) -> Browser:
        email = email or f"{role}@example.com"
        made = await owner.do("POST", "invitations", {"email": email, "role": role, **more})
        browser = self.browser()
        link = made["link"].partition("#")[2]
        await browser.do("POST", "invitations/accept", {"link": link, "name": role.title(), "password": PASSWORD, "language": "ja"})
        return browser

    async def events(self) -> list[str]:
        found = (await self.house.get("/monitor/v1/Events", PageSize="1000")).json["events"]
        return [one["event_type"] for one in reversed(found)]


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

DANGEROUS = (
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


# People and invitations


async def test_a_link_of_the_terminal_signs_the_owner_in_once(hall: Hall) -> None:
    await hall.owner()
    link, browser = await hall.link(), hall.browser()
    await browser.do("POST", "session", {"link": link})
    assert (await browser.get("session"))["person"]["email"] == EMAIL
    assert await hall.browser().refused("POST", "session", {"link": link}) == (401, 99413)
    await browser.do("POST", "people/me/password", {"password": "forgotten and found again"})  # who signed in by link is fresh


async def test_invitations_make_members_once(hall: Hall) -> None:
    owner = await hall.owner()
    made = await owner.do("POST", "invitations", {"email": "bo@example.com", "role": "support"})
    assert await owner.refused("POST", "invitations", {"email": "BO@example.com", "role": "admin"}) == (409, 99418)
    link, guest = made["link"].partition("#")[2], hall.browser()
    looked = await guest.do("POST", "invitations/look", {"link": link})
    assert (looked["email"], looked["role"], looked["known"]) == ("bo@example.com", "support", False)
    sent = {"link": link, "name": "Bo", "password": PASSWORD, "language": "ja"}
    session = await guest.do("POST", "invitations/accept", sent)
    assert (session["role"], session["account"]["sid"], session["person"]["language"]) == ("support", hall.house.account_sid, "ja")
    assert await hall.browser().refused("POST", "invitations/accept", sent) == (401, 99413)
    people = (await owner.get("people"))["people"]
    assert [(one["name"], one["role"]) for one in people] == [("Ada", "owner"), ("Bo", "support")]
    gone = await owner.do("POST", "invitations", {"email": "cy@example.com", "role": "support"})
    await owner.do("DELETE", f"invitations/{gone['sid']}")
    assert await guest.refused("POST", "invitations/look", {"link": gone["link"].partition("#")[2]}) == (401, 99413)
    assert [one["status"] for one in (await owner.get("invitations"))["invitations"]] == ["withdrawn", "accepted"]


async def test_a_known_person_joins_when_signed_in(hall: Hall) -> None:
    owner = await hall.owner()
    sub = (await hall.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json["sid"]
    await hall.member(owner, "support", "bo@example.com")
    await owner.do("POST", "session/account", {"account_sid": sub})
    made = await owner.do("POST", "invitations", {"email": "bo@example.com", "role": "developer"})
    link, bo = made["link"].partition("#")[2], hall.browser()
    assert await bo.refused("POST", "invitations/accept", {"link": link, "name": "B", "password": PASSWORD}) == (409, 99418)
    assert await owner.refused("POST", "invitations/accept", {"link": link}) == (401, 99413)  # another person's
    await bo.sign_in("bo@example.com")
    session = await bo.do("POST", "invitations/accept", {"link": link})
    assert (session["account"]["sid"], session["role"]) == (sub, "developer")
    assert {one["sid"]: one["role"] for one in session["accounts"]} == {hall.house.account_sid: "support", sub: "developer"}


async def test_roles_change_and_owners_are_the_owners_matter(hall: Hall) -> None:
    owner = await hall.owner()
    admin, support = await hall.member(owner, "admin"), await hall.member(owner, "support")
    people = {one["role"]: one["sid"] for one in (await owner.get("people"))["people"]}
    assert await support.refused("GET", "people") == (403, 20008)
    assert await admin.refused("PUT", f"people/{people['owner']}", {"role": "support"}) == (403, 99417)
    assert await admin.refused("PUT", f"people/{people['support']}", {"role": "owner"}) == (403, 99417)
    assert await admin.refused("DELETE", f"people/{people['owner']}") == (403, 99417)
    assert await admin.refused("POST", f"people/{people['owner']}/link") == (403, 99417)
    assert await owner.refused("PUT", f"people/{people['owner']}", {"role": "admin"}) == (409, 99417)  # the last one
    assert await owner.refused("DELETE", "people/me") == (409, 99417)
    await admin.do("PUT", f"people/{people['support']}", {"role": "developer"})
    assert (await support.get("session"))["role"] == "developer"  # at once
    await owner.do("PUT", f"people/{people['admin']}", {"role": "owner"})
    await admin.do("PUT", f"people/{people['owner']}", {"role": "support"})
    assert (await owner.get("session"))["role"] == "support"
    await admin.do("DELETE", f"people/{people['support']}")
    assert (await support.ask("GET", "session")).status == 401
    assert await support.refused("POST", "session", {"email": "support@example.com", "password": PASSWORD}) == (401, 99410)


async def test_an_administrator_helps_who_has_forgotten_the_password(hall: Hall) -> None:
    owner = await hall.owner()
    await hall.member(owner, "support")
    sid = (await owner.get("people"))["people"][1]["sid"]
    made, guest = await owner.do("POST", f"people/{sid}/link"), hall.browser()
    assert made["link"].startswith("http://localhost:4010/console/sign-in#")
    session = await guest.do("POST", "session", {"link": made["link"].partition("#")[2]})
    assert session["person"]["email"] == "support@example.com"


async def test_nobody_reaches_another_accounts_people(hall: Hall, house: House) -> None:
    owner = await hall.owner()
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json["sid"]
    mine = (await owner.get("people"))["people"][0]["sid"]
    invitation = (await owner.do("POST", "invitations", {"email": "x@example.com", "role": "support"}))["sid"]
    await owner.do("POST", "session/account", {"account_sid": sub})
    admin = await hall.member(owner, "admin")  # of the subaccount only
    for method, path in (
        ("PUT", f"people/{mine}"), ("DELETE", f"people/{mine}"), ("POST", f"people/{mine}/link"), ("GET", f"people/{mine}/sessions"),
        ("DELETE", f"people/{mine}/sessions"), ("DELETE", f"invitations/{invitation}"),
    ):  # fmt: skip
        assert await admin.refused(method, path, {"role": "support"}) == (404, 20404), (method, path)
    assert await admin.refused("POST", "session/account", {"account_sid": house.account_sid}) == (404, 20404)
    refused = await admin.refused("GET", f"rest/2010-04-01/Accounts/{house.account_sid}/Messages.json")
    assert refused == (404, 20404)


# Without sign-in


async def test_without_sign_in_everybody_is_the_owner(hall: Hall) -> None:
    hall.house.platform.ports[Visitors] = PeopleVisitors(no_auth=True)
    browser = hall.browser()
    session = await browser.get("session")
    assert (session["role"], session["no_auth"]) == ("owner", True)
    await browser.do("POST", f"rest/2010-04-01/Accounts/{hall.house.account_sid}/Keys.json")
    assert await browser.refused("POST", "totp") == (409, 99422)
    assert (await browser.ask("PATCH", "people/me", {"name": "x"}, x_csrf_token="")).status == 403
    assert await hall.browser(host="evil.example").refused("GET", "people") == (403, 99402)

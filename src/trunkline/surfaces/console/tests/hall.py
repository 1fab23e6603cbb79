"""The console of the house with its real sessions, asked as a browser asks it: cookies, and the token that writes carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import msgspec

from conftest import House
from trunkline.foundations.people.actions.make_console_link import make_console_link
from trunkline.surfaces.console.application import ConsoleApplication
from trunkline.surfaces.http.exchange import Answer, Asked

PASSWORD = "a heron reads the tide"  # noqa: S105 (of people that tests make)
EMAIL = "ada@example.com"


@dataclass
class Browser:
    """Keeps its cookie and the token of writes, as the page does."""

    console: ConsoleApplication
    host: str = "localhost:4010"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    address: str = "203.0.113.7"

    async def ask(self, method: str, path: str, json: Any = None, form: Any = b"", **headers: str) -> Answer:
        sent = {"host": self.host, "user-agent": "Lynx", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.csrf and "x-csrf-token" not in sent:
            sent["x-csrf-token"] = self.csrf
        body = form
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

    async def api(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """A form to the API behind the gateway; `path` begins with rest/."""
        sent = urlencode(form or {}).encode()
        return await self.ask(method, path, form=sent, content_type="application/x-www-form-urlencoded")

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

"""The console of the house, asked in this process by visitors of either of two accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import msgspec
import pytest

from conftest import House
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.people.resources.person import Person
from trunkline.foundations.people.resources.session import Session
from trunkline.foundations.people.visit import Visiting
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller
from trunkline.surfaces.console.application import ConsoleApplication
from trunkline.surfaces.console.people_visitors import PeopleVisitors
from trunkline.surfaces.console.visitor import Visitor, Visitors
from trunkline.surfaces.http.exchange import Answer, Asked

CSRF = "token-of-the-session"


class ByName(PeopleVisitors):
    """Knows visitors by what stands in their cookie."""

    def __init__(self) -> None:
        super().__init__()
        self.visitors: dict[str, Visitor] = {}

    async def visiting(self, headers: Mapping[str, str], platform: Platform) -> Visiting | None:
        if (one := self.visitors.get(headers.get("cookie", ""))) is None:
            return None
        account = await platform.work().fetch(Account, one.account_sid)
        assert account is not None
        person = Person(sid=one.person_sid, email="ada@example.com", name="Ada")
        session = Session(
            sid="UV" + "0" * 32, person_sid=person.sid, account_sid=one.account_sid, digest="", begun_at=0, seen_at=0, confirmed_at=0
        )
        return Visiting(session, person, account, one.role, one.caller, one.csrf, one.fresh_until)

    async def recognise(self, headers: Mapping[str, str], platform: Platform) -> Visitor | None:
        return self.visitors.get(headers.get("cookie", ""))


@dataclass
class Desk:
    """The console. `first` and `other` are accounts; `ask` speaks as the visitor whose name is given ("" for nobody)."""

    console: ConsoleApplication
    known: ByName
    house: House
    first: str
    other: str
    headers: dict[str, str] = field(default_factory=lambda: {"host": "127.0.0.1:4010"})

    def welcome(self, name: str, role: str, account_sid: str, **more: Any) -> None:
        """With `fresh_until`, else as who has just proved who they are."""
        caller = Caller(account_sid, "US" + "0" * 32)
        more.setdefault("fresh_until", 1 << 52)
        self.known.visitors[name] = Visitor("US" + "0" * 32, role, account_sid, caller, CSRF, **more)

    async def ask(self, method: str, path: str, name: str = "owner", json: Any = None, form: Any = None, **headers: str) -> Answer:
        sent = {**self.headers, "cookie": name, "x-csrf-token": CSRF, **{k.replace("_", "-"): v for k, v in headers.items()}}
        body = b""
        if json is not None:
            body, sent["content-type"] = msgspec.json.encode(json), "application/json"
        elif form is not None:
            body, sent["content-type"] = urlencode(form, doseq=True).encode(), "application/x-www-form-urlencoded"
        parts = urlsplit(path)
        return await self.console.answer(Asked(method, unquote(parts.path), parts.query, {k: v for k, v in sent.items() if v}, body))

    async def get(self, path: str, name: str = "owner", **headers: str) -> Answer:
        return await self.ask("GET", path, name, **headers)

    async def api(self, method: str, path: str, name: str = "owner", **form: Any) -> Answer:
        """Below the gateway; a path without a version is one of the visitor's account."""
        if not path.startswith(("/2010", "/api/")) and "/v" not in path[:20]:
            path = f"/2010-04-01/Accounts/{self.known.visitors[name].account_sid}{path}"
        return await self.ask(method, "/console/api/rest" + path, name, form=form or None)


def read(answer: Answer) -> Any:
    return msgspec.json.decode(answer.body)


@pytest.fixture
async def desk(house: House) -> Desk:
    work = house.platform.work()
    other, *_ = create_main_account(work, "Somebody else", token="f" * 32)
    await work.commit()
    known = house.platform.ports[Visitors] = ByName()
    found = Desk(ConsoleApplication(house.platform, house.application), known, house, house.account_sid, other.sid)
    found.welcome("owner", "owner", found.first)
    found.welcome("stranger", "owner", found.other)
    return found

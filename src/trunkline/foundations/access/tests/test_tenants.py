"""No credential of one account reads or changes a row of another: every declared resource, at every place where it is mounted."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import pytest

from trunkline.foundations.access.actions.create_api_key import create_api_key
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel import catalogue
from trunkline.kernel.fields import Parent
from trunkline.kernel.jobs import Job
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

KINDS = [kind for kind in catalogue.resources() if kind.mounts and kind is not Account]
_BLANK = {"text": "x", "integer": 1, "real": 1.0, "blob": b"x"}


async def stored(kind: type[Resource], account_sid: str, work: Work, made: dict[type[Any], Any]) -> Any:
    """A row of the account, with the rows that it belongs to."""
    if kind in made:
        return made[kind]
    given: dict[str, Any] = {}
    for column in kind.columns:
        parent = column.mark(Parent)
        if parent is not None and parent.kind is not kind:
            given[column.name] = (await stored(parent.kind, account_sid, work, made)).sid
    for field in fields(kind):
        if field.default is MISSING and field.default_factory is MISSING and field.name not in given:
            column = kind.by_name[field.name]
            value = _BLANK[column.form.column]
            given[field.name] = column.form.loaded("{}") if column.form.loaded is not None and column.form.column == "text" else value
    row = made[kind] = kind(**{**given, "account_sid": account_sid})
    work.add(row, state=kind.lifecycle.begins.split()[0] if kind.lifecycle else "")
    return row


async def keep(house: Any, work: Work) -> None:
    """Store the rows, without what shall happen to them: that is not asked here."""
    house.platform.jobs.forget(work.jobs)
    await house.platform.database.commit([one for one in work.operations if one.table is not Job.table])


class Town:
    """One house with many tenants: `credentials` of those who must not see what belongs to `owner`."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.owner = ""
        self.credentials: dict[str, tuple[str, str]] = {}


@pytest.fixture
async def town(house: Any) -> Town:
    town, work = Town(house), house.platform.work()
    owner, _, twin, twin_token = create_main_account(work, "Owner")
    town.owner = owner.sid
    _, key_secret = key = create_api_key(work, house.account_sid, grade="main")
    await work.commit()
    sub = (await house.post("/2010-04-01/Accounts.json")).json
    town.credentials = {
        "another main account": (house.account_sid, house.auth_token),
        "its main key": (key[0].sid, key_secret),
        "its subaccount": (sub["sid"], sub["auth_token"]),
        "its test credentials": house.test,
        "the owner's test credentials": (twin.sid, twin_token),
    }
    return town


def places(kind: type[Resource], row: Any, account_sid: str) -> list[tuple[str, str]]:
    """(collection, own address) of the row at each mount, seen from below `account_sid`."""
    found = []
    for mount in kind.mounts:
        values = {**row.__dict__, "account_sid": account_sid}
        at = mount.path.format(**values)
        prefix = "" if mount.dialect.legacy else f"/{mount.product}"
        ending = ".json" if mount.dialect.legacy else ""
        own = f"/{values[mount.key]}" if mount.key else ""  # one that its parent has only one of has no name of its own
        found.append((f"{prefix}{at}{ending}", f"{prefix}{at}{own}{ending}"))
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table.name)
async def test_a_stranger_sees_and_changes_nothing(town: Town, kind: type[Resource]) -> None:
    house, work = town.house, town.house.platform.work()
    row = await stored(kind, town.owner, work, {})
    await keep(house, work)
    for who, auth in town.credentials.items():
        for account_sid in (auth[0] if auth[0].startswith("AC") else house.account_sid, town.owner, house.account_sid):
            for collection, own in places(kind, row, account_sid):
                for method, path in (("GET", own), ("POST", own), ("DELETE", own), ("GET", collection)):
                    answer = await house.ask(method, path, auth=auth)
                    assert row.sid.encode() not in answer.body.replace(path.encode(), b""), (who, method, path)
                    assert answer.status < 500 or answer.status == 501, (who, method, path)
                    if path == own:
                        assert answer.status >= 400, (who, method, path, answer.text)
    left = await house.platform.work().fetch(kind, row.sid)
    assert left is not None
    assert (left.version, left.account_sid) == (1, town.owner)


async def test_its_owner_does_see_it(house: Any) -> None:
    """The test above could not fail if nobody saw such a row."""
    seen, made, work = 0, dict[type[Any], Any](), house.platform.work()
    for kind in KINDS:
        await stored(kind, house.account_sid, work, made)
    await keep(house, work)
    for kind in KINDS:
        row = made[kind]
        for mount, (_, own) in zip(kind.mounts, places(kind, row, house.account_sid), strict=True):
            if "fetch" in mount.verbs:
                answer = await house.get(own)
                seen += answer.status == 200 and row.sid.encode() in answer.body
    assert seen >= len(KINDS) // 2


async def test_a_parent_sees_its_subaccounts_rows_at_their_own_address_only(house: Any) -> None:
    sub = (await house.post("/2010-04-01/Accounts.json")).json
    key = (await house.post(f"/2010-04-01/Accounts/{sub['sid']}/Keys.json")).json
    assert (await house.get(f"/2010-04-01/Accounts/{sub['sid']}/Keys/{key['sid']}.json")).status == 200
    assert (await house.get(f"/Keys/{key['sid']}.json")).status == 404
    assert (await house.get(f"/iam/v1/Keys/{key['sid']}")).status == 404
    assert (await house.get("/Keys.json")).json["keys"] == []

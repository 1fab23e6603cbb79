"""Nothing of another account is reached through the console, by whichever operation of the API and whichever door.

It reads the catalogue and the doors, so that what is added tomorrow is tried tomorrow.
"""

from __future__ import annotations

import re

import pytest

from trunkline.surfaces.console.doors import DOORS
from trunkline.surfaces.rest.tests.test_every_operation import OPERATIONS, Town

from .conftest import Desk

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
_OPENS = ("/console/api/rest/{path*}", "/console/api/stream")


async def _filled(desk: Desk) -> tuple[Town, set[str]]:
    """A row of every kind in the first account, and the SIDs of all."""
    town = Town(desk.house)
    await town.settle()
    return town, {row.sid for row in town.rows.values() if len(row.sid) == 34} | {desk.first}


def _shown(body: bytes, sids: set[str], path: str) -> set[str]:
    """SIDs of the first account in an answer, but for those that the question held."""
    return {sid for sid in re.findall(r"[A-Z]{2}[0-9a-f]{32}", body.decode("utf-8", "replace")) if sid in sids and sid not in path}


async def test_no_operation_of_the_api_tells_another_account_s_rows(desk: Desk) -> None:
    town, sids = await _filled(desk)
    tried = 0
    for asked in OPERATIONS:
        path = town.address(asked, "row", b"").decode()
        legacy = ".json" if asked.mount.dialect.legacy else ""
        answer = await desk.ask(asked.method, f"/console/api/rest{path}{legacy}", "stranger", form={} if asked.method == "POST" else None)
        held = re.findall(r"[A-Z]{2}[0-9a-f]{32}", path)
        assert not _shown(answer.body, sids, path), (asked, answer)
        assert (answer.status != 401 and answer.status < 500) or answer.status == 501, (asked, answer)
        if asked.kind is not None and sids & set(held):
            assert answer.status == 404, (asked, path, answer)
            tried += 1
        elif desk.first in held:
            assert answer.status == 404, (asked, path, answer)
    assert tried > 100


async def test_no_door_tells_another_account_s_rows(desk: Desk) -> None:
    _, sids = await _filled(desk)
    for door in DOORS:
        if door.template in _OPENS or "{" not in door.template:
            continue
        for sid in sorted(sids):
            path = re.sub(r"\{\w+\*?\}", sid, door.template)
            for method in ("GET", "POST", "DELETE") if door.method == "ANY" else (door.method,):
                answer = await desk.ask(method, path, "stranger", json={} if method != "GET" else None)
                assert answer.stream is None and answer.status < 500, (door, answer)
                assert answer.status >= 400 or not _shown(answer.body, sids, ""), (door, path, answer)
                assert not _shown(answer.body, sids, path), (door, path, answer)


async def test_no_door_without_a_name_tells_them_either(desk: Desk) -> None:
    _, sids = await _filled(desk)
    for door in DOORS:
        if "{" in door.template or door.template in _OPENS or door.method != "GET":
            continue
        for query in ("", f"?sid={desk.first}&account_sid={desk.first}&AccountSid={desk.first}"):
            answer = await desk.get(door.template + query, "stranger")
            body = answer.body
            if answer.stream is not None:
                body = b"".join([part async for part in answer.stream])
            assert answer.status < 500 and not _shown(body, sids, query), (door, answer)

"""Doors are found by method and template, and only those who may come through them."""

from __future__ import annotations

import pytest

from trunkline.kernel.errors import Problem
from trunkline.surfaces.console.doors import DOORS, Door, Doors, Said, Visit, door

from .conftest import Desk, read


async def _nothing(visit: Visit) -> Said:
    return None


async def _echo(visit: Visit) -> Said:
    return {"path": visit.path, "json": visit.json, "form": dict(visit.form), "role": visit.visitor.role if visit.visitor else None}


async def _fault(visit: Visit) -> Said:
    raise RuntimeError("a secret of ours")


def _hang(desk: Desk, *more: Door) -> None:
    desk.console.doors = Doors([*DOORS, *more])


@pytest.mark.parametrize(
    ("method", "path", "template", "names"),
    [
        ("GET", "/console/api/a", "/console/api/a", {}),
        ("GET", "/console/api/a/b", "/console/api/a/b", {}),
        ("GET", "/console/api/a/c", "/console/api/a/{x}", {"x": "c"}),
        ("GET", "/console/api/a/c/d/e", "/console/api/a/{rest*}", {"rest": "c/d/e"}),
        ("POST", "/console/api/a/c", "/console/api/a/{rest*}", {"rest": "c"}),
    ],
)
def test_the_narrowest_template_wins(method: str, path: str, template: str, names: dict[str, str]) -> None:
    doors = Doors([
        Door("ANY", "/console/api/a/{rest*}", _nothing), Door("GET", "/console/api/a/{x}", _nothing),
        Door("GET", "/console/api/a/b", _nothing), Door("GET", "/console/api/a", _nothing),
    ])  # fmt: skip
    found, met = doors.find(method, path)
    assert (found.template, met) == (template, names)


def test_what_is_not_there_is_told_apart_from_what_takes_other_methods() -> None:
    doors = Doors([Door("GET", "/console/api/a/{x}", _nothing)])
    with pytest.raises(Problem, match="20004"):
        doors.find("POST", "/console/api/a/1")
    with pytest.raises(Problem, match="20404"):
        doors.find("GET", "/console/api/a/1/2")


def test_wrong_declarations_are_refused() -> None:
    with pytest.raises(ValueError, match="no such role"):
        door("GET", "/console/api/x", role="king")
    with pytest.raises(ValueError, match="below"):
        door("GET", "/elsewhere")
    with pytest.raises(ValueError, match="twice"):
        Doors([Door("GET", "/console/api/x", _nothing), Door("GET", "/console/api/x", _nothing)])


async def test_nobody_comes_in_but_by_open_doors(desk: Desk) -> None:
    _hang(desk, Door("GET", "/console/api/t/shut", _echo), Door("GET", "/console/api/t/open", _echo, open=True))
    refused = await desk.get("/console/api/t/shut", name="")
    assert (refused.status, read(refused)["code"]) == (401, 20003)
    assert read(await desk.get("/console/api/t/open?a=1&a=2", name="")) == {"path": {}, "json": {}, "form": {"a": ["1", "2"]}, "role": None}


@pytest.mark.parametrize(
    ("role", "wanted", "enters"),
    [
        ("developer", "", True), ("developer", "developer support", True), ("developer", "support", False), ("admin", "support", True),
        ("admin", "owner", False), ("owner", "owner", True), ("owner", "reviewer", True), ("reviewer", "admin", False),
    ],
)  # fmt: skip
async def test_roles(desk: Desk, role: str, wanted: str, enters: bool) -> None:
    desk.welcome("visitor", role, desk.first)
    _hang(desk, Door("GET", "/console/api/t", _echo, frozenset(wanted.split())))
    assert (await desk.get("/console/api/t", name="visitor")).status == (200 if enters else 403)


async def test_writes_carry_the_token_and_come_from_our_own_page(desk: Desk) -> None:
    _hang(desk, Door("POST", "/console/api/t/{sid}", _echo))
    path = "/console/api/t/x"
    assert read(await desk.ask("POST", path, json={"a": 1}))["json"] == {"a": 1}
    for wrong in ({"x_csrf_token": ""}, {"x_csrf_token": "other"}, {"x_csrf_token": "é"}, {"origin": "https://evil.example"},
                  {"origin": "null"}, {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}):  # fmt: skip
        refused = await desk.ask("POST", path, json={}, **wrong)
        assert (refused.status, read(refused)["code"]) == (403, 99402), wrong
    for right in ({"origin": "http://127.0.0.1:4010"}, {"sec_fetch_site": "same-origin"}):
        assert (await desk.ask("POST", path, json={}, **right)).status == 200


async def test_another_site_cannot_even_read(desk: Desk) -> None:
    _hang(desk, Door("GET", "/console/api/t", _echo))
    assert (await desk.get("/console/api/t", sec_fetch_site="cross-site")).status == 403


async def test_dangerous_acts_want_a_fresh_proof(desk: Desk) -> None:
    _hang(desk, Door("POST", "/console/api/t", _nothing, confirm=True))
    desk.welcome("owner", "owner", desk.first, fresh_until=0)
    refused = await desk.ask("POST", "/console/api/t", json={})
    assert (refused.status, read(refused)["code"], read(refused)["needs"]) == (403, 99403, "confirm")
    desk.welcome("owner", "owner", desk.first)
    assert (await desk.ask("POST", "/console/api/t", json={})).status == 204


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:4010", 200), ("localhost", 200), ("[::1]:1", 200), ("evil.example:4010", 403), ("", 403)]
)
async def test_without_sign_in_only_names_of_this_machine_are_heard(desk: Desk, host: str, status: int) -> None:
    desk.welcome("owner", "owner", desk.first, no_auth=True)
    _hang(desk, Door("GET", "/console/api/t", _echo))
    assert (await desk.get("/console/api/t", host=host)).status == status


async def test_a_fault_tells_nothing_of_itself(desk: Desk) -> None:
    _hang(desk, Door("GET", "/console/api/t", _fault))
    answer = await desk.get("/console/api/t")
    assert (answer.status, read(answer)["code"]) == (500, 20500)
    assert b"secret" not in answer.body and b"Traceback" not in answer.body


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(desk: Desk, body: bytes) -> None:
    from trunkline.surfaces.http.exchange import Asked

    _hang(desk, Door("POST", "/console/api/t", _echo, open=True))
    answer = await desk.console.answer(Asked("POST", "/console/api/t", "", {**desk.headers, "content-type": "application/json"}, body))
    assert (answer.status, read(answer)["code"]) == (400, 20001)

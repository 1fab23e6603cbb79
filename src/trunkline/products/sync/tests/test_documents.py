"""Documents through the REST surface: names, revisions, If-Match, expiry."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from trunkline.kernel.clock import SECOND
from trunkline.kernel.jobs import Job
from trunkline.products.sync.resources.document import Document
from trunkline.products.sync.resources.document_permission import DocumentPermission

DOCUMENTS = "/sync/v1/Services/default/Documents"


def data(value: Any) -> str:
    return msgspec.json.encode(value).decode()


async def make(house: Any, **parameters: Any) -> Any:
    answer = await house.post(DOCUMENTS, **parameters)
    assert answer.status == 201, answer.text
    return answer.json


async def change(house: Any, name: str, tag: str, value: Any) -> Any:
    return await house.post(f"{DOCUMENTS}/{name}", headers={"if-match": tag}, Data=data(value))


async def test_the_default_service_makes_itself_once(house: Any) -> None:
    answers = await asyncio.gather(*(house.get("/sync/v1/Services/default") for _ in range(8)))
    assert {a.status for a in answers} == {200}
    assert len({a.json["sid"] for a in answers}) == 1
    listed = (await house.get("/sync/v1/Services")).json["services"]
    assert [s["unique_name"] for s in listed] == ["default"]
    assert listed[0]["links"]["documents"].endswith(f"/sync/v1/Services/{listed[0]['sid']}/Documents")


async def test_a_document_answers_to_its_sid_and_its_name(house: Any) -> None:
    made = await make(house, UniqueName="état 1", Data=data({"a": [1, {"b": "č"}]}))
    assert made["revision"] == "0"
    assert made["created_by"] == "system"
    assert made["date_expires"] is None
    for key in (made["sid"], "%C3%A9tat%201"):
        found = await house.get(f"{DOCUMENTS}/{key}")
        assert (found.status, found.json) == (200, made)
        assert found.headers["ETag"] == '"0"'
    assert made["url"] == f"http://{house.host}/sync/v1/Services/{made['service_sid']}/Documents/{made['sid']}"


async def test_names_are_unique_within_a_service(house: Any) -> None:
    await make(house, UniqueName="one")
    clash = await house.post(DOCUMENTS, UniqueName="one")
    assert (clash.status, clash.json["code"]) == (409, 54301)
    other = (await house.post("/sync/v1/Services", FriendlyName="other")).json["sid"]
    assert (await house.post(f"/sync/v1/Services/{other}/Documents", UniqueName="one")).status == 201


async def test_a_document_of_another_service_is_not_there(house: Any) -> None:
    made = await make(house, UniqueName="mine")
    other = (await house.post("/sync/v1/Services", FriendlyName="other")).json["sid"]
    assert (await house.get(f"{DOCUMENTS}/{made['sid']}/Permissions")).status == 200
    below = f"/sync/v1/Services/{other}/Documents/{made['sid']}"
    assert (await house.get(below)).status == 404
    assert (await house.get(f"{below}/Permissions")).status == 404
    assert (await house.post(below, Data="{}")).status == 404
    assert (await house.delete(below)).status == 404


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"UniqueName": ""}, 54302),
        ({"UniqueName": "x" * 257}, 54302),
        ({"UniqueName": "ET" + "0" * 32}, 54302),
        ({"Data": "{"}, 54101),
        ({"Data": "[1]"}, 54101),
        ({"Data": data({"a": "é" * 8190})}, 54006),
        ({"Ttl": "-1"}, 54011),
        ({"Ttl": "31536001"}, 54011),
        ({"Ttl": "9" * 40}, 54011),
        ({"Ttl": "1.5"}, 54011),
    ],
)
async def test_wrong_parameters(house: Any, parameters: dict[str, str], code: int) -> None:
    answer = await house.post(DOCUMENTS, **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert (await house.get(DOCUMENTS)).json["documents"] == []


async def test_data_of_exactly_the_limit_is_kept(house: Any) -> None:
    text = data({"a": "é" * ((16384 - len(data({"a": ""}))) // 2)})
    assert 16383 <= len(text.encode()) <= 16384
    assert (await make(house, Data=text))["data"] == msgspec.json.decode(text)


async def test_each_change_is_a_revision(house: Any) -> None:
    await make(house, UniqueName="n", Data=data({"n": 0}))
    tag = '"0"'
    for n in range(1, 18):
        answer = await change(house, "n", tag, {"n": n})
        assert (answer.status, answer.json["revision"], answer.json["data"]) == (200, f"{n:x}", {"n": n})
        tag = answer.headers["ETag"]
    old = await change(house, "n", '"1"', {"n": -1})
    assert (old.status, old.json["code"]) == (412, 54103)
    for offered, revision in (("*", "12"), ('W/"12"', "13"), ('"x", "13"', "14"), ("14", "15")):
        answer = await change(house, "n", offered, {})
        assert (answer.status, answer.json["revision"]) == (200, revision)
    nothing = await house.post(f"{DOCUMENTS}/n")
    assert (nothing.status, nothing.json["code"]) == (400, 54010)


async def test_of_many_with_one_tag_one_wins(house: Any) -> None:
    await make(house, UniqueName="race", Data=data({"by": -1}))
    answers = await asyncio.gather(*(change(house, "race", '"0"', {"by": n}) for n in range(12)))
    won = [a for a in answers if a.status == 200]
    assert len(won) == 1
    assert {(a.status, a.json["code"]) for a in answers if a.status != 200} == {(412, 54103)}
    assert (await house.get(f"{DOCUMENTS}/race")).json == won[0].json


async def test_without_a_tag_the_last_writer_wins(house: Any) -> None:
    await make(house, UniqueName="free")
    answers = await asyncio.gather(*(house.post(f"{DOCUMENTS}/free", Data=data({"by": n})) for n in range(6)))
    assert {a.status for a in answers} == {200}
    assert (await house.get(f"{DOCUMENTS}/free")).json["revision"] == "6"
    assert sorted(a.json["revision"] for a in answers) == ["1", "2", "3", "4", "5", "6"]


async def test_a_removal_too_keeps_to_its_tag(house: Any) -> None:
    made = await make(house, UniqueName="gone", Data="{}")
    await change(house, "gone", '"0"', {"now": 1})
    refused = await house.delete(f"{DOCUMENTS}/gone", headers={"if-match": '"0"'})
    assert (refused.status, refused.json["code"]) == (412, 54103)
    assert (await house.delete(f"{DOCUMENTS}/{made['sid']}", headers={"if-match": '"1"'})).status == 204
    assert (await house.get(f"{DOCUMENTS}/gone")).json["code"] == 20404


async def test_an_expired_document_is_gone_at_once_and_its_row_soon(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    made = await make(house, UniqueName="brief", Ttl=60)
    lasting = await make(house, UniqueName="lasting")
    assert made["date_expires"] is not None
    await house.post(f"{DOCUMENTS}/brief/Permissions/alice", Read="true", Write="false", Manage="false")
    clock.advance(59 * SECOND)
    assert (await house.get(f"{DOCUMENTS}/brief")).status == 200
    clock._stopped += SECOND  # the moment is reached, and no alarm has rung: the job has not run
    assert (await house.get(f"{DOCUMENTS}/brief")).status == 404
    assert (await house.get(f"{DOCUMENTS}/brief/Permissions")).status == 404
    assert [d["sid"] for d in (await house.get(DOCUMENTS)).json["documents"]] == [lasting["sid"]]
    clock.advance(0)
    await house.settle()
    work = house.platform.work()
    assert await work.count(Document) == 1
    assert await work.count(DocumentPermission) == 0


async def test_the_name_of_an_expired_document_is_free(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    first = await make(house, UniqueName="again", Ttl=10)
    clock._stopped += 10 * SECOND  # no alarm has rung
    second = await make(house, UniqueName="again")
    assert second["sid"] != first["sid"]
    clock.advance(SECOND)
    await house.settle()
    assert (await house.get(f"{DOCUMENTS}/again")).json["sid"] == second["sid"]


async def test_a_ttl_that_is_put_off_drawn_in_and_taken_away(house: Any) -> None:
    clock, work = house.platform.clock, house.platform.work()
    clock.stop()
    for name in ("longer", "shorter", "endless"):
        await make(house, UniqueName=name, Ttl=100)
    for _ in range(5):
        assert (await house.post(f"{DOCUMENTS}/longer", Ttl=200)).status == 200
    assert (await house.post(f"{DOCUMENTS}/shorter", Ttl=50)).status == 200
    assert (await house.post(f"{DOCUMENTS}/endless", Ttl=0)).json["date_expires"] is None
    assert await work.count(Job) == 4  # one a document, and one for the moment that was drawn in

    async def left(step: int) -> set[str]:
        clock.advance(step * SECOND)
        await house.until(lambda: _none_due(house))
        return {d.unique_name or "" for d in await work.select(Document)}

    assert await left(50) == {"longer", "endless"}
    assert await left(51) == {"longer", "endless"}
    assert await left(100) == {"endless"}
    assert await work.count(Job) == 0


async def _none_due(house: Any) -> bool:
    jobs = await house.platform.work().select(Job)
    return all(job.run_at > house.platform.clock.now() for job in jobs)


async def test_permissions_are_set_shown_and_taken_away(house: Any) -> None:
    made = await make(house, UniqueName="shared")
    below = f"{DOCUMENTS}/shared/Permissions"
    first = await house.post(f"{below}/alice", Read="true", Write="false", Manage="false")
    assert first.status == 200
    assert first.json == {
        "account_sid": house.account_sid,
        "service_sid": made["service_sid"],
        "document_sid": made["sid"],
        "identity": "alice",
        "read": True,
        "write": False,
        "manage": False,
        "url": f"{made['url']}/Permissions/alice",
    }
    assert (await house.post(f"{below}/alice", Read="true", Write="true", Manage="false")).json["write"] is True
    missing = await house.post(f"{below}/bob", Read="true")
    assert (missing.status, missing.json["code"]) == (400, 20001)
    spaced = await house.post(f"{below}/d%20%C3%A9", Read="true", Write="true", Manage="true")
    assert (spaced.json["identity"], spaced.json["url"]) == ("d é", f"{made['url']}/Permissions/d%20%C3%A9")
    assert (await house.delete(f"{below}/d%20%C3%A9")).status == 204
    both = await asyncio.gather(*(house.post(f"{below}/carol", Read="true", Write="true", Manage=m) for m in ("true", "false")))
    assert {a.status for a in both} == {200}
    assert [p["identity"] for p in (await house.get(below)).json["permissions"]] == ["alice", "carol"]
    assert (await house.get(f"{below}/alice")).json["write"] is True
    assert (await house.delete(f"{below}/alice")).status == 204
    assert (await house.get(f"{below}/alice")).status == 404


async def test_a_service_takes_its_contents_with_it(house: Any) -> None:
    made = await make(house, UniqueName="inside")
    await house.post(f"{DOCUMENTS}/inside/Permissions/alice", Read="true", Write="true", Manage="true")
    assert (await house.delete(f"/sync/v1/Services/{made['service_sid']}")).status == 204
    work = house.platform.work()
    assert await work.count(Document) == await work.count(DocumentPermission) == 0


async def test_settings_of_a_service(house: Any) -> None:
    made = (await house.post("/sync/v1/Services", FriendlyName="S", AclEnabled="true", ReachabilityDebouncingWindow=1000)).json
    assert made["unique_name"] is None
    assert (made["acl_enabled"], made["reachability_debouncing_window"]) == (True, 1000)
    changed = await house.post(f"/sync/v1/Services/{made['sid']}", WebhookUrl="https://example.com/hook")
    assert (changed.json["webhook_url"], changed.json["friendly_name"]) == ("https://example.com/hook", "S")
    for wrong in ({"ReachabilityDebouncingWindow": "999"}, {"AclEnabled": "maybe"}, {"WebhookUrl": "ftp://x"}):
        assert (await house.post("/sync/v1/Services", **wrong)).json["code"] == 20001


async def test_what_is_not_built_says_so(house: Any) -> None:
    answer = await house.get("/sync/v1/Services/default/Maps")
    assert answer.status == 501
    assert answer.json["details"] == {"operation": "ListSyncMap"}

"""The gateway answers as the API does, for the account that the visitor acts in and for no other."""

from __future__ import annotations

from .conftest import Desk, read


async def test_the_api_answers_the_visitor(desk: Desk) -> None:
    sent = await desk.api("POST", "/Messages.json", To="+15551230001", From="+15557770001", Body="hello")
    assert sent.status in (201, 400)
    mine = await desk.api("GET", "/Messages.json", PageSize="5")
    assert mine.status == 200 and "messages" in read(mine)
    same = await desk.house.get("/Messages.json")
    assert [m["sid"] for m in read(mine)["messages"]] == [m["sid"] for m in same.json["messages"]]


async def test_json_forms_products_and_errors_are_the_api_s(desk: Desk) -> None:
    made = await desk.api("POST", "/sync/v1/Services", FriendlyName="A")
    assert made.status == 201
    sid = read(made)["sid"]
    fetched = await desk.api("GET", f"/sync/v1/Services/{sid}")
    assert read(fetched)["friendly_name"] == "A"
    assert fetched.headers["Cache-Control"] == "no-store" and "sandbox" in fetched.headers["Content-Security-Policy"]
    gone = await desk.api("GET", "/sync/v1/Services/IS" + "0" * 32)
    assert (gone.status, read(gone)["code"]) == (404, 20404)
    unknown = await desk.api("GET", "/nothing/v1/Here")
    assert (unknown.status, read(unknown)["code"]) == (404, 20404)


async def test_another_account_is_not_there(desk: Desk) -> None:
    sid = read(await desk.api("POST", "/sync/v1/Services", FriendlyName="A"))["sid"]
    assert (await desk.api("GET", f"/sync/v1/Services/{sid}", name="stranger")).status == 404
    for path in ("", "/Messages", "/Messages/SM" + "0" * 32, "/Balance"):
        refused = await desk.ask("GET", f"/console/api/rest/2010-04-01/Accounts/{desk.first}{path}.json", "stranger")
        assert (refused.status, read(refused)["code"]) == (404, 20404), path


async def test_the_key_in_a_header_counts_for_nothing(desk: Desk) -> None:
    answer = await desk.ask("GET", "/console/api/rest/2010-04-01/Accounts.json", "", authorization="Basic QUM6eA==")
    assert answer.status == 401


async def test_writes_want_the_token(desk: Desk) -> None:
    answer = await desk.ask("POST", "/console/api/rest/sync/v1/Services", form={"FriendlyName": "A"}, x_csrf_token="no")
    assert (answer.status, read(answer)["code"]) == (403, 99402)

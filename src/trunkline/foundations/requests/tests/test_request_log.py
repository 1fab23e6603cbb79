"""Requests are on record as they came and ended, without what people say; too many at once are counted, not lost from sight."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.requests.parameters import LONGEST_BODY, read_parameters
from trunkline.foundations.requests.request_log import ERRORS, MOST, ROOM, SAMPLE, RequestLog
from trunkline.foundations.requests.resources.api_request import ApiRequest
from trunkline.foundations.retention.keeping import KEPT, remove_old_rows
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Unrecorded
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Caller
from trunkline.products.messaging.resources.message import Message

SERVICES = "/sync/v1/Services"


async def kept(house: Any, **filters: Any) -> list[dict[str, Any]]:
    await house.platform.ports[RequestLog].flush()
    answer = await house.get("/network/v1/Requests", PageSize=1000, **filters)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["requests"]
    return found


async def test_a_request_is_on_record_with_what_it_made(house: Any) -> None:
    made = await house.post(SERVICES, FriendlyName="Notes", UniqueName="notes", headers={"user-agent": "twilio-python/9.0"})
    [row] = await kept(house)
    assert row["sid"] == made.headers["Twilio-Request-Id"]
    assert (row["method"], row["path"], row["product"], row["operation"]) == ("POST", SERVICES, "sync", "CreateService")
    assert (row["status_code"], row["status_class"], row["error_code"]) == (201, "2xx", None)
    assert row["resource_sid"] == made.json["sid"]
    assert (row["credential_sid"], row["user_agent"], row["through"]) == (house.account_sid, "twilio-python/9.0", "api")
    assert row["parameters"] == {"FriendlyName": "Notes", "UniqueName": None}
    assert row["duration"] > 0


async def test_what_people_say_is_not_kept(house: Any) -> None:
    await house.post("/Messages.json", To="+15005550006", From="+15005550006", Body="my secret", Bdoy="a slip of the finger")
    [row] = await kept(house)
    assert row["parameters"] == {"To": "+15005550006", "From": "+15005550006", "Body": None, "Bdoy": None}


async def test_a_refusal_has_its_code_and_words(house: Any) -> None:
    await house.post("/Messages.json", Body="to nobody")
    await house.get(f"{SERVICES}/IS{'0' * 32}")
    await house.get("/network/v1/Nothing")
    await house.get(SERVICES)
    rows = await kept(house, StatusClass="4xx")
    assert [(row["operation"], row["status_code"], row["error_code"]) for row in rows] == [
        ("", 404, 20404),
        ("FetchService", 404, 20404),
        ("CreateMessage", 400, 21604),
    ]
    assert "To" in rows[2]["error_message"]
    assert rows[1]["resource_sid"] == f"IS{'0' * 32}"
    assert len(await kept(house, ErrorCode=21604)) == 1
    assert len(await kept(house, ErrorCode=20404, Method="GET", Product="sync")) == 1


async def test_nobody_has_no_log_and_another_account_does_not_see_it(house: Any) -> None:
    await house.get(SERVICES, auth=(house.account_sid, "wrong" * 6))
    assert await kept(house) == []
    made = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    inside = await house.post(f"/2010-04-01/Accounts/{made['sid']}/Messages.json", Body="to nobody")
    auth = (made["sid"], made["auth_token"])
    await house.platform.ports[RequestLog].flush()
    own = (await house.get("/network/v1/Requests", auth=auth)).json["requests"]
    assert [row["sid"] for row in own] == [inside.headers["Twilio-Request-Id"]]
    assert own[0]["credential_sid"] == house.account_sid
    assert (await house.get(f"/network/v1/Requests/{own[0]['sid']}")).status == 404
    assert (await house.get(f"/network/v1/Requests/{own[0]['sid']}", auth=auth)).json["path"].endswith("/Messages.json")


async def test_it_writes_behind_and_stops_with_everything_written(house: Any) -> None:
    log = house.platform.ports[RequestLog]
    log.start()
    await house.get(SERVICES)

    async def there() -> bool:
        return bool(await house.platform.work().count(ApiRequest) == 1)

    await house.until(there)
    await house.get(SERVICES)
    await log.stop()
    assert await house.platform.work().count(ApiRequest) == 2


async def test_what_cannot_be_written_is_left_out_and_counted(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_: Any) -> None:
        raise Unrecorded("no room")

    await house.get(SERVICES)
    with monkeypatch.context() as broken:
        broken.setattr(house.platform.database, "commit", refuse)
        await house.platform.ports[RequestLog].flush()
    await house.get(SERVICES)
    [row] = await kept(house)
    assert row["left_out"] == 1


class TestBusy:
    """How much is kept of a second, by a log that nothing empties."""

    caller = Caller("AC" + "1" * 32, "SK" + "1" * 32)

    def _log(self, level: Any = "all") -> RequestLog:
        return RequestLog(Platform(None), level)  # type: ignore[arg-type]  # no database is asked

    def _ask(self, log: RequestLog, times: int, method: str, status: int, second: int = 1) -> int:
        return sum(log.wants(method, status, self.caller, second * 10**9) for _ in range(times))

    def test_up_to_the_limit_all_are_kept_and_then_no_reads(self) -> None:
        log = self._log()
        assert self._ask(log, MOST + 50, "GET", 200) == MOST
        assert log._left == {self.caller.account_sid: 50}
        assert self._ask(log, 10, "GET", 200, second=2) == 10

    def test_above_it_errors_are_kept_and_writes_sampled(self) -> None:
        log = self._log()
        self._ask(log, MOST, "GET", 200)
        assert self._ask(log, 10 * SAMPLE, "POST", 201) == 10
        assert self._ask(log, 100, "POST", 400) == 100
        assert self._ask(log, 2 * ERRORS, "POST", 400) < ERRORS

    def test_the_levels(self) -> None:
        assert self._ask(self._log("off"), 3, "POST", 500) == 0
        assert self._ask(self._log("errors"), 3, "POST", 201) == 0
        assert self._ask(self._log("errors"), 3, "POST", 400) == 3
        console = [self._log().wants(m, s, self.caller, 0, True) for m, s in (("GET", 200), ("GET", 404), ("POST", 201))]
        assert console == [False, True, True]

    def test_there_is_an_end_to_what_waits(self) -> None:
        log = self._log()
        log._waiting.extend([None] * ROOM)  # type: ignore[list-item]  # only their number counts
        assert self._ask(log, 5, "POST", 500) == 0


@given(st.dictionaries(st.text(min_size=1), st.text()), st.sampled_from(["", "application/json", "application/x-www-form-urlencoded"]))
def test_whatever_comes_the_body_of_a_message_is_not_kept(form: dict[str, str], kind: str) -> None:
    sent = {**form, "Body": "said in confidence"}
    body = msgspec.json.encode(sent) if "json" in kind else urlencode(sent, errors="replace").encode()
    for known in (Message, None):
        assert "said in confidence" not in str(read_parameters(known, "Body=said%20in%20confidence", body, kind))


def test_a_long_body_is_not_read() -> None:
    found = read_parameters(Message, "", b"To=1&Body=" + b"x" * LONGEST_BODY, "application/x-www-form-urlencoded")
    assert len(found) == 1
    assert set(found.values()) == {None}


async def test_entries_go_after_their_time(house: Any) -> None:
    house.platform.clock.stop()
    await house.get(SERVICES)
    await kept(house)
    house.platform.clock.advance((KEPT["requests"].days + 1) * DAY)
    await remove_old_rows.run(house.platform.work())
    assert await house.platform.work().count(ApiRequest, Condition("date_created", "<", house.platform.clock.now() - DAY)) == 0

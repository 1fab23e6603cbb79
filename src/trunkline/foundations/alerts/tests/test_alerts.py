"""Alerts as they are raised and as they are shown."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.alerts.actions.raise_alert import raise_alert, storable
from trunkline.kernel.clock import DAY

RESOURCE = "SM" + "1" * 32
WHOLE = {
    "account_sid", "alert_text", "api_version", "date_created", "date_generated", "date_updated", "error_code", "log_level", "more_info",
    "request_method", "request_url", "request_variables", "request_headers", "resource_sid", "response_body", "response_headers", "sid",
    "url", "service_sid",
}  # fmt: skip  # monitor.v1.alert-instance
LONG = {"request_variables", "request_headers", "response_body", "response_headers"}


async def test_one_shows_all_and_the_list_leaves_out_what_is_long(house: Any) -> None:
    work = house.platform.work()
    alert = raise_alert(
        work, house.account_sid, 12100, resource_sid=RESOURCE, text="Document parse failure", request_url="https://a.example/sms",
        request_method="POST", request_variables={"Body": "a b", "From": "+1"}, request_headers=[("Accept", "*/*")],
        response_headers=[("Content-Type", "text/html"), ("Set-Cookie", "a=1")], response_body="<p>\0",
    )  # fmt: skip
    await work.commit()
    one = (await house.get(f"/monitor/v1/Alerts/{alert.sid}")).json
    assert set(one) == WHOLE
    assert one["error_code"] == "12100"
    assert one["request_variables"] == "Body=a+b&From=%2B1"
    assert one["response_headers"] == "Content-Type: text/html\nSet-Cookie: a=1"
    assert one["response_body"] == "<p>\ufffd"
    assert one["more_info"] == "http://127.0.0.1:4010/errors/12100"
    assert one["url"] == f"http://127.0.0.1:4010/monitor/v1/Alerts/{alert.sid}"
    [listed] = (await house.get("/monitor/v1/Alerts")).json["alerts"]
    assert listed == {name: value for name, value in one.items() if name not in LONG}


async def test_links_follow_the_host_that_was_asked(house: Any) -> None:
    work = house.platform.work()
    alert = raise_alert(work, house.account_sid, 11200)
    await work.commit()
    house.host = "monitor.localhost:4010"
    one = (await house.ask("GET", f"/v1/Alerts/{alert.sid}")).json
    assert one["url"] == f"http://monitor.localhost:4010/v1/Alerts/{alert.sid}"
    assert one["more_info"] == "http://monitor.localhost:4010/errors/11200"
    assert one["resource_sid"] is None


async def test_dates_are_inclusive_on_both_sides(house: Any) -> None:
    clock = house.platform.clock
    clock.stop(20_000 * DAY + DAY - 1)  # the last microsecond of 2024-10-04
    for _ in range(2):
        work = house.platform.work()
        raise_alert(work, house.account_sid, 11200, log_level="warning")
        await work.commit()
        clock.advance(1)

    async def count(**filters: str) -> int:
        return len((await house.get("/monitor/v1/Alerts", **filters)).json["alerts"])

    assert await count(StartDate="2024-10-04", EndDate="2024-10-04") == 1
    assert await count(StartDate="2024-10-05T00:00:00Z") == 1
    assert await count(StartDate="2024-10-04T23:59:59Z", EndDate="2024-10-04T23:59:59") == 1
    assert await count(EndDate="2024-10-05T01:59:59+02:00") == 1
    assert await count(EndDate="2024-10-05T01:00:00+02:00") == 0
    assert await count(LogLevel="WARNING") == 2
    assert await count(LogLevel="error") == 0


@given(st.text(st.characters()) | st.text(st.sampled_from("a\0\ud800\udc00é")))
def test_whatever_a_server_answers_can_be_stored(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    kept.encode()
    if "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert kept == text

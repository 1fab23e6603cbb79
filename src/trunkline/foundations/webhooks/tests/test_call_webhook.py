"""Documents fetched from real servers that answer, fail, stall, break off and lead elsewhere."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the official package has no types

from trunkline.foundations.webhooks.actions.call_webhook import WebhookReply, call_webhook
from trunkline.foundations.webhooks.delays import WebhookDelay
from trunkline.foundations.webhooks.tests.site import Site, answer, hang_up, slow

SUBJECT = "SM" + "0" * 32
TOLD = {"From": "+15551230001", "Body": "Grüße & +1", "Empty": ""}


async def call(house: Any, url: str, **more: Any) -> WebhookReply | None:
    work = house.platform.work()
    reply = await call_webhook(work, account_sid=house.account_sid, subject_sid=SUBJECT, url=url, **{"parameters": TOLD, **more})
    await work.commit()
    return reply


async def attempts(house: Any, **filters: str) -> list[dict[str, Any]]:
    """Oldest first."""
    found: list[dict[str, Any]] = (await house.get("/webhooks/v1/Attempts", **filters)).json["attempts"]
    return found[::-1]


async def alerts(house: Any, **filters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await house.get("/monitor/v1/Alerts", **filters)).json["alerts"]
    return found[::-1]


def genuine(house: Any, asked: Any) -> bool:
    validator = RequestValidator(house.auth_token)
    return bool(validator.validate(asked.url, asked.form if asked.method == "POST" else {}, asked.headers["x-twilio-signature"]))


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_parameters_arrive_and_the_official_validator_believes_them(house: Any, site: Site, method: str) -> None:
    site.answers["/sms"] = [answer("200 OK", b"<Response/>", "Content-Type: text/xml", "Set-Cookie: a=1", "Set-Cookie: b=2; Path=/")]
    reply = await call(house, site.url("/sms?tenant=7#rc=2"), method=method, cookies="seen=3")
    assert reply is not None
    assert (reply.body, reply.content_type, reply.cookies) == (b"<Response/>", "text/xml", ("a=1", "b=2; Path=/"))
    [asked] = site.asked
    assert asked.method == method
    assert asked.form == ({"tenant": "7", **TOLD} if method == "GET" else TOLD)
    assert "#" not in asked.target
    assert asked.headers["cookie"] == "seen=3"
    assert asked.headers["user-agent"] == "TwilioProxy/1.1"
    assert genuine(house, asked)
    [record] = await attempts(house)
    assert record["idempotency_token"] == asked.headers["i-twilio-idempotency-token"]
    assert record["signed_text"].startswith(site.url("/sms?tenant=7"))
    assert record["request_headers"]["X-Twilio-Signature"] == asked.headers["x-twilio-signature"]
    assert (record["http_status"], record["response_body"], record["error_code"]) == (200, "<Response/>", None)
    assert record["parameters"] == TOLD
    assert await alerts(house) == []


async def test_an_error_status_goes_to_the_fallback_with_code_and_url(house: Any, site: Site) -> None:
    site.answers["/sms"] = [answer("503 Service Unavailable", b"down")]
    reply = await call(house, site.url("/sms#rc=0"), fallback_url=site.url("/spare"), fallback_method="GET")
    assert reply is not None
    assert reply.fallback
    first, second = site.asked
    assert second.form == {**TOLD, "ErrorCode": "11200", "ErrorUrl": site.url("/sms")}
    assert genuine(house, first)
    assert genuine(house, second)
    [alert] = await alerts(house)
    assert (alert["error_code"], alert["log_level"], alert["resource_sid"]) == ("11200", "error", SUBJECT)
    assert "response_body" not in alert
    assert "request_variables" not in alert
    whole = (await house.get(f"/monitor/v1/Alerts/{alert['sid']}")).json
    assert whole["response_body"] == "down"
    assert whole["request_variables"].startswith("From=%2B15551230001&Body=")
    assert whole["more_info"] == alert["more_info"] == "http://127.0.0.1:4010/errors/11200"


async def test_both_urls_failing_gives_nothing_and_two_alerts(house: Any, site: Site) -> None:
    site.answers["/sms"] = [answer("404 Not Found")]
    site.answers["/spare"] = [hang_up]
    assert await call(house, site.url("/sms"), fallback_url=site.url("/spare")) is None
    assert [a["error_code"] for a in await alerts(house)] == ["11200", "11206"]


async def test_a_document_that_cannot_be_used_goes_to_the_fallback_too(house: Any, site: Site) -> None:
    site.answers["/sms"] = [answer("200 OK", b"not XML")]
    site.answers["/spare"] = [answer("200 OK", b"<Response/>")]

    def judge(reply: WebhookReply) -> tuple[int, str] | None:
        return None if reply.body.startswith(b"<") else (12100, "Document parse failure")

    reply = await call(house, site.url("/sms"), fallback_url=site.url("/spare"), judge=judge)
    assert reply is not None
    assert reply.body == b"<Response/>"
    assert site.asked[1].form["ErrorCode"] == "12100"
    [alert] = await alerts(house)
    assert alert["error_code"] == "12100"


async def test_only_what_the_policy_names_is_tried_again(house: Any, site: Site) -> None:
    site.answers["/a"] = [answer("500 Broken"), answer("502 Broken"), answer("200 OK", b"third")]
    assert await call(house, site.url("/a")) is None  # by default a status is not tried again
    site.answers["/a"] = [answer("500 Broken"), answer("502 Broken"), answer("200 OK", b"third")]
    site.asked.clear()
    reply = await call(house, site.url("/a#rc=3&rp=5xx"))
    assert reply is not None
    assert reply.body == b"third"
    assert len({asked.headers["i-twilio-idempotency-token"] for asked in site.asked}) == 1
    kept = await attempts(house, Url=site.url("/a#rc=3&rp=5xx"))
    assert [(a["attempt"], a["http_status"]) for a in kept] == [(1, 500), (2, 502), (3, 200)]
    site.answers["/b"] = [answer("404 Not Found")]
    assert await call(house, site.url("/b#rc=5&rp=5xx")) is None
    assert len(await attempts(house, Url=site.url("/b#rc=5&rp=5xx"))) == 1


async def test_nobody_listening_is_tried_twice_by_default(house: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert await call(house, url) is None
    assert [a["error_kind"] for a in await attempts(house)] == ["connect", "connect"]
    [alert] = await alerts(house)
    assert alert["error_code"] == "11205"


async def test_too_slow_and_cut_short(house: Any, site: Site) -> None:
    site.answers["/slow"] = [slow(5, answer())]
    site.answers["/cut"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf"]
    assert await call(house, site.url("/slow#rt=150")) is None
    [record] = await attempts(house)
    assert record["error_kind"] == "timeout"
    assert record["duration_ms"] >= 150
    assert await call(house, site.url("/cut#rt=300")) is None
    assert [a["error_code"] for a in await alerts(house)] == ["11205", "11205"]


async def test_redirects_are_signed_for_each_place(house: Any, site: Site) -> None:
    site.answers["/old"] = [answer("302 Found", b"", "Location: /new?x=1")]
    site.answers["/kept"] = [answer("307 Temporary Redirect", b"", "Location: /new?x=2")]
    reply = await call(house, site.url("/old"))
    assert reply is not None
    assert reply.url == site.url("/new?x=1")
    assert await call(house, site.url("/kept")) is not None
    assert [asked.method for asked in site.asked] == ["POST", "GET", "POST", "POST"]
    assert all(genuine(house, asked) for asked in site.asked)
    records = await attempts(house)
    assert [r["redirects"] for r in records] == [1, 1]
    assert records[0]["signed_text"].startswith(site.url("/old"))
    site.answers["/loop"] = [answer("302 Found", b"", "Location: /loop")]
    assert await call(house, site.url("/loop")) is None
    site.answers["/nowhere"] = [answer("302 Found")]
    assert await call(house, site.url("/nowhere")) is None
    assert [a["error_code"] for a in await alerts(house)] == ["11215", "11216"]


async def test_a_wrong_override_is_told_and_does_not_stop_the_call(house: Any, site: Site) -> None:
    assert await call(house, site.url("/sms#rp=sometimes&rc=9")) is not None
    told = await alerts(house)
    assert [(a["error_code"], a["log_level"]) for a in told] == [("11243", "warning"), ("11100", "warning")]
    assert [a["sid"] for a in await alerts(house, LogLevel="error")] == []
    assert len(await alerts(house, LogLevel="warning", StartDate="2020-01-01", EndDate="2100-01-01T00:00:00Z")) == 2
    assert await alerts(house, EndDate="2020-01-01") == []


async def test_an_answer_of_any_octets_is_kept_up_to_64_kib(house: Any, site: Site) -> None:
    site.answers["/sms"] = [answer("500 Broken", b"\0\xff" + b"x" * 70_000)]
    assert await call(house, site.url("/sms")) is None
    [record] = await attempts(house)
    assert record["response_truncated"] is True
    assert record["response_body"] == "\ufffd\ufffd" + "x" * (65_536 - 2)


async def test_production_refuses_loopback(house: Any, site: Site) -> None:
    from trunkline.adapters.http_client import Guard, HttpClient
    from trunkline.foundations.webhooks.ports import WebCaller

    house.platform.ports[WebCaller] = HttpClient(Guard("production"))
    assert await call(house, site.url("/sms")) is None
    assert site.asked == []
    [record] = await attempts(house)
    assert record["error_kind"] == "refused"
    await house.platform.ports[WebCaller].close()


async def test_a_simulated_delay_counts_as_time_of_the_call(house: Any, site: Site) -> None:
    class Held:
        def delay_ms(self, account_sid: str, url: str, parameters: dict[str, str]) -> int:
            return 10_000 if "#" not in url and parameters == TOLD else 0

    house.platform.ports[WebhookDelay] = Held()
    assert await call(house, site.url("/sms#rt=100")) is None
    assert site.asked == []
    [record] = await attempts(house)
    assert (record["error_kind"], record["error_code"]) == ("timeout", 11205)


async def test_attempts_and_alerts_of_another_account_are_not_seen(house: Any, site: Site) -> None:
    site.answers["/sms"] = [answer("500 Broken")]
    await call(house, site.url("/sms"))
    [record], [alert] = await attempts(house), await alerts(house)
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    auth = (sub["sid"], sub["auth_token"])
    assert (await house.get("/webhooks/v1/Attempts", auth=auth)).json["attempts"] == []
    assert (await house.get("/monitor/v1/Alerts", auth=auth)).json["alerts"] == []
    assert (await house.get(f"/webhooks/v1/Attempts/{record['sid']}", auth=auth)).status == 404
    assert (await house.get(f"/monitor/v1/Alerts/{alert['sid']}", auth=auth)).status == 404


async def test_wrong_filters_are_refused_and_pages_follow(house: Any, site: Site) -> None:
    for parameters in ({"LogLevel": "loud"}, {"StartDate": "yesterday"}, {"EndDate": "2026-13-01"}):
        assert (await house.get("/monitor/v1/Alerts", **parameters)).status == 400
    site.answers["/sms"] = [answer("500 Broken")]
    for _ in range(3):
        await call(house, site.url("/sms"))
    first = (await house.get("/monitor/v1/Alerts", PageSize=2)).json
    second = (await house.get(first["meta"]["next_page_url"].partition("4010")[2])).json
    assert len({a["sid"] for a in first["alerts"] + second["alerts"]}) == 3
    assert second["meta"]["next_page_url"] is None
    back = (await house.get(second["meta"]["previous_page_url"].partition("4010")[2])).json
    assert [a["sid"] for a in back["alerts"]] == [a["sid"] for a in first["alerts"]]

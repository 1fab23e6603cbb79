"""A recorded call made once more: signed with the token of today, and only if what it said is still there."""

from __future__ import annotations

from typing import Any

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the official package has no types

from trunkline.foundations.webhooks.actions.attempt_webhook import NOT_KEPT, Webhook, attempt_webhook
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.foundations.webhooks.tests.site import Site, answer

SUBJECT = "SM" + "1" * 32


async def call(house: Any, url: str, method: str = "POST", **more: Any) -> WebhookAttempt:
    work = house.platform.work()
    parameters = {"MessageSid": SUBJECT, "Body": "Zürich & back"}
    outcome = await attempt_webhook(work, Webhook(house.account_sid, SUBJECT, url, method, parameters, event="e", **more))
    assert outcome.attempt is not None
    await work.commit()
    return outcome.attempt


async def test_it_is_made_as_before_and_put_on_record(house: Any, site: Site) -> None:
    for method in ("GET", "POST"):
        old = await call(house, site.url("/hook?for=us"), method, cookies="a=b", sequence=3)
        made = await house.post(f"/webhooks/v1/Attempts/{old.sid}/Replays")
        assert made.status == 201, made.text
        first, second = site.asked[-2:]
        for name in ("x-twilio-signature", "i-twilio-idempotency-token", "cookie", "user-agent"):
            assert first.headers[name] == second.headers[name]
        assert (first.method, first.target, first.form) == (second.method, second.target, second.form)
        kept = (await house.get(f"/webhooks/v1/Attempts/{made.json['sid']}")).json
        assert (kept["replays"], kept["resource_sid"], kept["sequence"], kept["http_status"]) == (old.sid, SUBJECT, 3, 200)
        assert [a["sid"] for a in (await house.get("/webhooks/v1/Attempts", Replays=old.sid)).json["attempts"]] == [kept["sid"]]


async def test_it_is_signed_with_the_token_that_the_account_has_now(house: Any, site: Site) -> None:
    old = await call(house, site.url("/hook"))
    before = site.asked[-1].headers["x-twilio-signature"]
    second = (await house.post("/accounts/v1/AuthTokens/Secondary")).json["secondary_auth_token"]
    assert (await house.post("/accounts/v1/AuthTokens/Promote")).status == 200
    answered = await house.post(f"/webhooks/v1/Attempts/{old.sid}/Replays", auth=(house.account_sid, second))
    assert answered.status == 201, answered.text
    asked = site.asked[-1]
    assert asked.headers["x-twilio-signature"] != before
    assert RequestValidator(second).validate(asked.url, asked.form, asked.headers["x-twilio-signature"])


async def test_what_the_application_says_is_no_error_of_ours(house: Any, site: Site) -> None:
    old = await call(house, site.url("/hook"))
    site.answers["/hook"] = [answer("500 Broken", b"sorry")]
    made = (await house.post(f"/webhooks/v1/Attempts/{old.sid}/Replays")).json
    assert (made["http_status"], made["error_code"], made["response_body"]) == (500, 11200, "sorry")
    assert (await house.get("/monitor/v1/Alerts")).json["alerts"] == []


async def test_what_is_not_kept_cannot_be_said_again(house: Any, site: Site) -> None:
    old = await call(house, site.url("/hook"))
    for changes in ({"parameters": {"Body": NOT_KEPT}, "signed_text": ""}, {"parameters": {}, "signed_text": ""}):
        work = house.platform.work()
        work.set(old, **changes)
        await work.commit()
        refused = await house.post(f"/webhooks/v1/Attempts/{old.sid}/Replays")
        assert (refused.status, refused.json["code"]) == (409, 99620)
    assert len(site.asked) == 1


async def test_another_account_s_is_not_there(house: Any, site: Site) -> None:
    old = await call(house, site.url("/hook"))
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    for sid in (old.sid, "WB" + "0" * 32, "nonsense"):
        refused = await house.post(f"/webhooks/v1/Attempts/{sid}/Replays", auth=(sub["sid"], sub["auth_token"]))
        assert (refused.status, refused.json["code"]) == (404, 20404)
    assert len(site.asked) == 1

"""Texts to the senders of a Messaging Service: who is asked about them, and what is told of its messages."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.messaging.resources.message import Message

from .conftest import HANDSET, NUMBER
from .test_receive import App, app

__all__ = ["app"]  # a fixture, used by its name

HELLO = "<Response><Message>hello back</Message></Response>"


async def text_in(desk: Any, body: str = "hello") -> dict[str, Any]:
    """The inbound message, once it has been dealt with."""
    said = await desk.house.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=NUMBER, Body=body)
    assert said.status == 201, said.text

    async def there() -> bool:
        return bool(await desk.house.platform.work().find(Message, account_sid=desk.house.account_sid, direction="inbound"))

    await desk.house.until(there)
    await desk.house.settle()
    found = (await desk.house.get("/Messages.json", To=NUMBER)).json["messages"]
    return dict(found[0])


@pytest.fixture
async def ready(desk: Any, app: App) -> Any:
    """A service with NUMBER in its pool; the number and the service have webhooks of their own."""
    app.says(HELLO)
    await desk.buy(NUMBER, sms_url=app.url + "/number")
    await desk.handset()
    desk.sid = await desk.service(
        NUMBER, InboundRequestUrl=app.url + "/service", FallbackUrl=app.url + "/fallback", StatusCallback=app.url + "/status"
    )
    return desk


async def test_the_service_is_asked_and_its_reply_is_the_services(ready: Any, app: App) -> None:
    inbound = await text_in(ready)
    assert inbound["messaging_service_sid"] == ready.sid
    path, told, _ = app.asked[0]
    assert (path, told["MessagingServiceSid"], told["To"], told["Body"]) == ("/service", ready.sid, NUMBER, "hello")

    async def replied() -> bool:
        found = (await ready.house.get("/Messages.json", To=HANDSET)).json["messages"]
        return bool(found) and found[0]["status"] == "delivered"

    await ready.house.until(replied)
    (reply,) = (await ready.house.get("/Messages.json", To=HANDSET)).json["messages"]
    assert (reply["from"], reply["messaging_service_sid"], reply["body"]) == (NUMBER, ready.sid, "hello back")

    async def all_told() -> bool:
        return sorted(t["MessageStatus"] for p, t, _ in app.asked if p == "/status") == ["delivered", "queued", "sent"]

    await ready.house.until(all_told)
    assert {t["MessagingServiceSid"] for p, t, _ in app.asked if p == "/status"} == {ready.sid}


async def test_a_service_may_defer_to_its_numbers(ready: Any, app: App) -> None:
    await ready.house.post(f"/messaging/v1/Services/{ready.sid}", UseInboundWebhookOnNumber="true")
    await text_in(ready)
    path, told, _ = app.asked[0]
    assert (path, told["MessagingServiceSid"]) == ("/number", ready.sid)


async def test_the_services_fallback_is_asked_when_its_app_fails(ready: Any, app: App) -> None:
    app.answers = [(500, "text/xml", "", []), (200, "text/xml", "<Response/>", [])]
    await text_in(ready)
    assert [p for p, _, _ in app.asked] == ["/service", "/fallback"]
    assert app.asked[1][1]["ErrorCode"] == "11200"


async def test_a_service_without_a_webhook_asks_nobody_and_the_text_is_on_record(ready: Any, app: App) -> None:
    await ready.house.post(f"/messaging/v1/Services/{ready.sid}", InboundRequestUrl="")
    inbound = await text_in(ready)
    assert (inbound["status"], app.asked) == ("received", [])


async def test_a_method_of_the_service_is_used(ready: Any, app: App) -> None:
    await ready.house.post(f"/messaging/v1/Services/{ready.sid}", InboundMethod="GET")
    await text_in(ready)
    assert app.asked[0][0].startswith("/service?")
    assert f"MessagingServiceSid={ready.sid}" in app.asked[0][0]


async def test_a_number_that_has_left_the_pool_asks_for_itself(ready: Any, app: App) -> None:
    await ready.house.delete(f"/messaging/v1/Services/{ready.sid}/PhoneNumbers/{ready.owned[NUMBER]}")
    inbound = await text_in(ready)
    assert (inbound["messaging_service_sid"], app.asked[0][0]) == (None, "/number")


async def test_a_callback_of_the_request_goes_before_the_services(ready: Any, app: App) -> None:
    sid = await ready.send(ready.sid, StatusCallback=app.url + "/own")
    await ready.ended(sid)

    async def told() -> bool:
        return len([p for p, _, _ in app.asked if p == "/own"]) == 3

    await ready.house.until(told)
    assert not [p for p, _, _ in app.asked if p == "/status"]
    assert [t["MessageStatus"] for p, t, _ in app.asked if p == "/own"] == ["queued", "sent", "delivered"]
    assert {t["MessagingServiceSid"] for p, t, _ in app.asked if p == "/own"} == {ready.sid}

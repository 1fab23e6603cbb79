"""Messages through a Messaging Service: who carries them, with which settings, and what is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.kernel.clock import HOUR, MINUTE, SECOND
from trunkline.products.messaging.resources.message import Message
from trunkline.products.messaging.resources.service_number import ServiceNumber
from trunkline.products.messaging.resources.sticky_sender import StickySender

from .conftest import HANDSET, NUMBER, OTHER
from .test_receive import App, app

__all__ = ["app"]  # a fixture, used by its name

UK = "+447400123456"


async def test_a_text_is_accepted_and_then_given_a_sender(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.handset()
    sent = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body="hello")
    assert sent.status == 201, sent.text
    assert (sent.json["status"], sent.json["from"], sent.json["messaging_service_sid"]) == ("accepted", None, service)
    done = await desk.ended(sent.json["sid"])
    assert (done["status"], done["from"]) == ("delivered", NUMBER)
    (held,) = (await desk.house.get(f"/network/v1/Handsets/{HANDSET}/Messages")).json["messages"]
    assert (held["body"], held["from"]) == ("hello", NUMBER)
    why = await desk.why(sent.json["sid"])
    assert (why["sender"], why["sender_type"], why["service_sid"]) == (NUMBER, "long_code", service)
    assert why["reasons"]


async def test_the_sid_of_a_service_may_stand_in_from(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.handset()
    sent = await desk.house.post("/Messages.json", To=HANDSET, From=service, Body="hello")
    assert (sent.json["status"], sent.json["messaging_service_sid"]) == ("accepted", service)
    assert (await desk.ended(sent.json["sid"]))["from"] == NUMBER


async def test_a_sender_that_is_named_carries_the_text(desk: Any) -> None:
    service = await desk.service(NUMBER, OTHER)
    await desk.handset()
    for named in (OTHER, NUMBER):
        sid = await desk.send(service, From=named)
        assert (await desk.ended(sid))["from"] == named
        assert (await desk.why(sid))["reasons"] == ["the request named it"]


async def test_a_sender_from_outside_the_pool_carries_it_with_a_warning(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.buy(OTHER)
    await desk.handset()
    assert (await desk.ended(await desk.send(service, From=OTHER)))["from"] == OTHER
    (alert,) = (await desk.house.get("/monitor/v1/Alerts")).json["alerts"]
    assert (alert["error_code"], alert["log_level"]) == ("21711", "warning")


@pytest.mark.parametrize(
    ("service", "parameters", "code"),
    [
        ("MG" + "0" * 32, {}, 21701),
        ("MG12", {}, 21705),
        ("nonsense", {}, 21705),
        ("empty", {}, 21704),
        ("full", {"To": "nobody"}, 21211),
        ("full", {"Body": ""}, 21602),
        ("full", {"Body": "x" * 1601}, 21617),
        ("full", {"MediaUrl": "ftp://a/b"}, 21620),
        ("full", {"From": "+15557779999"}, 21659),
        ("full", {"ValidityPeriod": "0"}, 90007),
    ],
)
async def test_refusals(desk: Any, service: str, parameters: dict[str, str], code: int) -> None:
    known = {"empty": await desk.service(), "full": await desk.service(NUMBER)}
    asked = {"To": HANDSET, "Body": "hello", "MessagingServiceSid": known.get(service, service), **parameters}
    answer = await desk.house.post("/Messages.json", **asked)
    assert (answer.status, answer.json["code"]) == (400, code), answer.text
    assert (await desk.house.get("/Messages.json")).json["messages"] == []


async def test_another_accounts_service_does_not_exist(desk: Any) -> None:
    service = await desk.service(NUMBER)
    made = (await desk.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    answer = await desk.house.post(f"/2010-04-01/Accounts/{made['sid']}/Messages.json", To=HANDSET, MessagingServiceSid=service, Body="x")
    assert (answer.status, answer.json["code"]) == (400, 21701)


async def test_a_text_that_nobody_can_carry_is_accepted_and_fails(desk: Any) -> None:
    service = await desk.service()
    await desk.short_code(service, "24681")  # of the United States
    done = await desk.ended(await desk.send(service, to=UK))
    assert (done["status"], done["error_code"], done["from"]) == ("failed", 21703, None)
    why = await desk.why(done["sid"])
    assert why["sender"] is None
    assert why["passed_over"] == [{"sender": "24681", "why": "a short code of US reaches nobody elsewhere"}]


async def test_with_synchronous_validation_it_is_refused(desk: Any) -> None:
    service = await desk.service(SynchronousValidation="true")
    await desk.short_code(service, "24681")
    answer = await desk.house.post("/Messages.json", To=UK, MessagingServiceSid=service, Body="x")
    assert (answer.status, answer.json["code"]) == (400, 21703)


async def test_a_recipient_keeps_its_sender_even_when_the_messages_are_gone(desk: Any) -> None:
    service = await desk.service(NUMBER, OTHER)
    people = [await desk.handset(f"+1555123000{n}") for n in range(4)]
    first: dict[str, str] = {}
    for person in people:
        done = await desk.ended(await desk.send(service, to=person))
        first[person] = done["from"]
        assert (await desk.house.post(f"/Messages/{done['sid']}.json", Body="")).status == 200
        assert (await desk.house.delete(f"/Messages/{done['sid']}.json")).status == 204
        assert (await desk.house.get(f"/network/v1/SenderChoices/{done['sid']}")).status == 404
    assert set(first.values()) == {NUMBER, OTHER}
    for person in reversed(people):
        for _ in range(2):
            assert (await desk.ended(await desk.send(service, to=person)))["from"] == first[person]
    rows = await desk.house.platform.work().select(StickySender, account_sid=desk.house.account_sid)
    assert not any(person.lstrip("+") in row.recipient for row in rows for person in people)


async def test_a_recipient_whose_sender_has_left_gets_another_and_keeps_that(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.handset()
    assert (await desk.ended(await desk.send(service)))["from"] == NUMBER
    await desk.join(service, OTHER)
    assert (await desk.ended(await desk.send(service)))["from"] == NUMBER
    await desk.house.delete(f"/messaging/v1/Services/{service}/PhoneNumbers/{desk.owned[NUMBER]}")
    assert (await desk.ended(await desk.send(service)))["from"] == OTHER
    await desk.join(service, NUMBER)
    assert (await desk.ended(await desk.send(service)))["from"] == OTHER


async def test_without_sticky_sender_texts_are_spread(desk: Any) -> None:
    service = await desk.service(NUMBER, OTHER, StickySender="false")
    await desk.handset()
    used = [(await desk.ended(await desk.send(service)))["from"] for _ in range(6)]
    assert (used.count(NUMBER), used.count(OTHER)) == (3, 3)
    assert await desk.house.platform.work().count(StickySender, account_sid=desk.house.account_sid) == 0


async def test_many_first_texts_at_once_to_one_recipient_leave_from_one_sender(desk: Any) -> None:
    import asyncio

    service = await desk.service(NUMBER, OTHER)
    await desk.handset()
    sids = await asyncio.gather(*(desk.send(service, Body=f"text {n}") for n in range(12)))
    assert len({(await desk.ended(sid))["from"] for sid in sids}) == 1


async def test_someone_who_has_stopped_is_refused_or_fails(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.handset()
    await desk.house.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=NUMBER, Body="STOP")
    await desk.house.settle()
    answer = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body="x")
    assert (answer.status, answer.json["code"]) == (400, 21610)


async def test_pictures_become_links_where_they_cannot_go(desk: Any) -> None:
    service = await desk.service()
    await desk.house.post(f"/messaging/v1/Services/{service}/AlphaSenders", AlphaSender="Acme")
    await desk.handset(UK)
    picture = "http://pictures.example/cat.png"
    done = await desk.ended(await desk.send(service, to=UK, Body="look", MediaUrl=picture))
    assert (done["status"], done["from"], done["num_media"], done["body"]) == ("delivered", "Acme", "0", f"look\n{picture}")
    named = await desk.ended(await desk.send(service, to=UK, From="Acme", Body="", MediaUrl=[picture, picture + "?2"]))
    assert (named["num_media"], named["body"]) == ("0", f"{picture}\n{picture}?2")
    off = await desk.service(MmsConverter="false")
    await desk.house.post(f"/messaging/v1/Services/{off}/AlphaSenders", AlphaSender="Acme")
    failed = await desk.ended(await desk.send(off, to=UK, MediaUrl=picture))
    assert (failed["status"], failed["error_code"]) == ("failed", 21703)


async def test_smart_encoding_is_the_services(desk: Any) -> None:
    await desk.handset()
    for setting, body in (("true", '"hello"'), ("false", "\u201chello\u201d")):
        service = await desk.service(SmartEncoding=setting)
        await desk.join(service, NUMBER if setting == "true" else OTHER)
        done = await desk.ended(await desk.send(service, Body="\u201chello\u201d"))
        assert done["body"] == body


async def test_the_services_validity_holds_where_the_request_names_none(desk: Any) -> None:
    service = await desk.service(NUMBER, ValidityPeriod="60")
    own, named = await desk.send(service), await desk.send(service, ValidityPeriod="120")
    work = desk.house.platform.work()
    for sid, seconds in ((own, 60), (named, 120)):
        row = await work.fetch(Message, sid, desk.house.account_sid)
        assert row is not None
        assert row.validity_period == seconds


async def test_a_scheduled_text_gets_its_sender_when_its_hour_comes(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.handset()
    clock = desk.house.platform.clock
    clock.stop()
    at = (clock.now() // SECOND + 3600) * SECOND
    from trunkline.kernel.dialects import write_iso8601

    sid = await desk.send(service, SendAt=write_iso8601(at), ScheduleType="fixed")
    gone = await desk.send(service, SendAt=write_iso8601(at), ScheduleType="fixed")
    assert (await desk.message(sid))["status"] == "scheduled"
    assert (await desk.house.post(f"/Messages/{gone}.json", Status="canceled")).json["status"] == "canceled"
    clock.advance(59 * MINUTE)
    await desk.house.settle()
    assert (await desk.message(sid))["from"] is None
    clock.advance(HOUR)
    assert (await desk.ended(sid, "sent", "delivered"))["from"] == NUMBER
    assert (await desk.message(gone))["status"] == "canceled"


async def test_a_text_whose_service_is_gone_fails(desk: Any) -> None:
    service = await desk.service(NUMBER)
    clock = desk.house.platform.clock
    clock.stop()
    from trunkline.kernel.dialects import write_iso8601

    sid = await desk.send(service, SendAt=write_iso8601(clock.now() + HOUR), ScheduleType="fixed")
    assert (await desk.house.delete(f"/messaging/v1/Services/{service}")).status == 204
    clock.advance(HOUR)
    done = await desk.ended(sid)
    assert (done["status"], done["error_code"]) == ("failed", 21701)


async def test_test_credentials_have_no_services(desk: Any) -> None:
    service = await desk.service(NUMBER)
    answer = await desk.house.post(
        f"/2010-04-01/Accounts/{desk.house.test[0]}/Messages.json",
        auth=desk.house.test,
        To=HANDSET,
        MessagingServiceSid=service,
        Body="x",
    )
    assert (answer.status, answer.json["code"]) == (400, 21701)


async def test_a_text_can_be_evaluated_without_being_sent(desk: Any) -> None:
    service = await desk.service(NUMBER)
    answer = await desk.house.post("/compliance/v1/Evaluate", To=HANDSET, MessagingServiceSid=service, Body="hello")
    assert answer.status == 200, answer.text
    assert answer.json["from"] == NUMBER
    assert (await desk.house.get("/Messages.json")).json["messages"] == []


async def refuse_all(desk: Any, code: int) -> None:
    """The network refuses every text with this code, whoever sends it."""
    made = await desk.house.post("/network/v1/Faults", Kind="rejection", Outcome="failed", ErrorCode=str(code), Probability="1")
    assert made.status == 201, made.text


@pytest.mark.parametrize(("code", "setting", "reroutes"), [(30006, "true", True), (30006, "false", False), (30007, "true", False)])
async def test_a_short_code_that_is_not_taken_gives_way_to_a_number(desk: Any, code: int, setting: str, reroutes: bool) -> None:
    service = await desk.service(NUMBER, FallbackToLongCode=setting)
    await desk.short_code(service, "24681")
    await desk.handset()
    await refuse_all(desk, code)
    done = await desk.ended(await desk.send(service))
    assert (done["status"], done["error_code"]) == ("failed", code)
    assert done["from"] == (NUMBER if reroutes else "24681")
    why = await desk.why(done["sid"])
    assert (why["sender"], why["tried"]) == ((NUMBER, ["24681"]) if reroutes else ("24681", []))
    if reroutes:
        assert {"sender": "24681", "why": "it has failed with this text"} in why["passed_over"]


async def test_a_short_code_that_was_named_stays(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.short_code(service, "24681")
    await desk.handset()
    await refuse_all(desk, 30006)
    done = await desk.ended(await desk.send(service, From="24681"))
    assert (done["status"], done["from"]) == ("failed", "24681")


async def test_pictures_go_from_a_sender_that_sends_them(desk: Any, app: App) -> None:
    """The first number of the pool cannot, the second can; the picture arrives as such."""
    service = await desk.service(NUMBER)
    work = desk.house.platform.work()
    number = await work.fetch(ServiceNumber, desk.owned[NUMBER], desk.house.account_sid)
    assert number is not None
    work.change(number, capabilities=["Voice", "SMS"])
    await work.commit()
    await desk.join(service, OTHER)
    await desk.handset()
    app.says("GIF89a" + "\0" * 20, kind="image/gif")
    done = await desk.ended(await desk.send(service, Body="look", MediaUrl=app.url + "/cat.gif"))
    assert (done["status"], done["from"], done["num_media"], done["body"]) == ("delivered", OTHER, "1", "look")
    assert (await desk.why(done["sid"]))["passed_over"] == [{"sender": NUMBER, "why": "it sends no pictures"}]

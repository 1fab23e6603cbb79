"""Rates of senders: what is set, when each text leaves, and what happens when a queue is full."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.kernel.clock import HOUR, SECOND
from trunkline.products.messaging.rules.sender_choice import SenderType
from trunkline.products.messaging.rules.sending_rate import USUAL, Rate, Rates, Setting
from trunkline.products.messaging.sending_pace import QueueFull, SendingPace, sort_of

from .conftest import HANDSET, NUMBER, OTHER

RATES = "/network/v1/SendingRates"


def test_the_closest_setting_counts() -> None:
    rates = Rates([Setting("every", None), Setting("long_code", 5.0, 1.0), Setting(NUMBER, 7.0)])
    assert rates.of(NUMBER, "long_code") == Rate(7.0, 36000.0)
    assert rates.of(OTHER, "long_code") == Rate(5.0, 3600.0)
    assert rates.of("24681", "short_code") == Rate(100.0, 36000.0)
    assert Rates([]).unlimited
    assert Rates([]).of(NUMBER, "long_code") is None
    assert Rates([Setting("short_code", 3.0)]).of(NUMBER, "long_code") is None
    assert rates.of("+18005550100", "toll_free") == Rate(3.0, 36000.0)


@pytest.mark.parametrize(
    ("address", "sort"),
    [
        (NUMBER, SenderType.LONG_CODE),
        ("+18005550100", SenderType.TOLL_FREE),
        ("24681", SenderType.SHORT_CODE),
        ("Acme", SenderType.ALPHANUMERIC),
        ("whatsapp:+15557770001", SenderType.CHANNEL),
    ],
)
def test_sorts(address: str, sort: SenderType) -> None:
    assert sort_of(address) is sort


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 10), st.integers(0, 5 * SECOND)), min_size=1, max_size=60),
    st.floats(0.5, 100.0),
)
def test_no_sender_is_ever_faster_than_its_rate(texts: list[tuple[str, int, int]], per_second: float) -> None:
    """Texts come at any time and are asked again when their turn has come: between two leaves lie the segments of the first."""
    pace, now, rate = SendingPace(), 0, Rate(per_second, 1e9)
    left: dict[str, list[tuple[int, int]]] = {"a": [], "b": []}
    for n, (sender, segments, pause) in enumerate(texts):
        now += pause
        wait = pace.take_turn(f"SM{n}", sender, segments, rate, now)
        assert pace.take_turn(f"SM{n}", sender, segments, rate, now + wait) == 0 or wait == 0
        left[sender].append((now + wait, segments))
    for leaves in left.values():
        for (before, segments), (after, _) in pairwise(leaves):
            assert after - before >= int(segments / per_second * SECOND)


def test_a_queue_has_an_end() -> None:
    pace, rate = SendingPace(), Rate(1.0, 10.0)
    for n in range(11):
        pace.take_turn(f"SM{n}", "a", 1, rate, 0)
    with pytest.raises(QueueFull):
        pace.take_turn("SM11", "a", 1, rate, 0)
    assert pace.take_turn("SM10", "a", 1, rate, 0) == 10 * SECOND  # who has a turn keeps it
    assert pace.take_turn("SM12", "a", 1, rate, 2 * SECOND) == 9 * SECOND
    assert pace.take_turn("SM13", "b", 1, rate, 0) == 0


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, 20001),
        ({"Sender": "no such thing at all"}, 20001),
        ({"Sender": "long_code", "PerSecond": "0"}, 20001),
        ({"Sender": "long_code", "PerSecond": "nan"}, 20001),
        ({"Sender": "long_code", "QueueHours": "-1"}, 20001),
    ],
)
async def test_rates_that_are_refused(house: Any, parameters: dict[str, str], code: int) -> None:
    answer = await house.post(RATES, **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)


async def test_without_rates_texts_leave_at_once(desk: Any) -> None:
    await desk.buy(NUMBER)
    await desk.handset()
    desk.house.platform.clock.stop()
    sids = [(await desk.house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x")).json["sid"] for _ in range(5)]
    await desk.house.settle()
    assert all([(await desk.message(sid))["date_sent"] for sid in sids])


async def test_texts_of_one_sender_leave_at_its_rate(desk: Any) -> None:
    await desk.buy(NUMBER)
    await desk.buy(OTHER)
    await desk.handset()
    made = await desk.house.post(RATES, Sender="long_code", PerSecond="2")
    assert (made.status, made.json["per_second"], made.json["queue_hours"]) == (201, 2.0, 10.0)
    clock = desk.house.platform.clock
    clock.stop()
    sids = [(await desk.house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x")).json["sid"] for _ in range(5)]
    other = (await desk.house.post("/Messages.json", To=HANDSET, From=OTHER, Body="x")).json["sid"]
    await desk.house.settle()

    async def gone() -> int:
        return sum([(await desk.message(sid))["date_sent"] is not None for sid in sids])

    assert await gone() == 1
    assert (await desk.message(other))["date_sent"] is not None
    for step, expected in ((SECOND // 2, 2), (SECOND // 4, 2), (SECOND // 4, 3), (SECOND, 5)):
        clock.advance(step)
        await desk.house.settle()
        assert await gone() == expected


async def test_a_full_queue_refuses_and_a_rate_that_is_lifted_lets_all_go(desk: Any) -> None:
    await desk.buy(NUMBER)
    await desk.handset()
    rate = await desk.house.post(RATES, Sender=NUMBER, PerSecond="1", QueueHours="0.0005")  # 1.8 s
    clock = desk.house.platform.clock
    clock.stop()
    answers = []
    for _ in range(5):
        answers.append(await desk.house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x"))
        await desk.house.settle()
    assert [a.status for a in answers] == [201, 201, 429, 429, 429]
    assert answers[-1].json["code"] == 21611
    assert (await desk.house.delete(f"{RATES}/{rate.json['sid']}")).status == 204
    assert (await desk.house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x")).status == 201


async def test_a_pool_spreads_by_rate_and_fails_with_30001_when_all_are_full(desk: Any) -> None:
    service = await desk.service(NUMBER, OTHER, StickySender="false")
    await desk.handset()
    await desk.house.post(RATES, Sender=NUMBER, PerSecond="1", QueueHours="0.002")  # 7.2 s
    await desk.house.post(RATES, Sender=OTHER, PerSecond="2", QueueHours="0.002")
    desk.house.platform.clock.stop()
    states: list[tuple[str, Any]] = []
    for _ in range(30):
        sid = await desk.send(service)
        await desk.house.settle()
        found = await desk.message(sid)
        states.append((found["from"], found["error_code"]))
    carried = [sender for sender, code in states if code is None]
    assert (carried.count(NUMBER), carried.count(OTHER)) == (8, 15)  # the last turns are 7 s away
    assert {code for _, code in states if code is not None} == {30001}
    assert all(sender is None for sender, code in states if code == 30001)


async def test_a_text_that_waits_longer_than_it_is_valid_fails(desk: Any) -> None:
    await desk.buy(NUMBER)
    await desk.handset()
    await desk.house.post(RATES, Sender="every", PerSecond="0.001")
    clock = desk.house.platform.clock
    clock.stop()
    sids = [(await desk.house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x", ValidityPeriod="60")).json["sid"] for _ in "ab"]
    await desk.house.settle()
    clock.advance(HOUR)
    ends = [await desk.ended(sid, "sent", "delivered", "failed") for sid in sids]
    assert sorted(done["error_code"] or 0 for done in ends) == [0, 30036]  # two jobs at once: either may have the first turn


def test_usual_rates_are_twilios() -> None:
    assert (USUAL["long_code"], USUAL["toll_free"], USUAL["short_code"]) == (1.0, 3.0, 100.0)

"""Bursts, safe numbers, one text from many senders: what the send path asks, on a platform as it is."""

from __future__ import annotations

from conftest import House
from trunkline.foundations.trust.content.examination import examine
from trunkline.foundations.trust.decisions.facts import SpreadFact
from trunkline.foundations.trust.enforcement import traffic
from trunkline.foundations.trust.enforcement.standing import recall
from trunkline.foundations.trust.enforcement.watch import Watch
from trunkline.kernel.clock import HOUR, MINUTE, SECOND

FROM = "+15557770001"
BLOCKS = "/compliance/v1/TrafficBlocks"
SAFE = "/accounts/v1/SafeList/Numbers"


async def _burst(house: House, numbers: int = 40, prefix: str = "+99890123") -> None:
    for n in range(numbers):
        work = house.platform.work()
        await recall(work, house.account_sid)
        traffic.note_sent(work, house.account_sid, f"{prefix}{n:03d}", FROM)
        await work.commit()


async def test_r59_a_burst_to_one_prefix_is_blocked_for_15_to_30_minutes(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    await _burst(house, 39)
    work = house.platform.work()
    assert traffic.blocked_until(work, house.account_sid, "+99890123999") == 0
    await _burst(house, 40)
    until = traffic.blocked_until(work, house.account_sid, "+99890123999")
    assert 15 * MINUTE <= until - clock.now() <= 30 * MINUTE
    assert traffic.blocked_until(work, house.account_sid, "+99890124999") == 0
    blocks = (await house.get(BLOCKS)).json["traffic_blocks"]
    assert [(b["number_prefix"], b["recipients"]) for b in blocks] == [("+99890123", 40)]
    alerts = (await house.get("/monitor/v1/Alerts", LogLevel="error")).json["alerts"]
    assert [a["error_code"] for a in alerts] == ["30450"]
    clock.advance(until - clock.now())
    assert traffic.blocked_until(work, house.account_sid, "+99890123999") == 0


async def test_r59_a_block_outlives_the_process_and_ends_when_it_is_deleted(house: House) -> None:
    house.platform.clock.stop()
    await _burst(house)
    house.platform.ports[Watch] = Watch()
    work = house.platform.work()
    await recall(work, house.account_sid)
    assert traffic.blocked_until(work, house.account_sid, "+99890123000") > 0
    sid = (await house.get(BLOCKS)).json["traffic_blocks"][0]["sid"]
    assert (await house.delete(f"{BLOCKS}/{sid}")).status == 204
    assert traffic.blocked_until(work, house.account_sid, "+99890123000") == 0


async def test_r59_what_is_slow_or_spread_or_not_checked_is_no_burst(house: House) -> None:
    clock, account = house.platform.clock, house.account_sid
    clock.stop()
    work = house.platform.work()
    await recall(work, account)
    for n in range(200):  # one a minute: never more than ten in the window
        traffic.note_sent(work, account, f"+99890123{n:03d}", FROM)
        clock.advance(MINUTE)
    for n in range(400):  # many numbers of many prefixes
        traffic.note_sent(work, account, f"+9989{n % 40:04d}{n:03d}", FROM)
    for n in range(100):
        traffic.note_sent(work, account, f"+99891555{n:03d}", FROM, risk_check=False)
    for n in range(1000):  # numbers that nobody is paid for
        traffic.note_sent(work, account, f"+1555200{n:04d}", FROM)
    await work.commit()
    assert (await house.get(BLOCKS)).json["traffic_blocks"] == []


def _template(body: str) -> int:
    return examine(body).template


def _note(house: House, body: str, sender: str, service: str = "", account: str = "") -> None:
    work = house.platform.work()
    traffic.note_sent(work, account or house.account_sid, "+447700900123", sender, template=_template(body), service_sid=service)


def _spread(house: House, body: str, sender: str = FROM) -> SpreadFact | None:
    return traffic.spread_of(house.platform.work(), house.account_sid, _template(body), sender)


OFFER = "Great news {}: our summer sale of garden chairs starts on Monday, see all offers at https://shop{}.example/sale today"


async def test_r48_one_text_from_many_senders_is_counted_across_an_owners_accounts(house: House) -> None:
    house.platform.clock.stop()
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Child")).json["sid"]
    for account in (house.account_sid, child):
        await recall(house.platform.work(), account)
    for n in range(30):
        _note(house, OFFER.format("Anna", n), f"+1555777{n:04d}")
    for n in range(20):
        _note(house, OFFER.format("Boris", n), f"+1555888{n:04d}", account=child)
    fact = _spread(house, OFFER.format("Clara", 99), "+15557770000")
    assert fact is not None
    assert (fact.senders, fact.most_by_one, fact.rejected_then_rotated) == (50, 1, False)
    house.platform.clock.advance(25 * HOUR)
    fact = _spread(house, OFFER.format("Clara", 99))
    assert fact is not None
    assert fact.senders == 1


async def test_r48_a_pool_inside_one_service_is_one_sender_and_other_texts_do_not_count(house: House) -> None:
    texts = (
        "Your parcel from the northern depot arrives tomorrow between nine and noon",
        "Remember the dentist on Friday morning and bring the insurance card",
        "The library closes early this week because of the new heating system",
    )
    for n in range(50):
        _note(house, OFFER.format("Anna", n), f"+1555777{n:04d}", service="MG" + "1" * 32)
    fact = _spread(house, OFFER.format("Anna", 1))
    assert fact is not None
    assert fact.senders <= 2
    for n in range(50):
        _note(house, texts[n % 3], f"+1555999{n % 3:04d}")
    assert (fact := _spread(house, texts[0], "+15559990000")) is not None
    assert fact.senders == 1


async def test_r49_rejections_and_then_another_sender_are_flagged(house: House) -> None:
    clock, account = house.platform.clock, house.account_sid
    clock.stop()
    work = house.platform.work()
    await recall(work, account)
    body = OFFER.format("Anna", 1)
    for _ in range(3):
        traffic.note_sent(work, account, "+447700900123", FROM, template=_template(body))
        traffic.note_outcome(work, account, FROM, "", 30007)
        clock.advance(SECOND)
    assert (fact := _spread(house, body)) is not None
    assert not fact.rejected_then_rotated
    traffic.note_sent(work, account, "+447700900124", "+15557770002", template=_template(body))
    await work.commit()
    assert (fact := _spread(house, body, "+15557770002")) is not None
    assert fact.rejected_then_rotated
    await house.settle()
    cases = (await house.get("/compliance/v1/Enforcements")).json["enforcements"]
    assert [(c["rule"], c["status"]) for c in cases] == [("sender-rotation", "observed")]
    clock.advance(2 * HOUR)
    assert (fact := _spread(house, body, "+15557770003")) is not None
    assert not fact.rejected_then_rotated

"""The ladder on a running platform: steps in order, notices, measures, cure, and what a suspended account may still do."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from conftest import House
from trunkline.adapters.postgres.database import PostgresDatabase
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.foundations.trust.enforcement import watch
from trunkline.foundations.trust.enforcement.resources.enforcement import Enforcement
from trunkline.foundations.trust.enforcement.standing import hold_back, known_standing, recall
from trunkline.foundations.trust.enforcement.tests.cases import API, FROM, MALWARE, appeal, break_rule, cases, subaccount
from trunkline.foundations.trust.enforcement.watch import Watch
from trunkline.foundations.trust.tests.ledger import make_program
from trunkline.foundations.webhooks.tests.site import Site, serve
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.runtime.settings import Settings
from trunkline.runtime.wiring import close_platform, open_platform

LADDER = ["observed", "warned", "throttled", "program_blocked", "sender_suspended", "account_suspended"]


async def _climb(house: House, program: str, account: str = "", most: int = 200) -> list[str]:
    """Violations one after the other, an hour and a quarter apart, and the states that the case went through."""
    seen: list[str] = []
    for _ in range(most):
        await break_rule(house, program=program, account=account)
        case = (await cases(house))[0] if not account else None
        state = case["status"] if case else ""
        if not seen or seen[-1] != state:
            seen.append(state)
        if state == LADDER[-1]:
            break
        house.platform.clock.advance(75 * 60 * SECOND)
    return seen


async def test_r53_repeated_violations_walk_the_ladder_in_order(house: House) -> None:
    house.platform.clock.stop()
    _, program = await make_program(house)
    assert await _climb(house, program) == LADDER
    case = (await cases(house))[0]
    assert (case["rule"], case["step"], case["target_type"], case["target"]) == (
        "obfuscation", "suspend-account", "account", house.account_sid,
    )  # fmt: skip
    notices = (await house.get(f"{API}/Enforcements/{case['sid']}/Notices")).json["notices"]
    assert [n["step"] for n in reversed(notices)] == ["warn", "throttle", "block-program", "suspend-sender", "suspend-account"]
    for notice in notices:
        assert notice["rule"] == "obfuscation"
        assert "R46" in notice["reasons"]
        assert notice["remedy"] == "Mend it."
        assert notice["due_at"] > notice["date_created"]
        assert notice["automated"]


async def test_r53_nobody_climbs_in_a_burst_and_evidence_is_kept(house: House) -> None:
    house.platform.clock.stop()
    for n in range(40):
        await break_rule(house, decided=f"DE{n:032x}")
    await break_rule(house, decided=f"DE{1:032x}")  # told twice, counted once
    case = (await cases(house))[0]
    assert case["status"] == "warned"
    assert (case["violations"], len(case["evidence"])) == (40, 40)
    alerts = (await house.get("/monitor/v1/Alerts")).json["alerts"]
    assert [(a["error_code"], a["log_level"], a["resource_sid"]) for a in alerts] == [("30007", "warning", case["sid"])]


async def test_r53_cure_resets_and_the_next_violation_begins_anew(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    await break_rule(house, times=4)
    assert (await cases(house))[0]["status"] == "warned"
    clock.advance(6 * DAY)
    await break_rule(house)  # too few points for the next step, but the week begins again
    clock.advance(2 * DAY)
    await house.settle()
    assert (await cases(house))[0]["status"] == "warned"
    clock.advance(6 * DAY)

    async def cured() -> bool:
        return [c["status"] for c in await cases(house)] == ["cured"]

    await house.until(cured)
    events = [n["event"] for n in (await house.get(f"{API}/Notices")).json["notices"]]
    assert events == ["com.trunkline.compliance.cured", "com.trunkline.compliance.warning"]
    await break_rule(house)
    assert [c["status"] for c in await cases(house)] == ["observed", "cured"]


async def test_r53_what_is_merely_warned_of_or_simulated_stops_at_the_warning(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    for _ in range(30):
        await break_rule(house, "harmful-content", preset="twilio", signals=MALWARE)
        await break_rule(house, "obfuscation", mode="warn")
        await break_rule(house, "quiet-hours")
        await break_rule(house, "consent")
        clock.advance(3 * HOUR)
    assert {c["rule"]: c["status"] for c in await cases(house)} == {
        "harmful-content": "warned", "obfuscation": "warned", "consent": "warned",
    }  # fmt: skip


async def test_r53_a_throttled_sender_leaves_one_a_second(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    await break_rule(house, times=7)
    clock.advance(HOUR)
    await break_rule(house)
    assert (await cases(house))[0]["status"] == "throttled"
    work = house.platform.work()
    assert known_standing(work, house.account_sid, "", FROM) == ("good", "throttled")
    assert known_standing(work, house.account_sid, "", "+15557770002") == ("good", "good")
    waits = [hold_back(work, house.account_sid, "", FROM, f"SM{n}") for n in range(3)]
    assert waits == [0, SECOND, 2 * SECOND]
    assert hold_back(work, house.account_sid, "", FROM, "SM2") == 2 * SECOND  # asked again, it keeps its place
    clock.advance(2 * SECOND)
    assert [hold_back(work, house.account_sid, "", FROM, f"SM{n}") for n in (1, 2)] == [0, 0]


async def test_r54_a_suspended_subaccount_leaves_its_parent_alone(house: House) -> None:
    child, token = await subaccount(house)
    await break_rule(house, "harmful-content", account=child, signals=MALWARE)
    refused = await house.get(f"/2010-04-01/Accounts/{child}/Messages.json", auth=(child, token))
    assert (refused.status, refused.json["code"]) == (401, 20005)
    assert (await house.get("/Messages.json")).status == 200
    case = (await cases(house, (child, token)))[0]
    assert (case["target_type"], case["target"], case["status"]) == ("subaccount", child, "account_suspended")
    assert await cases(house) == []
    parent = await house.post(f"/2010-04-01/Accounts/{child}.json", Status="active")
    assert (parent.status, parent.json["code"]) == (403, 99130)


async def test_r54_a_blocked_program_stays_blocked_and_on_record(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    _, program = await make_program(house)
    while (await cases(house) or [{"status": ""}])[0]["status"] != "program_blocked":
        await break_rule(house, program=program)
        clock.advance(75 * 60 * SECOND)
    assert known_standing(house.platform.work(), house.account_sid, program, FROM) == ("suspended", "good")
    assert (await house.get(f"{API}/Programs/{program}")).json["status"] == "suspended"
    removed = await house.delete(f"{API}/Programs/{program}")
    assert (removed.status, removed.json["code"]) == (403, 99130)
    house.platform.ports[Watch] = Watch()  # as another process, or this one after a restart
    work = house.platform.work()
    assert known_standing(work, house.account_sid, program, FROM) == ("good", "good")
    await recall(work, house.account_sid)
    assert known_standing(work, house.account_sid, program, FROM) == ("suspended", "good")


async def test_r55_a_critical_violation_suspends_at_once_with_its_notice(house: House) -> None:
    child, token = await subaccount(house)
    house.platform.clock.stop()  # nothing that follows waits for time to pass
    await break_rule(house, "harmful-content", account=child, signals=MALWARE)
    assert (await house.get(f"/2010-04-01/Accounts/{child}.json")).json["status"] == "suspended"
    notices = (await house.get(f"{API}/Notices", auth=(child, token))).json["notices"]
    assert [(n["step"], n["severity"], n["signals"]) for n in notices] == [("suspend-account", "critical", {"categories": "malware"})]
    assert notices[0]["how_to_appeal"]


async def test_r56_a_suspended_account_reads_its_case_and_appeals_and_does_nothing_else(house: House) -> None:
    child, token = await subaccount(house)
    auth = (child, token)
    await break_rule(house, "harmful-content", account=child, signals=MALWARE)
    case = (await cases(house, auth))[0]["sid"]
    assert (await house.get(f"{API}/Enforcements/{case}", auth=auth)).status == 200
    sid = await appeal(house, case, auth)
    assert (await house.get(f"{API}/Appeals/{sid}", auth=auth)).json["status"] == "open"
    for path in ("/compliance/v1/Programs", "/compliance/v1/Consents", f"/2010-04-01/Accounts/{child}.json"):
        assert (await house.get(path, auth=auth)).status == 401
    assert (await house.post(f"{API}/Programs", auth=auth, Name="x")).status == 401
    closed = await house.post(f"/2010-04-01/Accounts/{child}.json", Status="closed")
    assert closed.status == 200
    assert (await house.get(f"{API}/Enforcements/{case}", auth=auth)).status == 401


async def test_r56_a_notice_reaches_the_url_that_the_account_set_or_its_parents(house: House) -> None:
    async with serve() as site:
        await _tell_notices(house, site)


async def _tell_notices(house: House, site: Site) -> None:
    child, token = await subaccount(house)
    at = f"{API}/NoticeSettings"
    assert (await house.get(at)).json == {"account_sid": house.account_sid, "url": "", "method": "POST"}
    assert (await house.post(at, Url="nonsense")).json["code"] == 20001
    assert (await house.post(at, Url=site.url("/parent"))).status == 200
    await break_rule(house, "harmful-content", account=child, signals=MALWARE)

    async def told(count: int) -> bool:
        return len(site.asked) == count

    await house.until(lambda: told(1))
    form = site.asked[0].form
    assert site.asked[0].url.endswith("/parent")
    assert form["EventType"] == "com.trunkline.compliance.account-suspended"
    assert (form["AccountSid"], form["Target"], form["TargetType"], form["Rule"]) == (child, child, "subaccount", "harmful-content")
    assert form["DueAt"]
    assert form["Reasons"]
    await house.post(at, Url=site.url("/own"), Method="GET")
    assert (await house.get(at)).json["method"] == "GET"
    await break_rule(house, times=3)
    await house.until(lambda: told(2))
    assert "/own?" in site.asked[1].url
    assert "compliance.warning" in site.asked[1].url
    assert (await house.post(at, auth=(child, token), Url="")).status == 401


@pytest.mark.postgres
async def test_r54_another_process_feels_a_measure_within_seconds(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two platforms on one database: what one withholds, the other withholds too, and gives back."""
    monkeypatch.setattr(watch, "LIFE", 0.05)
    one, other = [
        await open_platform(Settings(data=tmp_path / name, mode="development"), await PostgresDatabase.open(postgres_url, readers=2))
        for name in ("one", "other")
    ]
    try:
        work = one.work()
        account = create_main_account(work, "Test")[0]
        measure = {"measure": "suspended", "target_type": "sender", "target": FROM, "moved": False}
        case = work.add(Enforcement(account_sid=account.sid, rule="x", measures=[measure]), state="observed")
        await work.commit()

        async def stands(wanted: str) -> None:
            async with asyncio.timeout(10):
                while True:
                    asked = other.work()
                    await recall(asked, account.sid)
                    if known_standing(asked, account.sid, "", FROM)[1] == wanted:
                        return
                    await asyncio.sleep(0.01)

        await stands("good")
        work.move(case, "suspend-sender")
        await work.commit()
        await stands("suspended")
        work.move(case, "overturn")
        await work.commit()
        await stands("good")
    finally:
        for platform in (one, other):
            await close_platform(platform)


async def test_what_was_staged_before_anything_was_read_is_not_forgotten(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just begun: a case is staged, the record is read without it, and the commit comes after; or never."""
    monkeypatch.setattr(watch, "DOUBT", 0.05)
    work = house.platform.work()
    measure = {"measure": "suspended", "target_type": "sender", "target": FROM, "moved": False}
    work.add(Enforcement(account_sid=house.account_sid, rule="x", measures=[measure]), state="sender_suspended")
    await recall(house.platform.work(), house.account_sid)
    await work.commit()
    await asyncio.sleep(0.06)
    await recall(house.platform.work(), house.account_sid)
    assert known_standing(work, house.account_sid, "", FROM)[1] == "suspended"
    dropped = house.platform.work()
    dropped.add(
        Enforcement(account_sid=house.account_sid, rule="y", measures=[{**measure, "target": "+15550000000"}]), state="sender_suspended"
    )
    await asyncio.sleep(0.06)
    await recall(house.platform.work(), house.account_sid)
    assert known_standing(work, house.account_sid, "", "+15550000000")[1] == "good"

"""Programs that are refused as they are registered, signals that are withheld, and counts that the operator sees."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import House
from trunkline.foundations.trust.enforcement.resources.risk_score import RiskScore
from trunkline.foundations.trust.enforcement.rules.security_tests import declares_security_test
from trunkline.foundations.trust.enforcement.tests.cases import API, appeal, break_rule, cases, reviewer, subaccount
from trunkline.foundations.trust.resources.decision_record import DecisionRecord
from trunkline.foundations.trust.rules.withheld_signals import MASK
from trunkline.foundations.trust.tests.ledger import make_program
from trunkline.kernel.clock import DAY, MINUTE


@pytest.mark.parametrize(
    "text",
    [
        "Phishing test for staff",
        "We send simulated phishing texts",
        "Smishing simulation, quarterly",
        "phishing-awareness exercises",
        "Mock SMS phishing",
        "Social engineering assessments",
        "PHISHING  SIMULATION",
    ],
)
async def test_r50_a_program_that_declares_phishing_tests_is_refused(house: House, text: str) -> None:
    brand, program = await make_program(house)
    forms: tuple[dict[str, Any], ...] = ({"Name": text}, {"Name": "Training", "OptInWording": f"I agree. {text}."})
    for form in forms:
        refused = await house.post(f"{API}/Programs", BrandSid=brand, **form)
        assert (refused.status, refused.json["code"]) == (400, 99113), refused.text
    changed = await house.post(f"{API}/Programs/{program}", Name=text)
    assert (changed.status, changed.json["code"]) == (400, 99113)
    assert (await house.get(f"{API}/Programs/{program}")).json["name"] == "Offers"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Warnings of phishing and other fraud",
        "We test our phishing filter and tell you the results of blood tests",
        "Security alerts: phishing attempts on your account",
        "Simulated driving lessons, drills and exercises",
        "A/B test of parcel notices",
    ],
)
def test_r50_warnings_of_phishing_and_other_tests_are_welcome(text: str) -> None:
    assert declares_security_test(text) == ""


def test_r50_hostile_text_costs_no_more_than_its_length() -> None:
    assert declares_security_test("phishing " + "a " * 20_000 + "test-" * 20_000) == ""


async def test_r57_scores_that_teach_evasion_are_withheld_from_the_account_and_not_from_the_reviewer(house: House) -> None:
    auth = await subaccount(house)
    signals = (("phishing", "0.970"), ("features", "urgent link"))
    await break_rule(house, "harmful-content", account=auth[0], signals=signals)
    case = (await cases(house, auth))[0]
    assert case["signals"] == {"phishing": MASK, "features": MASK}
    notice = (await house.get(f"{API}/Notices", auth=auth)).json["notices"][0]
    assert notice["signals"] == case["signals"]
    await appeal(house, case["sid"], auth)
    waiting = (await house.get(f"{API}/Reviews", auth=await reviewer(house))).json["reviews"][0]
    assert waiting["enforcement"]["signals"] == dict(signals)


async def test_r57_a_decision_shows_its_signals_but_for_those(house: House) -> None:
    work = house.platform.work()
    row = work.add(DecisionRecord(account_sid=house.account_sid, signals={"categories": "fraud", "evasion": "0.712"}))
    await work.commit()
    assert (await house.get(f"{API}/Decisions/{row.sid}")).json["signals"] == {"categories": "fraud", "evasion": MASK}
    kept = await work.fetch(DecisionRecord, row.sid)
    assert kept is not None
    assert kept.signals == {"categories": "fraud", "evasion": "0.712"}


async def test_r57_the_operator_sees_counts_by_rule_and_nobody_else_does(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    child = await subaccount(house)
    seen = {"rule": "obfuscation", "mode": "observe", "code": 99112, "message": "Found."}
    for verdict, rule in (("refuse", "consent"), ("fail", "harmful-content"), ("fail", "harmful-content"), ("allow", "")):
        work = house.platform.work()
        work.add(DecisionRecord(account_sid=child[0], verdict=verdict, rule=rule or None, preset="policy", observations=[seen]))
        await work.commit()
    clock.advance(MINUTE)

    async def counts(auth: tuple[str, str] | None = None, **filters: str) -> dict[tuple[str, str], int]:
        rows = (await house.get(f"{API}/RuleCounts", auth=auth, **filters)).json["rule_counts"]
        return {(row["rule"], row["outcome"]): row["count"] for row in rows}

    async def counted() -> bool:
        return bool(await counts(Scope="platform"))

    await house.until(counted)
    wanted = {("consent", "refuse"): 1, ("harmful-content", "fail"): 2, ("obfuscation", "observe"): 4}
    assert await counts(Scope="platform") == wanted
    assert await counts(child) == wanted
    assert await counts(child, Scope="platform") == {}
    assert await counts(Scope="account") == {}
    work = house.platform.work()
    work.add(DecisionRecord(account_sid=house.account_sid, verdict="refuse", rule="consent", preset="policy"))
    await work.commit()
    clock.advance(2 * MINUTE)

    async def added() -> bool:
        return await counts(Scope="platform", Rule="consent") == {("consent", "refuse"): 2}

    await house.until(added)
    assert await counts(Scope="account") == {("consent", "refuse"): 1}
    assert await counts(child) == wanted
    assert await counts(child, Rule="consent", **{"Day>": "2999-01-01"}) == {}


async def test_r06_a_parent_sees_how_its_subaccounts_fare_and_they_see_nobody(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    child, quiet = await subaccount(house), await subaccount(house)
    await break_rule(house, "harmful-content", account=child[0], signals=(("categories", "malware"),))
    work = house.platform.work()
    for _ in range(3):
        work.add(DecisionRecord(account_sid=child[0], verdict="refuse", rule="opt-out", preset="policy"))
    work.add(RiskScore(account_sid=child[0], score=50, sends=200, stops=50, segments=[]))
    await work.commit()
    clock.advance(MINUTE)
    at = f"{API}/SubaccountCounters"

    async def counted() -> bool:
        return any(row["findings"] for row in (await house.get(at)).json["subaccount_counters"])

    await house.until(counted)
    rows = {row["account_sid"]: row for row in (await house.get(at)).json["subaccount_counters"]}
    assert rows.keys() == {child[0], quiet[0]}
    row = rows[child[0]]
    assert (row["risk_score"], row["stop_rate"]) == (50, 0.25)
    assert (row["status"], row["findings"]) == ("suspended", {"opt-out": {"refuse": 3}})
    assert [(case["rule"], case["status"]) for case in row["open_cases"]] == [("harmful-content", "account_suspended")]
    assert (rows[quiet[0]]["findings"], rows[quiet[0]]["open_cases"], rows[quiet[0]]["risk_score"]) == ({}, [], 0)
    page = (await house.get(at, PageSize="1")).json
    assert len(page["subaccount_counters"]) == 1
    assert page["meta"]["next_page_url"]
    assert (await house.get(at, auth=quiet)).json["subaccount_counters"] == []
    clock.advance(31 * DAY)
    rows = {row["account_sid"]: row for row in (await house.get(at)).json["subaccount_counters"]}
    assert rows[child[0]]["findings"] == {}

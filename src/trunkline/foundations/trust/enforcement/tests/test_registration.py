"""Programs that are refused as they are registered, signals that are withheld, and counts that the operator sees."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import House
from trunkline.foundations.trust.enforcement.rules.security_tests import declares_security_test
from trunkline.foundations.trust.enforcement.tests.cases import API, appeal, break_rule, cases, reviewer, subaccount
from trunkline.foundations.trust.resources.decision_record import DecisionRecord
from trunkline.foundations.trust.rules.withheld_signals import MASK
from trunkline.foundations.trust.tests.ledger import make_program
from trunkline.kernel.clock import MINUTE


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

    async def counted() -> bool:
        return bool((await house.get(f"{API}/RuleCounts")).json["rule_counts"])

    await house.until(counted)
    found = {(c["rule"], c["outcome"]): c["count"] for c in (await house.get(f"{API}/RuleCounts")).json["rule_counts"]}
    assert found == {("consent", "refuse"): 1, ("harmful-content", "fail"): 2, ("obfuscation", "observe"): 4}
    assert (await house.get(f"{API}/RuleCounts", auth=child)).json["rule_counts"] == []
    work = house.platform.work()
    work.add(DecisionRecord(account_sid=child[0], verdict="refuse", rule="consent", preset="policy"))
    await work.commit()
    clock.advance(2 * MINUTE)

    async def added() -> bool:
        rows = (await house.get(f"{API}/RuleCounts", Rule="consent")).json["rule_counts"]
        return [c["count"] for c in rows] == [2]

    await house.until(added)

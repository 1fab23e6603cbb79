"""Appeals and the people who decide them: no key, no program and no author of the rule does."""

from __future__ import annotations

from typing import Any

from conftest import House
from trunkline.foundations.trust.enforcement.actions.decide_appeal import PROMISED
from trunkline.foundations.trust.enforcement.actions.sign_in_reviewer import MOST_ATTEMPTS
from trunkline.foundations.trust.enforcement.tests.cases import API, MALWARE, appeal, break_rule, cases, reviewer, subaccount
from trunkline.foundations.trust.tests.ledger import make_program
from trunkline.kernel.clock import DAY, MINUTE


async def _suspended(house: House) -> tuple[tuple[str, str], str]:
    """The credentials of a subaccount that was suspended, and its case."""
    auth = await subaccount(house)
    await break_rule(house, "harmful-content", account=auth[0], signals=MALWARE)
    return auth, (await cases(house, auth))[0]["sid"]


async def _status(house: House, account: str) -> str:
    status: str = (await house.get(f"/2010-04-01/Accounts/{account}.json")).json["status"]
    return status


async def test_r56_a_reviewer_overturns_and_the_account_is_restored(house: House) -> None:
    auth, case = await _suspended(house)
    sid = await appeal(house, case, auth)
    person = await reviewer(house)
    waiting = (await house.get(f"{API}/Reviews", auth=person)).json["reviews"]
    assert [(r["sid"], r["enforcement"]["sid"], r["statement"]) for r in waiting] == [(sid, case, "It was a receipt.")]
    decided = await house.post(f"{API}/Reviews/{sid}", auth=person, Outcome="overturned", Reasons="The word was in a product's name.")
    assert decided.status == 200, decided.text
    assert decided.json["enforcement"]["status"] == "overturned"
    assert await _status(house, auth[0]) == "active"
    mine = (await house.get(f"{API}/Appeals/{sid}", auth=auth)).json
    assert (mine["status"], mine["outcome"], mine["reviewer_sid"]) == ("overturned", "The word was in a product's name.", person[0])
    assert (await house.get(f"{API}/Notices", auth=auth)).json["notices"][0]["event"] == "com.trunkline.compliance.overturned"
    again = await house.post(f"{API}/Reviews/{sid}", auth=person, Outcome="upheld", Reasons="No.")
    assert (again.status, again.json["code"]) == (409, 99131)


async def test_r56_an_upheld_appeal_leaves_the_measure_with_reasons(house: House) -> None:
    auth, case = await _suspended(house)
    sid = await appeal(house, case, auth)
    person = await reviewer(house)
    await house.post(f"{API}/Reviews/{sid}", auth=person, Outcome="upheld", Reasons="The link serves malware.")
    assert await _status(house, auth[0]) == "suspended"
    notice = (await house.get(f"{API}/Notices", auth=auth)).json["notices"][0]
    assert (notice["event"], notice["reasons"], notice["automated"]) == (
        "com.trunkline.compliance.appeal-upheld", "The link serves malware.", False,
    )  # fmt: skip
    soon = await house.post(f"{API}/Appeals", auth=auth, EnforcementSid=case, Statement="Again.")
    assert (soon.status, soon.json["code"]) == (409, 99131)
    assert await appeal(house, case, auth, Ground="remedied")


async def test_r56_no_account_key_or_automation_closes_an_appeal(house: House) -> None:
    auth, case = await _suspended(house)
    sid = await appeal(house, case, auth)
    key = (await house.post("/Keys.json", FriendlyName="k")).json
    person = await reviewer(house)
    for other in ((house.account_sid, house.auth_token), (key["sid"], key["secret"]), auth, house.test, (person[0], "wrong"), ("", "")):
        refused = await house.post(f"{API}/Reviews/{sid}", auth=other, Outcome="overturned", Reasons="Mine.")
        assert (refused.status, refused.json["code"]) == (401, 20003), refused.text
        assert (await house.get(f"{API}/Reviews", auth=other)).status == 401
    assert (await house.post(f"{API}/Appeals/{sid}", Outcome="overturned")).status in (404, 405)
    assert (await house.get(f"{API}/Appeals/{sid}", auth=auth)).json["status"] == "open"


async def test_r56_who_made_the_rule_or_imposed_the_measure_does_not_decide(house: House) -> None:
    auth, case = await _suspended(house)
    sid = await appeal(house, case, auth)
    author = await reviewer(house, "Bob", AuthoredRules=["harmful-content"])
    refused = await house.post(f"{API}/Reviews/{sid}", auth=author, Outcome="upheld", Reasons="I know the rule.")
    assert (refused.status, refused.json["code"]) == (403, 99133)
    child = await subaccount(house)
    imposed = await house.post(
        f"{API}/Measures", auth=author, AccountSid=child[0], TargetType="subaccount", Step="suspend-account", Rule="complaints",
        Reasons="Operators complained.", Remedy="Show the consents.",
    )  # fmt: skip
    assert imposed.status == 201, imposed.text
    assert await _status(house, child[0]) == "suspended"
    second = await appeal(house, imposed.json["sid"], child)
    refused = await house.post(f"{API}/Reviews/{second}", auth=author, Outcome="overturned", Reasons="Well.")
    assert (refused.status, refused.json["code"]) == (403, 99133)
    ada = await reviewer(house, "Ada")
    assert (await house.post(f"{API}/Reviews/{second}", auth=ada, Outcome="overturned", Reasons="Consents shown.")).status == 200
    assert await _status(house, child[0]) == "active"


async def test_r56_an_appeal_that_waits_too_long_raises_alerts_until_it_is_decided(house: House) -> None:
    house.platform.clock.stop()
    auth, case = await _suspended(house)
    sid = await appeal(house, case, auth)

    async def alerts() -> int:
        found = (await house.get("/monitor/v1/Alerts")).json["alerts"]
        return sum(a["error_code"] == "99132" for a in found)

    for day in (1, 2):
        house.platform.clock.advance(PROMISED if day == 1 else DAY)

        async def told(day: int = day) -> bool:
            return await alerts() == day

        await house.until(told)
    assert (await house.get(f"{API}/Appeals/{sid}", auth=auth)).json["overdue"]
    person = await reviewer(house)
    await house.post(f"{API}/Reviews/{sid}", auth=person, Outcome="upheld", Reasons="Late, but so.")
    house.platform.clock.advance(2 * DAY)
    await house.settle()
    assert await alerts() == 2


async def test_r56_only_the_operator_makes_and_dismisses_reviewers(house: House) -> None:
    child = await subaccount(house)
    key = (await house.post("/Keys.json", FriendlyName="k")).json
    for other in (child, (key["sid"], key["secret"])):
        refused = await house.post(f"{API}/Reviewers", auth=other, Name="Eve", Email="eve@review.example")
        assert refused.status in (401, 403), refused.text
    person = await reviewer(house)
    assert (await house.post(f"{API}/Reviewers", Name="Ada", Email="ADA@review.example")).status == 409
    shown = (await house.get(f"{API}/Reviewers/{person[0]}")).json
    assert "secret" not in shown
    assert "secret_hash" not in shown
    assert (
        await house.delete(
            f"{API}/Reviewers/{person[0]}",
        )
    ).status == 204
    assert (await house.get(f"{API}/Reviews", auth=person)).status == 401
    assert (await house.get(f"{API}/Reviews", auth=await reviewer(house))).status == 200  # the same person, with a new secret


async def test_r56_a_secret_cannot_be_guessed_at_leisure(house: House) -> None:
    house.platform.clock.stop()
    person = await reviewer(house)
    statuses = [(await house.get(f"{API}/Reviews", auth=(person[0], f"wrong {n}"))).status for n in range(MOST_ATTEMPTS + 1)]
    assert statuses == [401] * MOST_ATTEMPTS + [429]
    assert (await house.get(f"{API}/Reviews", auth=person)).status == 429
    house.platform.clock.advance(15 * MINUTE)
    assert (await house.get(f"{API}/Reviews", auth=person)).status == 200


async def test_r54_a_brand_is_blocked_with_all_its_programs_and_given_back(house: House) -> None:
    brand, first = await make_program(house, "One")
    _, second = await make_program(house, "Two")
    _, other = await make_program(house, "Three", brand="Other")
    person = await reviewer(house)
    wrong = await house.post(
        f"{API}/Measures", auth=person, AccountSid=house.account_sid, TargetType="brand", Target=brand, Step="suspend-sender",
        Rule="x", Reasons="x", Remedy="x",
    )  # fmt: skip
    assert wrong.json["code"] == 20001
    case = await house.post(
        f"{API}/Measures", auth=person, AccountSid=house.account_sid, TargetType="brand", Target=brand, Step="block-program",
        Rule="impersonation", Reasons="The brand is somebody else's.", Remedy="Show that it is yours.",
    )  # fmt: skip
    assert case.status == 201, case.text

    async def states() -> list[str]:
        return [(await house.get(f"{API}/Programs/{sid}")).json["status"] for sid in (first, second, other)]

    assert await states() == ["suspended", "suspended", "active"]
    sid = await appeal(house, case.json["sid"], Ground="remedied")
    decider = await reviewer(house, "Cleo")
    decided = await house.post(f"{API}/Reviews/{sid}", auth=decider, Outcome="overturned", Reasons="Shown.")
    assert decided.json["enforcement"]["status"] == "cured"
    assert await states() == ["active"] * 3


async def test_r54_what_two_cases_withhold_comes_back_with_the_second(house: House) -> None:
    child = await subaccount(house)
    person, decider = await reviewer(house), await reviewer(house, "Cleo")
    made = []
    for rule in ("one", "two"):
        form: dict[str, Any] = {
            "AccountSid": child[0],
            "TargetType": "account",
            "Step": "suspend-account",
            "Rule": rule,
            "Reasons": "x",
            "Remedy": "x",
        }
        made.append((await house.post(f"{API}/Measures", auth=person, **form)).json["sid"])
    for case, status in zip(made, ("suspended", "active"), strict=True):
        sid = await appeal(house, case, child)
        assert (await house.post(f"{API}/Reviews/{sid}", auth=decider, Outcome="overturned", Reasons="x")).status == 200
        assert await _status(house, child[0]) == status


async def test_bad_appeals_are_refused_in_words(house: House) -> None:
    auth, case = await _suspended(house)
    whole = {"EnforcementSid": case, "Statement": "x"}
    wrong = ({"Statement": ""}, {"EnforcementSid": ""}, {"EnforcementSid": "EF" + "0" * 32}, {"Statement": "x" * 4001}, {"Ground": "spite"})
    for one in wrong:
        form: dict[str, Any] = {name: value for name, value in {**whole, **one}.items() if value}
        refused = await house.post(f"{API}/Appeals", auth=auth, **form)
        assert (refused.status, refused.json["code"]) == (400, 20001), refused.text
    others = await house.post(f"{API}/Appeals", EnforcementSid=case, Statement="Not mine.")
    assert (others.status, others.json["code"]) == (400, 20001)
    await appeal(house, case, auth)
    second = await house.post(f"{API}/Appeals", auth=auth, EnforcementSid=case, Statement="x")
    assert (second.status, second.json["code"]) == (409, 99131)

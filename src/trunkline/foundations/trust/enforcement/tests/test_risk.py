"""Scores from what recipients and networks do, and the pause of a program that too many opt out of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conftest import House
from trunkline.foundations.trust.actions.opt_out import opt_in, opt_out
from trunkline.foundations.trust.enforcement.rules.risk import ENOUGH, Segment, join, must_pause, roll, score
from trunkline.foundations.trust.enforcement.standing import known_standing, recall
from trunkline.foundations.trust.enforcement.tests.cases import API, FROM, appeal, cases, reviewer
from trunkline.foundations.trust.enforcement.traffic import note_outcome, note_sent
from trunkline.foundations.trust.tests.ledger import make_program

_COUNTS = st.integers(0, 400)
_SEGMENTS = st.builds(Segment, _COUNTS, _COUNTS, _COUNTS, _COUNTS, _COUNTS, _COUNTS)


@given(st.lists(_SEGMENTS, max_size=40))
def test_r58_the_window_keeps_the_last_thousand_sends(latest: list[Segment]) -> None:
    kept: list[Segment] = []
    for segment in latest:
        kept = roll(kept, segment)
    total, all_of_it = join(kept), join(latest)
    assert total.sends >= min(ENOUGH, all_of_it.sends)
    assert len(kept) <= 1 or total.sends - kept[0].sends < ENOUGH
    assert all(one <= other for one, other in zip(total.counts, all_of_it.counts, strict=True))


@given(_SEGMENTS, st.integers(1, 50))
def test_r58_the_score_stays_in_its_range_and_more_harm_never_lowers_it(window: Segment, more: int) -> None:
    assert 0 <= score(window) <= 100
    for field in ("stops", "filtered", "rejected", "rotations", "bursts"):
        harm = {"stops": 0, "filtered": 0, "rejected": 0, "rotations": 0, "bursts": 0} | {field: more}
        worse = window.plus(Segment(**harm))
        assert score(worse) >= score(window)


def test_r58_the_threshold_is_more_than_five_percent_of_a_thousand() -> None:
    assert not must_pause(Segment(sends=1000, stops=50))
    assert must_pause(Segment(sends=1000, stops=51))
    assert not must_pause(Segment(sends=999, stops=999))
    assert score(Segment(sends=1000)) == 0


async def _send(house: House, program: str, messages: int, stops: int) -> None:
    work = house.platform.work()
    await recall(work, house.account_sid)
    for n in range(messages):
        note_sent(work, house.account_sid, f"+1555{n:07d}", FROM, program_sid=program)
    await work.commit()
    for n in range(stops):
        await opt_out(work, house.account_sid, f"+1555{n:07d}", FROM, keyword="STOP")
        await work.commit()
        await opt_in(work, house.account_sid, f"+1555{n:07d}", FROM)
        await work.commit()
    await house.settle()


async def test_r58_six_percent_of_a_thousand_opt_out_and_the_program_is_paused(house: House) -> None:
    await house.post(f"{API}/Policy", Preset="policy")
    _, program = await make_program(house, sender=FROM)
    await _send(house, program, 1000, 60)
    assert (await house.get(f"{API}/Programs/{program}")).json["status"] == "suspended"
    assert known_standing(house.platform.work(), house.account_sid, program, FROM)[0] == "suspended"
    case = (await cases(house))[0]
    assert (case["rule"], case["status"], case["target"], case["code"]) == ("stop-rate", "program_blocked", program, 30033)
    assert "5." in case["reasons"]
    assert case["remedy"]
    scores = {s["program_sid"]: s for s in (await house.get(f"{API}/RiskScores")).json["risk_scores"]}
    assert scores[program]["sends"] == 1000
    assert scores[program]["stop_rate"] > 0.05
    assert scores[program]["score"] >= 50
    assert scores[""]["sends"] == 1000
    person = await reviewer(house)
    sid = await appeal(house, case["sid"], Ground="remedied")
    assert (await house.post(f"{API}/Reviews/{sid}", auth=person, Outcome="overturned", Reasons="The list was cleaned.")).status == 200
    await _send(house, program, 20, 20)
    assert (await house.get(f"{API}/Programs/{program}")).json["status"] == "active"
    row = (await house.get(f"{API}/RiskScores", ProgramSid=program)).json["risk_scores"][0]
    assert row["sends"] <= 20


async def test_r58_in_a_simulation_the_program_is_warned_of_and_goes_on(house: House) -> None:
    _, program = await make_program(house, sender=FROM)
    await _send(house, program, 1000, 60)
    assert (await house.get(f"{API}/Programs/{program}")).json["status"] == "active"
    assert [(c["rule"], c["status"]) for c in await cases(house)] == [("stop-rate", "warned")]


async def test_r58_four_percent_is_a_score_and_no_pause(house: House) -> None:
    _, program = await make_program(house, sender=FROM)
    await _send(house, program, 1000, 40)
    assert (await house.get(f"{API}/Programs/{program}")).json["status"] == "active"
    assert await cases(house) == []
    row = (await house.get(f"{API}/RiskScores", ProgramSid=program)).json["risk_scores"][0]
    assert (row["sends"], row["stop_rate"]) == (1000, 0.04)


async def test_r58_filtered_and_rejected_messages_count_and_our_own_refusals_do_not(house: House) -> None:
    work = house.platform.work()
    await recall(work, house.account_sid)
    for n in range(100):
        note_sent(work, house.account_sid, f"+1555{n:07d}", FROM)
    for code in (30007, 30007, 30003, 30005, 30004, 30450, 21610, 30002, 0):
        note_outcome(work, house.account_sid, FROM, "", code)
    await work.commit()
    await house.settle()
    row = (await house.get(f"{API}/RiskScores")).json["risk_scores"][0]
    assert (row["sends"], row["filtered"], row["rejected"], row["program_sid"]) == (100, 2, 3, "")
    assert row["filter_rate"] == 0.02


async def test_r58_an_opt_out_on_record_by_api_counts_for_nothing(house: House) -> None:
    await make_program(house, sender=FROM)
    for n in range(10):
        answer = await house.post(f"{API}/OptOuts", Recipient=f"+1555000{n:04d}", Sender=FROM)
        assert answer.status == 201, answer.text
    await house.settle()
    assert (await house.get(f"{API}/RiskScores")).json["risk_scores"] == []

"""The ladder, the velocity and the spread as pure functions."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.decisions.plan import default_modes
from trunkline.foundations.trust.enforcement.resources.enforcement import ENFORCEMENT
from trunkline.foundations.trust.enforcement.rules.ladder import Kind, Ladder, Severity, Target, _Data, ladder
from trunkline.foundations.trust.enforcement.rules.spread import MOST_THIN, WINDOW, Spread
from trunkline.foundations.trust.enforcement.rules.velocity import Limits, Velocity
from trunkline.kernel.clock import DAY, HOUR, MINUTE

ALL: frozenset[Target] = frozenset({"account", "program", "sender"})
OWN = {"sender-rotation", "shared-list", "stop-rate"}
"""What other parts than decisions find."""


def test_every_step_is_a_state_and_a_move_of_the_lifecycle_and_every_rule_exists() -> None:
    for step in ladder().steps:
        assert step.state in ENFORCEMENT.begins.split()
        assert step.name == "observe" or ENFORCEMENT.guards[step.name][1] == step.state
    assert ladder().rules - OWN <= default_modes().keys()


@given(
    st.sampled_from(["minor", "low", "medium", "high"]),
    st.lists(st.integers(0, 2 * DAY), max_size=60),
    st.sets(st.sampled_from(["program", "sender"])),
    st.sampled_from(["policy", "strict", "twilio"]),
    st.booleans(),
)
def test_r53_a_case_climbs_one_step_at_a_time_and_never_beyond_its_reach(
    severity: str, gaps: list[int], known: set[Target], preset: str, blocked: bool
) -> None:
    kind = Kind(rule="x", severity=severity)
    targets: frozenset[Target] = frozenset({"account", *known})
    reach = ladder().reach(preset, severity)
    fitting = [step for step in ladder().steps if not targets.isdisjoint(step.targets)]
    state, points, waited, stood = "", 0, 0, -1
    for gap in gaps:
        points += ladder().severities[severity].points
        waited += gap
        step = ladder().next_step(state, points, waited, kind, preset, targets, blocked)
        if step is None:
            continue
        assert fitting.index(step) == stood + 1
        assert points >= step.points
        assert state == "" or waited >= step.rest_time
        assert step.points <= reach.points
        assert blocked or step.name in ("observe", "warn")
        state, waited, stood = step.state, 0, stood + 1


def test_r55_a_critical_finding_goes_to_the_end_at_once_where_the_preset_lets_it() -> None:
    kind = ladder().kind("harmful-content", [("categories", "fraud malware")])
    assert kind is not None
    assert kind.severity == "critical"
    step = ladder().next_step("", 60, 0, kind, "policy", ALL)
    assert step is not None
    assert step.name == "suspend-account"
    step = ladder().next_step("", 60, 0, kind, "twilio", ALL)
    assert step is not None
    assert step.name == "warn"


@pytest.mark.parametrize(
    ("signals", "severity"),
    [
        ([("categories", "hate")], "high"),
        ([("phishing", "0.97"), ("features", "x")], "critical"),
        ([("phishing", "0.85")], "high"),
        ([("phishing", "?")], "high"),
        ([], "high"),
    ],
)
def test_r55_how_grave_a_finding_is_depends_on_its_signals(signals: list[tuple[str, str]], severity: str) -> None:
    kind = ladder().kind("harmful-content", signals)
    assert kind is not None
    assert kind.severity == severity
    assert ladder().kind("opt-out", signals) is None


def _data() -> _Data:
    own = ladder()
    return _Data(own.steps, own.severities, own.presets, (Kind(rule="x", severity="low"),))


def test_a_ladder_that_names_what_is_not_there_is_refused() -> None:
    Ladder(_data())
    for wrong in (
        {"preset": {"policy": "heaven"}},
        {"severity": {"low": Severity(1, "nowhere")}},
        {"violation": (Kind(rule="x", severity="grim"),)},
        {"violation": (Kind(rule="x", severity="low", start="nowhere"),)},
        {"step": (*ladder().steps, ladder().steps[0])},
    ):
        with pytest.raises(ValueError, match=r"no such|must grow"):
            Ladder(msgspec.structs.replace(_data(), **wrong))


LIMITS = Limits(10 * MINUTE, 0.2, 15 * MINUTE, 30 * MINUTE, {"+": 40, "+1": 0})


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 3 * MINUTE)), max_size=150))
def test_r59_a_burst_is_what_a_plain_count_of_the_window_finds_and_repeats_are_none(sent: list[tuple[int, int]]) -> None:
    """Never a burst with fewer numbers in a whole window; always one with enough of them in half a window."""
    velocity, moment = Velocity(LIMITS), 100 * HOUR
    seen: list[tuple[int, int]] = []
    for tail, gap in sent:
        moment += gap
        seen.append((moment, tail))
        burst = velocity.note(f"+44770090{tail:03d}", moment)
        window = {t for at, t in seen if at > moment - LIMITS.window}
        if burst is not None:
            assert burst.recipients <= len(window)
            assert burst.recipients >= 40
        half = {t for at, t in seen if at > moment - LIMITS.window // 2}
        assert burst is not None or len(half) < 40


def test_r59_numbers_of_a_plan_without_a_limit_and_addresses_are_no_burst() -> None:
    velocity = Velocity(LIMITS)
    for n in range(1000):
        assert velocity.note(f"+1212555{n:03d}0", 1) is None
        assert velocity.note(f"+44user{n}@x", 1) is None


TEMPLATES = (0x0123456789ABCDEF, 0xFEDCBA9876543210, 0x5A5A0F0FA5A5F0F0)


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 30), st.sampled_from([1, 60, 201]), st.integers(0, 6 * HOUR)), min_size=1, max_size=40
    )
)
def test_r48_the_spread_is_what_a_plain_count_of_the_window_finds(sent: list[tuple[int, int, int, int]]) -> None:
    """Senders of one template in 24 hours with at most 200 texts each; a sender that pauses for longer begins anew."""
    spread, moment = Spread(), 100 * DAY
    plain: dict[tuple[int, int], tuple[int, int]] = {}
    for template, sender, times, gap in sent:
        moment += gap
        for _ in range(times):
            assert spread.note(TEMPLATES[template] ^ 1, f"S{sender}", moment) == ""
        count, last = plain.get((template, sender), (0, moment))
        plain[template, sender] = (times if last < moment - WINDOW else count + times, moment)
    for place, template in enumerate(TEMPLATES):
        thin = {s: c for (t, s), (c, last) in plain.items() if t == place and last >= moment - WINDOW and c <= 200}
        fact = spread.of(template, "S0", moment)
        if fact is None:
            assert not any(t == place for t, _ in plain)
            continue
        own = plain.get((place, 0), (0, 0))
        if own[0] <= 200:
            thin.setdefault(0, 1)
        assert (fact.senders, fact.most_by_one) == (len(thin), max(thin.values(), default=0))


def test_r48_thousands_of_senders_cost_no_more_than_the_newest() -> None:
    spread = Spread()
    for n in range(5_000):
        spread.note(TEMPLATES[0], f"S{n}", n)
    fact = spread.of(TEMPLATES[0], "S4999", 5_000)
    assert fact is not None
    assert fact.senders == MOST_THIN

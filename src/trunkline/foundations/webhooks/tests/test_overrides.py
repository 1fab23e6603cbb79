"""Connection overrides, by the examples of Twilio's page and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.webhooks.idempotency import token_of
from trunkline.foundations.webhooks.overrides import Overrides, failure_of, read_overrides
from trunkline.foundations.webhooks.ports import Answer, Unreachable

URL = "https://example.com/foo?query=123"


def test_without_a_fragment_the_documented_defaults_apply() -> None:
    address, overrides = read_overrides(URL)
    assert (address, overrides) == (URL, Overrides())
    assert (overrides.connect_ms, overrides.read_ms, overrides.total_ms, overrides.retries) == (5000, 15000, 15000, 1)
    assert overrides.retry_on == {"ct"} and overrides.sni and overrides.edges == ("ashburn",)


def test_every_override_is_read() -> None:
    address, overrides = read_overrides(f"{URL}#rc=2&rp=ct,rt&ct=2000&rt=3000&tt=9000&sni=n&e=ashburn,umatilla")
    assert address == URL
    assert overrides == Overrides(2000, 3000, 9000, 2, frozenset({"ct", "rt"}), ("ashburn", "umatilla"), sni=False)
    assert overrides.problems == ()
    limits = overrides.limits(spent_ms=4000)
    assert (limits.connect_ms, limits.read_ms, limits.total_ms, limits.sni) == (2000, 3000, 5000, False)


def test_all_stands_for_each_failure() -> None:
    assert read_overrides(f"{URL}#rp=all")[1].retry_on == {"4xx", "5xx", "ct", "rt"}


@pytest.mark.parametrize(
    "fragment",
    [
        "ct=99",
        "ct=10001",
        "rt=15001",
        "tt=0",
        "rc=6",
        "rc=-1",
        "rc=1_0",
        "rc=٣",
        "rc= 3",
        "rc=",
        "rp=",
        "rp=ct,3xx",
        "e=moon",
        "sni=yes",
        "x=1",
        "section",
        "CT=500",
        "rc=99999999999999999999",
    ],
)
def test_a_bad_value_is_reported_and_the_default_stays(fragment: str) -> None:
    address, overrides = read_overrides(f"{URL}#{fragment}")
    assert address == URL and overrides == Overrides()
    assert [problem.name for problem in overrides.problems] == [fragment.partition("=")[0]]


@given(st.text(max_size=60))
def test_no_fragment_breaks_the_reading(fragment: str) -> None:
    address, overrides = read_overrides(f"{URL}#{fragment}")
    assert address == URL
    assert 100 <= overrides.connect_ms <= 10000 and 0 <= overrides.retries <= 5


@given(st.integers(0, 5), st.sets(st.sampled_from(["4xx", "5xx", "ct", "rt"]), min_size=1), st.integers(1, 8))
def test_retries_are_bounded_by_count_and_policy(count: int, policy: set[str], attempts: int) -> None:
    overrides = read_overrides(f"{URL}#rc={count}&rp={','.join(sorted(policy))}")[1]
    for failure in ("4xx", "5xx", "ct", "rt"):
        allowed = overrides.allows_retry(failure, attempts)
        assert allowed == (failure in policy and attempts <= count)
    assert not overrides.allows_retry(None, 1)


def test_failures_are_classed_as_the_policy_names_them() -> None:
    def answer(status: int) -> Answer:
        return Answer(status, (), b"", False, 1, "")

    assert [failure_of(answer(status)) for status in (200, 302, 404, 499, 500, 503)] == [
        None,
        None,
        "4xx",
        "4xx",
        "5xx",
        "5xx",
    ]
    assert failure_of(Unreachable("connect", "")) == failure_of(Unreachable("tls", "")) == "ct"
    assert failure_of(Unreachable("timeout", "", phase="connect")) == "ct"
    assert failure_of(Unreachable("timeout", "", phase="await")) == "rt"
    assert failure_of(Unreachable("timeout", "", phase="read")) is None
    assert failure_of(Unreachable("refused", "")) is None


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_tokens_are_the_same_for_the_same_event_only(one: list[str], other: list[str]) -> None:
    assert (token_of(*one) == token_of(*other)) == (one == other)

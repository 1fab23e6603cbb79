"""The order of routes: priority, exactness, price, turns, health; and that the choice is the same for the same question."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trunkline.carriers.routing.rules.choose_route import Tariff, Wanted, Way, choose_route
from trunkline.carriers.routing.rules.money import read_price

TEXT = Wanted("+14155550100", "+15557770001", "AC1", segments=2)


def way(name: str, price: str = "", currency: str = "USD", **more: object) -> Way:
    tariffs = (Tariff("", Decimal(price), currency, 0, None),) if price else ()
    return Way(f"RT{name}", f"CR{name}", name, tariffs=tariffs, **more)  # type: ignore[arg-type]  # the fields of Way by name


def order(*ways: Way, turn: int = 0, wanted: Wanted = TEXT) -> list[str]:
    return [c.way.carrier_name for c in choose_route(wanted, ways, 1_000, turn) if c.usable]


def test_lower_priority_comes_first_whatever_it_costs() -> None:
    assert order(way("cheap", "0.001"), way("dear", "0.1", priority=1)) == ["dear", "cheap"]


def test_of_equal_priority_the_more_exact_destination_and_then_the_cheaper() -> None:
    assert order(way("all", "0.001"), way("us", "0.1", destination="+1"), way("sf", destination="+1415")) == ["sf", "us", "all"]
    assert order(way("a", "0.02"), way("b", "0.01"), way("unknown")) == ["b", "a", "unknown"]


def test_prices_in_another_currency_are_not_compared() -> None:
    assert order(way("a", "0.02"), way("yen", "0.01", "JPY")) == ["a", "yen"]


def test_a_price_counts_in_its_time_and_for_the_longest_destination() -> None:
    tariffs = (
        Tariff("", Decimal("0.05"), "USD", 0, None),
        Tariff("+1", Decimal("0.01"), "USD", 0, 500),
        Tariff("+1", Decimal("0.02"), "USD", 500, None),
    )
    found = {now: choose_route(TEXT, [Way("RT", "CR", "c", tariffs=tariffs)], now)[0].cost for now in (0, 499, 500, 2_000)}
    assert found == {0: Decimal("0.02"), 499: Decimal("0.02"), 500: Decimal("0.04"), 2_000: Decimal("0.04")}


def test_a_carrier_that_is_down_is_the_last_resort() -> None:
    assert order(way("a", priority=1, health="down"), way("b", priority=50), way("c", priority=2, health="degraded")) == ["c", "b", "a"]


def test_equals_take_turns_by_weight_and_weight_0_waits() -> None:
    ways = (way("a", weight=3), way("b"), way("spare", weight=0))
    firsts = Counter(order(*ways, turn=turn)[0] for turn in range(400))
    assert firsts == {"a": 300, "b": 100}
    assert all(order(*ways, turn=turn)[-1] == "spare" for turn in range(8))


def test_what_does_not_fit_says_why() -> None:
    ways = (
        way("uk", destination="+44"), way("other", subaccount_sid="AC2"), way("wa", channel="whatsapp"),
        way("off", enabled=False), way("carrier off", carrier_enabled=False), way("name", sender="Acme"),
    )  # fmt: skip
    considered = choose_route(TEXT, ways, 0)
    assert not any(c.usable for c in considered)
    assert [c.reason for c in considered] == [
        "the destination does not begin with +44", "it is for AC2 only", "it is for whatsapp only",
        "the route is switched off", "its carrier is switched off", "the sender does not begin with Acme",
    ]  # fmt: skip


WAYS = st.lists(
    st.builds(
        way, st.sampled_from("abcdef"), st.sampled_from(["", "0.01", "0.02", "1"]), st.sampled_from(["USD", "EUR"]),
        destination=st.sampled_from(["", "+1", "+1415", "+44"]), priority=st.integers(0, 3), weight=st.integers(0, 4),
        health=st.sampled_from(["up", "degraded", "down"]), enabled=st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@given(WAYS, st.integers(0, 10_000))
def test_every_way_is_told_once_and_those_that_are_out_stand_last(ways: list[Way], turn: int) -> None:
    considered = choose_route(TEXT, ways, 0, turn)
    assert sorted(map(id, (c.way for c in considered))) == sorted(map(id, ways))
    usable = [c.usable for c in considered]
    assert usable == sorted(usable, reverse=True)
    assert all(c.reason for c in considered)
    ranks = [(c.way.health == "down", c.way.priority) for c in considered if c.usable]
    assert ranks == sorted(ranks)


@given(st.decimals(min_value=0, max_value=999, places=6))
def test_a_price_keeps_its_value(price: Decimal) -> None:
    assert Decimal(read_price(format(price, "f"))) == price

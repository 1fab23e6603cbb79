"""The price file, and which of its rows counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.ledger.prices.price_list import WrongPrices, load_prices, read_prices, usual_prices
from trunkline.foundations.ledger.rules.money import MICRO, read_money, write_charge, write_money
from trunkline.runtime.settings import Settings, WrongSetting
from trunkline.runtime.wiring import open_platform

TODAY = date(2026, 6, 1)
LEAST = """
currency = "EUR"
[[country]]
code = "*"
name = "Anywhere"
since = 2024-01-01
sms = { outbound = "0.10", inbound = "0.01" }
"""


def test_rows_by_country_service_and_type() -> None:
    prices = usual_prices()
    assert prices.message_price("US", "outbound", "sms", TODAY) == 7900
    assert prices.message_price("US", "outbound", "mms", TODAY) == 20000
    assert prices.message_price("US", "inbound", "sms", TODAY, "short code") == 5000
    assert prices.message_price("US", "inbound", "sms", TODAY, "local") == 7900
    elsewhere = prices.message_price(None, "outbound", "mms", TODAY)
    assert prices.message_price("ZZ", "outbound", "mms", TODAY) == elsewhere
    assert prices.message_price("DE", "outbound", "mms", TODAY) == elsewhere, "a service that the row leaves out"
    with pytest.raises(ValueError, match="begins after 1999"):
        prices.message_price("US", "outbound", "sms", date(1999, 1, 1))
    assert prices.number_price("GB", "mobile", TODAY) == 1_150_000
    assert prices.number_price("NG", "local", TODAY) == 5_000_000, "no such number there: the row for anywhere"


def test_the_longest_prefix_and_the_nearest_origin_count() -> None:
    britain = usual_prices().country("GB", TODAY)
    assert britain is not None
    for number, origin, name in (
        ("+442079460000", "", "United Kingdom"),
        ("+447700900000", "", "United Kingdom, mobile"),
        ("+447700900000", "+12025550100", "United Kingdom, mobile"),
        ("+447700900000", "+493012345678", "United Kingdom, mobile, from Europe"),
    ):
        found = britain.destination(number, origin)
        assert found is not None
        assert found[0].name == name
    assert britain.destination("+33612345678") is None


def test_of_a_country_the_latest_row_that_has_begun_counts() -> None:
    later = LEAST + LEAST.partition("[[country]]")[2].join(["[[country]]", ""]).replace("2024", "2025").replace("0.10", "0.20")
    prices = read_prices(later, "a file")
    assert prices.message_price("FR", "outbound", "sms", date(2024, 12, 31)) == 100_000
    assert prices.message_price("FR", "outbound", "sms", date(2025, 1, 1)) == 200_000


def test_a_discount_is_charged_less_than_listed() -> None:
    prices = read_prices('discount = "0.25"\n' + LEAST, "a file")
    assert prices.message_price("FR", "outbound", "sms", TODAY) == 75_000


def test_the_operators_file_replaces_ours(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    assert load_prices(own) is usual_prices()
    own.write_text(LEAST)
    assert load_prices(own).currency == "EUR"
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(WrongPrices, match="cannot be read"):
        load_prices(own)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("= 2024-01-01", "= "), "is not TOML"),
        (('currency = "EUR"', ""), "'currency' is missing"),
        (('"EUR"', '"eur"'), "three capital letters"),
        (('"0.10"', '"-1"'), r"country \*: '-1' is not an amount"),
        (('"0.10"', "0.10"), r"country \*: "),
        (('"*"', '"FR"'), "is needed"),
        (("2024-01-01", '"2024-01-01"'), "must be a date"),
        (("outbound =", "sideways ="), "not sideways"),
        (('"0.10"', '{ landline = "0.10" }'), "no type of number 'landline'"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(change: tuple[str, str], words: str) -> None:
    with pytest.raises(WrongPrices, match=words):
        read_prices(LEAST.replace(*change), "a file")


def test_the_same_row_on_every_country_has_a_name_and_networks() -> None:
    rows = usual_prices().countries(TODAY)
    assert len(rows) > 50
    assert all(row.name and row.networks and row.destinations for row in rows)
    assert [row.name for row in rows] == sorted(row.name for row in rows)


@given(st.integers(0, 10**14))
def test_money_is_read_as_it_was_written(micros: int) -> None:
    assert read_money(write_money(micros)) == micros
    assert Decimal(write_money(-micros)) == Decimal(-micros) / MICRO


@given(st.integers(0, 10**12))
def test_a_charge_is_signed_and_has_five_decimals(micros: int) -> None:
    shown = write_charge(micros)
    assert len(shown.rpartition(".")[2]) == 5
    assert abs(-Decimal(shown) - Decimal(micros) / MICRO) <= Decimal("0.000005")
    assert shown.startswith("-") is (Decimal(shown) != 0)


@pytest.mark.parametrize("text", ["", "-1", "1,5", "1.2345678", "1e5", "١"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        read_money(text)


async def test_a_platform_with_wrong_prices_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "prices.toml").write_text("currency = 'usd'")
    with pytest.raises(WrongSetting, match="three capital letters"):
        await open_platform(Settings(data=tmp_path))

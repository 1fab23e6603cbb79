"""The stock: real numbers of the sort asked for, found by every filter, the same each time."""

import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from trunkline.foundations.numbering.nanp_places import area_codes_in
from trunkline.products.numbers.rules.contains_pattern import SearchError, contains_expression
from trunkline.products.numbers.rules.countries import Capabilities, NumberType, countries, country_by_code
from trunkline.products.numbers.rules.inventory import Search, find_number, search_numbers

LOCAL = NumberType.LOCAL
OFFERS = [(country.code, number_type) for country in countries() for number_type in country.offers]
SORTS = {
    NumberType.LOCAL: {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    NumberType.MOBILE: {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    NumberType.TOLL_FREE: {PhoneNumberType.TOLL_FREE},
    NumberType.NATIONAL: {PhoneNumberType.UAN, PhoneNumberType.VOIP},
    NumberType.VOIP: {PhoneNumberType.VOIP},
    NumberType.SHARED_COST: {PhoneNumberType.SHARED_COST},
}


@given(st.sampled_from(OFFERS), st.integers(0, 5_000))
@settings(deadline=None)
def test_every_number_is_valid_and_of_the_sort(offer: tuple[str, NumberType], start: int) -> None:
    country, number_type = offer
    for available in search_numbers(country, number_type, start=start, limit=10).numbers:
        number = phonenumbers.parse(available.phone_number)
        assert phonenumbers.is_valid_number(number)
        assert phonenumbers.is_valid_number_for_region(number, country)
        assert available.iso_country == country
        assert phonenumbers.number_type(number) in SORTS[number_type]
        found = find_number(available.phone_number)
        assert found is not None
        assert found[1].phone_number == available.phone_number


@pytest.mark.parametrize(("country", "number_type"), OFFERS)
def test_every_offer_has_stock(country: str, number_type: NumberType) -> None:
    assert len(search_numbers(country, number_type, limit=30).numbers) == 30


@given(st.sampled_from(OFFERS), st.text("0123456789", min_size=2, max_size=4))
@settings(deadline=None)
def test_contains_finds_what_it_says(offer: tuple[str, NumberType], wanted: str) -> None:
    page = search_numbers(*offer, Search(contains=wanted), limit=5)
    assert all(wanted in number.phone_number for number in page.numbers)
    if offer == ("US", LOCAL) and "0" not in wanted[:1]:
        assert page.numbers


@pytest.mark.parametrize(
    ("pattern", "shape"),
    [("415555****$", None), ("+1415", r"\+1415.*"), ("CAFE$", r".*2233"), ("510444****", r".*510444\d{4}.*"),
     ("**CAFE", r"\+\d*\d\d2233\d*"), ("%77$", r".*77"), ("storm", r".*78676.*"), ("+1212%", r"\+1212.*")],
)  # fmt: skip
def test_patterns(pattern: str, shape: str | None) -> None:
    numbers = search_numbers("US", LOCAL, Search(contains=pattern), limit=20).numbers
    if shape is None:  # exchange 555 is never given to a subscriber
        assert numbers == ()
    else:
        assert len(numbers) == 20
        assert all(re.fullmatch(shape, number.phone_number) for number in numbers)


@pytest.mark.parametrize("pattern", ["", "1", "12345678901234567", "4*5", "**", "*1", "é22", "1+2", "1$2", "(415)"])
def test_bad_patterns(pattern: str) -> None:
    with pytest.raises(SearchError) as refused:
        contains_expression(pattern)
    assert refused.value.code == 20422


def test_places_of_north_america() -> None:
    for number in search_numbers("US", LOCAL, Search(in_region="wy"), limit=20).numbers:
        assert number.region == "WY"
        assert number.phone_number[2:5] == "307"
    for number in search_numbers("US", LOCAL, Search(in_locality="san francisco"), limit=20).numbers:
        assert (number.locality, number.region) == ("San Francisco", "CA")
    assert {"212", "718"} <= set(area_codes_in("NY"))
    assert area_codes_in("XX") == ()
    near = search_numbers("US", LOCAL, Search(near_number="+14155552671"), limit=5).numbers
    assert {number.phone_number[:5] for number in near} == {"+1415"}


def test_unknown_is_null_and_finds_nothing() -> None:
    number = search_numbers("US", LOCAL, limit=1).numbers[0]
    assert (number.lata, number.rate_center, number.latitude, number.longitude, number.postal_code) == (None,) * 5
    for search in (Search(in_lata="722"), Search(in_postal_code="94107"), Search(in_locality="Nowhere at all")):
        assert search_numbers("US", LOCAL, search).numbers == ()
    assert search_numbers("GB", LOCAL, Search(in_locality="London")).numbers == ()
    assert search_numbers("US", LOCAL, Search(in_region="ZZ")).numbers == ()


def test_same_search_same_stock_less_what_is_taken() -> None:
    first = [number.phone_number for number in search_numbers("US", LOCAL, limit=30).numbers]
    again = [number.phone_number for number in search_numbers("us", LOCAL, limit=30).numbers]
    assert first == again
    assert len(set(first)) == 30
    gone = set(first[::2])
    rest = search_numbers("US", LOCAL, taken=gone.__contains__, limit=15).numbers
    assert [number.phone_number for number in rest] == first[1::2]


def test_pages_follow_on_without_overlap_to_the_end() -> None:
    search = Search(contains="+1415444123%")  # ten numbers in all
    seen: list[str] = []
    position: int | None = 0
    while position is not None:
        page = search_numbers("US", LOCAL, search, start=position, limit=4)
        seen += [number.phone_number for number in page.numbers]
        position = page.next_position
    assert sorted(seen) == [f"+1415444123{digit}" for digit in range(10)]
    assert seen != sorted(seen)


def test_reserved_ranges_are_never_offered() -> None:
    assert find_number("+14155550100") is None
    assert find_number("+14159110100") is None
    assert find_number("+15551230001") is None
    assert find_number("4152345678") is None
    found = find_number("+14152345678")
    assert found is not None
    assert found[0] is LOCAL
    assert found[1].friendly_name == "(415) 234-5678"
    assert search_numbers("US", LOCAL, Search(area_code="555")).numbers == ()


def test_capabilities_and_addresses_filter() -> None:
    assert search_numbers("GB", LOCAL, Search(sms_enabled=True)).numbers == ()
    assert search_numbers("GB", NumberType.MOBILE, Search(sms_enabled=True), limit=1).numbers
    assert search_numbers("US", LOCAL, Search(sms_enabled=False)).numbers == ()
    assert search_numbers("DE", LOCAL, Search(exclude_local_address_required=True)).numbers == ()
    assert search_numbers("DE", LOCAL, Search(exclude_foreign_address_required=True), limit=1).numbers
    assert search_numbers("GB", LOCAL, Search(exclude_all_address_required=True)).numbers == ()


@pytest.mark.parametrize("area_code", ["41", "4155", "015", "abc", "４１５"])
def test_impossible_area_codes(area_code: str) -> None:
    with pytest.raises(SearchError) as refused:
        search_numbers("US", LOCAL, Search(area_code=area_code))
    assert refused.value.code == 21451


def test_what_is_not_on_offer() -> None:
    for country, number_type in (("ZZ", LOCAL), ("US", NumberType.MOBILE), ("", LOCAL)):
        with pytest.raises(SearchError) as refused:
            search_numbers(country, number_type)
        assert refused.value.code == 20404
    for start, limit in ((-1, 1), (0, 0), (0, 1001)):
        with pytest.raises(SearchError):
            search_numbers("US", LOCAL, start=start, limit=limit)


def test_countries_and_their_subresources() -> None:
    united_states = country_by_code("us")
    assert united_states is not None
    assert united_states.name == "United States"
    assert [number_type.subresource for number_type in united_states.offers] == ["Local", "TollFree"]
    assert united_states.offers[LOCAL].capabilities == Capabilities(voice=True, sms=True, mms=True, fax=True)
    assert country_by_code("XX") is None

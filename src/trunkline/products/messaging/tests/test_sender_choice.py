"""Who of a pool carries a text: the order of preference, and what holds for every pool and recipient."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.products.messaging.rules.addresses import parse_to
from trunkline.products.messaging.rules.fair_share import FairShare
from trunkline.products.messaging.rules.sender_choice import Choice, Sender, SenderType, Wish, choose_sender, unfit

CODE = Sender("24681", SenderType.SHORT_CODE, "US", mms=True)
UK_CODE = Sender("64646", SenderType.SHORT_CODE, "GB", mms=True)
NAME = Sender("Acme", SenderType.ALPHANUMERIC)
UK_NAME = Sender("Acme UK", SenderType.ALPHANUMERIC, "GB")
NEW_YORK = Sender("+12125550100", SenderType.LONG_CODE, "US", mms=True)
BUFFALO = Sender("+17165550100", SenderType.LONG_CODE, "US", mms=True)
CHICAGO = Sender("+17735550100", SenderType.LONG_CODE, "US")
DALLAS = Sender("+12145550100", SenderType.LONG_CODE, "US")
FREE = Sender("+18005550100", SenderType.TOLL_FREE, "US")
LONDON = Sender("+442071838750", SenderType.LONG_CODE, "GB")
PARIS = Sender("+33140205050", SenderType.LONG_CODE, "FR")
WHATSAPP = Sender("whatsapp:+12125550100", SenderType.CHANNEL, channel=parse_to("whatsapp:+12125550100").channel)
EVERYBODY = (CODE, UK_CODE, NAME, UK_NAME, NEW_YORK, BUFFALO, DALLAS, FREE, LONDON, PARIS, WHATSAPP)

US, UK, FRANCE, QUEENS = "+12148880000", "+447400123456", "+33612345678", "+17188970000"


def choose(to: str, *pool: Sender, sticky: str = "", media: bool = False, convert: bool = True, geomatch: bool = True) -> Choice:
    return choose_sender(pool, Wish(parse_to(to), media=media, convert_media=convert, sticky=sticky, geomatch=geomatch))


@pytest.mark.parametrize(
    ("to", "pool", "chosen"),
    [
        (US, EVERYBODY, CODE),
        (UK, EVERYBODY, UK_CODE),
        (FRANCE, EVERYBODY, NAME),
        (UK, (NAME, UK_NAME, LONDON), UK_NAME),  # the name for the country before the one for all
        (FRANCE, (UK_NAME, NEW_YORK), NEW_YORK),  # a name for one country goes nowhere else
        (US, (NAME, NEW_YORK), NEW_YORK),  # the United States take no names
        (UK, (NEW_YORK, LONDON), LONDON),
        (FRANCE, (LONDON, NEW_YORK), NEW_YORK),  # no local number: one of the United States
        (FRANCE, (LONDON,), LONDON),
        (US, (LONDON, PARIS), LONDON),
        (UK, (CODE, FREE, LONDON), LONDON),
        (UK, (CODE, FREE), None),  # neither reaches Britain
        (US, (FREE,), FREE),
        (US, (), None),
        ("whatsapp:+12148880000", EVERYBODY, WHATSAPP),
        ("whatsapp:+12148880000", (NEW_YORK,), None),
    ],
)
def test_who_carries_a_text(to: str, pool: tuple[Sender, ...], chosen: Sender | None) -> None:
    assert choose(to, *pool).sender == chosen


@pytest.mark.parametrize(
    ("to", "geomatch", "chosen"),
    [
        ("+12148880000", True, DALLAS),  # Dallas
        ("+12128880000", True, NEW_YORK),
        ("+13128880000", True, CHICAGO),  # 312 and 773 both serve Chicago
        ("+17168970000", True, BUFFALO),
        ("+15188970000", True, BUFFALO),  # Albany: in the state of New York, as Buffalo
        ("+13108880000", True, BUFFALO),  # Los Angeles: nobody is near, so whoever has the least to do
        ("+12148880000", False, BUFFALO),
    ],
)
def test_area_codes(to: str, geomatch: bool, chosen: Sender) -> None:
    assert choose(to, BUFFALO, NEW_YORK, CHICAGO, DALLAS, FREE, geomatch=geomatch).sender == chosen


def test_the_recipient_knows_its_sender() -> None:
    assert choose(US, NEW_YORK, DALLAS, sticky=NEW_YORK.address).sender == NEW_YORK  # although another has its area code
    assert choose(US, NEW_YORK, CODE, sticky=NEW_YORK.address).sender == NEW_YORK
    assert choose(US, DALLAS, sticky=NEW_YORK.address).sender == DALLAS  # it has left the pool


def test_a_foreign_sender_that_is_known_gives_way_to_a_local_one() -> None:
    """Twilio, "How does adding a new Sender Type to my Messaging Service affect Sticky Sender mappings", both scenarios."""
    assert choose(UK, NEW_YORK, LONDON, sticky=NEW_YORK.address).sender == LONDON
    assert choose(UK, NEW_YORK, UK_CODE, sticky=NEW_YORK.address).sender == UK_CODE
    assert choose(UK, NEW_YORK, NAME, sticky=NEW_YORK.address).sender == NEW_YORK
    assert choose(UK, NAME, LONDON, sticky=NAME.address).sender == NAME


def test_pictures_need_a_sender_and_a_country_that_take_them() -> None:
    assert choose(US, DALLAS, NEW_YORK, media=True).sender == NEW_YORK
    assert not choose(US, DALLAS, NEW_YORK, media=True).media_as_links
    for to, pool in ((US, (DALLAS,)), (UK, (LONDON,)), (FRANCE, (NAME,))):
        linked = choose(to, *pool, media=True)
        assert linked.sender == pool[0]
        assert linked.media_as_links
        assert choose(to, *pool, media=True, convert=False).sender is None


def test_a_sender_that_failed_with_the_text_is_not_asked_again() -> None:
    wish = Wish(parse_to(US), tried=frozenset({CODE.address}))
    assert choose_sender((CODE, DALLAS), wish).sender == DALLAS


senders = st.lists(st.sampled_from(EVERYBODY), unique=True).map(tuple)
recipients = st.sampled_from([US, UK, FRANCE, QUEENS, "+12125550100", "+15551230001", "whatsapp:+33612345678", "rcs:+12148880000"])


@settings(deadline=None)  # the machine may be busy
@given(senders, recipients, st.booleans(), st.booleans(), st.booleans(), st.sampled_from([one.address for one in EVERYBODY]))
def test_whoever_is_chosen_can_do_it_and_everybody_else_is_accounted_for(
    pool: tuple[Sender, ...], to: str, media: bool, convert: bool, geomatch: bool, sticky: str
) -> None:
    wish = Wish(parse_to(to), media=media, convert_media=convert, geomatch=geomatch, sticky=sticky)
    choice = choose_sender(pool, wish)
    if choice.sender is None:
        assert all(unfit(one, wish, media=media) for one in pool)
        assert {address for address, _ in choice.passed} == {one.address for one in pool}
    else:
        assert choice.sender in pool
        assert unfit(choice.sender, wish, media=media and not choice.media_as_links) is None
        assert choice.sender.address not in {address for address, _ in choice.passed}
        if choice.media_as_links:
            assert all(unfit(one, wish, media=True) for one in pool)
    assert choice.reasons
    assert choose_sender(pool, wish) == choice


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([0.5, 1.0, 3.0, 100.0]), min_size=1), st.integers(1, 400))
def test_texts_are_spread_by_rate(rates: dict[str, float], texts: int) -> None:
    """Nobody is ever more than one text of its own ahead of its share."""
    share, given_to = FairShare(), dict.fromkeys(rates, 0)
    for _ in range(texts):
        load = share.load(rates)
        one = min(rates, key=lambda sender: load[sender])
        share.give(one, 1, rates[one])
        given_to[one] += 1
    assert sum(given_to.values()) == texts
    behind = min(given_to[one] / rates[one] for one in rates)
    for one, rate in rates.items():
        assert (given_to[one] - 1) / rate <= behind + 1e-6


def test_a_sender_that_joins_late_is_not_flooded() -> None:
    share = FairShare()
    for _ in range(100):
        load = share.load("ab")
        share.give(min("ab", key=lambda one: load[one]), 1, 1.0)
    given_to = dict.fromkeys("abc", 0)
    for _ in range(30):
        load = share.load("abc")
        one = min("abc", key=lambda sender: load[sender])
        share.give(one, 1, 1.0)
        given_to[one] += 1
    assert all(9 <= n <= 11 for n in given_to.values()), given_to

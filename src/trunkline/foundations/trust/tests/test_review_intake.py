"""R39: how much is put before people, and what is kept of a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.rules.fresh_hosts import VOLUME, WINDOW, FreshHosts
from trunkline.foundations.trust.rules.mask_excerpt import LONGEST, mask_excerpt
from trunkline.foundations.trust.rules.review_intake import EACH, MOST, MOST_OF_ACCOUNT, ReviewIntake, mark_of
from trunkline.kernel.clock import HOUR, MINUTE


def test_r39_an_account_has_so_many_new_items_an_hour_and_the_rest_is_counted() -> None:
    intake = ReviewIntake()
    assert [intake.admit("AC1", 0) for _ in range(MOST_OF_ACCOUNT)] == [0] * MOST_OF_ACCOUNT
    assert [intake.admit("AC1", MINUTE) for _ in range(3)] == [None] * 3
    assert intake.admit("AC2", MINUTE) == 0
    assert intake.admit("AC1", HOUR) == 3
    assert intake.admit("AC1", HOUR) == 0


def test_r39_all_accounts_together_have_so_many_new_items_an_hour() -> None:
    intake = ReviewIntake()
    assert [intake.admit(f"AC{n}", 0) for n in range(MOST + 1)] == [0] * MOST + [None]
    assert intake.admit("ACx", HOUR - 1) is None
    assert intake.admit("ACx", HOUR) == 1


@given(st.integers(min_value=1, max_value=20 * EACH))
def test_r39_a_flood_is_counted_by_hundreds_and_loses_less_than_one(texts: int) -> None:
    intake = ReviewIntake()
    counted = [intake.weigh("AC1", "a") for _ in range(texts)]
    assert 0 <= texts - sum(counted) < EACH
    assert sum(map(bool, counted)) <= EACH + texts // EACH


def test_r39_texts_that_differ_in_numbers_are_one_item_also_where_they_are_short() -> None:
    assert mark_of(0, "Call 12345!") == mark_of(0, "call 678")
    assert mark_of(0, "Call 12345!") != mark_of(0, "Come 12345!")
    assert mark_of(5, "a") == mark_of(5, "b") != mark_of(6, "a")


@given(st.text(max_size=2000))
def test_r39_an_excerpt_is_short_and_has_no_number(body: str) -> None:
    excerpt = mask_excerpt(body)
    assert len(excerpt) <= LONGEST
    assert re.search(r"\d", excerpt) is None


def test_r39_an_excerpt_keeps_hosts_and_neither_mailboxes_nor_paths() -> None:
    masked = mask_excerpt("Ask jane.doe@acme.example or see https://shop.acme.example/u/jane?t=abc, or call +1 (212) 555-0123")
    assert masked == "Ask …@acme.example or see https://shop.acme.example/… or call +# (###) ###-####"


def test_r39_a_host_that_was_never_linked_to_and_is_linked_to_by_many_is_told_once() -> None:
    hosts = FreshHosts(0)
    later = WINDOW
    assert [hosts.meet("new.example", later) for _ in range(VOLUME + 50)].index(True) == VOLUME - 1
    assert not any(hosts.meet("new.example", later + 1) for _ in range(2 * VOLUME))


def test_r39_hosts_that_grow_slowly_or_were_there_when_the_process_began_are_no_news() -> None:
    hosts = FreshHosts(0)
    assert not any(hosts.meet("old.example", WINDOW - 1 + n) for n in range(2 * VOLUME))
    assert not any(hosts.meet("slow.example", WINDOW + n * WINDOW // (VOLUME - 10)) for n in range(3 * VOLUME))

"""Guessing is made to wait: the rule alone, and on the record, under a clock that the tests move."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as some

from conftest import House
from trunkline.foundations.people.actions.make_console_link import make_console_link
from trunkline.foundations.people.actions.make_person import make_owner
from trunkline.foundations.people.actions.prove_person import Claim, prove_by_link, prove_by_password
from trunkline.foundations.people.errors import TOO_MANY, WRONG
from trunkline.foundations.people.hashing import Passwords
from trunkline.foundations.people.keeping import remove_what_is_over
from trunkline.foundations.people.resources.guess import Guess
from trunkline.foundations.people.resources.person import Person
from trunkline.foundations.people.resources.spent_token import SpentToken
from trunkline.foundations.people.rules.guessing import (
    FIRST_PAUSE,
    FORGOTTEN,
    FREE_OF_ADDRESS,
    FREE_OF_PERSON,
    LONGEST_PAUSE,
    Tally,
    attempted,
    network_of,
    pause,
    wait,
)
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.kernel.errors import Problem

EMAIL, PASSWORD = "ada@example.com", "a heron reads the tide"
WRONG_ONE = "a heron reads the time"


# The rule

free_ones = some.integers(1, 30)


@given(wrong=some.integers(0, 500), free=free_ones)
def test_pauses_never_shrink_and_never_exceed_an_hour(wrong: int, free: int) -> None:
    assert 0 <= pause(wrong, free) <= pause(wrong + 1, free) <= LONGEST_PAUSE
    assert (pause(wrong, free) == 0) == (wrong < free)


@given(gaps=some.lists(some.integers(0, 3 * HOUR), max_size=200), free=free_ones)
def test_nothing_is_looked_at_during_a_pause(gaps: list[int], free: int) -> None:
    """Whoever asks at whatever moments gets the free attempts, and from then on one a pause."""
    tally, now, looked_at = Tally(), DAY, []
    for gap in gaps:
        now += gap
        if wait(tally, now) == 0:
            tally = attempted(tally, now, free)
            looked_at.append((now, tally))
    for (before, then), (after, _) in pairwise(looked_at):
        assert after - before >= pause(then.wrong, free)


@given(free=free_ones, every=some.integers(1, 60))
def test_a_program_that_never_stops_gets_few_attempts_a_day(free: int, every: int) -> None:
    """Trying every second or every minute for a day: the free ones, those of the growing pauses, and one an hour."""
    tally, now, looked_at = Tally(), 10 * DAY, 0
    end = now + DAY
    while now < end:
        left = wait(tally, now)
        if left:
            now += -(-left // (every * SECOND)) * every * SECOND
            continue
        tally = attempted(tally, now, free)
        looked_at += 1
        now += every * SECOND
    assert looked_at <= free + 8 + 25


@given(tally=some.builds(Tally, some.integers(0, 1000), some.integers(0, DAY), some.just(0)), free=free_ones)
def test_a_quiet_day_forgets(tally: Tally, free: int) -> None:
    assert attempted(tally, tally.last + FORGOTTEN, free).wrong == 1


@given(now=some.integers(0, 10 * DAY), until=some.integers(0, 400 * DAY))
def test_a_clock_that_went_back_locks_for_an_hour_at_most(now: int, until: int) -> None:
    assert 0 <= wait(Tally(9, 0, until), now) <= LONGEST_PAUSE


def test_neighbours_of_one_network_are_one() -> None:
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2:ffff::1") != network_of("2001:db8:1:3::4")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") != network_of("192.0.2.2")


# On the record


async def _own(house: House) -> None:
    link = await make_console_link(house.platform.work())
    assert link is not None
    await make_owner(house.platform, link.path.partition("#")[2], EMAIL, "Ada", PASSWORD, "en")


class Counted(Passwords):
    """Hashes cheaply, and tells how often it was asked to compare, and with what."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(1, 8, 1))
        self.compared: list[tuple[str, bool]] = []

    async def matches(self, password: str, hashed: str) -> bool:
        self.compared.append((password, bool(hashed)))
        return await super().matches(password, hashed)


@pytest.fixture
async def owned(house: House) -> House:
    """With an owner, cheap hashes, and a wall clock that stands."""
    house.platform.ports[Passwords] = Counted()
    wall_clock(house.platform).stop()
    await _own(house)
    return house


async def _try(house: House, email: str = EMAIL, password: str = WRONG_ONE, address: str = "192.0.2.1") -> int:
    """0 for right, else the code."""
    try:
        await prove_by_password(Claim(email, password, "", address), house.platform)
    except Problem as problem:
        return problem.code
    return 0


async def test_a_person_is_locked_with_growing_pauses(owned: House) -> None:
    clock = wall_clock(owned.platform)
    for _ in range(FREE_OF_PERSON):
        assert await _try(owned) == WRONG
    expected = FIRST_PAUSE
    for _ in range(4):
        assert await _try(owned, password=PASSWORD, address="192.0.2.9") == TOO_MANY  # the right one, from elsewhere
        clock.advance(expected - 1)
        assert await _try(owned, password=PASSWORD) == TOO_MANY
        clock.advance(1)
        assert await _try(owned) == WRONG
        expected *= 2
    clock.advance(expected)
    assert await _try(owned, password=PASSWORD) == 0
    assert await _try(owned) == WRONG and await _try(owned, password=PASSWORD) == 0  # counting began anew


async def test_an_address_that_nobody_has_is_answered_alike(owned: House) -> None:
    """The same codes in the same order, with the same comparisons behind them."""
    compared = owned.platform.ports[Passwords].compared
    codes: dict[str, list[Any]] = {}
    for n, email in enumerate((EMAIL, "nobody@example.com")):
        compared.clear()
        codes[email] = [await _try(owned, email, address=f"192.0.2.{n}") for _ in range(FREE_OF_PERSON + 3)]
        codes[email].append(len(compared))
    assert codes[EMAIL] == codes["nobody@example.com"]
    assert compared == [(WRONG_ONE, False)] * FREE_OF_PERSON
    messages = []
    for email in (EMAIL, "nobody@example.com"):
        with pytest.raises(Problem) as refusal:
            await prove_by_password(Claim(email, WRONG_ONE, "", "198.51.100.1"), owned.platform)
        messages.append((refusal.value.message, refusal.value.status))
    assert messages[0] == messages[1]


async def test_the_hash_of_nobody_costs_what_a_persons_does() -> None:
    """It has the parameters that are used, so Argon2 does the same work for it."""
    from trunkline.foundations.people.hashing import NOBODYS

    ordinary = Passwords()
    assert not ordinary.outdated(NOBODYS)
    assert not await ordinary.matches("", "")


async def test_one_network_address_is_locked_for_everybodys_accounts(owned: House) -> None:
    for n in range(FREE_OF_ADDRESS):
        assert await _try(owned, f"p{n}@example.com") == WRONG
    assert await _try(owned, password=PASSWORD) == TOO_MANY
    assert await _try(owned, password=PASSWORD, address="192.0.2.200") == 0


async def test_ones_own_password_buys_no_guesses_at_others(owned: House) -> None:
    """Signing in to one's own account between guesses does not make the address's count begin anew."""
    guesses = 0
    for n in range(10 * FREE_OF_ADDRESS):
        if await _try(owned, f"p{n}@example.com") == TOO_MANY:
            break
        guesses += 1
        await _try(owned, password=PASSWORD)
    assert guesses <= FREE_OF_ADDRESS


async def test_many_at_once_are_many(owned: House) -> None:
    """Each is counted before it is looked at: a crowd gets no more comparisons than a queue."""
    compared = owned.platform.ports[Passwords].compared
    codes = await asyncio.gather(*(_try(owned, address=f"198.51.100.{n}") for n in range(30)))
    assert set(codes) <= {WRONG, TOO_MANY} and len(compared) <= FREE_OF_PERSON
    assert max(one.wrong for one in await owned.platform.work().select(Guess)) == FREE_OF_PERSON


async def test_a_lock_outlives_a_restart_and_tells_the_owner(owned: House) -> None:
    for _ in range(FREE_OF_PERSON):
        await _try(owned)
    # Nothing of it is in memory: the rows alone hold it, without saying whose they are.
    rows = await owned.platform.work().select(Guess)
    assert len(rows) == 2 and all(EMAIL not in row.mark and "192.0.2" not in row.mark for row in rows)
    await owned.settle()
    events = (await owned.get("/monitor/v1/Events", EventType="user.locked")).json["events"]
    person = await owned.platform.work().find(Person, email=EMAIL)
    assert person is not None
    assert [(one["actor_sid"], one["source_ip_address"]) for one in events] == [(person.sid, "192.0.2.1")]


async def test_what_is_over_is_removed_by_the_wall_clock(owned: House) -> None:
    for _ in range(FREE_OF_PERSON):
        await _try(owned)
    owned.platform.clock.stop()
    owned.platform.clock.advance(400 * DAY)  # unlocks nobody
    await remove_what_is_over.run(owned.platform.work())
    assert await _try(owned, password=PASSWORD) == TOO_MANY
    work = owned.platform.work()
    assert await work.count(Guess) == 2 and await work.count(SpentToken) == 1
    wall_clock(owned.platform).advance(8 * DAY)
    await remove_what_is_over.run(owned.platform.work())
    assert await work.count(Guess) == 0 and await work.count(SpentToken) == 0


async def test_a_link_of_the_terminal_opens_what_guesses_have_locked(owned: House) -> None:
    for _ in range(FREE_OF_PERSON):
        await _try(owned)
    link = await make_console_link(owned.platform.work())
    assert link is not None and link.email == EMAIL
    token = link.path.partition("#")[2]
    proofs = await asyncio.gather(*(prove_by_link(token, "", f"192.0.2.{n}", owned.platform) for n in range(4)), return_exceptions=True)
    assert sum(isinstance(one, Person) for one in proofs) == 1  # once, even when it comes four times at once

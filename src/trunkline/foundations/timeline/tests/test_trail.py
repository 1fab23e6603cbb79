"""A trail is read as it was written, and nothing that is not one breaks the reading."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.timeline.tell_timeline import tell_states
from trunkline.foundations.timeline.trail import read_trail
from trunkline.products.sync.resources.service import Service
from trunkline.products.voice.resources.call import Call


def call(**values: Any) -> Call:
    return Call.of({"account_sid": "AC" + "0" * 32, "to": "+1", "from_": "+2", "date_created": 1000, "date_updated": 5000, **values})


async def test_as_it_was_written(house: Any) -> None:
    house.platform.clock.stop()
    work = house.platform.work()
    row = work.add(Call(account_sid=house.account_sid, to="+15005550006", from_="+15005550006"), state="queued")
    begun = row.date_created
    for step, move in ((1500, "ring"), (0, "answer"), (7, "complete")):
        house.platform.clock.advance(step)
        work.move(row, move)
    assert read_trail(row) == [
        ("queued", begun),
        ("ringing", begun + 1500),
        ("in-progress", begun + 1500),
        ("completed", begun + 1507),
    ]


def test_of_an_old_row_the_present_state_is_known() -> None:
    assert read_trail(call(status="ringing")) == [("ringing", 5000)]
    assert read_trail(call(status="canceled", trail=",canceled 4000")) == [("canceled", 5000)]
    assert read_trail(Service.of({"account_sid": "AC" + "0" * 32})) == []


@given(st.text(), st.sampled_from(sorted(Call.lifecycle.states)))  # type: ignore[union-attr]  # a call has a lifecycle
def test_whatever_stands_there_the_present_state_is_the_last(trail: str, status: str) -> None:
    found = read_trail(call(status=status, trail=trail))
    assert found[-1][0] == status
    assert [step.state for step in tell_states(call(status=status, trail=trail))][-1] == status

"""What a recipient has had: the memory of it says what the record says, whatever is added and taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conftest import House
from trunkline.foundations.trust.actions.program_sends import (
    KEPT_DAYS,
    MOST,
    History,
    SendHistories,
    forget_send,
    note_send,
    sends_of,
    sweep_old_sends,
)
from trunkline.foundations.trust.resources.program_send import ProgramSend
from trunkline.kernel.clock import DAY

PROGRAM, OTHER, DIGEST = f"PM{'1' * 32}", f"PM{'2' * 32}", "ab" * 32
ROWS = st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), max_size=30)


@given(ROWS, st.data())
def test_a_history_answers_as_walking_through_its_rows_does(rows: list[tuple[int, bool]], data: st.DataObject) -> None:
    history = History("PX")
    for number, (at, reminded) in enumerate(rows):
        history.add(f"SM{number}", at, reminded)
    kept = {f"SM{number}": row for number, row in enumerate(rows)}
    for sid in data.draw(st.lists(st.sampled_from(sorted(kept)), unique=True)) if kept else []:
        history.remove(sid)
        del kept[sid]
    assert history.moments == sorted(at for at, _ in kept.values())
    assert history.reminder == max((at for at, reminded in kept.values() if reminded), default=0)
    for own in (*kept, "SMnone"):
        expected = max((at for sid, (at, reminded) in kept.items() if reminded and sid != own), default=0)
        assert history.reminder_but(own) == expected


def test_a_history_is_bounded() -> None:
    history = History("PX")
    for number in range(MOST + 10):
        history.add(f"SM{number}", number, reminded=False)
    assert len(history.rows) == len(history.moments) == MOST
    assert history.moments[0] == 10


async def test_memory_and_record_agree_after_a_restart(house: House) -> None:
    async def ask(but: str = "") -> tuple[bool, int, tuple[int, ...]]:
        found = await sends_of(house.platform.work(), PROGRAM, DIGEST, but=but)
        return found.first, found.last_reminder, found.moments

    assert await ask() == (True, 0, ())
    work = house.platform.work()
    note_send(work, house.account_sid, PROGRAM, DIGEST, "SM1", at=100, reminded=True)
    note_send(work, house.account_sid, PROGRAM, DIGEST, "SM2", at=50, reminded=False)
    note_send(work, house.account_sid, OTHER, DIGEST, "SM3", at=70, reminded=True)
    await work.commit()
    for _ in range(2):
        assert await ask() == (False, 100, (50, 100))
        assert await ask("SM1") == (False, 0, (50,))
        house.platform.ports.pop(SendHistories)  # as a new process begins
    work = house.platform.work()
    forget_send(work, PROGRAM, DIGEST, "SM1")
    await work.commit()
    for _ in range(2):
        assert await ask() == (False, 0, (50,))
        house.platform.ports.pop(SendHistories)


async def test_old_sends_are_swept(house: House) -> None:
    house.platform.clock.stop()
    work = house.platform.work()
    note_send(work, house.account_sid, PROGRAM, DIGEST, "SM1", at=work.now, reminded=True)
    await work.commit()
    house.platform.clock.advance((KEPT_DAYS - 1) * DAY)
    for days, left in ((0, 1), (2, 0)):
        house.platform.clock.advance(days * DAY)
        work = house.platform.work()
        sweep_old_sends(work)
        await work.commit()
        assert await work.count(ProgramSend) == left

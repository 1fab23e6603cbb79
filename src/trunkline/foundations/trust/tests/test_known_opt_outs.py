"""The memory of opt-outs never says no where the record says yes."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.trust import known_opt_outs as module
from trunkline.foundations.trust.actions.opt_out import is_opted_out, opt_in, opt_out
from trunkline.foundations.trust.known_opt_outs import KnownOptOuts
from trunkline.foundations.trust.resources.opt_out import OptOut
from trunkline.kernel.work import Work


async def stop(house: Any, recipient: str) -> None:
    work = house.platform.work()
    assert await opt_out(work, house.account_sid, recipient, "+15550001111", keyword="STOP")
    await work.commit()


async def asked(house: Any, recipient: str) -> bool:
    return await is_opted_out(house.platform.work(), house.account_sid, recipient, "+15550001111")


async def test_what_is_on_record_at_the_start_is_read_page_by_page(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    for n in range(5):
        await stop(house, f"+1555000222{n}")
    house.platform.ports[KnownOptOuts] = KnownOptOuts()  # as after a restart
    for _ in range(2):
        assert [await asked(house, f"+1555000222{n}") for n in range(7)] == [True] * 5 + [False] * 2


async def test_a_stop_counts_at_once_and_a_start_takes_it_back(house: Any) -> None:
    assert not await asked(house, "+15550003333")
    await stop(house, "+15550003333")
    assert await asked(house, "+15550003333")
    work = house.platform.work()
    assert await opt_in(work, house.account_sid, "+15550003333", "+15550001111")
    await work.commit()
    assert not await asked(house, "+15550003333")


async def test_a_stop_that_was_not_committed_is_none(house: Any) -> None:
    work = house.platform.work()
    assert await opt_out(work, house.account_sid, "+15550004444", "+15550001111", keyword="STOP")
    assert not await asked(house, "+15550004444")
    await work.commit()
    assert await asked(house, "+15550004444")


async def test_who_has_not_opted_out_costs_no_look_up(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    await stop(house, "+15550005555")
    assert await asked(house, "+15550005555")
    looked = []

    async def find(work: Work, kind: Any, *conditions: Any, **equal: Any) -> Any:
        looked.append(kind)

    monkeypatch.setattr(Work, "find", find)
    assert not await asked(house, "+15550006666")
    assert looked == ([OptOut] if house.platform.database.shared else [])

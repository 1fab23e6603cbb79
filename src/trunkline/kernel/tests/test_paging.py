"""Walking a list that grows meanwhile, through its own links."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.kernel.errors import Problem
from trunkline.kernel.paging import read_place
from trunkline.products.sync.resources.service import Service


async def add(house: Any, count: int) -> None:
    work = house.platform.work()
    for _ in range(count):
        work.add(Service(account_sid=house.account_sid))
    await work.commit()


async def page(house: Any, url: str) -> tuple[list[str], dict[str, Any]]:
    answer = await house.ask("GET", url.removeprefix(f"http://{house.host}"))
    assert answer.status == 200, answer.text
    body = answer.json
    return [s["sid"] for s in body["services"]], body["meta"]


@pytest.mark.parametrize("seed", range(4))
async def test_each_row_once_forward_and_back_while_others_arrive(house: Any, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (the seed names the case)
    await add(house, dice.choice([0, 1, 7, 20, 23]))
    first, size = {s.sid for s in await house.platform.work().select(Service)}, dice.choice([1, 3, 5, 10])
    pages, url = [], f"/sync/v1/Services?PageSize={size}"
    while url:
        sids, meta = await page(house, url)
        assert len(sids) <= size
        assert (await page(house, meta["url"]))[0] == sids
        pages.append(sids)
        last, url = meta, meta["next_page_url"]
        if dice.random() < 0.5:
            await add(house, 2)  # newest first: they belong before what is being walked
    walked = [sid for sids in pages for sid in sids]
    assert walked == sorted(set(walked), reverse=True)
    assert set(walked) == first
    back, url = [pages[-1]], last["previous_page_url"]
    while url:
        sids, meta = await page(house, url)
        back.insert(0, sids)
        url = meta["previous_page_url"]
    again = [sid for sids in back for sid in sids]
    assert again == sorted(set(again), reverse=True)
    everything = {s.sid for s in await house.platform.work().select(Service)}
    assert set(again) == (everything if len(pages) > 1 else first)
    assert all(len(sids) == size for sids in back[1:-1])


async def test_links_keep_what_was_asked(house: Any) -> None:
    work = house.platform.work()
    for _ in range(3):
        work.add(Service(account_sid=house.account_sid))
    await work.commit()
    _, meta = await page(house, "/sync/v1/Services?PageSize=2&Colour=r%C3%B6d&Colour=a%26b")
    for name in ("first_page_url", "url", "next_page_url"):
        assert "Colour=r%C3%B6d&Colour=a%26b" in meta[name]
        assert meta[name].startswith(f"http://{house.host}/sync/v1/Services?")
    assert meta["previous_page_url"] is None


@given(st.dictionaries(st.sampled_from(["PageSize", "Page", "PageToken"]), st.text(max_size=40) | st.lists(st.text(), max_size=2)))
def test_any_parameters_give_a_place_or_a_problem(form: dict[str, Any]) -> None:
    try:
        place = read_place(form)
    except Problem as problem:
        assert (problem.status, problem.code) == (400, 20001)
    else:
        assert 1 <= place.size <= 1000
        assert not (place.after and place.before)

"""A channel forgets rows, but never that there were some."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trunkline.surfaces.console.news import Channel


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 300)) | st.integers(0, 3), max_size=80))
def test_a_watcher_knows_every_change_or_that_there_were_more(steps: list[tuple[str, int] | int]) -> None:
    """Whatever comes between, each watcher that reads hears of every row that changed since it last read, or that it does not know all."""
    channel = Channel()
    seen = [0] * 4
    changed: list[tuple[int, str, str]] = []
    for step in steps:
        if isinstance(step, tuple):
            kind, sid = step
            channel.note(kind, "p", str(sid), "changed")
            changed.append((channel.number, kind, str(sid)))
            continue
        told = {n.kind: n for n in channel.since(seen[step])}
        for number, name, row in changed:
            if number > seen[step]:
                assert told[name].more or row in {s for s, _ in told[name].changes}
        assert set(told) == {name for number, name, _ in changed if number > seen[step]}
        seen[step] = channel.number

"""The trail of a row, read: which states it entered, and when. It is written by `kernel.work`."""

from __future__ import annotations

from trunkline.kernel.resource import Resource


def read_trail(row: Resource) -> list[tuple[str, int]]:
    """(state, moment in microseconds) in the order in which they were entered.

    Of a row from before trails were kept only the present state is known, with the moment of its last change. What cannot be read is
    passed over.
    """
    if row.lifecycle is None:
        return []
    found: list[tuple[str, int]] = []
    for entry in row.trail.split(","):
        state, space, since = entry.rpartition(" ")
        if space and state in row.lifecycle.states and since.removeprefix("-").isdecimal():
            found.append((state, row.date_created + int(since)))
    if not found or found[-1][0] != row.status:
        found.append((row.status, row.date_updated))
    return found

"""A request to be forgotten: what would go, what stays and why; and, once confirmed, what went (R93)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Sid, Update, Word, choice

from ..lifecycle import ERASURE
from .subject import AboutAccount


class Erasure(
    AboutAccount,
    sid="XD",
    mounts=[V(1, "privacy", "/Erasures", "list create fetch update", links={"certificate": "/Certificate"})],
    lifecycle=ERASURE,
):
    """Of a contact of an account (`Address`), or, without one, of all that a closed account held.

    `plan` and `outcome` list steps: kind, `step` (remove, blank, keep), rows, the fields concerned, and why. `rows_planned` are to be
    changed or removed, `rows_done` counts how many are. The address is kept until the erasure is done. `found_after` is how many rows still
    held the address when all was done, those aside that the plan keeps.
    """

    status: Annotated[
        str, choice("planned", "confirmed", "withdrawn", "running", "done", "failed"), Update(name="Status"), Filter(), Privacy.KEEP
    ] = ""
    scope: Annotated[str, choice("account", "contact"), Filter(), Privacy.KEEP] = "contact"
    address: Annotated[str, Create(name="Address"), Privacy.CONTACT] = ""
    subject: Annotated[Word, Hidden] = ""
    reference: Annotated[str, Create(longest=(160, 20001)), Privacy.KEEP] = ""
    plan: list[Any] = field(default_factory=list)
    outcome: list[Any] = field(default_factory=list)
    held_by: list[Any] = field(default_factory=list)
    rows_planned: int = 0
    rows_done: int = 0
    found_after: int | None = None
    confirmed_by: Annotated[Sid, Hidden] = ""
    restriction_sid: Annotated[Sid, Hidden] = ""
    waited: Annotated[int, Hidden] = 0
    date_done: Moment | None = None
    problem: Annotated[str, Privacy.KEEP] = ""

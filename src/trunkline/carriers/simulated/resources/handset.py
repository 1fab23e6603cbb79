"""A virtual phone of the simulated network."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Filter, Moment, Privacy, Update, Word, choice
from trunkline.kernel.resource import Resource

BEHAVIOURS = choice("reachable", "slow", "no_coverage", "full_inbox", "blocked", "filtered", "unassigned")
LINE_TYPES = choice("mobile", "landline", "voip", "toll_free")


class Handset(
    Resource,
    sid="HS",
    mounts=[V(1, "network", "/Handsets", key="phone_number", links={"messages": "/Messages"})],
    unique={("account_sid", "phone_number"): 20409},
    also=("phone_number",),
):
    """Asked by number or SID. `behaviour` is what becomes of a text to it (see rules/outcomes.py), `delay` what it adds to the network's
    latency, in milliseconds. `unread` counts what has arrived since it was last set to 0. `typing_from` is the sender that
    is writing to it, until `typing_until`.

    A number that two accounts hold is two phones: each account, with its subaccounts, has a network of its own.
    """

    phone_number: Annotated[str, Create(required=20001), Filter(), Privacy.CONTACT]
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.KEEP] = ""
    iso_country: Annotated[str | None, Derived(lambda row: country_of(row.phone_number)), Privacy.KEEP] = None
    carrier: Annotated[Word, Create(longest=(64, 20001)), Update(longest=(64, 20001))] = "Simulated Mobile"
    line_type: Annotated[str, LINE_TYPES, Create(), Update(), Filter(), Privacy.KEEP] = "mobile"
    behaviour: Annotated[str, BEHAVIOURS, Create(), Update(), Filter(), Privacy.KEEP] = "reachable"
    delay: Annotated[int, Create(), Update()] = 0
    unread: Annotated[int, Update()] = 0
    typing_from: Annotated[str, Privacy.CONTACT] = ""
    typing_until: Moment | None = None

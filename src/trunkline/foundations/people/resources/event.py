"""What a person did, for the account's audit. Source: monitor_v1, FetchEvent and ListEvent."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import MAPPING, Derived, Filter, Moment, Privacy, Sid, Word
from trunkline.kernel.resource import Resource


def _links(row: Event, placed: str) -> dict[str, str | None]:
    """Who acted and what was acted on, where the API has an address for it: people have none, and of a resource the SID is known alone."""
    account = f"{placed.removesuffix('/monitor')}/2010-04-01/Accounts/{row.actor_sid}.json"
    return {"actor": account if row.actor_type == "account" else None, "resource": None}


class Event(
    Resource,
    sid="AE",
    mounts=[V(1, "monitor", "/Events", "list fetch", without=frozenset({"date_created", "date_updated"}))],
    indexes=[("account_sid", "actor_sid", "sid"), ("account_sid", "resource_sid", "sid"), ("account_sid", "event_date")],
):
    """`actor_type` is user for a person at the console, or account. `event_type` is RESOURCE.DEED, like user.signed-in; `event_data` never
    has names, addresses or secrets in it. `source` is web for the console, or api.
    """

    actor_sid: Annotated[Sid, Filter()] = ""
    actor_type: Word = "user"
    description: Annotated[str, Privacy.KEEP] = ""
    event_data: Annotated[dict[str, Any], MAPPING] = field(default_factory=dict)
    event_date: Annotated[Moment, Filter({"StartDate": ">=", "EndDate": "<="})] = 0
    event_type: Annotated[Word, Filter()] = ""
    resource_sid: Annotated[Sid, Filter()] = ""
    resource_type: Word = ""
    source: Word = "web"
    source_ip_address: Annotated[str, Filter(), Privacy.CONTACT] = ""
    links: Annotated[dict[str, str | None], MAPPING, Derived(_links, placed=True)] = field(default_factory=dict)

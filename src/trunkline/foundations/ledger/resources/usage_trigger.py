"""A webhook that is called once a usage category reaches a value. Source: api_v2010, UsageTrigger."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.ledger.rules.periods import RECURRENCES
from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Create, Derived, Filter, Form, Hidden, Method, Moment, Privacy, Update, Url, Word, choice
from trunkline.kernel.resource import Resource

ALL_TIME = "alltime"


def _read_recurring(text: str) -> str:
    if text.lower() in ("", ALL_TIME):
        return ALL_TIME
    if text.lower() not in RECURRENCES:
        raise ValueError(f"must be one of {', '.join(RECURRENCES)}, or empty")
    return text.lower()


RECURRING = Form({"type": "string", "enum": [*RECURRENCES, ALL_TIME]}, read=_read_recurring)


def record_uri(trigger: UsageTrigger) -> str:
    """The usage record that it watches, without the host."""
    return f"/2010-04-01/Accounts/{trigger.account_sid}/Usage/Records.json?Category={trigger.usage_category}"


class UsageTrigger(
    Resource,
    sid="UT",
    mounts=[V2010("/Accounts/{account_sid}/Usage/Triggers", "list create update delete", list_key="usage_triggers")],
    title="UsageTrigger",
):
    """`trigger_value` and `current_value` are decimal texts: events, billed units, or an amount in the account's currency.

    A list shows the value as it was when something was last booked; one trigger is measured when it is fetched (routes/usage_triggers.py).
    It fires once, or once in each day, month or year (of UTC). `fired_in` is the period in which it fired last.
    """

    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP] = ""
    usage_category: Annotated[str, Create(required=20001), Filter(), Privacy.KEEP]
    trigger_by: Annotated[str, choice("count", "usage", "price"), Create(), Filter(), Privacy.KEEP] = "usage"
    trigger_value: Annotated[str, Create(required=20001), Privacy.KEEP]
    current_value: Word = "0"
    recurring: Annotated[str, RECURRING, Create(), Filter(), Privacy.KEEP] = ALL_TIME
    callback_url: Annotated[Url, Create(required=20001), Update()]
    callback_method: Annotated[Method, Create(), Update()] = "POST"
    date_fired: Moment | None = None
    usage_record_uri: Annotated[str, Derived(record_uri), Privacy.KEEP] = ""
    api_version: Annotated[str, Derived(lambda _: "2010-04-01"), Privacy.KEEP] = "2010-04-01"
    threshold: Annotated[int, Hidden] = 0  # the trigger value in millionths
    fired_in: Annotated[Word, Hidden] = ""

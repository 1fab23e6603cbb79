"""Set a usage trigger, at a value or at so much more than is used now."""

from __future__ import annotations

from trunkline.foundations.ledger.actions.evaluate_triggers import evaluate_triggers, gauge_of
from trunkline.foundations.ledger.resources.usage_trigger import UsageTrigger
from trunkline.foundations.ledger.rules.categories import categories
from trunkline.foundations.ledger.rules.money import read_money, write_money
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

MOST_TRIGGERS = 1000
"""Of one account (Twilio, UsageTrigger)."""


@creates(UsageTrigger)
async def create_trigger(draft: UsageTrigger, work: Work) -> UsageTrigger:
    """20001 for a category or a value that there is not, and above 1,000 triggers."""
    if draft.usage_category not in categories():
        raise invalid("UsageCategory", "is not a usage category")
    try:
        value = read_money(draft.trigger_value.removeprefix("+"))
    except ValueError:
        value = 0
    if value <= 0:
        raise invalid("TriggerValue", "must be a positive number, or one after a plus sign for so much more than now")
    if await work.count(UsageTrigger, account_sid=draft.account_sid) >= MOST_TRIGGERS:
        raise Problem(20001, f"An account can have at most {MOST_TRIGGERS} usage triggers: delete one that is no longer needed", 400)
    gauge = await gauge_of(draft.account_sid, work)
    used = await gauge.measure(draft) if gauge is not None else 0
    draft.current_value = write_money(used, 0)
    if draft.trigger_value.startswith("+"):
        value += used
        draft.trigger_value = write_money(value, 0)
    draft.threshold = value
    work.add(draft)
    if used >= value:
        work.enqueue(evaluate_triggers, accounts=[draft.account_sid])
    return draft

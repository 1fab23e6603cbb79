"""Compare usage triggers with what was used, and fire those that are reached. Source: Twilio, UsageTrigger, "Twilio's request"."""

from __future__ import annotations

from collections.abc import Collection

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.ledger.actions.read_totals import family, read_usage
from trunkline.foundations.ledger.prices.price_list import prices_of
from trunkline.foundations.ledger.resources.usage_trigger import ALL_TIME, UsageTrigger, record_uri
from trunkline.foundations.ledger.rules.money import MICRO, write_money
from trunkline.foundations.ledger.rules.periods import Period, current, day_of, to_date
from trunkline.foundations.ledger.rules.roll_up import Tally, roll_up
from trunkline.foundations.webhooks.callbacks import Callback, send_callback
from trunkline.kernel.dialects import write_rfc2822
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

_SHOWN = {"daily": "%Y-%m-%d", "monthly": "%Y-%m", "yearly": "%Y", ALL_TIME: ALL_TIME}


async def watched_by(accounts: Collection[str], work: Work) -> set[str]:
    """Which of these accounts and their main accounts have triggers: a main account's triggers watch its subaccounts, too."""
    if not accounts:
        return set()
    rows = await work.select(Account, Condition("sid", "in", tuple(accounts)))  # any account: the platform asks who owns them
    concerned = {*accounts, *(row.owner_account_sid for row in rows)}
    return {row.account_sid for row in await work.select(UsageTrigger, Condition("account_sid", "in", tuple(concerned)))}


def measured(trigger: UsageTrigger, tally: Tally) -> int:
    """What the trigger watches of a tally, in millionths, so that counts compare as prices do."""
    if trigger.trigger_by == "price" or trigger.usage_category == "totalprice":
        return tally.price
    return (tally.count if trigger.trigger_by == "count" else tally.usage) * MICRO


class Gauge:
    """What one account used in the period of a trigger, each period read once."""

    def __init__(self, account: Account, accounts: list[str], work: Work) -> None:
        self.begin, self.accounts, self.work = day_of(account.date_created), accounts, work
        self._read: dict[Period, dict[str, Tally]] = {}

    async def measure(self, trigger: UsageTrigger) -> int:
        """In millionths."""
        period = current(None if trigger.recurring == ALL_TIME else trigger.recurring, day_of(self.work.now), self.begin)
        if period not in self._read:
            found = await read_usage(self.work, self.accounts, prices_of(self.work).currency, period.first, period.last)
            self._read[period] = roll_up(found, lambda _: 0).get(0, {})
        return measured(trigger, self._read[period].get(trigger.usage_category, Tally()))


async def gauge_of(account_sid: str, work: Work) -> Gauge | None:
    account = await work.fetch(Account, account_sid)  # any account: of the trigger at hand
    return None if account is None else Gauge(account, await family(account_sid, work), work)


@task(attempts=20, cap=300)
async def evaluate_triggers(work: Work, accounts: list[str]) -> None:
    """Each trigger is written, and fired, guarded by its version: two evaluations at once fire it once."""
    for account_sid in accounts:
        gauge = await gauge_of(account_sid, work)
        if gauge is None:
            continue
        for trigger in await work.select(UsageTrigger, account_sid=account_sid):
            await _evaluate(trigger, gauge, work)


async def _evaluate(trigger: UsageTrigger, gauge: Gauge, work: Work) -> None:
    reached = await gauge.measure(trigger)
    shown = write_money(reached, 0)
    period = to_date(day_of(work.now)).strftime(_SHOWN[trigger.recurring])
    if reached < trigger.threshold or trigger.fired_in == period:
        if shown != trigger.current_value:
            work.change(trigger, quietly=True, current_value=shown)
        return
    work.change(trigger, current_value=shown, date_fired=work.now, fired_in=period)
    told = {
        "AccountSid": trigger.account_sid,
        "UsageTriggerSid": trigger.sid,
        "Recurring": "" if trigger.recurring == ALL_TIME else trigger.recurring,
        "TriggerBy": trigger.trigger_by,
        "TriggerValue": trigger.trigger_value,
        "CurrentValue": shown,
        "UsageCategory": trigger.usage_category,
        "UsageRecordUri": record_uri(trigger),
        "DateFired": write_rfc2822(work.now),
        "IdempotencyToken": f"{trigger.account_sid}-FIRES-{trigger.sid}-{period}",
    }
    send_callback(work, trigger, f"fired.{period}", Callback(trigger.callback_url, trigger.callback_method, told))

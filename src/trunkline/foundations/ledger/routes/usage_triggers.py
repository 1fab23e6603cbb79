"""One usage trigger, measured when it is asked for: its period may have begun anew since it was last evaluated."""

from __future__ import annotations

from trunkline.foundations.ledger.actions.evaluate_triggers import gauge_of
from trunkline.foundations.ledger.resources.usage_trigger import UsageTrigger
from trunkline.foundations.ledger.rules.money import write_money
from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V2010
from trunkline.kernel.finding import find_row
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route


@route("GET", V2010("/Accounts/{account_sid}/Usage/Triggers/{sid}"))
async def fetch_trigger(request: Request) -> Reply:
    trigger = await find_row(UsageTrigger, request.path["sid"], request)
    gauge = None if trigger is None else await gauge_of(trigger.account_sid, request.work)
    if trigger is None or gauge is None:
        raise request.missing()
    body = encoder(UsageTrigger, UsageTrigger.mounts[0])(trigger, request.at, request.placed)
    return Reply(200, {**body, "current_value": write_money(await gauge.measure(trigger), 0)}, title=UsageTrigger.title)

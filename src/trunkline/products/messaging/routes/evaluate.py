"""What would become of a message: judged as it would be, neither stored nor sent."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.trust.actions.judge_send import Judged
from trunkline.foundations.trust.rules.withheld_signals import show_signals
from trunkline.kernel.codec import draft
from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.decide_message import judge
from ..actions.send_message import prepare_message
from ..resources.message import Message


@route("POST", V(1, "compliance", "/Evaluate"))
async def evaluate(request: Request) -> Reply:
    """The parameters of CreateMessage; answers the Decision with every text examined. What no decision is asked about (an address that
    is none, a sender that is not the account's) is refused as CreateMessage refuses it.
    """
    message = draft(Message, request.form, account_sid=request.account_sid)
    await prepare_message(message, request.work)
    judged = await judge(message, "accept", request.work, reads=True)
    return Reply(200, _body(judged, message), title="Evaluation")


def _body(judged: Judged, message: Message) -> dict[str, Any]:
    decision, request = judged.decision, judged.request
    data = decision.to_data()
    return {
        **data,
        "signals": show_signals(data["signals"]),
        "decided_at": write_iso8601(decision.decided_at),
        "send_at": None if decision.at is None else write_iso8601(decision.at),
        "account_sid": request.account_sid,
        "to": request.recipient,
        "from": request.sender,
        "country": request.country or None,
        "intent": request.intent,
        "brand_sid": request.brand or None,
        "program_sid": request.program or None,
        "body": decision.body if decision.body is not None else message.body,
        "repaired": decision.body is not None,
    }

"""A route, or a price, names a carrier of its own account, and prefixes of numbers."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates, updates
from trunkline.kernel.work import Work

from ..resources.carrier import Carrier
from ..resources.price import CarrierPrice
from ..resources.route import MessageRoute

_HIGHEST = 1_000_000


def prefix(name: str, text: str) -> str:
    """The beginning of a number: digits with a + before them (a form turns a bare + into a space), a short code's digits for a sender."""
    text = text.strip()
    bare = text.removeprefix("+")
    if bare and not (bare.isascii() and bare.isdigit()):
        if name == "Sender" and text.isascii() and text.isprintable():
            return text
        raise invalid(name, "must be the beginning of a number in E.164 form, such as +44")
    if not bare:
        return ""
    return text if name == "Sender" else f"+{bare}"


async def _require_carrier(account_sid: str, carrier_sid: str, work: Work) -> None:
    if await work.fetch(Carrier, carrier_sid, account_sid) is None:
        raise invalid("CarrierSid", "must be a carrier of this account")


async def _judge(route: dict[str, Any], work: Work) -> None:
    await _require_carrier(route["account_sid"], route["carrier_sid"], work)
    for name, parameter in (("priority", "Priority"), ("weight", "Weight")):
        if not 0 <= route[name] <= _HIGHEST:
            raise invalid(parameter, f"must be between 0 and {_HIGHEST}")
    if not (named := route["subaccount_sid"]):
        return
    account = await work.fetch(Account, named)  # any account: whether it is this one's own is judged here
    if account is None or route["account_sid"] not in (account.sid, account.owner_account_sid):
        raise invalid("SubaccountSid", "must be this account or one of its subaccounts")


@creates(MessageRoute)
async def create_route(draft: MessageRoute, work: Work) -> MessageRoute:
    draft.destination, draft.sender = prefix("Destination", draft.destination), prefix("Sender", draft.sender)
    await _judge(vars(draft), work)
    return work.add(draft)


@updates(MessageRoute)
async def update_route(row: MessageRoute, changes: dict[str, Any], work: Work) -> MessageRoute:
    for field, name in (("destination", "Destination"), ("sender", "Sender")):
        if field in changes:
            changes[field] = prefix(name, changes[field])
    await _judge({**vars(row), **changes}, work)
    return work.change(row, **changes) if changes else row


def _judge_price(price: dict[str, Any]) -> None:
    if price["effective_to"] is not None and price["effective_to"] <= price["effective_from"]:
        raise invalid("EffectiveTo", "must be later than EffectiveFrom")


@creates(CarrierPrice)
async def create_price(draft: CarrierPrice, work: Work) -> CarrierPrice:
    draft.destination = prefix("Destination", draft.destination)
    draft.currency = draft.currency.upper()
    if not (len(draft.currency) == 3 and draft.currency.isascii() and draft.currency.isalpha()):
        raise invalid("Currency", "must be a currency's three letters (ISO 4217)")
    _judge_price(vars(draft))
    await _require_carrier(draft.account_sid, draft.carrier_sid, work)
    return work.add(draft)


@updates(CarrierPrice)
async def update_price(row: CarrierPrice, changes: dict[str, Any], work: Work) -> CarrierPrice:
    _judge_price({**vars(row), **changes})
    return work.change(row, **changes) if changes else row

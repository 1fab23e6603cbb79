"""A carrier is configured, changed and taken away."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.webhooks.outward import OutwardHosts
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, deletes, updates
from trunkline.kernel.work import Work
from trunkline.products.messaging.ports import CarrierKinds

from ..resources.carrier import Carrier
from ..resources.price import CarrierPrice
from ..resources.route import MessageRoute
from ..running import PURPOSE


def _read(work: Work, kind: str, settings: dict[str, Any], secret: str) -> dict[str, Any]:
    known = work.port(CarrierKinds)
    if kind not in known:
        raise Problem(20501, f"Carriers of kind {kind} are not built in Trunkline yet", 501)
    try:
        found = known[kind].read(settings, secret)
        places = known[kind].reaches(found)
    except ValueError as why:
        raise invalid("Settings", str(why)) from None
    for host, port in places:
        if objection := work.port(OutwardHosts).objection(host, port):  # type: ignore[type-abstract]  # ports are found by their protocol
            raise invalid("Settings", objection)
    return found


@creates(Carrier)
async def create_carrier(draft: Carrier, work: Work) -> Carrier:
    """20001 for settings that its kind cannot use, or a host that the operator's guard refuses. It connects after the commit."""
    draft.settings = _read(work, draft.kind, draft.settings, draft.secret)
    if draft.secret:
        draft.sealed_secret = work.port(Vault).seal(draft.secret, PURPOSE)
    return work.add(draft)


@updates(Carrier)
async def update_carrier(row: Carrier, changes: dict[str, Any], work: Work) -> Carrier:
    """Settings that are given replace those of before as a whole; a secret that is not given stays."""
    vault = work.port(Vault)
    secret = changes.pop("secret", None)
    if secret is None:
        secret = vault.open(row.sealed_secret, PURPOSE) if row.sealed_secret else ""
    else:
        changes["sealed_secret"] = vault.seal(secret, PURPOSE) if secret else ""
    if "settings" in changes or "sealed_secret" in changes:
        changes["settings"] = _read(work, row.kind, changes.get("settings", row.settings), secret)
    return work.change(row, **changes) if changes else row


@deletes(Carrier)
async def delete_carrier(row: Carrier, work: Work) -> None:
    """409 while a route leads to it; its prices go with it."""
    if await work.find(MessageRoute, account_sid=row.account_sid, carrier_sid=row.sid) is not None:
        raise Problem(20409, "A route leads to this carrier: delete the route first", 409)
    for price in await work.select(CarrierPrice, account_sid=row.account_sid, carrier_sid=row.sid):
        work.remove(price)
    work.remove(row)

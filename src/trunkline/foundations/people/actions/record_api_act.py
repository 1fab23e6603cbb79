"""The audit of what people do through the API: one row for each operation that changed something, named as the roles' permissions are."""

from __future__ import annotations

import logging
import re
from typing import Any

from trunkline.foundations.access.policy import needed_permission
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller

from .record_act import record_act

log = logging.getLogger("trunkline.people")
_NAME = re.compile(r"\{\w+\}")
_DEEDS = {"create": "created", "update": "updated", "delete": "deleted"}
_CHANGES_NOTHING = frozenset({"compliance/evaluate", "network/routes.dry-run"})
_OF_PLAY = ("network/handsets",)
"""Virtual phones: what is done with them are texts, which have a record of their own."""


def api_act(method: str, product: str, template: str, verb: str) -> str:
    """RESOURCE.DEED, like message.created and api-key.deleted; "" for what changes nothing, or is not kept."""
    place = _NAME.sub("{}", template)
    if method in ("GET", "HEAD"):
        return ""
    one = verb in ("update", "delete") or place.endswith("{}")
    deed = "delete" if method == "DELETE" else "update" if one or method in ("PUT", "PATCH") else "create"
    area, names, _ = needed_permission(product, place, deed)[len("/twilio/") :].split("/")
    if f"{area}/{names}" in _CHANGES_NOTHING or f"{area}/{names}".startswith(_OF_PLAY):
        return ""
    return f"{(names or 'account').removesuffix('s')}.{_DEEDS[deed]}"


async def record_api_act(
    platform: Platform, caller: Caller, what: tuple[str, str, str, str], path: dict[str, str], answered: Any, address: str
) -> None:
    """Commit the row; a record that cannot be written is logged, since what was done is done.

    `what` is method, product, template and verb; `path` the names in the template, `answered` the body of the answer.
    """
    act = api_act(*what)
    if not act:
        return
    told = answered.get("sid") if isinstance(answered, dict) else None
    named = [value for value in path.values() if is_sid(value)]
    sid = told if isinstance(told, str) and is_sid(told) else named[-1] if named else ""
    named_account = path.get("account_sid", "")
    account_sid = named_account if is_sid(named_account, "AC") else caller.account_sid
    work = platform.work(caller)
    record_act(work, account_sid, caller.acting, act, sid, address=address, words=_words(act))
    try:
        await work.commit()
    except Exception:
        log.exception("%s of %s is not in the audit", act, caller.acting)


def _words(act: str) -> str:
    """api-key.created: Created api key."""
    noun, _, deed = act.rpartition(".")
    return f"{deed.capitalize()} {re.sub(r'[.-]', ' ', noun)}"

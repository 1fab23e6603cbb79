"""The deactivation report of one day: a file behind an address that is good for two minutes. Source: Twilio, Deactivations Resource."""

from __future__ import annotations

import hmac
from urllib.parse import urlencode

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.clock import MINUTE, to_datetime
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.deactivation import Deactivation

GOOD_FOR = 2 * MINUTE


@creates(Deactivation)
async def enter_deactivation(draft: Deactivation, work: Work) -> Deactivation:
    draft.day = draft.day or to_datetime(work.now).date().isoformat()
    return work.add(draft)


def sign(work: Work, account_sid: str, day: str) -> str:
    """The query that opens the report for two minutes."""
    expires = work.now + GOOD_FOR
    query = {"AccountSid": account_sid, "Expires": str(expires), "Signature": _signature(work, account_sid, day, expires)}
    return urlencode(query)


def may_read(work: Work, account_sid: str, day: str, expires: str, signature: str) -> bool:
    if not expires.isascii() or not expires.isdigit() or len(expires) > 18 or int(expires) < work.now:
        return False
    return hmac.compare_digest(signature.encode(), _signature(work, account_sid, day, int(expires)).encode())


def _signature(work: Work, account_sid: str, day: str, expires: int) -> str:
    return work.port(Vault).digest(f"{account_sid}\n{day}\n{expires}", "deactivation report")


async def read_report(work: Work, account_sid: str, day: str) -> bytes:
    """One number a line, ascending."""
    rows = await work.select(Deactivation, account_sid=account_sid, day=day)
    return "".join(f"{number}\n" for number in sorted(row.phone_number for row in rows)).encode()

"""What a carrier's status or receipt means in Twilio's codes, and what our codes mean in SMPP's.

Source of the codes: Twilio's error dictionary; of the statuses, SMPP 3.4, section 5.1.3; of GSM's causes, 3GPP TS 29.002, section 17.6.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..protocol import receipts, statuses
from ..protocol.receipts import Receipt

THROTTLED = frozenset({statuses.RTHROTTLED, statuses.RMSGQFUL})
"""Slow down, and send it again."""
PASSING = frozenset({statuses.RSYSERR, statuses.RX_T_APPN, statuses.RINVBNDSTS})
"""Something is wrong at the moment: send it again later."""

_REFUSALS = {
    statuses.RINVDSTADR: 30005,
    statuses.RINVDSTTON: 30005,
    statuses.RINVDSTNPI: 30005,
    statuses.RINVEXPIRY: 30036,
    statuses.RX_R_APPN: 30007,
    statuses.RX_P_APPN: 30008,
}
_ENDS = {receipts.EXPIRED: 30003, receipts.REJECTED: 30007}
_GSM = 3
_CAUSES = {
    1: 30005, 5: 30005, 9: 30005, 10: 30006, 11: 30006, 12: 30004, 13: 30004, 21: 30006, 27: 30003, 28: 30003, 31: 30003, 32: 30003,
}  # fmt: skip


def refusal_code(status: int, own: Mapping[int, int]) -> int:
    """The 30xxx of a submit_sm that was refused for good; `own` holds the carrier's own meanings by status."""
    return own.get(status) or _REFUSALS.get(status, 30008)


def receipt_code(receipt: Receipt, own: Mapping[str, int]) -> int:
    """The 30xxx of a message that did not arrive; `own` holds the carrier's own meanings by the receipt's `err`."""
    if code := own.get(receipt.error) or own.get(receipt.error.lstrip("0")):
        return code
    if receipt.network is not None and receipt.network[0] == _GSM and receipt.network[1] in _CAUSES:
        return _CAUSES[receipt.network[1]]
    return _ENDS.get(receipt.state, 30008)


# As a server

_STATUSES = {
    **dict.fromkeys((21211, 21214, 21265, 21604, 21612, 21614, 21635), statuses.RINVDSTADR),
    **dict.fromkeys((21212, 21603, 21606, 21659, 21660, 21661, 63007), statuses.RINVSRCADR),
    **dict.fromkeys((20429, 14107, 30022), statuses.RTHROTTLED),
    **dict.fromkeys((21611, 30001), statuses.RMSGQFUL),
    **dict.fromkeys((21602, 21617), statuses.RINVMSGLEN),
    **dict.fromkeys((35111, 35114), statuses.RINVSCHED),
    90007: statuses.RINVEXPIRY,
    20500: statuses.RSYSERR,
}


def status_of(code: int, http_status: int) -> int:
    """The command_status that refuses a submit_sm for one of our codes; the code itself goes beside it, in a vendor TLV."""
    if (found := _STATUSES.get(code)) is not None:
        return found
    return statuses.RTHROTTLED if http_status == 429 else statuses.RSYSERR if http_status >= 500 else statuses.RSUBMITFAIL


_STATES = {
    "delivered": receipts.DELIVERED,
    "read": receipts.DELIVERED,
    "undelivered": receipts.UNDELIVERABLE,
    "failed": receipts.REJECTED,
    "canceled": receipts.DELETED,
}


def state_of(status: str, code: int | None) -> int:
    """The message_state of a message of ours; ENROUTE while it is under way."""
    if code == 30036:
        return receipts.EXPIRED
    return _STATES.get(status, receipts.ENROUTE)


def short_error(code: int | None) -> str:
    """Three digits, as a receipt's `err` has room for: the last three of the code."""
    return f"{(code or 0) % 1000:03d}"

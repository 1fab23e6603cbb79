"""Delivery receipts: what became of a message, in a deliver_sm. Source: SMPP 3.4, section 5.2.28 (states), 5.2.12 (esm_class), appendix B.

Carriers write the text in many ways (cases, spaces, missing fields, an id in another base), so it is read by its names, not by places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import tags
from .times import write_minute

ENROUTE, DELIVERED, EXPIRED, DELETED, UNDELIVERABLE, ACCEPTED, UNKNOWN, REJECTED = range(1, 9)
WORDS = {
    ENROUTE: "ENROUTE",
    DELIVERED: "DELIVRD",
    EXPIRED: "EXPIRED",
    DELETED: "DELETED",
    UNDELIVERABLE: "UNDELIV",
    ACCEPTED: "ACCEPTD",
    UNKNOWN: "UNKNOWN",
    REJECTED: "REJECTD",
}
_STATES = {
    **{word: state for state, word in WORDS.items()},
    "DELIVERED": DELIVERED, "UNDELIVERABLE": UNDELIVERABLE, "UNDELIVERED": UNDELIVERABLE, "ACCEPTED": ACCEPTED, "REJECTED": REJECTED,
    "BUFFERED": ENROUTE, "BUFFRED": ENROUTE, "FAILED": UNDELIVERABLE, "SKIPPED": DELETED,
}  # fmt: skip
FINAL = frozenset({DELIVERED, EXPIRED, DELETED, UNDELIVERABLE, UNKNOWN, REJECTED})

TYPE = 0x3C
"""The bits of esm_class that tell the type of message."""
RECEIPT, SME_DELIVERY, SME_MANUAL, CONVERSATION_ABORT, INTERMEDIATE = 0x04, 0x08, 0x10, 0x18, 0x20
UDHI = 0x40
"""esm_class: the text begins with a user data header."""

_FIELD = re.compile(r"\b(id|sub|dlvrd|submit ?date|done ?date|stat|err)\s*:\s*([^\s:]*)(?!\S*:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """`message_id` as the carrier wrote it; `state` one of the numbers above; `error` the carrier's own code, often of three digits.

    `network` is the network_error_code: (type of network, code); the type is 1 ANSI-136, 2 IS-95, 3 GSM.
    """

    message_id: str
    state: int
    error: str = ""
    network: tuple[int, int] | None = None
    intermediate: bool = False

    @property
    def final(self) -> bool:
        return self.state in FINAL and not self.intermediate


def read_receipt(text: str, tlvs: dict[int, bytes], esm_class: int) -> Receipt | None:
    """The receipt in a deliver_sm or data_sm that is marked as one; None when it names no message or no state.

    TLVs come before the text, as they are not cut off where it is.
    """
    named: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        named.setdefault(name.lower().replace(" ", ""), value)
    message_id = tags.read_text(tlvs.get(tags.RECEIPTED_MESSAGE_ID)).strip() or named.get("id", "").strip()
    state = tags.read_integer(tlvs.get(tags.MESSAGE_STATE)) or _STATES.get(named.get("stat", "").upper(), 0)
    if not message_id or state not in WORDS:
        return None
    raw = tlvs.get(tags.NETWORK_ERROR_CODE, b"")
    network = (raw[0], int.from_bytes(raw[1:3], "big")) if len(raw) == 3 else None
    return Receipt(message_id, state, named.get("err", ""), network, esm_class & TYPE == INTERMEDIATE)


def looks_like_receipt(text: str) -> bool:
    """Whether an unmarked text is one in every word: for carriers that do not mark theirs. Anybody can write such a text."""
    return re.match(r"\s*id:\S+ .*\bstat:[A-Z]{7}\b", text, re.IGNORECASE | re.DOTALL) is not None


def write_text(message_id: str, state: int, *, submitted: int, done: int, error: str = "000", body: str = "") -> str:
    """Appendix B. `submitted` and `done` are moments; of the message's own text, the first 20 characters are told."""
    delivered = "001" if state == DELIVERED else "000"
    return (
        f"id:{message_id} sub:001 dlvrd:{delivered} submit date:{write_minute(submitted)} done date:{write_minute(done)} "
        f"stat:{WORDS[state]} err:{error} text:{body[:20]}"
    )

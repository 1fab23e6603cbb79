"""PDUs a second, written and read: our codec and smpp34's (Rust), on a submit_sm with a text of 100 characters."""

from __future__ import annotations

import time
from collections.abc import Callable

from trunkline.carriers.smpp.protocol import commands
from trunkline.carriers.smpp.protocol.pdus import ShortMessage
from trunkline.carriers.smpp.protocol.wire import decode, encode

from .bars import Figure

SECONDS = 0.5


def _rate(once: Callable[[], object]) -> float:
    done, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < SECONDS:
        for _ in range(1000):
            once()
        done += 1000
    return done / spent


def measure_codec() -> list[Figure]:
    pdu = ShortMessage(
        command=commands.SUBMIT_SM, sequence=7, source_ton=1, source_npi=1, source="15557770001", destination_ton=1, destination_npi=1,
        destination="15551230001", validity="000000100000000R", registered_delivery=1, text=b"x" * 100,
    )  # fmt: skip
    frame = encode(pdu)
    figures = [
        Figure("smpp.codec.encode", "submit_sm written", "PDU/s", [_rate(lambda: encode(pdu))]),
        Figure("smpp.codec.decode", "submit_sm read", "PDU/s", [_rate(lambda: decode(frame))]),
    ]
    try:
        import smpp34
    except ImportError:
        return figures
    theirs = smpp34.decode(frame)
    assert isinstance(theirs, smpp34.SubmitSm)
    figures += [
        Figure("smpp.codec.smpp34.encode", "  smpp34: written", "PDU/s", [_rate(theirs.encode)]),
        Figure("smpp.codec.smpp34.decode", "  smpp34: read", "PDU/s", [_rate(lambda: smpp34.decode(frame))]),
    ]
    return figures

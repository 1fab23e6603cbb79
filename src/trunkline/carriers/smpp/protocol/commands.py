"""Command ids. Source: SMPP 3.4, section 5.1.2.1."""

from __future__ import annotations

RESPONSE = 0x80000000
"""Added to a request's id it gives that of its response."""

GENERIC_NACK = 0x80000000
BIND_RECEIVER = 0x00000001
BIND_TRANSMITTER = 0x00000002
QUERY_SM = 0x00000003
SUBMIT_SM = 0x00000004
DELIVER_SM = 0x00000005
UNBIND = 0x00000006
REPLACE_SM = 0x00000007
CANCEL_SM = 0x00000008
BIND_TRANSCEIVER = 0x00000009
OUTBIND = 0x0000000B
ENQUIRE_LINK = 0x00000015
SUBMIT_MULTI = 0x00000021
ALERT_NOTIFICATION = 0x00000102
DATA_SM = 0x00000103

BINDS = frozenset({BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER})
UNANSWERED = frozenset({OUTBIND, ALERT_NOTIFICATION})
"""Requests that have no response."""

NAMES: dict[int, str] = {
    BIND_RECEIVER: "bind_receiver",
    BIND_TRANSMITTER: "bind_transmitter",
    QUERY_SM: "query_sm",
    SUBMIT_SM: "submit_sm",
    DELIVER_SM: "deliver_sm",
    UNBIND: "unbind",
    REPLACE_SM: "replace_sm",
    CANCEL_SM: "cancel_sm",
    BIND_TRANSCEIVER: "bind_transceiver",
    OUTBIND: "outbind",
    ENQUIRE_LINK: "enquire_link",
    SUBMIT_MULTI: "submit_multi",
    ALERT_NOTIFICATION: "alert_notification",
    DATA_SM: "data_sm",
}


def name_of(command: int) -> str:
    """As the specification writes it, e.g. submit_sm_resp; an unknown id in hexadecimal."""
    if command == GENERIC_NACK:
        return "generic_nack"
    name = NAMES.get(command & ~RESPONSE)
    if name is None or (command & RESPONSE and command & ~RESPONSE in UNANSWERED):
        return f"0x{command:08x}"
    return name + ("_resp" if command & RESPONSE else "")


def is_known(command: int) -> bool:
    return command == GENERIC_NACK or not name_of(command).startswith("0x")

"""Optional parameters (TLVs): tag and form. Source: SMPP 3.4, section 5.3.2.

A value is kept as the octets that came: an unknown tag, or a length that a carrier got wrong, is no reason to lose the PDU that holds it.
"""

from __future__ import annotations

DEST_ADDR_SUBUNIT = 0x0005
ADDITIONAL_STATUS_INFO_TEXT = 0x001D
RECEIPTED_MESSAGE_ID = 0x001E
USER_MESSAGE_REFERENCE = 0x0204
SOURCE_PORT = 0x020A
DESTINATION_PORT = 0x020B
SAR_MSG_REF_NUM = 0x020C
SAR_TOTAL_SEGMENTS = 0x020E
SAR_SEGMENT_SEQNUM = 0x020F
SC_INTERFACE_VERSION = 0x0210
NETWORK_ERROR_CODE = 0x0423
MESSAGE_PAYLOAD = 0x0424
DELIVERY_FAILURE_REASON = 0x0425
MORE_MESSAGES_TO_SEND = 0x0426
MESSAGE_STATE = 0x0427

PLATFORM_CODE = 0x1484
"""Vendor tag (0x1400 to 0x3FFF) of our own answers and receipts: the platform's error code, 4 octets."""

INTEGER, TEXT, OCTETS = "integer", "text", "octets"

_FORMS: dict[int, tuple[str, str]] = {
    0x0005: ("dest_addr_subunit", INTEGER),
    0x0006: ("dest_network_type", INTEGER),
    0x0007: ("dest_bearer_type", INTEGER),
    0x0008: ("dest_telematics_id", INTEGER),
    0x000D: ("source_addr_subunit", INTEGER),
    0x000E: ("source_network_type", INTEGER),
    0x000F: ("source_bearer_type", INTEGER),
    0x0010: ("source_telematics_id", INTEGER),
    0x0017: ("qos_time_to_live", INTEGER),
    0x0019: ("payload_type", INTEGER),
    0x001D: ("additional_status_info_text", TEXT),
    0x001E: ("receipted_message_id", TEXT),
    0x0030: ("ms_msg_wait_facilities", INTEGER),
    0x0201: ("privacy_indicator", INTEGER),
    0x0202: ("source_subaddress", OCTETS),
    0x0203: ("dest_subaddress", OCTETS),
    0x0204: ("user_message_reference", INTEGER),
    0x0205: ("user_response_code", INTEGER),
    0x020A: ("source_port", INTEGER),
    0x020B: ("destination_port", INTEGER),
    0x020C: ("sar_msg_ref_num", INTEGER),
    0x020D: ("language_indicator", INTEGER),
    0x020E: ("sar_total_segments", INTEGER),
    0x020F: ("sar_segment_seqnum", INTEGER),
    0x0210: ("sc_interface_version", INTEGER),
    0x0302: ("callback_num_pres_ind", INTEGER),
    0x0303: ("callback_num_atag", OCTETS),
    0x0304: ("number_of_messages", INTEGER),
    0x0381: ("callback_num", OCTETS),
    0x0420: ("dpf_result", INTEGER),
    0x0421: ("set_dpf", INTEGER),
    0x0422: ("ms_availability_status", INTEGER),
    0x0423: ("network_error_code", OCTETS),
    0x0424: ("message_payload", OCTETS),
    0x0425: ("delivery_failure_reason", INTEGER),
    0x0426: ("more_messages_to_send", INTEGER),
    0x0427: ("message_state", INTEGER),
    0x0501: ("ussd_service_op", OCTETS),
    0x1201: ("display_time", INTEGER),
    0x1203: ("sms_signal", INTEGER),
    0x1204: ("ms_validity", INTEGER),
    0x130C: ("alert_on_message_delivery", OCTETS),
    0x1380: ("its_reply_type", INTEGER),
    0x1383: ("its_session_info", OCTETS),
    PLATFORM_CODE: ("platform_code", INTEGER),
}


def name_of(tag: int) -> str:
    found = _FORMS.get(tag)
    return found[0] if found else f"0x{tag:04x}"


def form_of(tag: int) -> str:
    """integer, text (a C-octet string) or octets; an unknown tag has octets."""
    found = _FORMS.get(tag)
    return found[1] if found else OCTETS


def read_integer(value: bytes | None) -> int | None:
    """Big-endian, however many octets came (at most 8); None for none."""
    return int.from_bytes(value, "big") if value and len(value) <= 8 else None


def read_text(value: bytes | None) -> str:
    """Up to the first NUL; carriers send C-octet strings with and without one."""
    return "" if value is None else value.split(b"\0", 1)[0].decode("latin-1")

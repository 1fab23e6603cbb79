"""PDUs as values, one class for each layout of the body. Source: SMPP 3.4, section 4.

Texts (identities, addresses, times) are Latin-1 of the octets that travel, so that nothing a peer sends is unreadable.
`LAYOUT` names the mandatory fields in their order; it is read by wire.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from . import commands, statuses


@dataclass(frozen=True)
class Text:
    """A C-octet string of at most `longest` characters (its NUL not counted); `status` refuses a longer one."""

    name: str
    longest: int
    status: int = statuses.RINVPARLEN


@dataclass(frozen=True)
class Integer:
    """`octets` 1 or 4, big-endian."""

    name: str
    octets: int = 1


Field = Text | Integer


@dataclass(slots=True, kw_only=True)
class Pdu:
    """A PDU without mandatory fields: unbind, enquire_link, generic_nack, the responses to cancel_sm and replace_sm; any unknown one."""

    LAYOUT: ClassVar[tuple[Field, ...]] = ()

    command: int
    status: int = 0
    sequence: int = 0
    tlvs: dict[int, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return commands.name_of(self.command)


_SOURCE = (Integer("source_ton"), Integer("source_npi"), Text("source", 20, statuses.RINVSRCADR))
_DESTINATION = (Integer("destination_ton"), Integer("destination_npi"), Text("destination", 20, statuses.RINVDSTADR))
_SERVICE = Text("service_type", 5, statuses.RINVSERTYP)
_MESSAGE_ID = Text("message_id", 64, statuses.RINVMSGID)
_SCHEDULE = Text("schedule", 16, statuses.RINVSCHED)
_VALIDITY = Text("validity", 16, statuses.RINVEXPIRY)


@dataclass(slots=True, kw_only=True)
class Bind(Pdu):
    """bind_transmitter, bind_receiver, bind_transceiver."""

    LAYOUT: ClassVar[tuple[Field, ...]] = (
        Text("system_id", 15, statuses.RINVSYSID),
        Text("password", 8, statuses.RINVPASWD),
        Text("system_type", 12, statuses.RINVSYSTYP),
        Integer("interface_version"),
        Integer("addr_ton"),
        Integer("addr_npi"),
        Text("address_range", 40),
    )

    system_id: str = ""
    password: str = ""
    system_type: str = ""
    interface_version: int = 0x34
    addr_ton: int = 0
    addr_npi: int = 0
    address_range: str = ""


@dataclass(slots=True, kw_only=True)
class BindAnswer(Pdu):
    LAYOUT: ClassVar[tuple[Field, ...]] = (Text("system_id", 15, statuses.RINVSYSID),)

    system_id: str = ""


@dataclass(slots=True, kw_only=True)
class Outbind(Pdu):
    LAYOUT: ClassVar[tuple[Field, ...]] = (Text("system_id", 15, statuses.RINVSYSID), Text("password", 8, statuses.RINVPASWD))

    system_id: str = ""
    password: str = ""


@dataclass(slots=True, kw_only=True)
class ShortMessage(Pdu):
    """submit_sm and deliver_sm. `text` is the short_message as it travels; a longer one is in the TLV message_payload."""

    service_type: str = ""
    source_ton: int = 0
    source_npi: int = 0
    source: str = ""
    destination_ton: int = 0
    destination_npi: int = 0
    destination: str = ""
    esm_class: int = 0
    protocol_id: int = 0
    priority: int = 0
    schedule: str = ""
    validity: str = ""
    registered_delivery: int = 0
    replace_if_present: int = 0
    data_coding: int = 0
    default_message: int = 0
    text: bytes = b""


@dataclass(slots=True, kw_only=True)
class DataMessage(Pdu):
    """data_sm: its text is in the TLV message_payload."""

    LAYOUT: ClassVar[tuple[Field, ...]] = (
        _SERVICE,
        Integer("source_ton"),
        Integer("source_npi"),
        Text("source", 64, statuses.RINVSRCADR),
        Integer("destination_ton"),
        Integer("destination_npi"),
        Text("destination", 64, statuses.RINVDSTADR),
        Integer("esm_class"),
        Integer("registered_delivery"),
        Integer("data_coding"),
    )

    service_type: str = ""
    source_ton: int = 0
    source_npi: int = 0
    source: str = ""
    destination_ton: int = 0
    destination_npi: int = 0
    destination: str = ""
    esm_class: int = 0
    registered_delivery: int = 0
    data_coding: int = 0


@dataclass(slots=True, kw_only=True)
class Answer(Pdu):
    """The responses to submit_sm, deliver_sm and data_sm."""

    LAYOUT: ClassVar[tuple[Field, ...]] = (_MESSAGE_ID,)

    message_id: str = ""


@dataclass(slots=True, kw_only=True)
class Query(Pdu):
    LAYOUT: ClassVar[tuple[Field, ...]] = (_MESSAGE_ID, *_SOURCE)

    message_id: str = ""
    source_ton: int = 0
    source_npi: int = 0
    source: str = ""


@dataclass(slots=True, kw_only=True)
class QueryAnswer(Pdu):
    LAYOUT: ClassVar[tuple[Field, ...]] = (_MESSAGE_ID, Text("final_date", 16), Integer("message_state"), Integer("error_code"))

    message_id: str = ""
    final_date: str = ""
    message_state: int = 0
    error_code: int = 0


@dataclass(slots=True, kw_only=True)
class Cancel(Pdu):
    LAYOUT: ClassVar[tuple[Field, ...]] = (_SERVICE, _MESSAGE_ID, *_SOURCE, *_DESTINATION)

    service_type: str = ""
    message_id: str = ""
    source_ton: int = 0
    source_npi: int = 0
    source: str = ""
    destination_ton: int = 0
    destination_npi: int = 0
    destination: str = ""


@dataclass(slots=True, kw_only=True)
class Replace(Pdu):
    """replace_sm. Its text follows the layout, as in submit_sm."""

    LAYOUT: ClassVar[tuple[Field, ...]] = (
        _MESSAGE_ID,
        *_SOURCE,
        _SCHEDULE,
        _VALIDITY,
        Integer("registered_delivery"),
        Integer("default_message"),
    )

    message_id: str = ""
    source_ton: int = 0
    source_npi: int = 0
    source: str = ""
    schedule: str = ""
    validity: str = ""
    registered_delivery: int = 0
    default_message: int = 0
    text: bytes = b""


@dataclass(slots=True, kw_only=True)
class Alert(Pdu):
    """alert_notification."""

    LAYOUT: ClassVar[tuple[Field, ...]] = (
        Integer("source_ton"),
        Integer("source_npi"),
        Text("source", 64, statuses.RINVSRCADR),
        Integer("esme_ton"),
        Integer("esme_npi"),
        Text("esme", 64),
    )

    source_ton: int = 0
    source_npi: int = 0
    source: str = ""
    esme_ton: int = 0
    esme_npi: int = 0
    esme: str = ""


SHORT_COMMANDS = frozenset({commands.SUBMIT_SM, commands.DELIVER_SM})
ANSWER_COMMANDS = frozenset({c | commands.RESPONSE for c in (commands.SUBMIT_SM, commands.DELIVER_SM, commands.DATA_SM)})

CLASSES: dict[int, type[Pdu]] = {
    **dict.fromkeys(commands.BINDS, Bind),
    **dict.fromkeys((c | commands.RESPONSE for c in commands.BINDS), BindAnswer),
    **dict.fromkeys(SHORT_COMMANDS, ShortMessage),
    **dict.fromkeys(ANSWER_COMMANDS, Answer),
    commands.OUTBIND: Outbind,
    commands.DATA_SM: DataMessage,
    commands.QUERY_SM: Query,
    commands.QUERY_SM | commands.RESPONSE: QueryAnswer,
    commands.CANCEL_SM: Cancel,
    commands.REPLACE_SM: Replace,
    commands.ALERT_NOTIFICATION: Alert,
}
"""Every other command is a plain Pdu. submit_multi is none of ours: its body is not read, and it is answered ESME_RINVCMDID."""

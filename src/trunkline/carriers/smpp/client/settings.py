"""How a carrier is reached, and in which of SMPP's many ways it speaks."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from ..rules.alphabets import Alphabet
from ..rules.message_ids import IdForm
from ..rules.parts import Joining

Validity = Literal["relative", "absolute", "none"]
MOST_BINDS = 32


@dataclass(frozen=True, kw_only=True)
class SmppSettings:
    """`name` identifies the carrier for ever: its receipts are kept under it.

    `transceivers`, `transmitters`, `receivers`: binds of each sort. `window`: requests that a bind leaves unanswered at most. `rate`: texts
    (parts, that is) a second for the whole carrier; 0 sets no limit. Times are seconds; `enquire_link` 0 never asks.

    `alphabet` is how plain texts are sent, under `data_coding`; `default_alphabet` is what the carrier means by data_coding 0 in its own.
    `registered_delivery` is sent as it is (1 asks for a receipt, 17 for intermediate ones too). `unmarked_receipts` takes a
    deliver_sm for a receipt that reads like one, though esm_class does not say so. `statuses` and `errors` give the 30xxx of the
    carrier's own statuses and of its receipts' `err`. `country_code` stands before national numbers that come in. `join_after`:
    for how long a part waits for others.
    """

    name: str
    host: str
    port: int = 2775
    system_id: str = ""
    password: str = field(default="", repr=False)
    system_type: str = ""
    address_range: str = ""
    tls: bool = False
    tls_verify: bool = True
    tls_ca: str = ""  # PEM text of the authority to trust; the machine's authorities if empty

    transceivers: int = 1
    transmitters: int = 0
    receivers: int = 0
    window: int = 100
    rate: float = 0.0
    connect_timeout: float = 10.0
    response_timeout: float = 30.0
    enquire_link: float = 30.0
    reconnect: float = 1.0
    reconnect_most: float = 60.0
    throttle_pause: float = 1.0
    throttle_most: float = 30.0

    service_type: str = ""
    alphabet: Alphabet = Alphabet.GSM7
    default_alphabet: Alphabet = Alphabet.GSM7
    data_coding: int = 0
    ucs2_coding: int = 8
    joining: Joining = Joining.UDH8
    join_after: float = 120.0
    source_ton: int | None = None
    source_npi: int | None = None
    destination_ton: int | None = None
    destination_npi: int | None = None
    plus: bool = False  # whether numbers keep their + on this carrier
    country_code: str = ""
    registered_delivery: int = 1
    validity: Validity = "relative"
    message_ids: IdForm = IdForm.AUTO
    unmarked_receipts: bool = False
    statuses: Mapping[int, int] = field(default_factory=dict)
    errors: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.host:
            raise ValueError("host is missing")
        if len(self.system_id) > 15:
            raise ValueError("system_id has at most 15 characters")
        if len(self.password) > 8:
            raise ValueError("the password has at most 8 characters: SMPP 3.4 has room for no more")
        if len(self.system_type) > 12:
            raise ValueError("system_type has at most 12 characters")
        if len(self.service_type) > 5:
            raise ValueError("service_type has at most 5 characters")
        for text in (self.system_id, self.password, self.system_type, self.service_type, self.address_range):
            if any(not " " <= character <= "\xff" for character in text):
                raise ValueError("system_id, password, system_type, service_type and address_range are plain (Latin-1) characters")
        for name, lowest, highest in _RANGES:
            value = getattr(self, name)
            if value is not None and not lowest <= value <= highest:
                raise ValueError(f"{name} must be from {lowest} to {highest}")
        if not 1 <= self.binds <= MOST_BINDS:
            raise ValueError(f"there must be from 1 to {MOST_BINDS} binds in all")
        if not self.transceivers and not self.transmitters:
            raise ValueError("without a transceiver or a transmitter nothing can be sent")
        if Alphabet.UCS2 in (self.alphabet, self.default_alphabet):
            raise ValueError("ucs2 has a data_coding of its own: it is no alphabet for plain texts")
        if self.validity not in get_args(Validity):
            raise ValueError(f"validity is one of {', '.join(get_args(Validity))}")
        if self.tls_ca:
            try:
                ssl.create_default_context(cadata=self.tls_ca)
            except ssl.SSLError:
                raise ValueError("tls_ca must be the PEM text of a certificate") from None
        if not all(30000 <= code <= 30999 or 63000 <= code <= 63999 for code in (*self.statuses.values(), *self.errors.values())):
            raise ValueError("statuses and errors give codes from 30000 to 30999, or from 63000 to 63999")

    @property
    def binds(self) -> int:
        return self.transceivers + self.transmitters + self.receivers

    def tls_context(self) -> ssl.SSLContext | None:
        """ssl.SSLError or ValueError when `tls_ca` is no certificate."""
        if not self.tls:
            return None
        context = ssl.create_default_context(cadata=self.tls_ca or None)
        if not self.tls_verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


_RANGES: tuple[tuple[str, float, float], ...] = (
    ("port", 1, 65535), ("window", 1, 1000), ("rate", 0, 100_000), ("data_coding", 0, 255), ("ucs2_coding", 0, 255),
    ("transceivers", 0, MOST_BINDS), ("transmitters", 0, MOST_BINDS), ("receivers", 0, MOST_BINDS), ("registered_delivery", 0, 31),
    ("source_ton", 0, 6), ("source_npi", 0, 18), ("destination_ton", 0, 6), ("destination_npi", 0, 18), ("join_after", 0.05, 86_400),
    ("connect_timeout", 0.05, 300), ("response_timeout", 0.05, 50), ("enquire_link", 0, 3600), ("reconnect", 0.01, 3600),
    ("reconnect_most", 0.01, 3600), ("throttle_pause", 0.01, 3600), ("throttle_most", 0.01, 3600),
)  # fmt: skip
_ENUMS: dict[str, Any] = {"alphabet": Alphabet, "default_alphabet": Alphabet, "joining": Joining, "message_ids": IdForm}
_BY_NAME = {f.name: f for f in fields(SmppSettings)}
_NOT_GIVEN = frozenset({"name", "password"})


def read_settings(name: str, given: Mapping[str, Any], password: str) -> SmppSettings:
    """Settings from JSON; ValueError with a sentence that says which is wrong."""
    read: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _BY_NAME or key in _NOT_GIVEN:
            raise ValueError(f"there is no setting {key!r}; there are {', '.join(sorted(_BY_NAME.keys() - _NOT_GIVEN))}")
        read[key] = _read(key, value)
    if "host" not in read:
        raise ValueError("host is missing")
    return SmppSettings(name=name, password=password, **read)


def _read(key: str, value: Any) -> Any:
    if key in _ENUMS:
        try:
            return _ENUMS[key](value)
        except ValueError:
            raise ValueError(f"{key} is one of {', '.join(_ENUMS[key])}") from None
    if key in ("statuses", "errors"):
        return _codes(key, value)
    if key in ("tls", "tls_verify", "plus", "unmarked_receipts"):
        if not isinstance(value, bool):
            raise ValueError(f"{key} must be true or false")
        return value
    kind = str(_BY_NAME[key].type)
    if kind.startswith("int"):
        if value is None and "None" in kind:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"{key} must be a whole number")
        return value
    if kind == "float":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{key} must be a number")
        return float(value)
    if not isinstance(value, str):
        raise ValueError(f"{key} must be a text")
    return value


def _codes(key: str, value: Any) -> dict[Any, int]:
    words = f"{key} must be an object that gives a code for each {'status' if key == 'statuses' else 'err'}"
    if not isinstance(value, dict) or not all(isinstance(code, int) and not isinstance(code, bool) for code in value.values()):
        raise ValueError(words)
    if key == "errors":
        return {str(error): code for error, code in value.items()}
    try:
        return {int(str(status), 0): code for status, code in value.items()}
    except ValueError:
        raise ValueError(f"{words}, such as 0x0400") from None

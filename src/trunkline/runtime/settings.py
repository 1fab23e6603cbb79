"""Settings: flags, then TRUNKLINE_* variables, then trunkline.toml, then defaults; checked before anything starts."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit


class WrongSetting(Exception):
    """Its text says which setting is wrong, where it came from, and what it may be."""


@dataclass(frozen=True)
class Settings:
    """`database`: empty (SQLite in the data folder) or a postgresql:// URL. `seed`: makes the dice repeatable; never in production."""

    host: str = "127.0.0.1"
    port: int = 4010
    data: Path = field(default_factory=lambda: Path("var/trunkline"))
    database: str = ""
    mode: str = ""  # development or production; development while it listens on loopback
    public_url: str = ""  # scheme, host and port by which apps and phones reach us, where that is not where we listen
    webhook_allow: tuple[str, ...] = ()
    account_sid: str = ""
    auth_token: str = ""
    clamd: str = ""  # where ClamAV's daemon listens: a socket's path or host:port; empty for no virus scanner
    keep: Mapping[str, int] = field(default_factory=dict)  # days by name, see foundations/retention; 0 is for ever
    request_log: Literal["off", "errors", "all"] = "all"  # which requests to the API are kept
    seed: int | None = None
    no_auth: bool = False  # everybody who reaches the console is the owner; on loopback, in development
    smpp_port: int | None = None  # where customers' SMPP systems bind; none listens unless it is given, and 0 takes a free one
    smpp_cert: Path | None = None  # PEM: with it, and the key, that port speaks TLS
    smpp_key: Path | None = None
    proxy_port: int = 0  # where `trunkline run` enters; 0 takes a free port
    other_hosts: Literal["pass", "refuse"] = "pass"  # what the proxy does with hosts that are not Twilio's: pass or refuse

    @property
    def production(self) -> bool:
        return self.mode == "production"


def is_loopback(host: str) -> bool:
    """A name is loopback if all its addresses are."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(a).partition("%")[0]).is_loopback for a in found)


def _port(text: Any, lowest: int) -> int:
    number = int(str(text))
    if not lowest <= number <= 65535:
        raise ValueError
    return number


def _hosts(text: Any) -> tuple[str, ...]:
    items = text if isinstance(text, list) else [p for p in re.split(r"[\s,]+", str(text)) if p]
    for item in items:
        host, colon, port = str(item).rpartition(":")
        if not colon or not host or not port.isdigit():
            raise ValueError
    return tuple(map(str, items))


def _clamd(text: Any) -> str:
    address = str(text)
    path = address.removeprefix("unix:")
    if path.startswith("/") or not address:
        return address
    host, colon, port = address.rpartition(":")
    if not colon or not host or not 0 < int(port) <= 65535:
        raise ValueError
    return address


def _days(given: Any) -> dict[str, int]:
    table = given if isinstance(given, dict) else dict(part.split("=", 1) for part in re.split(r"[\s,]+", str(given)) if part)
    days = {str(name).strip(): int(str(value)) for name, value in table.items()}
    if any(not 0 <= value <= 36_500 for value in days.values()):
        raise ValueError
    return days


def _origin(text: Any) -> str:
    parts = urlsplit(str(text))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def _one_of(*words: str) -> Any:
    def read(text: Any) -> str:
        if str(text) not in words:
            raise ValueError
        return str(text)

    return read


def _matching(pattern: str) -> Any:
    def read(text: Any) -> str:
        if not re.fullmatch(pattern, str(text)):
            raise ValueError
        return str(text)

    return read


def _flag(text: Any) -> bool:
    word = str(text).lower()
    if word not in ("true", "false", "1", "0", "yes", "no"):
        raise ValueError
    return word in ("true", "1", "yes")


_READERS: dict[str, tuple[Any, str]] = {
    "host": (str, "a host name or address"),
    "port": (lambda t: _port(t, 0), "a port from 0 (any free one) to 65535"),
    "data": (Path, "a folder"),
    "database": (_matching(r"(postgres(ql)?://.+)?"), "empty (SQLite in the data folder) or a postgresql:// URL"),
    "mode": (_one_of("development", "production"), "development or production"),
    "public_url": (_origin, "like https://sms.example.com, with no path"),
    "webhook_allow": (_hosts, "host:port, several apart by commas"),
    "account_sid": (_matching(r"AC[0-9a-f]{32}"), "AC and 32 hexadecimal digits"),
    "auth_token": (_matching(r"[0-9A-Za-z]{16,64}"), "16 to 64 letters and digits"),
    "clamd": (_clamd, "the path of clamd's socket, or host:port"),
    "keep": (_days, "days by name, like alerts=30; names are those of foundations/retention, and 0 is for ever"),
    "request_log": (_one_of("off", "errors", "all"), "off, errors or all"),
    "seed": (int, "a whole number"),
    "no_auth": (_flag, "true or false"),
    "smpp_port": (lambda t: _port(t, 0), "a port from 0 (any free one) to 65535"),
    "smpp_cert": (Path, "a file: a certificate chain in PEM"),
    "smpp_key": (Path, "a file: the certificate's key in PEM"),
    "proxy_port": (lambda t: _port(t, 0), "a port from 0 (any free one) to 65535"),
    "other_hosts": (_one_of("pass", "refuse"), "pass or refuse"),
}


def read_settings(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ, file: Path = Path("trunkline.toml")) -> Settings:
    """The settings in force, or WrongSetting."""
    given: dict[str, tuple[Any, str]] = {}
    if file.is_file():
        try:
            table = tomllib.loads(file.read_text())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
            raise WrongSetting(f"{file} is not TOML: {why}") from None
        except OSError as why:
            raise WrongSetting(f"{file} cannot be read: {why.strerror}") from None
        for name, value in table.items():
            if name not in _READERS:
                raise WrongSetting(f"{file}: there is no setting {name!r}; there are {', '.join(sorted(_READERS))}")
            given[name] = (value, f"{name} in {file}")
    for name in _READERS:
        if value := environment.get(f"TRUNKLINE_{name.upper()}"):
            given[name] = (value, f"TRUNKLINE_{name.upper()}")
    for name, value in flags.items():
        if value is not None:
            given[name] = (value, f"--{name.replace('_', '-')}")
    read: dict[str, Any] = {}
    for name, (value, source) in given.items():
        reader, words = _READERS[name]
        try:
            read[name] = reader(value)
        except (ValueError, TypeError):
            raise WrongSetting(f"{source} is {str(value)!r}; it must be {words}") from None
    if bool(read.get("account_sid")) != bool(read.get("auth_token")):
        raise WrongSetting("give --account-sid and --auth-token together, or neither")
    if bool(read.get("smpp_cert")) != bool(read.get("smpp_key")):
        raise WrongSetting("give --smpp-cert and --smpp-key together, or neither")
    settings = Settings(**read)
    if not settings.mode:
        read["mode"] = "development" if is_loopback(settings.host) else "production"
        settings = Settings(**read)
    if settings.no_auth and (settings.production or not is_loopback(settings.host)):
        raise WrongSetting("--no-auth lets everybody in as the owner: it is for development on loopback (--host 127.0.0.1) only")
    assert {f.name for f in fields(Settings)} == set(_READERS)
    return settings

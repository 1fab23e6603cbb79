"""Which hosts a webhook or a media fetch may reach (protection against server-side request forgery).

Customers choose the URLs that this server calls from inside its network. In production nothing but public addresses may be
reached; the verdict is on the *address* that is then connected to, so neither a spelling, nor a redirect, nor a name that
resolves differently the second time gets around it.
"""

from dataclasses import dataclass
from typing import Literal

from trunkline.adapters.http_client.address import kind_of, read_address

Mode = Literal["development", "production"]

_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa")
_REFUSED_KINDS: dict[Mode, frozenset[str]] = {
    "development": frozenset({"reserved", "metadata"}),
    "production": frozenset({"loopback", "private", "reserved", "metadata"}),
}
_WORDS = {
    "loopback": "a loopback address",
    "private": "a private address",
    "reserved": "not a public address",
    "metadata": "a cloud metadata service",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """The operator's policy. `allow` holds `host:port` entries (IPv6 in brackets) that are exempt, whatever they resolve to."""

    mode: Mode = "production"
    allow: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "allow", frozenset(_entry(text) for text in self.allow if text.strip()))

    def allows(self, host: str, port: int) -> bool:
        """Whether the operator listed this host and port; then nothing else is asked."""
        return f"{host}:{port}" in self.allow or f"[{host}]:{port}" in self.allow

    def objection_to_name(self, host: str) -> str | None:
        """Why a name may not even be resolved, or None. Names of the local network carry meaning only there."""
        if self.mode == "production" and any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES):
            return f"{host} is a name of the local network"
        return None

    def objection_to_address(self, text: str, port: int) -> str | None:
        """Why this resolved address may not be connected to, or None."""
        try:
            address = read_address(text)
        except ValueError:
            return f"{text} is not an address"
        kind = kind_of(address)
        if kind not in _REFUSED_KINDS[self.mode] or self.allows(str(address), port):
            return None
        return f"{text} is {_WORDS[kind]}"


def read_allow(text: str) -> frozenset[str]:
    """Read a list such as `hooks.lan:8080, [::1]:9000` (TRUNKLINE_WEBHOOK_ALLOW); ValueError names a wrong entry."""
    return frozenset(_entry(part) for part in text.replace(",", " ").split())


def _entry(text: str) -> str:
    host, colon, port = text.strip().lower().rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"'{text}' is not host:port")
    if host.startswith("[") and host.endswith("]"):
        return f"[{read_address(host[1:-1])}]:{int(port)}"
    if ":" in host:
        raise ValueError(f"'{text}' needs brackets around its IPv6 address")
    return f"{host.rstrip('.')}:{int(port)}"

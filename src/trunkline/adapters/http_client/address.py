"""What kind of network an IP address belongs to, by the IANA special-purpose registries.

Written out rather than left to `ipaddress.is_global`, whose verdicts differ between Python releases.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

Kind = Literal["public", "loopback", "private", "reserved", "metadata"]
"""`private` is what a developer's own network uses (RFC 1918, carrier NAT, ULA); `reserved` is never a web server."""

Address = IPv4Address | IPv6Address

_METADATA = frozenset(
    {
        IPv4Address("169.254.169.254"),  # AWS, Azure, Google and most others
        IPv4Address("169.254.170.2"),  # AWS task credentials
        IPv4Address("168.63.129.16"),  # Azure's host; not in any special range
        IPv4Address("100.100.100.200"),  # Alibaba
        IPv4Address("192.0.0.192"),  # Oracle, older
        IPv6Address("fd00:ec2::254"),  # AWS over IPv6
        IPv6Address("fd20:ce::254"),  # Google over IPv6
    }
)

# https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast and class E beside it.
_V4: tuple[tuple[IPv4Network, Kind], ...] = (
    (IPv4Network("127.0.0.0/8"), "loopback"),
    (IPv4Network("10.0.0.0/8"), "private"),
    (IPv4Network("172.16.0.0/12"), "private"),
    (IPv4Network("192.168.0.0/16"), "private"),
    (IPv4Network("100.64.0.0/10"), "private"),
    (IPv4Network("0.0.0.0/8"), "reserved"),
    (IPv4Network("169.254.0.0/16"), "reserved"),
    (IPv4Network("192.0.0.0/24"), "reserved"),
    (IPv4Network("192.0.2.0/24"), "reserved"),
    (IPv4Network("192.31.196.0/24"), "reserved"),
    (IPv4Network("192.52.193.0/24"), "reserved"),
    (IPv4Network("192.88.99.0/24"), "reserved"),
    (IPv4Network("192.175.48.0/24"), "reserved"),
    (IPv4Network("198.18.0.0/15"), "reserved"),
    (IPv4Network("198.51.100.0/24"), "reserved"),
    (IPv4Network("203.0.113.0/24"), "reserved"),
    (IPv4Network("224.0.0.0/4"), "reserved"),
    (IPv4Network("240.0.0.0/4"), "reserved"),
)

# Of IPv6, only 2000::/3 is public at all; these are the exceptions within it and the two local kinds outside.
_V6: tuple[tuple[IPv6Network, Kind], ...] = (
    (IPv6Network("::1/128"), "loopback"),
    (IPv6Network("fc00::/7"), "private"),
    (IPv6Network("2001::/23"), "reserved"),  # Teredo, ORCHID, benchmarking
    (IPv6Network("2001:db8::/32"), "reserved"),
    (IPv6Network("2002::/16"), "reserved"),  # 6to4
    (IPv6Network("2620:4f:8000::/48"), "reserved"),
    (IPv6Network("3fff::/20"), "reserved"),
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")

# Where the last 32 bits are an IPv4 address: mapped, translated, compatible, NAT64 and local-use NAT64.
_EMBEDDING = tuple(IPv6Network(net) for net in ("::ffff:0:0/96", "::ffff:0:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48"))
_6TO4 = IPv6Network("2002::/16")


def read_address(text: str) -> Address:
    """An address as a resolver spells it, without zone; raises ValueError for anything else."""
    return ip_address(text)


def kind_of(address: Address) -> Kind:
    """The kind of network that an address belongs to; an IPv6 form that embeds an IPv4 address is never public."""
    if address in _METADATA:
        return "metadata"
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _V4 if address in network), "public")
    if address.scope_id is not None:
        return "reserved"
    for network, kind in _V6[:2]:
        if address in network:
            return kind
    if (inner := embedded(address)) is not None:
        inner_kind = kind_of(inner)
        return "reserved" if inner_kind == "public" else inner_kind
    if address not in _GLOBAL_UNICAST:
        return "reserved"
    return next((kind for network, kind in _V6 if address in network), "public")


def embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a transition mechanism (RFC 4291, 6052, 3056) would reach through this IPv6 address."""
    if address in _6TO4:
        return IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    if int(address) > 1 and any(address in network for network in _EMBEDDING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None

"""The guard: every kind of address, every spelling, and what the operator allows."""

import asyncio
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.adapters.http_client import Guard, HttpClient, read_allow
from trunkline.adapters.http_client.address import kind_of
from trunkline.adapters.http_client.target import BadUrl, read_target
from trunkline.foundations.webhooks.ports import Outgoing, Unreachable

LOOPBACK_SPELLINGS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7F.1",
    "0177.0.0.1",
    "017700000001",
    "0x7f.0.0.0x1",
    "127.000.000.001",
    "１２７.0.0.1",
    "127。0。0。1",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "user@127.0.0.1",
    "public.example:x@127.0.0.1",
    "LOCALHOST",
    "localhost.",
    "app.localhost",
]


@pytest.mark.parametrize("host", LOOPBACK_SPELLINGS)
async def test_production_refuses_loopback_in_every_spelling(host: str) -> None:
    client = HttpClient(Guard("production"))
    with pytest.raises(Unreachable) as caught:
        await client.call(Outgoing("POST", f"http://{host}:80/"))
    assert (caught.value.kind, caught.value.code) == ("refused", 11205)
    assert client.connections == 0


@pytest.mark.parametrize(
    "host",
    [
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "0",
        "0.1.2.3",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "192.88.99.1",
        "[::]",
        "[fe80::1]",
        "[fec0::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[2001:db8::1]",
        "[2001::1]",
        "[100::1]",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::8.8.8.8]",
        "[64:ff9b:1::8.8.8.8]",
        "[2002:808:808::1]",
        "[4000::1]",
        "metadata.google.internal",
        "printer.local",
        "nas.home.arpa",
    ],
)
async def test_production_refuses_what_is_not_public(host: str) -> None:
    with pytest.raises(Unreachable) as caught:
        await HttpClient(Guard("production")).call(Outgoing("GET", f"http://{host}/"))
    assert caught.value.kind == "refused"


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])
def test_public_addresses_pass(text: str) -> None:
    assert Guard("production").objection_to_address(text, 443) is None


@pytest.mark.parametrize("text", ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "8.8.8.8"])
def test_development_allows_the_developers_own_network(text: str) -> None:
    assert Guard("development").objection_to_address(text, 80) is None


@pytest.mark.parametrize("text", ["169.254.169.254", "fd00:ec2::254", "168.63.129.16", "224.0.0.1", "0.0.0.1", "fe80::1%1"])
def test_development_still_refuses_metadata_and_what_is_no_host(text: str) -> None:
    assert Guard("development").objection_to_address(text, 80) is not None


@given(st.ip_addresses(v=4).map(IPv4Address))
def test_no_private_ipv4_address_is_ever_public(address: IPv4Address) -> None:
    if kind_of(address) == "public":
        assert address.is_global and not address.is_multicast
    for form in (f"::ffff:{address}", f"64:ff9b::{address}", f"::{address}", str(IPv6Address((0x2002 << 112) | int(address) << 80))):
        assert kind_of(ip_address(form)) != "public"


@given(st.ip_addresses(v=6).map(IPv6Address))
def test_no_special_ipv6_address_is_ever_public(address: IPv6Address) -> None:
    if kind_of(address) == "public":
        assert address.is_global and not address.is_multicast


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "0x{:x}", "0{:o}"]))
def test_a_number_is_the_address_it_stands_for(number: int, spelling: str) -> None:
    target = read_target(f"http://{spelling.format(number)}/")
    assert target.is_address and target.host == str(IPv4Address(number))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "http://a b/",
        "http://a.example/\r\nX: y",
        "http://a.example\\@127.0.0.1/",
        "http://127.0.0.1%2f@a.example:99999/",
        "http://%31%32%37.0.0.1/",
        "http://a..b/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://0x/",
        "http://a.0x7f/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "http://[v1.x]/",
        "http://a.example:0/",
        "http://a.example:x/",
        "http://-a.example/",
        "http://a.example/\x00",
        "http://" + "a" * 64 + ".example/",
        "http://a.example/" + "x" * 9000,
        "//a.example/",
        "http://\u2028.example/",
    ],
)
def test_doubtful_urls_are_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        read_target(url)


@given(st.text(max_size=60) | st.text(st.sampled_from("htps:/@[]%.\\#?0x17aü "), max_size=30).map("http://".__add__))
def test_no_url_raises_anything_else(url: str) -> None:
    try:
        target = read_target(url)
    except BadUrl:
        return
    assert target.host.isascii() and target.path.isascii() and not set("\r\n ") & set(target.path + target.host_header)


def test_urls_are_read_as_they_are_sent() -> None:
    target = read_target("HTTPS://us%40er:pa%3Ass@Bücher.example:8443/ä?q=ö#rc=1")
    assert (target.host, target.port, target.path) == ("xn--bcher-kva.example", 8443, "/%C3%A4?q=%C3%B6")
    assert target.host_header == "xn--bcher-kva.example:8443" and target.credentials == (b"us@er", b"pa:ss")
    assert read_target("http://a.example?x").path == "/?x"
    assert read_target("http://a.example:80").host_header == "a.example"


def test_the_allow_list() -> None:
    guard = Guard("production", read_allow("hooks.lan:8080, [::1]:9000 127.0.0.1:5000"))
    assert guard.allows("hooks.lan", 8080) and not guard.allows("hooks.lan", 8081)
    assert guard.objection_to_address("::1", 9000) is None
    assert guard.objection_to_address("127.0.0.1", 5000) is None
    assert guard.objection_to_address("127.0.0.1", 5001) == "127.0.0.1 is a loopback address"


@pytest.mark.parametrize("text", ["host", "host:", ":80", "host:99999", "::1:80", "[::g]:80", "host:8x"])
def test_a_wrong_allow_entry_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_allow(text)


async def test_a_name_with_one_bad_address_is_refused() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        await asyncio.sleep(0)
        return ["93.184.215.14", "10.0.0.7"]

    with pytest.raises(Unreachable) as caught:
        await HttpClient(Guard("production"), resolver=resolver).call(Outgoing("GET", "http://mixed.example/"))
    assert caught.value.kind == "refused" and "10.0.0.7" in caught.value.message

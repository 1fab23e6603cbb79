"""Addresses in texts, and hosts that pretend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.content.links import HostJudge, find_links, load_hosts, registrable

judge = HostJudge(load_hosts())


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("go to http://a.b/c. now", ["http://a.b/c"]),
        ("see paypal.com. Thanks", ["paypal.com"]),
        ("(www.example.co.uk/x?y=1)", ["www.example.co.uk/x?y=1"]),
        ("bit.ly/Abc, сбербанк.рф/a", ["bit.ly/Abc", "сбербанк.рф/a"]),
        ("hxxps://evil.example", ["hxxps://evil.example"]),
        ("mail anna@list.com", []),
        ("Thanks.Your code is 4.5", []),
        ("v1.2.3 e.g. this", []),
        ("", []),
    ],
)
def test_addresses_in_a_text(body: str, links: list[str]) -> None:
    found, rest = find_links(body)
    assert found == links
    assert len(rest) == len(body)
    assert not any(link in rest for link in links)


@given(st.text(st.sampled_from("ab.com:/-@ \n"), max_size=300))
def test_taking_addresses_out_keeps_the_rest(body: str) -> None:
    found, rest = find_links(body)
    assert len(rest) == len(body)
    assert all(one == other or one != " " for one, other in zip(body, rest, strict=True))
    assert all(link in body for link in found)


@pytest.mark.parametrize(
    ("host", "brand", "how"),
    [
        ("paypa1.com", "PayPal", "letters"),
        ("arnazon.co.uk", "Amazon", "letters"),
        ("pаypal.com", "PayPal", "script"),
        ("xn--pypal-4ve.com", "PayPal", "script"),
        ("gooogle.com", "Google", "spelling"),
        ("microsft.com", "Microsoft", "spelling"),
        ("paypal.com.evil.xyz", "PayPal", "subdomain"),
        ("secure-paypal-login.com", "PayPal", "hyphen"),
        ("netflix.top", "Netflix", "domain"),
    ],
)
def test_hosts_that_pretend(host: str, brand: str, how: str) -> None:
    (link,) = judge.judge_links([f"https://{host}/a"])
    assert (link.imitates, link.how) == (brand, how)


@pytest.mark.parametrize(
    "host",
    [
        "paypal.com",
        "www.paypal.com",
        "www.amazon.de",
        "finance.com",
        "telecom.com",
        "amazonia.org",
        "revolt.com",
        "vodafone.ro",
        "example.com",
        "bit.ly",
    ],
)
def test_hosts_that_do_not(host: str) -> None:
    assert judge.judge_links([host])[0].imitates is None


def test_shorteners_and_simulators() -> None:
    links = judge.judge_links(["https://bit.ly/x", "http://user@www.tinyurl.com:80/y", "https://mail.kb4.io", "example.com"])
    assert [(link.shortener, link.simulator) for link in links] == [(True, False), (True, False), (False, True), (False, False)]


def test_the_bought_part_of_a_host() -> None:
    assert [registrable(host) for host in ("a.b.co.uk", "a.b.com", "com", "x.de")] == ["b.co.uk", "b.com", "com", "x.de"]

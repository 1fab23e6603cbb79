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
    places, rest = find_links(body)
    found = [body[start:end] for start, end in places]
    assert found == links
    assert len(rest) == len(body)
    assert not any(link in rest for link in links)


@given(st.text(st.sampled_from("ab.com:/-@ \n"), max_size=300))
def test_taking_addresses_out_keeps_the_rest(body: str) -> None:
    places, rest = find_links(body)
    inside = {place for start, end in places for place in range(start, end)}
    assert rest == "".join("." if place in inside else sign for place, sign in enumerate(body))
    assert all(" " not in body[start:end] for start, end in places)


@given(
    st.lists(st.sampled_from(["see", "a.com", "http://x.y/z,", "(b.org)", "c.net.", "\n", "d.", ".e", "hxxp://q", "x@y.com"]), max_size=12)
)
def test_an_address_is_found_in_a_sentence_as_alone(pieces: list[str]) -> None:
    """Looking between blanks only finds what a search over the whole text would."""
    alone = [piece[start:end] for piece in pieces for start, end in find_links(piece)[0]]
    body = " ".join(pieces)
    assert [body[start:end] for start, end in find_links(body)[0]] == alone


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

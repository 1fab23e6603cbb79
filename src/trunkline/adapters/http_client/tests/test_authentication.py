"""Basic and Digest by the examples of their RFCs."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.adapters.http_client.authentication import authorization

CHALLENGE = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


@pytest.mark.parametrize(
    ("offers", "response"),
    [
        (["MD5"], "8ca523f5e9506fed4657c9700eebdbec"),
        (["MD5", "SHA-256"], "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_as_in_rfc_7616(monkeypatch: pytest.MonkeyPatch, offers: list[str], response: str) -> None:
    # The RFC's example has a fixed client nonce; nothing else about the calculation is replaced.
    monkeypatch.setattr(secrets, "token_hex", lambda _: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    challenges = [CHALLENGE.format(offer) for offer in offers]
    answer = authorization(challenges, "GET", "/dir/index.html", b"Mufasa", b"Circle of Life")
    assert answer is not None and f'response="{response}"' in answer and 'username="Mufasa"' in answer
    assert f"algorithm={offers[-1]}" in answer and 'opaque="FQhe/' in answer and "nc=00000001" in answer


def test_basic_as_in_rfc_7617_and_what_cannot_be_met() -> None:
    basic = authorization(['Basic realm="WallyWorld"'], "GET", "/", b"Aladdin", b"open sesame")
    assert basic == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    assert authorization(["Digest realm=x, nonce=y", 'Basic realm="x"'], "GET", "/", b"a", b"b") != basic
    assert authorization(["Negotiate"], "GET", "/", b"a", b"b") is None
    assert authorization(['Digest realm="x", nonce="y", algorithm=SHA-512-256'], "GET", "/", b"a", b"b") is None


@given(st.text(), st.binary(), st.binary())
def test_no_challenge_or_name_gets_a_line_break_into_the_header(challenge: str, user: bytes, password: bytes) -> None:
    for offer in (challenge, "Digest " + challenge, f'Digest nonce="{challenge}"'):
        answer = authorization([offer], "GET", "/", user, password)
        assert answer is None or not {"\r", "\n", "\0"} & set(answer)

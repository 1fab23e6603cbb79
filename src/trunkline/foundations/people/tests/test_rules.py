"""Codes of authenticator apps against the RFC's own examples, recovery codes, and which passwords are good enough."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trunkline.foundations.people.rules.one_time_codes import (
    STEP,
    code_at,
    matching_step,
    new_secret,
    plain_recovery_code,
    recovery_code,
)
from trunkline.foundations.people.rules.passwords import LONGEST, SHORTEST, plain, require_good
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem

# RFC 6238, appendix B (SHA-1), the last six of eight digits.
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"}
SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(("second", "code"), VECTORS.items())
def test_codes_are_those_of_the_rfc(second: int, code: str) -> None:
    assert code_at(SECRET, second * SECOND // STEP) == code


@given(octets=some.binary(min_size=20, max_size=20), now=some.integers(10**15, 10**16), drift=some.integers(-4, 4))
def test_a_code_counts_near_its_time_and_once(octets: bytes, now: int, drift: int) -> None:
    secret, step = new_secret(octets), now // STEP + drift
    code = code_at(secret, step)
    found = matching_step(secret, f"{code[:3]} {code[3:]}", now, 0)
    if abs(drift) <= 1:
        assert found is not None
        assert matching_step(secret, code, now, found) is None
    elif found is not None:  # by chance, another step near by has the same code
        assert code_at(secret, found) == code


@given(octets=some.binary(min_size=10, max_size=10))
def test_recovery_codes_survive_typing(octets: bytes) -> None:
    code = recovery_code(octets)
    for typed in (code, code.upper(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert plain_recovery_code(typed) == code
    assert plain_recovery_code(code[:-1]) is None
    assert plain_recovery_code("123456") is None


@pytest.mark.parametrize(
    "password",
    [
        "short", "password1234", "PasswordPassword", "Trunkline2026!", "qwertyuiop12", "aaaaaaaaaaaaaaaa", "abababababababab",
        "ada.lovelace1", "AdaLovelace1815", "123456789012345", "x" * (LONGEST + 1), "p@ssw0rd-admin-1", "987654321098", "1qaz2wsx3edc",
    ],
)  # fmt: skip
def test_what_guessers_try_first_is_refused(password: str) -> None:
    with pytest.raises(Problem) as refusal:
        require_good(password, "ada.lovelace@example.com", "Ada Lovelace")
    assert refusal.value.code == 99414


@pytest.mark.parametrize(
    "password", ["a heron reads the tide", "correct horse battery staple", "k7#Vx9!qLm2$", "鷺が潮を読む夕暮れの川辺", "8203947561822"]
)
def test_long_ones_are_good(password: str) -> None:
    assert require_good(password, "ada@example.com", "Ada") == plain(password)


@given(some.text(min_size=SHORTEST, max_size=60))
def test_what_looks_the_same_is_the_same(password: str) -> None:
    assert plain(plain(password)) == plain(password)

"""Deposited credentials: what is taken, what is refused, and that a secret is neither shown nor kept in clear."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.access.actions.store_credential import aws_purpose, read_public_key
from trunkline.foundations.access.resources.stored_credential import AwsCredential
from trunkline.foundations.access.vault import Vault
from trunkline.kernel.errors import Problem

AWS, KEYS = "/accounts/v1/Credentials/AWS", "/accounts/v1/Credentials/PublicKeys"
GOOD = "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def pem(bits: int = 2048) -> str:
    return rsa.generate_private_key(65537, bits).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


ONE = pem()


@pytest.mark.parametrize(("at", "given"), [(AWS, {"Credentials": GOOD}), (KEYS, {"PublicKey": ONE})])
async def test_it_is_made_read_renamed_and_removed(house: Any, at: str, given: dict[str, str]) -> None:
    made = await house.post(at, FriendlyName="till", **given)
    assert made.status == 201, made.text
    assert set(made.json) == {"sid", "account_sid", "friendly_name", "date_created", "date_updated", "url"}
    assert made.json["sid"].startswith("CR") and made.json["account_sid"] == house.account_sid
    own = f"{at}/{made.json['sid']}"
    assert made.json["url"].endswith(own.removeprefix("/accounts"))
    assert (await house.get(own)).json == made.json
    assert (await house.get(at)).json["credentials"] == [made.json]
    assert (await house.post(own, FriendlyName="shop")).json["friendly_name"] == "shop"
    other = KEYS if at == AWS else AWS
    assert (await house.get(f"{other}/{made.json['sid']}")).status == 404
    assert (await house.delete(own)).status == 204
    assert (await house.get(own)).status == 404


async def test_the_secret_is_sealed(house: Any) -> None:
    sid = (await house.post(AWS, Credentials=GOOD)).json["sid"]
    work = house.platform.work()
    row = await work.fetch(AwsCredential, sid, account_sid=house.account_sid)
    assert GOOD.split(":")[1] not in repr(row)
    assert house.platform.ports[Vault].open(row.sealed_credentials, aws_purpose(sid)) == GOOD


@pytest.mark.parametrize("given", [None, "", "AKIAIOSFODNN7EXAMPLE", GOOD.lower(), GOOD + "x", f" {GOOD}", GOOD.replace(":", ";")])
async def test_what_is_no_aws_key_is_refused(house: Any, given: str | None) -> None:
    answer = await house.post(AWS, **({} if given is None else {"Credentials": given}))
    assert (answer.status, answer.json["code"]) == (400, 70106)


async def test_what_is_no_public_key_is_refused(house: Any) -> None:
    curve = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for wrong in (None, "", "x", ONE[:-40], ONE.replace("M", "!"), curve, pem(1024), ONE + ONE):
        answer = await house.post(KEYS, **({} if wrong is None else {"PublicKey": wrong}))
        assert (answer.status, answer.json["code"]) == (400, 70154), wrong


@pytest.mark.parametrize("between", ["", " ", "\r\n", "\n"])
def test_lines_may_be_broken_in_any_way(between: str) -> None:
    assert read_public_key(between.join(ONE.splitlines())) == ONE


@given(st.text())
def test_any_other_text_is_refused_and_no_more(text: str) -> None:
    for given_text in (text, f"-----BEGIN PUBLIC KEY-----{text}-----END PUBLIC KEY-----"):
        with pytest.raises(Problem) as refused:
            read_public_key(given_text)
        assert refused.value.code == 70154


async def test_a_parent_deposits_for_a_subaccount_and_for_nobody_else(house: Any) -> None:
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    made = await house.post(AWS, Credentials=GOOD, AccountSid=sub["sid"])
    assert (made.status, made.json["account_sid"]) == (201, sub["sid"])
    assert (await house.get(AWS)).json["credentials"] == []
    for stranger in ("AC" + "0" * 32, "nobody"):
        answer = await house.post(AWS, Credentials=GOOD, AccountSid=stranger)
        assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_a_long_name_is_refused(house: Any) -> None:
    assert (await house.post(AWS, Credentials=GOOD, FriendlyName="n" * 64)).status == 201
    answer = await house.post(AWS, Credentials=GOOD, FriendlyName="n" * 65)
    assert (answer.status, answer.json["code"]) == (400, 70001)

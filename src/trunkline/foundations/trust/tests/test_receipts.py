"""Receipts of consent: whole or not, without us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from conftest import House
from trunkline.foundations.trust.receipts import WrongReceipt, fingerprint, read_public_key, sign_receipt, verify_receipt
from trunkline.kernel.dialects import write_iso8601
from trunkline.runtime.trust_commands import verify_receipt_command

SEED, OTHER = b"1" * 32, b"2" * 32
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
API = "/compliance/v1"

plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8
)
records = st.dictionaries(st.text(max_size=6), values, max_size=4)


@given(records)
def test_a_receipt_verifies_however_its_json_is_written(record: dict[str, Any]) -> None:
    receipt = sign_receipt(record, SEED)
    for written in (json.dumps(receipt), json.dumps(receipt, indent=3, sort_keys=True), json.dumps(receipt, ensure_ascii=False)):
        assert verify_receipt(written.encode("utf-8"), PUBLIC.public_bytes_raw()) == record


@given(st.data())
def test_no_octet_of_a_receipt_can_be_changed(data: st.DataObject) -> None:
    octets = bytearray(json.dumps(sign_receipt({"a": "I agree", "n": 12, "list": [True, None]}, SEED)).encode())
    place = data.draw(st.integers(0, len(octets) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda v: v != octets[place]))
    before = json.loads(octets)
    octets[place] = value
    try:
        record = verify_receipt(bytes(octets), PUBLIC.public_bytes_raw())
    except WrongReceipt:
        return
    # A blank between members may be another blank: then nothing that was said is different.
    assert record == before["receipt"] and json.loads(octets) == before


def test_what_is_no_receipt() -> None:
    receipt = sign_receipt({"a": 1}, SEED)
    twice = json.dumps(receipt).replace('{"receipt": {', '{"receipt": {"a": 2, ')
    signature = receipt["signature"]
    wrong = [
        b"", b"\xff", b"[]", b"{}", b"[" * 100_000, twice.encode(), b" " * (1024 * 1024 + 1),
        json.dumps({**receipt, "more": 1}).encode(),
        json.dumps({**receipt, "receipt": 1}).encode(),
        json.dumps({"receipt": {"a": 2**60}, "signature": signature}).encode(),
        json.dumps({**receipt, "signature": {**signature, "algorithm": "none"}}).encode(),
        json.dumps({**receipt, "signature": {**signature, "value": "AA=="}}).encode(),
        json.dumps({**receipt, "signature": {**signature, "key_fingerprint": "0" * 64}}).encode(),
        json.dumps({**receipt, "signature": {**signature, "value": 5}}).encode(),
    ]  # fmt: skip
    for octets in wrong:
        with pytest.raises(WrongReceipt):
            verify_receipt(octets)
    forged = json.dumps(sign_receipt({"a": 1}, OTHER)).encode()
    assert verify_receipt(forged) == {"a": 1}
    with pytest.raises(WrongReceipt, match="another key"):
        verify_receipt(forged, PUBLIC.public_bytes_raw())


def test_keys_are_read_from_pem_base64_and_json() -> None:
    import base64

    raw = PUBLIC.public_bytes_raw()
    text = base64.b64encode(raw)
    pem = PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for written in (pem, text + b"\n", json.dumps({"public_key": text.decode()}).encode()):
        assert read_public_key(written) == raw
    for written in (b"", b"-----BEGIN", b"{}", b"{", b"[]", text[:-8], b'{"public_key": 5}'):
        with pytest.raises(WrongReceipt):
            read_public_key(written)


async def test_the_command_checks_a_real_receipt_offline(house: House, tmp_path: Path) -> None:
    brand = (await house.post(f"{API}/Brands", Name="Acmé")).json["sid"]
    program = (await house.post(f"{API}/Programs", BrandSid=brand, Name="Offers", Intents="marketing")).json["sid"]
    form: dict[str, Any] = {"Method": "website", "SourceUrl": "https://acme.example", "Wording": "J’accepte", "Locale": "fr"}
    captured = write_iso8601(house.platform.clock.now())
    consent = (
        await house.post(
            f"{API}/Consents", ProgramSid=program, Recipient="+15551230001", CapturedAt=captured, IpAddress="192.0.2.1", **form
        )
    ).json
    path = f"{API}/Consents/{consent['sid']}/Receipt"
    answer = await house.get(path)
    record = answer.json["receipt"]
    assert record["record_metadata"]["schema_version"] == "ISO/IEC TS 27560:2023"
    assert record["record_metadata"]["record_hash"] == consent["record_hash"]
    assert record["event"] == {**record["event"], "event_type": "given", "event_time": captured}
    assert (record["evidence"]["kinds"], record["evidence"]["wording"]) == (["timestamp"], "J’accepte")
    assert (await house.get(path)).body == answer.body
    await house.post(f"{API}/Consents/{consent['sid']}", Status="revoked")
    assert (await house.get(path)).json["receipt"]["event"]["event_type"] == "withdrawn"
    assert (await house.get(path, Version=1)).body == answer.body
    assert [(await house.get(path, Version=v)).status for v in ("3", "0", "x")] == [404, 404, 400]

    key = await house.get(f"{API}/ReceiptKey")
    file, keys, wrong = tmp_path / "receipt.json", tmp_path / "key.json", tmp_path / "other.pem"
    file.write_bytes(answer.body)
    keys.write_bytes(key.body)
    other = Ed25519PrivateKey.from_private_bytes(OTHER).public_key()
    wrong.write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(verify_receipt_command, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    code, told = run(str(file), "--key", str(keys))
    assert code == 0 and "signed by the key that you trust" in told and "Acmé" in told and consent["sid"] in told
    assert run(str(file))[0] == 0 and "compare the fingerprint" in run(str(file))[1]
    assert run(str(file), "--fingerprint", key.json["key_fingerprint"])[0] == 0
    assert run(str(file), "--fingerprint", fingerprint(b"x"))[0] == 1
    code, told = run(str(file), "--key", str(wrong))
    assert code == 1 and "another key" in told
    file.write_bytes(answer.body.replace(b"marketing", b"marketinG"))
    code, told = run(str(file), "--key", str(keys))
    assert code == 1 and "was changed" in told

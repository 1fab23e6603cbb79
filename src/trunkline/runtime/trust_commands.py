"""The command that checks a receipt of consent, without a platform, a record or a network."""

from __future__ import annotations

from typing import Any, BinaryIO

import click

from trunkline.foundations.trust.receipts import LONGEST, WrongReceipt, fingerprint, read_public_key, verify_receipt


@click.command("verify-receipt")
@click.argument("file", type=click.File("rb"))
@click.option("--key", type=click.File("rb"), help="The platform's public key: the JSON of /compliance/v1/ReceiptKey, PEM or base64.")
@click.option("--fingerprint", "expected", metavar="SHA256", help="The fingerprint that the platform's operator has published.")
def verify_receipt_command(file: BinaryIO, key: BinaryIO | None, expected: str | None) -> None:
    """Check the signature of the receipt of consent in FILE (- for standard input), offline. Exit status 1 when it is not whole."""
    try:
        trusted = read_public_key(key.read(LONGEST)) if key is not None else None
        octets = file.read(LONGEST + 1)
        record = verify_receipt(octets, trusted)
    except WrongReceipt as why:
        raise click.ClickException(str(why)) from None
    signer = _signer(octets)
    if expected is not None and expected.replace(":", "").lower() != signer:
        raise click.ClickException(f"signed by another key: {signer}")
    for line in _lines(record):
        click.echo(line)
    click.echo(f"signed by  {signer}")
    if trusted is None and expected is None:
        click.echo("The receipt is whole. Whose key it is, it cannot say itself: compare the fingerprint, or give --key.")
    else:
        click.echo("The receipt is whole, and signed by the key that you trust.")


def _signer(octets: bytes) -> str:
    import base64
    import json

    return fingerprint(base64.b64decode(json.loads(octets)["signature"]["public_key"]))


def _lines(record: dict[str, Any]) -> list[str]:
    """What a person wants to see; a field that a receipt lacks is left out."""

    def at(*names: str) -> str:
        found: Any = record
        for name in names:
            found = found.get(name, "") if isinstance(found, dict) else ""
        return str(found)

    controllers = record.get("pii_controllers")
    name = controllers[0].get("name", "") if isinstance(controllers, list) and controllers and isinstance(controllers[0], dict) else ""
    shown = {
        "record": f"{at('record_metadata', 'record_id')} version {at('record_metadata', 'record_version')}",
        "person": at("record_metadata", "pii_principal_id"),
        "brand": str(name),
        "program": at("pii_processing", "program", "name"),
        "state": f"{at('event', 'event_type')} {at('event', 'event_time')}",
    }
    return [f"{label:<10} {text}" for label, text in shown.items() if text.strip()]

"""Sign the rule packs in the box: an Ed25519 signature beside each file, and the public half of the build key.

The private key stays outside the repository, in `var/packs.key` or where --key says (base64 of 32 octets). Who has it signs with
`python -m tools.sign_packs`; who has not makes a new one with --new-key, which replaces the public key and signs all packs again.
Packs of an operator's own are signed with --folder, which leaves the box and its key alone.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from trunkline.foundations.trust.packs.load import PackError, compile_packs

ROOT = Path(__file__).resolve().parent.parent
BOX = ROOT / "src/trunkline/foundations/trust/packs"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Sign the rule packs.")
    parser.add_argument("--key", type=Path, default=ROOT / "var/packs.key", help="file of the private key")
    parser.add_argument("--new-key", action="store_true", help="make a new key in that file, which must not be there yet")
    parser.add_argument("--folder", type=Path, default=BOX, help="folder whose *.toml are signed")
    chosen = parser.parse_args(arguments)
    if chosen.new_key:
        chosen.key.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(chosen.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            print(f"{chosen.key} is there already; move it away before a new key takes its name", file=sys.stderr)
            return 1
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
    try:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(chosen.key.read_bytes().strip(), validate=True))
    except (OSError, ValueError) as error:
        print(f"no private key in {chosen.key}: {error}", file=sys.stderr)
        return 1
    packs = sorted(chosen.folder.glob("*.toml"))
    try:
        # Nothing wrong is signed.
        compile_packs((path.name, path.read_bytes()) for path in packs)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    for path in packs:
        path.with_name(f"{path.name}.sig").write_bytes(base64.b64encode(key.sign(path.read_bytes())) + b"\n")
    (chosen.folder / "packs.pub").write_bytes(base64.b64encode(key.public_key().public_bytes_raw()) + b"\n")
    print(f"{len(packs)} packs signed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The published OpenAPI documents, taken from the npm package `@twilio/cli-core`, which carries them.

The tarball is fetched once with the machine's own npm into `var/contract` (ignored by git), checked against the hash
pinned here, and read from there afterwards; nothing of it is copied into the repository. To move to another version,
change `PACKAGE_VERSION` and `PACKAGE_INTEGRITY` together (`npm view @twilio/cli-core dist.integrity` prints the hash),
then run `python -m contract.publish_operations`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract.corrections import IGNORED_DOCUMENTS, corrected

PACKAGE = "@twilio/cli-core"
PACKAGE_VERSION = "9.0.0"
PACKAGE_INTEGRITY = "sha512-FPHm5gXAUwM2oATmQi3AGYPFz4Urg5G5/vDkpUu5WqNuwueQaS93HwXjdX1OM+miuq0LMimdfbXDTLEp4Nsjfg=="

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "var" / "contract"
_FOLDER_IN_TARBALL = "package/src/services/twilio-api/"
_NPM_SECONDS = 120


class ContractUnavailable(RuntimeError):
    """The documents cannot be had on this machine; the message says what would mend it."""


@dataclass(frozen=True, slots=True)
class Document:
    """One published document: `name` is its file name without `twilio_` and `.json`, such as `messaging_v1`."""

    name: str
    body: dict[str, Any]


def load_documents(*, correct: bool = True) -> list[Document]:
    """All documents by name, with `contract/corrections.py` applied unless `correct` is false.

    Raises `ContractUnavailable` when the package is neither cached nor obtainable.
    """
    documents = []
    for name, raw in sorted(_read_members(obtain_tarball()).items()):
        body = json.loads(raw)
        if correct:
            if name in IGNORED_DOCUMENTS:
                continue
            corrected(name, body)
        documents.append(Document(name, body))
    return documents


def obtain_tarball(cache: Path = CACHE) -> Path:
    """The cached tarball of the pinned version; fetched by npm when it is absent or does not match the pinned hash."""
    target = cache / f"twilio-cli-core-{PACKAGE_VERSION}.tgz"
    if target.exists() and integrity(target) == PACKAGE_INTEGRITY:
        return target
    npm = shutil.which("npm")
    if npm is None:
        raise ContractUnavailable(
            f"The published documents come from the npm package {PACKAGE}@{PACKAGE_VERSION}, and npm is not installed. "
            "Install it (Debian: apt-get install npm) or put the tarball there yourself: " + str(target)
        )
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", f"{PACKAGE}@{PACKAGE_VERSION}", "--silent", "--pack-destination", str(cache)]
    try:
        subprocess.run(command, cwd=cache, check=True, capture_output=True, text=True, timeout=_NPM_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"`npm pack` gave no answer within {_NPM_SECONDS} s; is the registry reachable?"
        raise ContractUnavailable(message) from error
    except subprocess.CalledProcessError as error:
        message = f"`npm pack {PACKAGE}@{PACKAGE_VERSION}` failed: {error.stderr.strip()[-400:]}"
        raise ContractUnavailable(message) from error
    found = integrity(target) if target.exists() else "nothing"
    if found != PACKAGE_INTEGRITY:
        target.unlink(missing_ok=True)
        message = f"The tarball of {PACKAGE}@{PACKAGE_VERSION} is {found}, pinned is {PACKAGE_INTEGRITY}."
        raise ContractUnavailable(message)
    return target


def integrity(path: Path) -> str:
    """The hash of a file as npm writes it: `sha512-` and the digest in base64."""
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode("ascii")


def _read_members(tarball: Path) -> dict[str, bytes]:
    """The documents inside the tarball, read in memory, so that no path of the archive touches the disk."""
    members: dict[str, bytes] = {}
    with tarfile.open(tarball, "r:gz") as archive:
        for member in archive:
            if not (member.isfile() and member.name.startswith(_FOLDER_IN_TARBALL) and member.name.endswith(".json")):
                continue
            stream = archive.extractfile(member)
            if stream is not None:
                members[Path(member.name).stem.removeprefix("twilio_")] = stream.read()
    return members

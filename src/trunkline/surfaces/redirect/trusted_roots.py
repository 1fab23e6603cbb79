"""The file of trusted roots for a redirected app: what it trusted before, and the local authority besides.

REQUESTS_CA_BUNDLE, SSL_CERT_FILE and CURL_CA_BUNDLE replace a client's roots instead of adding to them, so the file
must hold the system's roots too, and those that a company put into the environment, or every other host of the app fails.
"""

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from trunkline.surfaces.redirect.authority import write_whole

VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "TWILIO_CA_BUNDLE")
"""The variables by which clients are told their roots: OpenSSL, requests, curl, Node, Twilio's Node package."""

SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # BSD, macOS
)

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----\s.+?-----END CERTIFICATE-----", re.DOTALL)


def root_sources(outer: Mapping[str, str], system_files: Sequence[str] = SYSTEM_FILES) -> list[Path]:
    """The files and directories of roots that a command in this environment would trust, without repeats.

    The files named by the outer environment come first; then the system's: what OpenSSL was built with, else the
    places where distributions keep them, else the `certifi` package if it is installed.
    """
    named = [Path(outer[variable]) for variable in VARIABLES if outer.get(variable)]
    built_in = ssl.get_default_verify_paths()
    system = [Path(path) for path in (built_in.openssl_cafile, *system_files) if Path(path).is_file()][:1]
    if not system:
        directory = Path(outer.get("SSL_CERT_DIR") or built_in.openssl_capath)
        system = [directory] if any(_certificates_at(directory)) else []
    if not system:
        system = _certifi()
    return list(dict.fromkeys([*named, *system]))


def write_bundle(path: Path, own_certificate: bytes, outer: Mapping[str, str], system_files: Sequence[str] = SYSTEM_FILES) -> int:
    """Write the roots of `outer` and `own_certificate` (PEM) to `path` in one step; answer how many roots it holds.

    An answer of 1 means that no root but our own was found: other hosts cannot be verified, which the caller should
    say. A source that is missing or unreadable is left out, as the clients themselves do. Errors: OSError.
    """
    found: dict[bytes, None] = dict.fromkeys(
        certificate for source in root_sources(outer, system_files) for certificate in _certificates_at(source)
    )
    own = own_certificate.strip()
    found.pop(own, None)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, b"".join(certificate + b"\n" for certificate in (*found, own)), mode=0o644)
    return len(found) + 1


def _certificates_at(source: Path) -> Iterator[bytes]:
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    for file in files:
        try:
            yield from _CERTIFICATE.findall(file.read_bytes())
        except OSError:
            continue  # a stale link in a directory of roots is usual


def _certifi() -> list[Path]:
    try:
        return [Path(import_module("certifi").where())]
    except ImportError:
        return []

"""The local certificate authority of the redirect, which can speak for Twilio's hosts and for nobody else.

A machine that is told to trust this authority must not thereby trust it for a bank. So its certificate carries a
critical name constraint (RFC 5280, 4.2.1.10): `twilio.com` and what stands below it, and no IP address at all, since
a constraint on DNS names alone would leave addresses free. It may sign leaves only (path length 0), for TLS servers only.

The key is made once, in the data directory, and never leaves it. Leaves live in memory and are minted when a host is
first asked for.
"""

import fcntl
import ipaddress
import os
import ssl
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from trunkline.surfaces.redirect.twilio_hosts import DOMAIN, plain_name

_AUTHORITY_LIFE = timedelta(days=3650)
_AUTHORITY_RENEWED_BEFORE = timedelta(days=30)
_LEAF_LIFE = timedelta(days=30)
_LEAF_RENEWED_BEFORE = timedelta(days=1)
_CLOCKS_MAY_DIFFER_BY = timedelta(days=1)
_LEAVES_KEPT = 256


class AuthorityError(Exception):
    """The authority's files cannot be read or written; the message names the file and what is wrong with it."""


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Write a file so that a reader sees the old content or the new, never a part, and never with wider rights.

    Errors: OSError as of open, write or rename; the temporary file is removed.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)  # made with 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Authority:
    """The authority of one data directory: its certificate, its key, and the leaves minted so far."""

    def __init__(
        self,
        directory: Path,
        certificate: x509.Certificate,
        key: ec.EllipticCurvePrivateKey,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.ca_file = directory / "ca.pem"
        """The authority's certificate, PEM: what `trunkline credentials` prints as `ca_file`."""
        self.key_file = directory / "ca-key.pem"
        self.directory = directory
        self.certificate = certificate
        self._key = key
        self._now = now
        self._leaves: OrderedDict[str, tuple[datetime, ssl.SSLContext]] = OrderedDict()

    @classmethod
    def open(cls, directory: Path, now: Callable[[], datetime] = _utc_now) -> "Authority":
        """Open the authority of this directory; make it (key file 0600, directory 0700) if there is none yet.

        Two processes that open the same directory at once get the same authority. One that is about to expire, or
        whose key does not belong to its certificate, is replaced. Errors: AuthorityError.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone_in(directory):
                authority = cls._load(directory, now) or cls._create(directory, now)
        except OSError as error:
            raise AuthorityError(f"{error.filename or directory}: {error.strerror or error}") from error
        return authority

    @classmethod
    def _load(cls, directory: Path, now: Callable[[], datetime]) -> "Authority | None":
        ca_file, key_file = directory / "ca.pem", directory / "ca-key.pem"
        if not (ca_file.exists() and key_file.exists()):
            return None
        if key_file.stat().st_mode & 0o077:
            key_file.chmod(0o600)  # a copy or a restored backup loses the mode
        try:
            certificate = x509.load_pem_x509_certificate(ca_file.read_bytes())
        except ValueError as error:
            raise AuthorityError(f"{ca_file}: not a certificate ({error}); move it away to have a new one made") from error
        try:
            key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        except (ValueError, TypeError) as error:
            raise AuthorityError(f"{key_file}: not a private key; move it away to have a new one made") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
            return None
        if certificate.not_valid_after_utc - now() < _AUTHORITY_RENEWED_BEFORE:
            return None
        return cls(directory, certificate, key, now)

    @classmethod
    def _create(cls, directory: Path, now: Callable[[], datetime]) -> "Authority":
        key = ec.generate_private_key(ec.SECP256R1())
        # The name carries a part of the key's fingerprint: a trust store that holds an older authority of ours as well
        # must not take one for the other.
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Trunkline"),
                x509.NameAttribute(NameOID.COMMON_NAME, f"Trunkline local authority {identifier.digest.hex()[:8]}"),
            ]
        )
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now() - _CLOCKS_MAY_DIFFER_BY)
            .not_valid_after(now() + _AUTHORITY_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.NameConstraints(
                    permitted_subtrees=[x509.DNSName(DOMAIN)],
                    excluded_subtrees=[
                        x509.IPAddress(ipaddress.ip_network("0.0.0.0/0")),
                        x509.IPAddress(ipaddress.ip_network("::/0")),
                    ],
                ),
                critical=True,
            )
            .add_extension(identifier, critical=False)
            .sign(key, hashes.SHA256())
        )
        authority = cls(directory, certificate, key, now)
        write_whole(
            authority.key_file,
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
            mode=0o600,
        )
        write_whole(authority.ca_file, authority.certificate_pem(), mode=0o644)
        return authority

    def certificate_pem(self) -> bytes:
        """The authority's certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def mint(self, host: str) -> tuple[bytes, bytes]:
        """Certificate and key (PEM, both) for one host, valid 30 days.

        No host is refused here: the authority's name constraint is what makes clients reject a leaf for a name
        outside `twilio.com`. Errors: ValueError if the host is no DNS name.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        certificate = (
            x509.CertificateBuilder()
            # No common name: a host of more than 64 characters would not fit, and clients read the alternative name.
            .subject_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Trunkline")]))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now() - _CLOCKS_MAY_DIFFER_BY)
            .not_valid_after(self._now() + _LEAF_LIFE)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(plain_name(host))]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return (
            certificate.public_bytes(serialization.Encoding.PEM),
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        )

    def server_context(self, host: str) -> ssl.SSLContext:
        """The TLS context (1.2 or later, HTTP/1.1) that answers as this host; minted at first use, then kept.

        At most 256 hosts are kept, the one longest unused goes first; a leaf is replaced a day before it expires.
        Errors: ValueError if the host is no DNS name; OSError if the directory cannot be written.
        """
        name = plain_name(host)
        kept = self._leaves.get(name)
        if kept is not None and kept[0] > self._now():
            self._leaves.move_to_end(name)
            return kept[1]
        certificate, key = self.mint(name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        # The ssl module loads a key from a file only; this one is 0600 and gone at once.
        with tempfile.NamedTemporaryFile(dir=self.directory, prefix="leaf.") as file:
            file.write(key + certificate)
            file.flush()
            context.load_cert_chain(file.name)
        self._leaves[name] = (self._now() + _LEAF_LIFE - _LEAF_RENEWED_BEFORE, context)
        self._leaves.move_to_end(name)
        while len(self._leaves) > _LEAVES_KEPT:
            self._leaves.popitem(last=False)
        return context


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Hold the directory's lock; the kernel frees it if the process dies."""
    descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

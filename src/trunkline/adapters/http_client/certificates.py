"""TLS as webhooks need it: the system's authorities, further ones from a file, and Twilio's codes for what goes wrong."""

import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

# OpenSSL's X509_V_ERR_* numbers.
_EXPIRED = {9, 10}
_NO_PATH = {2, 18, 19, 20, 21}
_WRONG_NAME = {62, 64}


class Certificates:
    """Contexts for TLS, made once. `extra_ca` is a PEM file of authorities trusted besides the system's."""

    def __init__(self, extra_ca: str | None = None) -> None:
        self._extra_ca = extra_ca
        self._contexts: dict[tuple[bool, bool], ssl.SSLContext] = {}

    def context(self, *, verify: bool, sni: bool) -> ssl.SSLContext:
        """A client's context. Without SNI the name is not checked by OpenSSL; the caller asks `covers`."""
        if (made := self._contexts.get((verify, sni))) is None:
            made = ssl.create_default_context()
            made.minimum_version = ssl.TLSVersion.TLSv1_2
            if self._extra_ca is not None:
                made.load_verify_locations(self._extra_ca)
            if not (verify and sni):
                made.check_hostname = False
            if not verify:
                # The account's owner has switched "SSL Certificate Validation" off.
                made.verify_mode = ssl.CERT_NONE
            made.set_alpn_protocols(["http/1.1"])
            self._contexts[verify, sni] = made
        return made

    @staticmethod
    def code_of(error: ssl.SSLError) -> int:
        """Twilio's code: 11235 wrong domain, 11236 expired, 11237 no path to an authority, else 11220 handshake."""
        if isinstance(error, ssl.SSLCertVerificationError):
            if error.verify_code in _WRONG_NAME:
                return 11235
            if error.verify_code in _EXPIRED:
                return 11236
            if error.verify_code in _NO_PATH:
                return 11237
        return 11220

    @staticmethod
    def explain(error: ssl.SSLError) -> str:
        """The error in OpenSSL's words."""
        if isinstance(error, ssl.SSLCertVerificationError) and error.verify_message:
            return f"the certificate is not accepted: {error.verify_message}"
        return f"the TLS handshake failed: {error.reason or error}"

    @staticmethod
    def covers(certificate: Mapping[str, Any] | None, host: str) -> bool:
        """Whether a certificate names this host (RFC 6125: whole labels, `*` as the leftmost one only)."""
        for kind, name in (certificate or {}).get("subjectAltName", ()):
            if kind == "DNS":
                wanted, have = host.split("."), str(name).lower().split(".")
                if wanted == have or (have[0] == "*" and len(have) > 2 and wanted[1:] == have[1:]):
                    return True
            elif kind == "IP Address":
                try:
                    if ip_address(str(name).strip()) == ip_address(host):
                        return True
                except ValueError:
                    continue
        return False

"""TLS against a real server with a certificate authority made for the test."""

import datetime
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from trunkline.adapters.http_client import Guard, HttpClient
from trunkline.adapters.http_client.certificates import Certificates
from trunkline.adapters.http_client.tests.conftest import ok, site
from trunkline.foundations.webhooks.ports import Limits, Outgoing, Unreachable

NOW = datetime.datetime.now(datetime.UTC)


class Authority:
    """Signs certificates for names; its own certificate is `ca.pem` in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        made = self._builder(self.name, self.key.public_key(), days=1).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.certificate = made.sign(self.key, hashes.SHA256())
        self.path = folder / "ca.pem"
        self.path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=2))
            .not_valid_after(NOW + datetime.timedelta(days=days))
        )

    def server(self, *names: x509.GeneralName, days: int = 1) -> ssl.SSLContext:
        """A server's context with a certificate for these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        certificate = (
            self._builder(subject, key.public_key(), days)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        pem = self.folder / "server.pem"
        pem.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem)
        return context


async def to_loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_the_name_is_sent_and_checked(authority: Authority) -> None:
    context = authority.server(x509.DNSName("hooks.example"), x509.IPAddress(ip_address("127.0.0.1")))
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    client = HttpClient(Guard("development"), extra_ca=str(authority.path), resolver=to_loopback)
    async with site(context) as web:
        web.routes["/"] = ok(b"safe")
        port = web.port
        for _ in range(2):
            assert (await client.call(Outgoing("POST", f"https://hooks.example:{port}/", body=b"x"))).body == b"safe"
        assert web.connections == 1 and asked == ["hooks.example"]
        assert (await client.call(Outgoing("GET", f"https://127.0.0.1:{port}/"))).status == 200
        without = Limits(sni=False)
        assert (await client.call(Outgoing("GET", f"https://hooks.example:{port}/", limits=without))).status == 200
        assert asked[2:] == [None] and web.connections == 3
        for limits in (Limits(), without):
            with pytest.raises(Unreachable) as caught:
                await client.call(Outgoing("GET", f"https://other.example:{port}/", limits=limits))
            assert (caught.value.kind, caught.value.code) == ("tls", 11235)
        unchecked = Limits(verify=False)
        assert (await client.call(Outgoing("GET", f"https://other.example:{port}/", limits=unchecked))).status == 200
        await client.close()


async def test_an_unknown_authority_and_an_expired_certificate(authority: Authority) -> None:
    name = x509.DNSName("hooks.example")
    async with site(authority.server(name)) as web:
        client = HttpClient(Guard("development"), resolver=to_loopback)
        with pytest.raises(Unreachable) as caught:
            await client.call(Outgoing("GET", f"https://hooks.example:{web.port}/"))
        assert (caught.value.kind, caught.value.code, caught.value.phase) == ("tls", 11237, "connect")
    async with site(authority.server(name, days=-1)) as web:
        client = HttpClient(Guard("development"), extra_ca=str(authority.path), resolver=to_loopback)
        with pytest.raises(Unreachable) as caught:
            await client.call(Outgoing("GET", f"https://hooks.example:{web.port}/"))
        assert (caught.value.kind, caught.value.code) == ("tls", 11236) and "expired" in caught.value.message


async def test_a_server_without_tls() -> None:
    async with site() as web:
        with pytest.raises(Unreachable) as caught:
            await HttpClient(Guard("development")).call(Outgoing("GET", f"https://127.0.0.1:{web.port}/", limits=Limits(connect_ms=500)))
        # The plain server may answer, hang up or wait for more: no TLS came about in any case.
        assert caught.value.phase == "connect" and web.seen == []


@pytest.mark.parametrize(
    ("name", "host", "covered"),
    [
        ("a.example", "a.example", True),
        ("*.a.example", "x.a.example", True),
        ("*.a.example", "a.example", False),
        ("*.a.example", "x.y.a.example", False),
        ("*.example", "a.example", False),
        ("x*.a.example", "xy.a.example", False),
        ("a.example", "b.example", False),
    ],
)
def test_which_hosts_a_certificate_covers(name: str, host: str, covered: bool) -> None:
    assert Certificates.covers({"subjectAltName": (("DNS", name),)}, host) == covered
    assert not Certificates.covers({}, host) and not Certificates.covers(None, host)

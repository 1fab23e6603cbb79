"""The authority speaks for Twilio's hosts and nobody else, as OpenSSL sees it."""

import ssl
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from trunkline.surfaces.redirect.authority import Authority, AuthorityError
from trunkline.surfaces.redirect.trusted_roots import root_sources, write_bundle


def handshake(authority: Authority, host: str, server: ssl.SSLContext) -> None:
    """A real TLS handshake in memory, by a client that trusts this authority. Errors: ssl.SSLError."""
    trusting = ssl.create_default_context(cafile=str(authority.ca_file))
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client_side = trusting.wrap_bio(to_client, to_server, server_hostname=host)
    server_side = server.wrap_bio(to_server, to_client, server_side=True)
    waiting = [client_side, server_side]
    for _ in range(10):
        for side in list(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                continue
        if not waiting:
            return
    raise AssertionError("the handshake did not end")


@pytest.mark.parametrize("host", ["twilio.com", "api.twilio.com", "api.dublin.ie1.twilio.com", "MESSAGING.Twilio.com."])
def test_a_leaf_for_a_twilio_host_is_trusted(tmp_path: Path, host: str) -> None:
    authority = Authority.open(tmp_path)
    handshake(authority, host.rstrip("."), authority.server_context(host))


@pytest.mark.parametrize("host", ["example.com", "nottwilio.com", "twilio.com.example.net", "localhost"])
def test_a_leaf_for_any_other_host_is_rejected(tmp_path: Path, host: str) -> None:
    authority = Authority.open(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(authority, host, authority.server_context(host))


def test_openssl_rejects_a_leaf_for_another_host_and_takes_one_for_twilio(tmp_path: Path) -> None:
    authority = Authority.open(tmp_path)
    verdicts = {}
    for host in ("example.com", "api.twilio.com"):
        leaf = tmp_path / f"{host}.pem"
        leaf.write_bytes(authority.mint(host)[0])
        verdicts[host] = subprocess.run(
            ["openssl", "verify", "-CAfile", str(authority.ca_file), "-verify_hostname", host, str(leaf)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert verdicts["api.twilio.com"].returncode == 0, verdicts["api.twilio.com"].stderr
    assert verdicts["example.com"].returncode != 0
    assert "permitted subtree violation" in verdicts["example.com"].stderr


def test_the_constraint_is_critical_and_leaves_no_address_free(tmp_path: Path) -> None:
    extension = Authority.open(tmp_path).certificate.extensions.get_extension_for_class(x509.NameConstraints)
    assert extension.critical
    assert [name.value for name in extension.value.permitted_subtrees or ()] == ["twilio.com"]
    assert {str(name.value) for name in extension.value.excluded_subtrees or ()} == {"0.0.0.0/0", "::/0"}


def test_the_key_is_for_the_owner_only_and_stays_the_same(tmp_path: Path) -> None:
    first = Authority.open(tmp_path / "authority")
    first.key_file.chmod(0o644)
    second = Authority.open(tmp_path / "authority")
    assert first.certificate == second.certificate
    assert stat.S_IMODE(second.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(second.directory.stat().st_mode) == 0o700


def test_processes_that_open_it_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Authority.open(tmp_path), range(8)))
    assert len({authority.certificate.serial_number for authority in opened}) == 1


def test_a_half_made_or_expiring_authority_is_replaced(tmp_path: Path) -> None:
    first = Authority.open(tmp_path)
    first.ca_file.unlink()
    second = Authority.open(tmp_path)
    assert second.certificate != first.certificate
    later = Authority.open(tmp_path, now=lambda: datetime.now(UTC) + timedelta(days=3640))
    assert later.certificate != second.certificate


def test_a_leaf_is_kept_and_replaced_before_it_expires(tmp_path: Path) -> None:
    time = datetime.now(UTC)
    authority = Authority.open(tmp_path, now=lambda: time)
    first = authority.server_context("api.twilio.com")
    time += timedelta(days=28)
    assert authority.server_context("API.twilio.com") is first
    time += timedelta(days=2)
    assert authority.server_context("api.twilio.com") is not first
    assert not list(tmp_path.glob("leaf.*")), "no key of a leaf may stay on disk"


def test_a_damaged_key_is_named_in_the_error(tmp_path: Path) -> None:
    Authority.open(tmp_path).key_file.write_text("no key")
    with pytest.raises(AuthorityError, match=r"ca-key\.pem: not a private key"):
        Authority.open(tmp_path)


def test_a_directory_that_cannot_be_made_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuthorityError, match="file"):
        Authority.open(tmp_path / "file" / "below")


def test_the_bundle_holds_the_inherited_roots_once_and_ours(tmp_path: Path) -> None:
    ours, theirs = Authority.open(tmp_path / "ours"), Authority.open(tmp_path / "theirs")
    outer = {"SSL_CERT_FILE": str(theirs.ca_file), "REQUESTS_CA_BUNDLE": str(theirs.ca_file), "CURL_CA_BUNDLE": "gone"}
    bundle = tmp_path / "bundle.pem"
    count = write_bundle(bundle, ours.certificate_pem(), outer, system_files=())
    text = bundle.read_text()
    assert text.count("BEGIN CERTIFICATE") == count
    assert text.count(ours.certificate_pem().decode().strip()) == 1
    assert text.count(theirs.certificate_pem().decode().strip()) == 1
    again = write_bundle(bundle, ours.certificate_pem(), {**outer, "SSL_CERT_FILE": str(bundle)}, system_files=())
    assert again == count, "a bundle made from our own bundle does not grow"


def test_the_bundle_is_one_that_openssl_loads(tmp_path: Path) -> None:
    ours = Authority.open(tmp_path)
    bundle = tmp_path / "bundle.pem"
    count = write_bundle(bundle, ours.certificate_pem(), {})
    assert count > 1, f"no root found in {root_sources({})}"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(bundle)
    assert context.cert_store_stats()["x509_ca"] >= count - 1

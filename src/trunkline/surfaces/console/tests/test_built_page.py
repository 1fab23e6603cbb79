"""The page comes with a nonce of its own, its files for ever, and nothing of it under another folder's name."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from trunkline.surfaces.console.built_page import BuiltPage
from trunkline.surfaces.http.exchange import Asked

from .conftest import Desk

SCRIPT = b"console.log('x');" * 200


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "built"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(
        '<html><meta name="style-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style></html>'
    )
    (folder / "assets" / "index-1234.js").write_bytes(SCRIPT)
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / ".vite").mkdir()
    (folder / ".vite" / "manifest.json").write_text("not for you")
    (tmp_path / "secret.txt").write_text("not for you")
    return folder


def ask(path: str, **headers: str) -> Asked:
    return Asked("GET", path, "", {k.replace("_", "-"): v for k, v in headers.items()}, b"")


async def test_every_page_has_its_own_nonce_and_a_strict_policy(desk: Desk, built: Path) -> None:
    desk.console.page = BuiltPage(built)
    nonces = set()
    for path in ("/console/", "/console/messages/SM123", "/console/a/b/c?d=e"):
        answer = await desk.get(path)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
        policy = answer.headers["Content-Security-Policy"]
        (nonce,) = re.findall(r"'nonce-([0-9a-f]{32})'", policy)
        assert answer.body.decode().count(nonce) == 2 and "__CSP_NONCE__" not in answer.body.decode()
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY" and answer.headers["X-Content-Type-Options"] == "nosniff"
        nonces.add(nonce)
    assert len(nonces) == 3


async def test_files_are_kept_for_ever_packed_and_known_by_their_tag(desk: Desk, built: Path) -> None:
    desk.console.page = BuiltPage(built)
    path = "/console/assets/index-1234.js"
    plain = await desk.get(path)
    assert plain.body == SCRIPT and plain.kind.startswith("text/javascript") and "immutable" in plain.headers["Cache-Control"]
    packed = await desk.get(path, accept_encoding="gzip, deflate, br")
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.body) == SCRIPT
    assert packed.headers["ETag"] != plain.headers["ETag"] and packed.headers["Vary"] == "Accept-Encoding"
    again = await desk.get(path, accept_encoding="gzip", if_none_match=packed.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert "Content-Encoding" not in (await desk.get(path, accept_encoding="gzip;q=0, identity")).headers
    (built / "assets" / "index-1234.js.br").write_bytes(b"brotli")
    desk.console.page = BuiltPage(built)
    assert (await desk.get(path, accept_encoding="br")).body == b"brotli"


@pytest.mark.parametrize("path", ["/console/assets/none.js", "/console/assets/../../secret.txt", "/console/assets/index.html"])
async def test_what_is_not_there_is_not_the_page_under_another_name(desk: Desk, built: Path, path: str) -> None:
    desk.console.page = BuiltPage(built)
    answer = await desk.get(path)
    assert answer.status == 404 and b"not for you" not in answer.body


@pytest.mark.parametrize(
    "path", ["/console/../secret.txt", "/console/%2e%2e/secret.txt", "/console/..%2fsecret.txt", "/console/.vite/manifest.json"]
)
async def test_nothing_outside_the_folder_is_served(desk: Desk, built: Path, path: str) -> None:
    desk.console.page = BuiltPage(built)
    assert b"not for you" not in (await desk.get(path)).body


async def test_an_unbuilt_page_says_what_to_do_and_is_noticed_once_built(desk: Desk, built: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    desk.console.page = BuiltPage(away)
    missing = await desk.get("/console/")
    assert missing.status == 503 and b"make console" in missing.body and b"__CSP_NONCE__" not in missing.body
    shutil.move(built, away)
    assert (await desk.get("/console/")).status == 200


async def test_pages_are_only_read(desk: Desk) -> None:
    assert (await desk.ask("POST", "/console/", json={})).status == 405
    assert (await desk.get("/console")).headers["Location"] == "/console/"

"""The built page: index.html with a nonce of its own each time, and the files that it asks for, which never change under their names.

They lie in `built/`, which `make console` fills and the wheel carries. What was built anew is noticed by the date of index.html.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from trunkline.surfaces.http.exchange import Answer, Asked

FOLDER: Final = Path(__file__).parent / "built"
NONCE: Final = "__CSP_NONCE__"
"""What stands in index.html for the nonce that styles carry."""
SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{}'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_A_WHILE = "public, max-age=300, must-revalidate"
_KINDS = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}
_WORTH_PACKING = 1024
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The console is not built</title>
<style nonce="__CSP_NONCE__">
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 38em; margin: 4em auto; padding: 0 1em }
  pre { background: #8881; padding: 1em }
</style>
<h1>The console is not built</h1>
<p>Trunkline runs, and its API answers. The console's page is built from the folder <code>web/</code>, and that has not been done here
yet. In the folder that holds the Makefile:</p>
<pre>make console</pre>
<p>Then load this page again; the server need not be restarted. Installed with pip, the page is in the package.</p>
"""


@dataclass(slots=True)
class _File:
    """One file, and the codings of it that were asked for."""

    octets: bytes
    kind: str
    tag: str
    forms: dict[str, bytes] = field(default_factory=dict)

    @property
    def packs(self) -> bool:
        return len(self.octets) >= _WORTH_PACKING and self.kind.startswith(("text/", "application/", "image/svg"))


def _read(path: Path, packed: dict[str, bytes]) -> _File:
    kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    octets = path.read_bytes()
    return _File(octets, kind, hashlib.sha256(octets).hexdigest()[:20], packed)


class BuiltPage:
    """`folder` holds index.html and what it names; a file beside it that ends in .br or .gz is that file packed."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self._read_at = 0
        self._index = _NOT_BUILT
        self._files: dict[str, _File] = {}

    @property
    def there(self) -> bool:
        self._look()
        return self._read_at != 0

    def _look(self) -> None:
        try:
            date = (self.folder / "index.html").stat().st_mtime_ns
        except OSError:
            date = 0
        if date != self._read_at:
            self._read_at, self._index, self._files = date, _NOT_BUILT, {}
            if date:
                self._load()

    def _load(self) -> None:
        self._index = (self.folder / "index.html").read_text("utf-8")
        found = {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}
        for name, path in found.items():
            if name == "index.html" or name.startswith(".") or path.suffix in (".br", ".gz", ".map"):
                continue
            packed = {c: found[name + end].read_bytes() for c, end in (("br", ".br"), ("gzip", ".gz")) if name + end in found}
            self._files[name] = _read(path, packed)

    def answer(self, asked: Asked, name: str, nonce: str) -> Answer:
        """The file of that name, or the page for any other name, since the page finds its own way. `nonce`: 16 octets or more, once."""
        self._look()
        if (file := self._files.get(name)) is not None:
            return self._file(file, asked, _FOR_EVER if name.startswith("assets/") else _FOR_A_WHILE)
        headers = {**SAFE, "Content-Security-Policy": _POLICY.format(nonce), "Cache-Control": "no-store"}
        if name.startswith("assets/"):
            return Answer(404, b"There is no such file in this version of the page.\n", "text/plain; charset=utf-8", headers)
        page = self._index.replace(NONCE, nonce).encode()
        return Answer(200 if self._read_at else 503, page, "text/html; charset=utf-8", headers)

    @staticmethod
    def _file(file: _File, asked: Asked, keep: str) -> Answer:
        coding = _coding(asked.headers.get("accept-encoding", "")) if file.packs else ""
        if coding == "br" and "br" not in file.forms:
            coding = "gzip"
        octets = file.octets
        if coding == "gzip" and coding not in file.forms:
            file.forms[coding] = gzip.compress(octets, 9, mtime=0)
        octets = file.forms.get(coding, octets)
        tag = f'"{file.tag}{"-" if coding else ""}{coding}"'
        policy = "default-src 'none'; sandbox" if file.kind == "image/svg+xml" else "default-src 'none'"
        headers = {**SAFE, "Content-Security-Policy": policy, "Cache-Control": keep, "ETag": tag}
        if file.packs:
            headers["Vary"] = "Accept-Encoding"
        if coding:
            headers["Content-Encoding"] = coding
        if tag in asked.headers.get("if-none-match", ""):
            headers.pop("Content-Encoding", None)
            return Answer(304, b"", "", headers)
        return Answer(200, octets, file.kind, headers)


def _coding(accepted: str) -> str:
    """br, gzip or "" by an Accept-Encoding header (RFC 9110, 12.5.3)."""
    wants: dict[str, bool] = {}
    for item in accepted.lower().split(","):
        name, _, weight = item.partition(";")
        value = weight.strip().removeprefix("q=").strip()
        wants[name.strip()] = value not in ("0", "0.0", "0.00", "0.000")
    return next((name for name in ("br", "gzip") if wants.get(name, wants.get("*", False))), "") if accepted else ""

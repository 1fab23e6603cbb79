"""What a file is by its first bytes, whatever its sender calls it.

Source: the signatures of the formats' own specifications, and WHATWG MIME Sniffing, section 6, for those that browsers act upon.
"""

from __future__ import annotations

import re

PROGRAM = "application/x-executable"
SCRIPT = "text/x-script"
PAGE = "text/html"
ARCHIVE = "application/zip"

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"MThd", "audio/midi"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"PK\x03\x04", ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"\x7fELF", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"dex\n", PROGRAM),
    (b"#!", SCRIPT),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/avi"}
# Brands of ISO base media files that are pictures or sound; the others are films.
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif", b"M4A ": "audio/mp4"}
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe)[\s>/]", re.IGNORECASE)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)


def sniff(data: bytes) -> str | None:
    """The MIME type, or None where the bytes do not tell (plain text, say). Reads at most the first kilobyte and an offset into it."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/3gpp" if data[8:11] == b"3gp" else "video/mp4")
    if data[:2] == b"MZ" and _is_windows_program(data):
        return PROGRAM
    if data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if _PAGE.match(head):
        return PAGE
    if head.startswith((b"<?xml", b"<svg", b"<!--")) and _SVG.search(head):
        return "image/svg+xml"
    return None


def _is_windows_program(data: bytes) -> bool:
    """Two letters begin many texts; a program has a header where its own table says so."""
    at = int.from_bytes(data[60:64], "little")
    return data[at : at + 2] in (b"PE", b"NE", b"LE", b"LX") or (len(data) >= 64 and b"DOS mode" in data[:256])


def contradicts(declared: str, found: str | None) -> bool:
    """Whether a file is plainly something else than its sender says: a program or page called a picture, a picture called a film.

    Sound and film share their containers, Office files are archives, and text may be anything: those are let be.
    """
    if found is None:
        return False
    wanted = declared.partition("/")[0]
    if found in (PROGRAM, SCRIPT, PAGE):
        return wanted in ("image", "audio", "video", "application")
    actual = found.partition("/")[0]
    if wanted == "image":
        return actual != "image"
    if wanted in ("audio", "video"):
        return actual not in ("audio", "video")
    if declared == "application/pdf":
        return found != declared
    return False

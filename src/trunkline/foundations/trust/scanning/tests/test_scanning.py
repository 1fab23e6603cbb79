"""What files are by their bytes, and which of them are harmful."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.local_clamd import EICAR
from trunkline.foundations.trust.scanning.sniff import contradicts, sniff
from trunkline.foundations.trust.scanning.threats import find_threat

_WINDOWS = b"MZ" + bytes(58) + (128).to_bytes(4, "little") + bytes(64) + b"PE\0\0"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"\0\0\0\x183gp4", None),
        (b"\0\0\0\x18ftyp3gp4", "video/3gpp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"BEGIN:VCARD\r\n", "text/vcard"),
        (b"  <!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf<script>alert(1)</script>", "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="x">', "image/svg+xml"),
        (b"\x7fELF\x02\x01", "application/x-executable"),
        (b"#!/bin/sh\n", "text/x-script"),
        (_WINDOWS, "application/x-executable"),
        (b"MZ, as he signed", None),
        (b"<htmlish", None),
        (b"Dear Sir", None),
        (b"", None),
    ],
)
def test_what_a_file_is(data: bytes, kind: str | None) -> None:
    assert sniff(data) == kind


def test_programs_of_this_machine_are_told() -> None:
    assert sniff(Path(sys.executable).resolve().read_bytes()[:4096]) == "application/x-executable"


@pytest.mark.parametrize(
    ("declared", "data", "told"),
    [
        ("image/jpeg", b"\x89PNG\r\n\x1a\n", False),
        ("image/jpeg", b"%PDF-1.4", True),
        ("image/png", b"<html>", True),
        ("audio/mp4", b"\0\0\0\x18ftypisom", False),
        ("video/mp4", b"\xff\xd8\xff", True),
        ("application/pdf", b"PK\x03\x04", True),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04", False),
        ("text/plain", b"#!/bin/sh", False),
        ("image/png", b"unknown", False),
    ],
)
def test_a_file_that_is_not_what_it_is_called(declared: str, data: bytes, told: bool) -> None:
    assert contradicts(declared, sniff(data)) is told


def test_the_test_file_is_told_without_a_scanner() -> None:
    assert find_threat(EICAR, "text/plain") == "Eicar-Test-File"
    assert find_threat(EICAR + b" \r\n" * 20, "image/png") == "Eicar-Test-File"
    assert find_threat(EICAR + b"x", "text/plain") is None
    assert find_threat(EICAR.lower(), "text/plain") is None
    assert find_threat(EICAR + b" " * 61, "text/plain") is None


def test_a_program_called_a_picture_is_harmful() -> None:
    assert find_threat(_WINDOWS, "image/jpeg") == "Program-In-Disguise"
    assert find_threat(b"#!/usr/bin/env python3\n", "application/pdf") == "Program-In-Disguise"
    assert find_threat(b"#!/usr/bin/env python3\n", "text/plain") is None
    assert find_threat(b"\xff\xd8\xff\xe0", "image/jpeg") is None


@given(st.binary(max_size=200), st.sampled_from(["image/png", "text/plain", "video/mp4", "", "/"]))
def test_no_file_breaks_it(data: bytes, declared: str) -> None:
    contradicts(declared, sniff(data))
    assert find_threat(data, declared) in (None, "Program-In-Disguise")

"""Endpoints, WAV headers and ranges, against the standard library where it knows better."""

from __future__ import annotations

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.products.voice.lifecycle import CALL, RECORDING
from trunkline.products.voice.rules.byte_range import Unsatisfiable, read_range
from trunkline.products.voice.rules.endpoint import for_people, read_endpoint
from trunkline.products.voice.rules.wave import read_wave


def sound(seconds: float, channels: int = 1, rate: int = 8000, width: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"\x00" * (int(seconds * rate) * channels * width))
    return out.getvalue()


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ("+14155552671", "+14155552671"),
        ("(415) 555-2671", "+14155552671"),
        ("4155552671", "+14155552671"),
        ("442071838750", "+442071838750"),
        (" client:alice.b ", "client:alice.b"),
        ("sip:bob@example.com;transport=tls", "sip:bob@example.com;transport=tls"),
        ("", None),
        ("client:", None),
        ("sip:example.com", None),
        ("+0123456789", None),
        ("12345", None),
        ("٤١٥٥٥٥٢٦٧١", None),
        ("+1415555267x", None),
    ],
)
def test_endpoints(given_: str, read: str | None) -> None:
    assert read_endpoint(given_) == read


def test_numbers_for_people() -> None:
    assert for_people("+14155552671") == "(415) 555-2671"
    assert [for_people(e) for e in ("+442071838750", "client:a")] == ["+442071838750", "client:a"]


@given(st.integers(0, 4000), st.integers(1, 4), st.sampled_from([8000, 16000, 44100]), st.sampled_from([1, 2, 3]))
def test_a_wav_is_read_as_it_was_written(frames: int, channels: int, rate: int, width: int) -> None:
    found = read_wave(sound(frames / rate, channels, rate, width))
    assert (found.channels, found.rate) == (channels, rate)
    assert abs(found.seconds - frames / rate) < 2 / rate


@given(st.binary(max_size=200) | st.integers(0, 60).map(lambda n: sound(0.01)[:n]))
def test_what_is_no_wav_is_refused_with_words(data: bytes) -> None:
    with pytest.raises(ValueError, match="WAV"):
        read_wave(data)


def test_telephone_sound_and_other_chunks() -> None:
    law = (7).to_bytes(2, "little") + b"\x01\x00" + (8000).to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00"
    chunks = b"LIST\x03\x00\x00\x00abc\x00" + b"fmt \x10\x00\x00\x00" + law + b"data\x40\x1f\x00\x00" + b"\xff" * 8000
    assert read_wave(b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks).seconds == 1.0


@given(st.integers(1, 50), st.integers(0, 60), st.none() | st.integers(0, 60))
def test_ranges_from_the_front(size: int, first: int, last: int | None) -> None:
    header = f"bytes={first}-{'' if last is None else last}"
    whole = bytes(range(size))
    if last is not None and last < first:
        assert read_range(header, size) is None
    elif first >= size:
        with pytest.raises(Unsatisfiable):
            read_range(header, size)
    else:
        found = read_range(header, size)
        assert found is not None
        assert whole[found[0] : found[1] + 1] == whole[first : None if last is None else last + 1]


@given(st.integers(1, 50), st.integers(1, 60))
def test_ranges_from_the_end(size: int, count: int) -> None:
    found = read_range(f"bytes=-{count}", size)
    assert found is not None
    assert bytes(range(size))[found[0] : found[1] + 1] == bytes(range(size))[-count:]


@pytest.mark.parametrize("header", [None, "", "bytes=-", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=٣-٤"])
def test_what_is_no_range_gives_the_whole(header: str | None) -> None:
    assert read_range(header, 10) is None


@pytest.mark.parametrize(("header", "size"), [("bytes=0-", 0), ("bytes=-0", 10), ("bytes=10-", 10), ("bytes=-5", 0)])
def test_nothing_to_give(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        read_range(header, size)


def test_lifecycles_end_where_they_should() -> None:
    assert CALL.final == {"completed", "busy", "failed", "no-answer", "canceled"}
    assert RECORDING.final == {"deleted"}

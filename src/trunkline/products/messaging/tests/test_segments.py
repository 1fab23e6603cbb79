"""Cutting and counting, held against a slow oracle that goes by the letter of TS 23.038 and TS 23.040."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trunkline.products.messaging.rules.encoding import (
    GSM_BASIC,
    GSM_EXTENSION,
    Encoding,
    decode_gsm7,
    decode_ucs2,
    encode_gsm7,
    encode_ucs2,
    encoding_of,
)
from trunkline.products.messaging.rules.segments import count_segments, split, user_data_header
from trunkline.products.messaging.rules.smart_encoding import REPLACEMENTS, smart_encode

_BASIC = "".join(GSM_BASIC)
_EXTENDED = "".join(GSM_EXTENSION)
gsm_texts = st.text(st.one_of(st.sampled_from(_BASIC), st.sampled_from(_EXTENDED)), max_size=700)
any_texts = st.one_of(
    gsm_texts,
    st.text(st.sampled_from("aé€😀👩\u200d\u0301中"), max_size=400),
    st.text(max_size=300),
)


def slow_oracle(body: str) -> list[str]:
    """Cut by trying, character by character, whether the encoded part still fits into 140 octets."""

    def bits(text: str, gsm: bool) -> int:
        return 7 * len(encode_gsm7(text)) if gsm else 8 * len(encode_ucs2(text))

    gsm = all(character in GSM_BASIC or character in GSM_EXTENSION for character in body)
    if bits(body, gsm) <= 140 * 8:
        return [body]
    # After six octets of header, septets begin at the next septet boundary: 1071 of the 1072 bits are left.
    room = 140 * 8 - 6 * 8
    parts = [""]
    for character in body:
        if bits(parts[-1] + character, gsm) > room:
            parts.append("")
        parts[-1] += character
    return parts


@given(any_texts)
@example("a" * 160)
@example("a" * 161)
@example("a" * 159 + "€")
@example("a" * 152 + "€" + "a" * 20)
@example("é" * 153 * 2 + "[")
@example("中" * 70)
@example("中" * 71)
@example("中" * 66 + "😀" + "中" * 10)
@example("`" * 71)
def test_parts_are_those_of_the_oracle(body: str) -> None:
    segments = split(body)
    assert list(segments.parts) == slow_oracle(body)
    assert "".join(segments.parts) == body
    assert segments.count == len(segments.parts) == count_segments(body)


@given(any_texts)
def test_every_part_fits_and_stands_for_itself(body: str) -> None:
    segments = split(body)
    for part in segments.parts:
        if segments.encoding is Encoding.GSM_7:
            septets = encode_gsm7(part)
            assert len(septets) <= (160 if segments.count == 1 else 153)
            assert decode_gsm7(septets) == part  # an escape cut from its character would not come back
        else:
            octets = encode_ucs2(part)
            assert len(octets) <= (140 if segments.count == 1 else 134)
            assert decode_ucs2(octets) == part


def test_tables_have_the_sizes_of_the_standard() -> None:
    assert len(GSM_BASIC) == 127
    assert sorted(GSM_BASIC.values()) == [septet for septet in range(128) if septet != 0x1B]
    assert GSM_BASIC["@"] == 0x00
    assert GSM_BASIC["Δ"] == 0x10
    assert GSM_BASIC[" "] == 0x20
    assert GSM_BASIC["¿"] == 0x60
    assert GSM_BASIC["à"] == 0x7F
    assert encode_gsm7("1€") == b"\x31\x1b\x65"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [("", "GSM-7"), ("naïve", "UCS-2"), ("Größe {5}", "GSM-7"), ("ç", "UCS-2"), ("Ç", "GSM-7"), ("`", "UCS-2"),
     ("\t", "UCS-2"), ("\x1b", "UCS-2"), ("\f", "GSM-7")],
)  # fmt: skip
def test_encoding_of_known_texts(body: str, encoding: str) -> None:
    assert encoding_of(body).value == encoding


def test_a_character_outside_the_alphabet_is_named() -> None:
    with pytest.raises(ValueError, match=r"U\+00E7"):
        encode_gsm7("ça")


def test_receiver_reads_unknown_extensions_as_the_standard_asks() -> None:
    assert decode_gsm7(b"\x1b\x41") == "A"
    assert decode_gsm7(b"a\x1b") == "a "
    assert decode_ucs2(b"\x00A\x00") == "A\ufffd"


def test_header_of_a_part() -> None:
    assert user_data_header(0xAB, 3, 2) == bytes.fromhex("050003AB0302")
    for reference, total, sequence in ((256, 2, 1), (0, 2, 3), (0, 256, 1), (0, 2, 0)):
        with pytest.raises(ValueError, match="no concatenation header"):
            user_data_header(reference, total, sequence)


@given(st.text(max_size=200))
def test_smart_encoding_is_done_once(body: str) -> None:
    once = smart_encode(body)
    assert smart_encode(once) == once
    assert not any(ord(character) in REPLACEMENTS for character in once)


def test_smart_encoding_brings_only_gsm_characters() -> None:
    assert encoding_of("".join(REPLACEMENTS.values())) is Encoding.GSM_7
    assert not any(chr(code) in GSM_BASIC or chr(code) in GSM_EXTENSION for code in REPLACEMENTS)


def test_smart_encoding_of_a_word_processor_text() -> None:
    body = "\u201cIt\u2019s ready\u201d \u2014 \u00bd off\u2026\u00a0\uff21\uff11\u200b"
    assert smart_encode(body) == '"It\'s ready" - 1/2 off... A1'

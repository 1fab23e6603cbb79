"""Forms of a text in which a listed term can be looked for: as it stands, and with disguises undone.

Every step runs in C over the whole text (translation tables, regular expressions without nested repeats), so that the time grows with the
length and with nothing else. A step that could change the length of a text in Latin letters pads it instead: a place in the result is then
the same place in the text that went in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import islice

from ahocorasick_rs import BytesAhoCorasick

FILLER = "\x01"  # stands where a step took something out; no letter, no blank

# What a sender may put between letters without a reader seeing it. ZWNJ, ZWJ and the variation selectors are among them although Persian,
# the scripts of India and emoji need them: `count_invisible` leaves those out.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f"
)
_STRIP = re.compile(f"[{_INVISIBLE}\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20f0]+")
# But not marks of direction, and not joiners and variation selectors behind a letter or sign that they can belong to.
_HIDDEN = re.compile(f"[{_INVISIBLE}](?<![\u200e\u200f])(?<![^\x00-\u036f][\u200c\u200d\ufe0e\ufe0f])")
MOST_SUSPECTS = 12  # pieces of a text that are looked at one by one
MOST_INVISIBLE = 16  # counted: a handful is suspicious, and a thousand say no more
WORD = re.compile(r"\w+")

# Bytes translate several times faster than text.
_PUNCTUATION = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_LATIN_TWINS = "авекмнорстухіјѕԁԛԝһүαβεικνορτυχ"
_ALL_TWINS = re.compile(f"[{_LATIN_TWINS}]+")
_OTHER_LETTER = re.compile("[\u0370-\u052f\u0531-\u058f]")
_GENUINE = re.compile(f"[{''.join(chr(code) for code in range(0x3B1, 0x530) if chr(code).isalpha() and chr(code) not in _LATIN_TWINS)}]")
_LATIN_LETTER = "[a-zA-Z\u0130\u0131\u017f\u212a]"
_MIXED = re.compile(f"[\u0370-\u052f\u0531-\u058f](?:{_LATIN_LETTER}|(?<={_LATIN_LETTER}.))")
_TWIN_WORD = re.compile(f"[{_LATIN_TWINS}{_LATIN_TWINS.upper()}](?<!\\w\\w)[{_LATIN_TWINS}{_LATIN_TWINS.upper()}]+(?!\\w)")
_MIXED_WORD = re.compile("[^\\W\\d_]+")
_LATIN_STEM = re.compile("[A-Z]{2,}[\u0430-\u045f]+|[A-Za-z]{3,}[\u0430-\u045f]{1,3}")

# Digits and signs that stand for a letter. 1, | and ! may be i or l: they stay "1", which `covers` takes for both.
_LEET = {
    "0": "o",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "€": "e",
    "|": "1",
    "!": "1",
    "#": "*",
    "_": "-",
}
_ASCII_FOLDING = bytes(ord(_LEET.get(chr(code), chr(code))) for code in range(128)) + bytes(128)
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_DEEP_PUNCTUATION = bytes(code if chr(code).isalnum() or chr(code) in "*_" else 32 for code in range(128)) + bytes(128)
# A number of two digits or more that stands apart is a number, and no word in leet; but 11 may be ll.
_APART = r"\s,:;()/\"=&?%"
FREE_NUMBER = rf"[0-9](?<![^{_APART}][0-9])(?![0-9]*11)(?!(?<=1)1)[0-9]++(?:(?![^{_APART}])|(?=[.!?](?:\s|\Z)))"
_FREE_NUMBER = re.compile(FREE_NUMBER)
_LOOSE_MARK = re.compile(r"[!|](?!\w)")
# Single letters with signs or blanks between them; words cut by signs.
_SPACED = re.compile(r"\b\w\W{1,3}\w\W{1,3}\w\b(?:\W{1,3}\w\b)*+")
_HYPHENED = re.compile(r"(?<![\w*])[\w*]++(?:[.\-~^·•'’`´+]{1,3}[\w*]++)++")
_JOINED = re.compile(r"[.\-~^·•'’`´+](?=[\w*])")
_DIGIT = re.compile("[0-9]")
_SIGNS = re.compile(r"\W")
_NO_LETTER = re.compile(r"[^\w*]")
DEEP_WORD = re.compile(r"[\w*]+")
_DOUBLED = tuple((letter * 2, letter) for letter in "abcdefghijkmnopqrstuvwxyz")
_DOUBLED_WIDE = (*_DOUBLED, *((letter * 2, letter) for letter in "бвгджзиклмнптуфцчшщыэюядлπλθψξζ"))
# A sign or digit beside letters: what a disguise needs and most texts lack.
_SUSPECT_WIDE = re.compile(
    r"[0-9@$|!€#*+_~^.\-'’`´·•](?:(?<=[^\W\d_].)(?=[^\W_@$*])|(?<=[^\W\d_]{2}[1-9@$])(?!\w)|(?<=[^\W\d_]0)(?!\w)|(?<=[@$0-9])(?<!\w\w)(?=[^\W\d_]{2}))"
)


def _sort(sign: str) -> str:
    """What an ASCII character is to `suspects`: a letter, zero, number, sign that looks like a letter, other sign, underscore, or a gap."""
    if sign.isalpha():
        return "a"
    if sign.isdigit():
        return "0" if sign == "0" else "1"
    return "@" if sign in "@$" else "-" if sign in "|!#*+~^.-'`" else "_" if sign == "_" else " "


def _suspicious() -> list[bytes]:
    """What `_SUSPECT_WIDE` finds, spelt out in sorts of characters: in ASCII an automaton looks for them in a third of the time."""
    gaps = " -@"
    within = [f"a{sign}{then}" for sign in "01@-_" for then in "a01"]
    behind = [f"{letters}{gap}" for letters in ("aa1", "aa@", "a0") for gap in gaps]
    before = ["@aa", *(f"{gap}{digit}aa" for gap in gaps for digit in "01")]
    return [found.encode() for found in (*within, *behind, *before)]


_SORTS = "".join(_sort(chr(code)) for code in range(128)).encode() + b" " * 128
_SUSPECT = BytesAhoCorasick(_suspicious())


def plain_text(text: str) -> str:
    """`text` folded by width and form (NFKD), without accents and invisible characters; capitals stay. ASCII comes back as it is."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKD", text):
        text = unicodedata.normalize("NFKD", text)
    return _STRIP.sub("", text)


def plain_words(text: str) -> list[str]:
    """Words of a plain text."""
    if text.isascii():
        return text.encode().translate(_PUNCTUATION).decode().split()
    return WORD.findall(text.replace("_", " "))


def open_words(text: str) -> str:
    """The words of `text` as written, but for case and composition, with blanks around: what an open spelling is compared with."""
    return f" {' '.join(WORD.findall(unicodedata.normalize('NFC', text.casefold()).replace('_', ' ')))} "


def plain_term(term: str) -> str:
    """A listed term in the form in which it is looked for."""
    return " ".join(plain_words(plain_text(term).casefold()))


def suspects(text: str) -> Iterable[str] | None:
    """Pieces of a plain text that could hide a term: with a sign or digit within a word, of two scripts, or of look-alikes alone.

    None where there are more than 12: it is not worth while to look at each.
    """
    pieces: dict[str, None] = {}
    if text.isascii():
        found = _SUSPECT.find_matches_as_indexes(b" %b " % text.encode().translate(_SORTS))
        last = -1
        for _, start, _ in found:
            if start > last and len(pieces) <= MOST_SUSPECTS:
                last = _cut_piece(text, min(start, len(text) - 1), pieces)
        return pieces if len(pieces) <= MOST_SUSPECTS else None
    patterns = (_SUSPECT_WIDE, _TWIN_WORD, _MIXED) if has_latin(text) and _OTHER_LETTER.search(text) is not None else (_SUSPECT_WIDE,)
    for pattern in patterns:
        at = 0
        for _ in range(2 * MOST_SUSPECTS + 1):
            match = pattern.search(text, at)
            if match is None:
                break
            at = _cut_piece(text, match.start(), pieces)
            if len(pieces) > MOST_SUSPECTS:
                return None
        else:
            return None
    return pieces


def _cut_piece(text: str, place: int, pieces: dict[str, None]) -> int:
    """Add what stands between the blanks around a place; where it ends."""
    last = text.find(" ", place + 1)
    if last < 0:
        last = len(text)
    pieces[text[text.rfind(" ", 0, place) + 1 : last]] = None
    return last


@cache
def _doubles() -> dict[int, str]:
    """Look-alikes and leet signs to letters."""
    table: dict[int, str] = {}
    for line in files(__package__).joinpath("data/confusables.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            letter, doubles = line.split("\t")
            table.update(dict.fromkeys(map(ord, doubles), letter))
    return table


class _Table(dict[int, str | int]):
    """A translation table that answers for every character: a missing key would cost an exception for each letter of a Chinese text."""

    def __missing__(self, code: int) -> int:
        if len(self) < 8_192:
            self[code] = code
        return code


@cache
def _folding() -> _Table:
    return _Table({**_doubles(), **{ord(sign): letter for sign, letter in _LEET.items()}})


def undisguise(text: str, *, spelt: bool = True) -> tuple[str, list[tuple[int, int, str]]]:
    """A plain text in lower case with look-alikes, leet signs and separators between letters undone; of the same length.

    With it come the runs of single letters that were drawn together: from, to, letters. A neighbour of one letter may belong to the
    sentence rather than to the word ("a c a s i n o"), which the caller tries. `spelt` False leaves single letters alone.
    """
    if "!" in text or "|" in text:
        text = _LOOSE_MARK.sub(" ", text)
    folded = text.encode().translate(_ASCII_FOLDING).decode() if text.isascii() else text.translate(_folding())
    if folded != text and _DIGIT.search(text) is not None:
        pieces: list[str] = []
        at = 0
        for number in _FREE_NUMBER.finditer(text):
            start, end = number.span()
            pieces += (folded[at:start], number[0])
            at = end
        folded = "".join((*pieces, folded[at:])) if pieces else folded
    text = folded
    runs: list[tuple[int, int, str]] = []

    def draw(found: re.Match[str]) -> str:
        whole = found[0]
        letters = whole.encode().translate(None, _ASCII_SIGNS).decode() if whole.isascii() else _SIGNS.sub("", whole)
        runs.append((*found.span(), letters))
        return letters + FILLER * (len(whole) - len(letters))

    if spelt:
        text = _SPACED.sub(draw, text)
    return (_HYPHENED.sub(_close, text) if _JOINED.search(text) is not None else text), runs


def deep_words(text: str) -> list[str]:
    """The words of an undisguised text; a star is a letter of them."""
    if text.isascii():
        return text.encode().translate(_DEEP_PUNCTUATION).decode().split()
    return DEEP_WORD.findall(text)


def _close(found: re.Match[str]) -> str:
    whole = found[0]
    letters = _NO_LETTER.sub("", whole)
    return letters + FILLER * (len(whole) - len(letters))


def fold_term(term: str) -> str:
    """A plain term as `undisguise` would leave it, if it has look-alikes."""
    return term if term.isascii() else term.translate(_folding())


def deep_form(text: str) -> str:
    """What the deep automaton sees: repeats made one, i, l and 1 the same."""
    text = text.replace("l", "i").replace("1", "i")
    # Thirty searches for a doubled letter, each at the speed of memory, beat one expression with a back reference.
    for double, letter in _DOUBLED if text.isascii() else _DOUBLED_WIDE:
        while double in text:
            text = text.replace(double, letter)
    return text


def covers(text: str, term: str, *, prefix: bool) -> bool:
    """Whether `text` (undisguised words) is `term` with nothing but repeated letters and undecided signs in it.

    "caannabis" covers "cannabis", "bob" does not cover "boob". An `l` passes for an `i` in terms of six letters or more, where no
    other word is that close.
    """
    at, size, loose = 0, len(text), len(term) >= 6
    for letter in term:
        while True:
            if at >= size:
                return False
            seen = text[at]
            if seen == letter or _stands_for(seen, letter, loose):
                break
            if at == 0 or seen != text[at - 1]:
                return False
            at += 1
        at += 1
    return prefix or all(text[place] == text[place - 1] for place in range(at, size))


def _stands_for(seen: str, letter: str, loose: bool) -> bool:
    if seen == "1":
        return letter in "il"
    if seen == "*":
        return letter in "aeiouyаеиоуыэюя"
    return loose and seen in "il" and letter in "il"


def has_latin(text: str) -> bool:
    """Whether a letter a to z stands in it."""
    return _LATIN.search(text) is not None


_LATIN = re.compile("[a-zA-Z]")


def only_twins(word: str) -> bool:
    """Whether every letter of a word in another script has a double among the Latin ones."""
    return _ALL_TWINS.fullmatch(word.casefold()) is not None


def has_genuine_words(text: str) -> bool:
    """Whether a lower-case text has Cyrillic or Greek words that cannot be Latin ones in disguise."""
    return _GENUINE.search(text) is not None


def mixed_words(text: str) -> tuple[str, ...]:
    """Words of `text` that mix letters of two look-alike scripts, at most 16; a Latin stem with a Cyrillic ending ("SMSка") is none."""
    if text.isascii() or not has_latin(text) or _MIXED.search(text) is None:
        return ()
    words: list[str] = []
    for found in _MIXED_WORD.finditer(text):
        word = found[0]
        if _MIXED.search(word) and not _LATIN_STEM.fullmatch(word):
            words.append(word[:40])
            if len(words) == 16:
                break
    return tuple(words)


def count_invisible(text: str) -> int:
    """Characters that show nothing and that the script around them does not need, 16 where there are more."""
    if text.isascii():
        return 0
    return sum(1 for _ in islice(_HIDDEN.finditer(text), MOST_INVISIBLE))

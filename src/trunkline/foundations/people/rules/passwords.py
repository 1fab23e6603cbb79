"""What is a good enough password (NIST SP 800-63B-4, 3.1.1.2): long, and not among what guessers try first. No rule about its letters."""

from __future__ import annotations

import re
import unicodedata

from trunkline.kernel.errors import Problem

from ..errors import WEAK_PASSWORD

SHORTEST, LONGEST = 12, 256
LEAST_KINDS = 5
"""Different characters that a password has at least."""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1qaz2wsx3edc4rfv")
_WORDS = (
    "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "letmein", "welcome", "trunkline", "twilio", "admin", "administrator",
    "changeme", "secret", "iloveyou", "monkey", "dragon", "football", "baseball", "sunshine", "princess", "starwars", "master", "login",
    "test", "user", "guest", "root", "hello", "qwerty", "asdf", "console", "nihongo", "himitsu",
)  # fmt: skip


def plain(password: str) -> str:
    """One form for what looks the same (NFKC), so that another keyboard's password is the same password."""
    return unicodedata.normalize("NFKC", password)


def require_good(password: str, email: str = "", name: str = "") -> str:
    """The password in its plain form; 99414 with the reason when it is not good enough."""
    found = plain(password)
    if not SHORTEST <= len(found) <= LONGEST:
        raise Problem(WEAK_PASSWORD, f"A password has {SHORTEST} to {LONGEST} characters; several words do well", 400)
    if len(set(found.lower())) < LEAST_KINDS:
        raise Problem(WEAK_PASSWORD, "This password repeats few characters: take another", 400)
    rest = _without_the_usual(found.lower(), email, name)
    if len(rest) < LEAST_KINDS:
        raise Problem(WEAK_PASSWORD, "This password is made of what guessers try first (common words, rows of keys, your name)", 400)
    return found


def _without_the_usual(text: str, email: str, name: str) -> str:
    """What is left when common words, rows of keys, years, marks and the person's own name and address are taken out."""
    own = [part for part in re.split(r"[^\w]+", f"{email} {name}".lower()) if len(part) >= 3]
    for word in sorted({*own, *_WORDS}, key=len, reverse=True):
        text = text.replace(word, "")
    for row in _ROWS:
        for line in (row, row[::-1]):
            for length in range(len(line), 3, -1):
                for start in range(len(line) - length + 1):
                    text = text.replace(line[start : start + length], "")
    return re.sub(r"(?:19|20)\d\d|[\W_]", "", text)

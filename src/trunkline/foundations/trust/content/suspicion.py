"""Traits of evasion and of phishing, joined to scores.

The weights are our own judgement, checked by the measured corpora beside the tests.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from trunkline.foundations.trust.content.signals import Evasion, Link, Phishing, Scores

_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]{8,}")
_LINES = re.compile(r"(?:\r?\n){4,}")
UNSUSPICIOUS = Evasion()
_NO_PHISHING = Phishing()

# What a trait adds. Words alone never reach the half: a bank may speak of passwords and deadlines.
_TRAITS = {
    "credential": 0.18,
    "urgency": 0.1,
    "threat": 0.14,
    "payment": 0.12,
    "prize": 0.14,
    "parcel_fee": 0.2,
    "relative": 0.3,
    "secret_code": 0.35,
    "link": 0.06,
    "shortener": 0.14,
    "masked_link": 0.2,
    "lookalike": 0.5,
    "brand_elsewhere": 0.22,
    "obfuscated": 0.15,
}
_MODEL_SHARE = 0.6
# A text that tells people not to share a code is the opposite of one that asks for it.
_SAFE = "safety_advice"


def evasion_of(
    body: str, *, mixed: tuple[str, ...], invisible: int, leet: tuple[str, ...], masked_link: bool, near_misses: bool
) -> Evasion:
    """The traits of evasion, with their score."""
    padding = max(map(len, _BLANKS.findall(body)), default=0) if "        " in body or not body.isascii() else 0
    lines = max((run.count("\n") for run in _LINES.findall(body)), default=0) if body.count("\n") >= 4 else 0
    if not (mixed or invisible or leet or masked_link or near_misses or padding or lines):
        return UNSUSPICIOUS
    score = (
        min(len(mixed), 3) * 0.25
        + min(invisible, 4) * 0.15
        + min(len(leet), 2) * 0.5
        + (0.2 if padding >= 20 else 0.0)
        + (0.2 if lines >= 8 else 0.0)
        + (0.4 if masked_link else 0.0)
        + (0.5 if near_misses else 0.0)
    )
    return Evasion(mixed, invisible, leet, padding, lines, masked_link, near_misses, min(score, 1.0))


def phishing_of(words: AbstractSet[str], brands: AbstractSet[str], links: tuple[Link, ...], scores: Scores, evasion: Evasion) -> Phishing:
    """The traits of phishing, with their score.

    A text that names a brand and links only to that brand's own hosts loses what its words added: banks do write so.
    """
    if not words and not links and scores.phishing < 0.2:
        return _NO_PHISHING if not evasion.masked_link else Phishing(("masked_link",), _TRAITS["masked_link"])
    if not words and not links and evasion is UNSUSPICIOUS:
        return Phishing((), _MODEL_SHARE * scores.phishing)
    features = set(words)
    own = False
    if links:
        features.add("link")
        owners = {link.owner for link in links}
        own = None not in owners
        if any(link.shortener for link in links):
            features.add("shortener")
        if any(link.imitates for link in links):
            features.add("lookalike")
        if brands and not (owners & brands) and None in owners:
            features.add("brand_elsewhere")
    if evasion.masked_link:
        features.add("masked_link")
    if evasion.mixed_script_words or evasion.leet_words:
        features.add("obfuscated")
    score = sum(_TRAITS.get(trait, 0.0) for trait in features) + _MODEL_SHARE * scores.phishing
    if own:
        score *= 0.25
    if _SAFE in features and "lookalike" not in features:
        score *= 0.5
    return Phishing(tuple(sorted(features)), min(score, 1.0))

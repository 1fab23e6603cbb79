"""Addresses in a text: where they stand, and what their hosts pretend to be.

A bare host counts only under a top-level domain that people write in texts, so that "Thanks.Your code" is no link. Every expression is
possessive or begins at a border, which keeps the search linear.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import islice

from trunkline.foundations.trust.content.normalise import fold_term, plain_text
from trunkline.foundations.trust.content.signals import Link

_MOST_FOUND = 32  # looked for in one text
MOST_LINKS = 8  # examined in one text; more is told by `links_left_out`

_HINT = re.compile(r"\.\w|:/")
_TOP = (
    "com|net|org|info|biz|io|co|me|app|dev|ly|to|gg|gl|gd|shop|store|online|site|xyz|top|club|live|link|click|vip|win|bet|casino|loan|loans|work|"
    "life|world|today|email|support|help|page|web|cloud|tech|space|fun|buzz|icu|cyou|sbs|rest|lol|pw|cc|tv|ws|ai|us|uk|ca|de|fr|es|it|nl|be|ch|at|"
    "se|no|dk|fi|pl|cz|pt|br|mx|ar|cl|pe|ru|su|ua|by|kz|gr|tr|in|pk|bd|cn|jp|kr|tw|hk|sg|my|id|ph|th|vn|au|nz|za|ng|ke|gh|eg|ae|sa|il|eu|asia|"
    "news|media|bank|pay|finance|care|health|law|gov|edu|mil|int|рф|ελ|tk|ml|ga|cf|gq|sh|is|st|ms|mobi|pro|name|tel|zip|mov|example"
)
_LINK = re.compile(
    rf"(?:h(?:tt|xx)ps?://)[^\s<>\"'“”«»]++"
    rf"|(?<![\w@./-])(?>(?:[^\W_](?:[\w-]*+)\.(?=\w))+)(?:(?:{_TOP})(?![\w@-])(?!\.[^\W_]))(?::\d{{1,5}})?(?:[/?#][^\s<>\"'“”«»]*+)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z]+://)?(?:[^/?#@\s]*+@)?([^/?#:\s]++)", re.IGNORECASE)
_TRAILING = ".,;:!?)]}'\"…»”"
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "ne", "or", "gob", "gouv"})
_OPEN_COUNTRIES = frozenset(
    {"tk", "ml", "ga", "cf", "gq", "pw", "cc", "ws", "co", "me", "io", "su", "ly", "to", "sh", "is", "st", "ms", "ai"}
)
_SPLIT = re.compile(r"[.\-]")
_MASKED = ("hxxp", "[.]", "(.)", "(dot)", "[dot]")


@dataclass(frozen=True)
class HostLists:
    """Public shorteners, domains of phishing tests, brands (name to registrable domains that are theirs), and words that are one letter
    away from a brand's but mean something else."""

    shorteners: frozenset[str]
    simulators: frozenset[str]
    brands: dict[str, frozenset[str]]
    honest: frozenset[str]

    @cached_property
    def owned(self) -> dict[str, str]:
        """Domain to the brand whose it is."""
        return {domain: brand for brand, domains in self.brands.items() for domain in domains}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label under which a brand is known ("paypal") to the brand."""
        labels: dict[str, str] = {}
        for brand, domains in self.brands.items():
            for domain in domains:
                label = domain.split(".")[0]
                if len(label) >= 4:
                    labels.setdefault(label, brand)
        return labels

    @cached_property
    def folded(self) -> dict[str, str]:
        """Labels with look-alikes undone."""
        return {_fold(label): brand for label, brand in self.labels.items()}

    @cached_property
    def near(self) -> dict[str, str]:
        """Folded labels of six letters or more with one letter left out, to find those with one letter wrong."""
        return {short: brand for label, brand in self.folded.items() if len(label) >= 6 for short in _shortened(label)}


def load_hosts() -> HostLists:
    """The lists of the package."""
    folder = files(__package__).joinpath("data")

    def read(name: str) -> dict[str, object]:
        return tomllib.loads(folder.joinpath(name).read_text("utf-8"))

    branded = read("brands.toml")
    brands = branded["brands"]
    if not isinstance(brands, dict):
        raise TypeError("brands.toml: [brands] is a table of names with their domains")
    return HostLists(
        frozenset(str(read("shorteners.toml")["hosts"]).split()),
        frozenset(str(read("simulators.toml")["hosts"]).split()),
        {name: frozenset(str(domains).split()) for name, domains in brands.items()},
        frozenset(str(branded["honest"]).split()),
    )


def find_links(body: str) -> tuple[list[tuple[int, int]], str]:
    """Where addresses stand, from and to, at most 32; and the text with each replaced by dots, of the same length.

    An address holds no blank, and has a dot or a "://" within: only the stretches between blanks that have one are searched.
    """
    hint = _HINT.search(body)
    found: list[tuple[int, int]] = []
    while hint is not None and len(found) < _MOST_FOUND:
        first = body.rfind(" ", 0, hint.start()) + 1
        last = body.find(" ", hint.start())
        if last < 0:
            last = len(body)
        found += [(match.start(), match.start() + len(match[0].rstrip(_TRAILING))) for match in _LINK.finditer(body, first, last)]
        hint = _HINT.search(body, last)
    if not found:
        return found, body
    del found[_MOST_FOUND:]
    pieces: list[str] = []
    at = 0
    for start, end in found:
        pieces += (body[at:start], "." * (end - start))
        at = end
    pieces.append(body[at:])
    return found, "".join(pieces)


def is_masked(text: str) -> bool:
    """Whether an address is written so that only a human reads it as one: "example[.]com", "hxxp://" ("example
    dot com" is found by the lexicon)."""
    return ("[" in text or "(" in text or "hxxp" in text) and any(map(text.__contains__, _MASKED))


class HostJudge:
    """Judges hosts by lists; verdicts on recent ones are kept, as a campaign repeats its host."""

    def __init__(self, lists: HostLists) -> None:
        self.lists = lists
        self._judge = lru_cache(maxsize=4_096)(self._judged)

    def judge_links(self, urls: Iterable[str]) -> tuple[Link, ...]:
        """The first links of `urls` with what their hosts are."""
        links = []
        for url in islice(urls, MOST_LINKS):
            match = _HOST.match(url)
            links.append(Link(url, *self._judge(match[1].lower().strip(".")[:253] if match else "")))
        return tuple(links)

    def _judged(self, raw: str) -> tuple[str, bool, bool, str | None, str | None, str | None]:
        host = _decode(raw)
        domain = registrable(host)
        simulator = domain in self.lists.simulators or host in self.lists.simulators
        shortener = host in self.lists.shorteners or host.removeprefix("www.") in self.lists.shorteners
        owner = self.lists.owned.get(domain)
        imitates, how = (None, None) if shortener or owner else self._imitated(host, domain)
        return host, shortener, simulator, imitates, how, owner

    def _imitated(self, host: str, domain: str) -> tuple[str | None, str | None]:
        lists = self.lists
        label = domain.split(".")[0]
        if brand := lists.labels.get(label):
            # A country's own domain is mostly the brand's own branch; elsewhere somebody else bought the name.
            ending = domain.rsplit(".", 1)[1] if "." in domain else ""
            return (None, None) if len(ending) == 2 and ending not in _OPEN_COUNTRIES else (brand, "domain")
        plain = plain_text(label).casefold()
        folded = _fold(plain)
        if brand := lists.folded.get(folded):
            return brand, "letters" if label.isascii() else "script"
        if len(folded) >= 5 and plain not in lists.honest:
            brand = lists.near.get(folded)
            for short in () if brand else _shortened(folded):
                # One letter too many, or from eight letters on one letter wrong: "finance" is no bad "binance".
                if brand := (lists.folded.get(short) if len(short) >= 6 else None) or (lists.near.get(short) if len(folded) >= 8 else None):
                    break
            if brand:
                return brand, "spelling"
        for part in _SPLIT.split(host)[:24]:
            if brand := lists.labels.get(part) or (lists.folded.get(_fold(plain_text(part))) if len(part) >= 5 else None):
                return brand, "subdomain" if part in host.removesuffix(domain).split(".") else "hyphen"
        return None, None


def registrable(host: str) -> str:
    """The part of a host that is bought: two labels, or three under "co.uk" and its like (a rule of thumb, no public suffix list)."""
    labels = host.split(".")
    if len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def _decode(host: str) -> str:
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        if label.startswith("xn--") and len(label) <= 63:
            try:
                labels.append(label[4:].encode("ascii").decode("punycode").lower())
                continue
            except (UnicodeError, ValueError, OverflowError):
                pass
        labels.append(label)
    return unicodedata.normalize("NFC", ".".join(labels))


def _fold(label: str) -> str:
    """Look-alikes undone, also those of two letters; digits as the letters they resemble."""
    label = fold_term(label) if not label.isascii() else label
    return label.translate(_DIGITS).replace("rn", "m").replace("vv", "w").replace("cl", "d")


_DIGITS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "i": "l"})


def _shortened(label: str) -> set[str]:
    return {label[:place] + label[place + 1 :] for place in range(min(len(label), 24))}

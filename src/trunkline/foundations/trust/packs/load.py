"""Packs from files: verified, checked against each other, compiled into a rule pack that answers for a moment.

A pack is `NAME.toml` beside `NAME.toml.sig`, the base64 of an Ed25519 signature over the file's octets. The packs in the box are signed
with a build key whose public half is `packs.pub`; an operator adds keys of its own. Nothing unsigned is loaded.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from trunkline.kernel.clock import from_datetime

from .law import CountryLaw, build_law
from .rows import ADDING, ROW_RULES, AnyRow, Pack

_JURISDICTION = re.compile(r"\*|[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_NEVER = 2**63 - 1


class PackError(ValueError):
    """A pack that cannot be used; the text names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class _Dated:
    jurisdiction: str
    begin: int
    end: int
    row: AnyRow


class RulePack:
    """All packs together. `hash` is the same for the same files, whatever their order."""

    def __init__(self, packs: Iterable[Pack], digest: str) -> None:
        self.packs = tuple(packs)
        self.hash = digest
        self._dated = tuple(dated for pack in self.packs for dated in _dates(pack))
        self._edges = sorted({edge for dated in self._dated for edge in (dated.begin, dated.end)})
        self._laws: dict[tuple[int, str, bool], CountryLaw] = {}

    def law(self, country: str, now: int, *, strict: bool) -> CountryLaw:
        """What holds in `country` at `now`; with `strict`, disputed rows too. Compiled when first asked, and again after each date."""
        key = (bisect_right(self._edges, now), country, strict)
        found = self._laws.get(key)
        if found is None:
            found = self._laws[key] = build_law(country, self._in_force(country, now, strict))
        return found

    def _in_force(self, country: str, now: int, strict: bool) -> Iterable[tuple[str, AnyRow]]:
        for dated in self._dated:
            if dated.begin <= now < dated.end and (strict or not dated.row.disputed):
                place = dated.jurisdiction
                if place == "*" or place == country or (country and place.startswith(f"{country}-")):
                    yield place, dated.row


def read_pack(text: bytes, name: str) -> Pack:
    """One pack from its file's octets. PackError at anything that is not as it should be."""
    try:
        data = tomllib.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"{name}: is no TOML: {error}") from None
    for number, row in enumerate(data.get("row", ()), 1):
        if isinstance(row, dict) and row.get("rule") not in ROW_RULES:
            raise PackError(
                f"{name}: row {number}: there is no rule {row.get('rule')!r} that reads rows; known: {', '.join(sorted(ROW_RULES))}"
            )
    try:
        pack = msgspec.convert(data, Pack)
    except msgspec.ValidationError as error:
        raise PackError(f"{name}: {error}") from None
    _check(pack, name)
    return pack


def _check(pack: Pack, name: str) -> None:
    if not pack.row:
        raise PackError(f"{name}: has no rows")
    if not pack.jurisdictions:
        raise PackError(f"{name}: names no jurisdiction")
    for code in pack.jurisdictions:
        if _JURISDICTION.fullmatch(code) is None:
            raise PackError(f"{name}: {code!r} is no ISO 3166 code and not '*'")
    if not pack.source:
        raise PackError(f"{name}: names no source")
    if pack.effective_to is not None and pack.effective_to <= pack.effective_from:
        raise PackError(f"{name}: ends on {pack.effective_to}, not after it begins on {pack.effective_from}")
    try:
        ZoneInfo(pack.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise PackError(f"{name}: there is no time zone {pack.zone!r}") from None
    for number, row in enumerate(pack.row, 1):
        begin, end = _span(pack, row)
        if row.disputed and not isinstance(row, ADDING):
            raise PackError(f"{name}: row {number}: only rows that add a limit can be disputed, for `strict` must never be milder")
        if end is not None and end <= begin:
            raise PackError(f"{name}: row {number}: ends on {end}, not after it begins on {begin}")
        for place in row.places:
            if not any(code in ("*", place) or place.startswith(f"{code}-") for code in pack.jurisdictions):
                raise PackError(f"{name}: row {number}: {place!r} lies outside the pack's jurisdictions")
        if begin < pack.effective_from or (pack.effective_to is not None and (end is None or end > pack.effective_to)):
            raise PackError(f"{name}: row {number}: {begin} to {end or 'open'} reaches beyond the pack's own dates")


def _span(pack: Pack, row: AnyRow) -> tuple[date, date | None]:
    return row.effective_from or pack.effective_from, row.effective_to or pack.effective_to


def _dates(pack: Pack) -> Iterable[_Dated]:
    zone = ZoneInfo(pack.zone)

    def midnight(day: date) -> int:
        return from_datetime(datetime(day.year, day.month, day.day, tzinfo=zone))

    for row in pack.row:
        begin, end = _span(pack, row)
        for place in row.places or pack.jurisdictions:
            yield _Dated(place, midnight(begin), _NEVER if end is None else midnight(end), row)


def compile_packs(sources: Iterable[tuple[str, bytes]]) -> RulePack:
    """One rule pack from (name, octets) pairs that were verified. PackError also where two rows settle the same thing at once."""
    ordered = sorted(sources)
    digest = hashlib.sha256()
    packs = []
    for name, text in ordered:
        digest.update(hashlib.sha256(text).digest())
        packs.append((name, read_pack(text, name)))
    _refuse_overlaps(packs)
    return RulePack((pack for _, pack in packs), digest.hexdigest())


def _refuse_overlaps(packs: Iterable[tuple[str, Pack]]) -> None:
    settled: dict[tuple[Any, ...], list[tuple[int, int, str]]] = {}
    for name, pack in packs:
        for dated in _dates(pack):
            for key in dated.row.keys():  # noqa: SIM118 - a method of the row, which is no mapping
                # A disputed row may stand beside the undisputed one that it would tighten.
                place = (type(dated.row).__name__, dated.jurisdiction, key, dated.row.disputed)
                settled.setdefault(place, []).append((dated.begin, dated.end, name))
    for (kind, jurisdiction, key, _), spans in settled.items():
        for (_, end, one), (begin, _, other) in pairwise(sorted(spans)):
            if begin < end:
                kind = kind.removesuffix("Row")
                raise PackError(f"{one} and {other}: both settle {kind} {key!r} of {jurisdiction} at the same time")


def verify(text: bytes, signature: bytes, keys: Iterable[Ed25519PublicKey], name: str) -> None:
    """PackError unless one of the keys signed these octets; `signature` is base64."""
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except binascii.Error:
        raise PackError(f"{name}: its signature is not base64") from None
    for key in keys:
        try:
            key.verify(raw, text)
            return
        except InvalidSignature:
            continue
    raise PackError(f"{name}: is signed by none of the known keys")


def read_key(text: bytes) -> Ed25519PublicKey:
    """A public key from base64 of its 32 octets. PackError if it is none."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except (binascii.Error, ValueError):
        raise PackError("a key of packs is the base64 of 32 octets (Ed25519)") from None


def load_packs(folders: Iterable[Traversable] = (), keys: Iterable[Ed25519PublicKey] = ()) -> RulePack:
    """The packs in the box and those of the operator's folders, all verified: the box's by the build key, the others by any key."""
    box = files(__package__)
    build = read_key(box.joinpath("packs.pub").read_bytes())
    sources = _read_folder(box, (build,))
    for folder in folders:
        sources += _read_folder(folder, (build, *keys))
    return compile_packs(sources)


def _read_folder(folder: Traversable, keys: tuple[Ed25519PublicKey, ...]) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            beside = folder.joinpath(f"{entry.name}.sig")
            if not beside.is_file():
                raise PackError(f"{entry.name}: is not signed ({entry.name}.sig is missing)")
            text = entry.read_bytes()
            verify(text, beside.read_bytes(), keys, entry.name)
            found.append((entry.name, text))
    return found


@cache
def boxed_packs() -> RulePack:
    """The packs in the box alone, loaded once."""
    return load_packs()

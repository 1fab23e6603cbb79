"""What an address must look like in countries whose form is known: postal codes, and the names of states and provinces.

Only the form is judged. Whether a street exists is known to services that we do not ask, so no address is ever shown as `validated` or
`verified`. Sources: the postal operators' published formats (USPS Publication 28, Canada Post, Royal Mail, Deutsche Post …).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import phonenumbers

from trunkline.foundations.numbering.nanp_places import REGION_CODES

# Country to the expression of a postal code without spaces and hyphens, and where its separator stands: (position, separator).
_FORMS: dict[str, tuple[str, tuple[int, str] | None]] = {
    "US": (r"\d{5}(?:\d{4})?", (5, "-")),
    "CA": (r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d", (3, " ")),
    "GB": (r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", (-3, " ")),
    "NL": (r"[1-9]\d{3}[A-Z]{2}", (4, " ")),
    "SE": (r"\d{5}", (3, " ")),
    "PL": (r"\d{5}", (2, "-")),
    "BR": (r"\d{8}", (5, "-")),
    "JP": (r"\d{7}", (3, "-")),
    **dict.fromkeys(("DE", "FR", "ES", "IT", "FI", "MX"), (r"\d{5}", None)),
    **dict.fromkeys(("AU", "AT", "BE", "CH", "DK", "NO"), (r"\d{4}", None)),
}
_SPACES = re.compile(r"\s+")
_REGIONS = {name.casefold(): code for name, code in REGION_CODES.items()} | {"washington": "WA", "district of columbia": "DC"}
_CODES = frozenset(REGION_CODES.values())


def read_country(text: str) -> str:
    """ISO 3166-1 alpha-2 in capitals. Raises ValueError for what is no country."""
    code = text.strip().upper()
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("must be an ISO 3166-1 alpha-2 country code")
    return code


def correct(address: Mapping[str, str]) -> dict[str, str]:
    """The fields that are to be written otherwise, with how. Raises ValueError with words where no correction helps.

    `address` has street, street_secondary, city, region, postal_code and iso_country.
    """
    better = {name: _SPACES.sub(" ", value).strip() for name, value in address.items()}
    for name in ("street", "city", "region", "postal_code"):
        if not better[name]:
            raise ValueError(f"{name} is empty")
    country = better["iso_country"]
    if country in ("US", "CA"):
        better["region"] = _region(better["region"], country)
    if country in _FORMS:
        better["postal_code"] = _postal_code(better["postal_code"], country)
    return {name: value for name, value in better.items() if value != address[name]}


def _region(text: str, country: str) -> str:
    code = text.upper() if text.upper() in _CODES else _REGIONS.get(text.casefold(), "")
    # Other territories (VI, GU …) have codes of two letters too.
    if not code and re.fullmatch(r"[A-Za-z]{2}", text) is not None:
        code = text.upper()
    if not code:
        raise ValueError(f"'{text}' is no state or province of {country}: its two letters are wanted")
    return code


def _postal_code(text: str, country: str) -> str:
    form, separator = _FORMS[country]
    bare = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(form, bare, re.ASCII) is None:
        raise ValueError(f"'{text}' is no postal code of {country}")
    if separator is None or bare[separator[0] :] == "":
        return bare
    return bare[: separator[0]] + separator[1] + bare[separator[0] :]

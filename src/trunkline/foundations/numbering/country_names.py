"""English names of countries, from the tables that libphonenumber has.

One file of `phonenumbers.geodata`, read by itself at the first question: the package would load the whole world, about 95 MB.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path


def country_name(country: str) -> str:
    """By ISO 3166-1 alpha-2; the code itself where there is no name."""
    names = _names().get(country, {})
    name = names.get("en", country)
    # "*de": as in the language named.
    return names.get(name[1:], country) if name.startswith("*") else name


@cache
def _names() -> dict[str, dict[str, str]]:
    package = find_spec("phonenumbers")
    assert package is not None and package.origin is not None
    spec = spec_from_file_location("phonenumbers.geodata.locale", Path(package.origin).parent / "geodata" / "locale.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, dict[str, str]] = module.LOCALE_DATA
    return found

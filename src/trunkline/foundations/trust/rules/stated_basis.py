"""What a program must say with the lawful basis that it states (R19): a reference for each, a country for an obligation."""

from __future__ import annotations

from trunkline.kernel.errors import invalid

from ..decisions.name_lawful_basis import LEGAL_OBLIGATION

_WANTED = {
    "contract": "the contract or its terms",
    "legitimate_interest": "the balancing test",
    "legal_obligation": "the law that obliges",
    "vital_interest": "the danger that is averted",
}


def check_basis(basis: str, reference: str, countries: list[str]) -> list[str]:
    """The countries in capitals, sorted; 20001 where something lacks.

    The reference is one line without `|`, as it is kept with each message's decision.
    """
    if not basis:
        if reference or countries:
            raise invalid("LawfulBasis", "must be given with a reference or countries")
        return []
    if not reference.strip() or "|" in reference or not reference.isprintable():
        raise invalid("LawfulBasisReference", f"must name {_WANTED[basis]}, in one line without |")
    codes = sorted({code.strip().upper() for code in countries})
    if any(len(code) != 2 or not code.isascii() or not code.isalpha() for code in codes):
        raise invalid("LawfulBasisCountries", "must be ISO 3166-1 alpha-2 codes")
    if basis == LEGAL_OBLIGATION and not codes:
        raise invalid("LawfulBasisCountries", "must name the countries whose law obliges")
    return codes

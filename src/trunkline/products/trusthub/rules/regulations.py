"""Regulations: what a country asks of whoever uses its numbers, by sort of number and of user; judged as the policies of Trust Hub are."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .policies import Policies, Policy, read_types


@dataclass(frozen=True, slots=True)
class Regulation:
    policy: Policy
    country: str
    number_type: str
    end_user_type: str


@dataclass(frozen=True, slots=True)
class Regulations:
    """`known.policies` are by regulation SID, as `all` is."""

    all: Mapping[str, Regulation]
    known: Policies

    def find(self, country: str, number_type: str, end_user_type: str) -> Regulation | None:
        wanted = country.upper(), number_type.lower(), end_user_type.lower()
        return next((one for one in self.all.values() if (one.country, one.number_type, one.end_user_type) == wanted), None)


@cache
def own_regulations() -> Regulations:
    data = tomllib.loads(files(__package__).joinpath("regulations.toml").read_text("utf-8"))
    found: dict[str, Regulation] = {}
    for row in data["regulations"]:
        for number_type in row["number_types"]:
            for user in ("individual", "business"):
                country, name = row["country"], f"{row['name']}: {number_type.capitalize()} - {user.capitalize()}"
                policy = Policy(_sid(f"{country} {number_type} {user}"), name, (user,), tuple(row[user]))
                found[policy.sid] = Regulation(policy, country, number_type, user)
    policies = {sid: one.policy for sid, one in found.items()}
    return Regulations(found, Policies(policies, read_types(data["end_user_types"]), read_types(data["document_types"])))


def _sid(name: str) -> str:
    """The same in every installation."""
    return f"RN{hashlib.md5(f'regulation {name}'.encode(), usedforsecurity=False).hexdigest()}"

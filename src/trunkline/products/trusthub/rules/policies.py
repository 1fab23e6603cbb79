"""The policies: what a profile must hold to be approved, and how it is judged. Pure."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from trunkline.foundations.numbering.e164 import to_e164

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
MISSING, WRONG, NO_ENTITY, NO_PROFILE = 22214, 22217, 22216, 22218
"""Codes of an evaluation's findings (Trust Hub's block 222xx)."""


@dataclass(frozen=True, slots=True)
class Field:
    """`kind` is text, email, phone or url; `words` are those that are allowed, none for free text."""

    name: str
    kind: str = "text"
    words: tuple[str, ...] = ()
    required: bool = True

    def fault(self, value: Any) -> str:
        """What is wrong with a value, "" if nothing is."""
        text = ",".join(map(str, value)) if isinstance(value, list) else value
        if text is None or text == "":
            return f"{self.name} is missing" if self.required else ""
        if not isinstance(text, str):
            return f"{self.name} must be a text"
        if self.words and text.casefold() not in {word.casefold() for word in self.words}:
            return f"{self.name} must be one of {', '.join(self.words)}"
        if self.kind == "email" and not _EMAIL.fullmatch(text):
            return f"{self.name} must be an e-mail address"
        if self.kind == "phone" and to_e164(text) is None:
            return f"{self.name} must be a phone number in E.164 form"
        if self.kind == "url" and not (urlsplit(text).scheme in ("http", "https") and "." in urlsplit(text).netloc):
            return f"{self.name} must be the address of a web site, with https://"
        return ""


@dataclass(frozen=True, slots=True)
class EntityType:
    """A sort of end user or of document, with what is to be said of one."""

    sid: str
    name: str
    title: str
    fields: tuple[Field, ...]

    def to_data(self) -> dict[str, Any]:
        fields = [
            {"machine_name": f.name, "friendly_name": f.name.replace("_", " ").capitalize(), "constraint": "String"} for f in self.fields
        ]
        return {"sid": self.sid, "friendly_name": self.title, "machine_name": self.name, "fields": fields}


@dataclass(frozen=True, slots=True)
class Policy:
    """`profile`: a customer profile must be assigned, and be approved."""

    sid: str
    name: str
    end_users: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    profile: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """What was assigned: an end user or a document of some type, or a customer profile (`type` "customer_profile")."""

    sid: str
    type: str
    attributes: Mapping[str, Any]
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Policies:
    policies: Mapping[str, Policy]
    end_user_types: Mapping[str, EntityType]
    document_types: Mapping[str, EntityType]


@cache
def own_policies() -> Policies:
    data = tomllib.loads(files(__package__).joinpath("policies.toml").read_text("utf-8"))
    policies = {
        p["sid"]: Policy(p["sid"], p["name"], tuple(p.get("end_users", ())), tuple(p.get("documents", ())), p.get("profile", False))
        for p in data["policies"]
    }
    return Policies(policies, read_types(data["end_user_types"]), read_types(data["document_types"]))


def read_types(rows: Iterable[Mapping[str, Any]]) -> dict[str, EntityType]:
    found = (EntityType(_sid(row["name"]), row["name"], row["title"], tuple(map(_field, row["fields"].items()))) for row in rows)
    return {one.name: one for one in found}


def _sid(name: str) -> str:
    """The same in every installation."""
    return f"OY{hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()}"


def _field(given: tuple[str, Any]) -> Field:
    name, kind = given
    words = tuple(kind) if isinstance(kind, list) else ()
    return Field(name.removesuffix("?"), "text" if words else kind, words, not name.endswith("?"))


def evaluate(policy: Policy, entities: Iterable[Entity], known: Policies | None = None) -> list[dict[str, Any]]:
    """One finding a requirement, each with what failed: what an evaluation shows, and a rejection names. `known` has the types that the
    policy names; those of Trust Hub unless others are given."""
    known, held = known or own_policies(), list(entities)
    found = [_judge(known.end_user_types[name], "end_user", held) for name in policy.end_users]
    found += [_judge(known.document_types[name], "supporting_document", held) for name in policy.documents]
    if policy.profile:
        profiles = [entity for entity in held if entity.type == "customer_profile"]
        reason = "" if any(p.approved for p in profiles) else "A customer profile that is approved must be assigned"
        found.append(_finding("customer_profile_bundle", "customer_profile", reason, NO_PROFILE, []))
    return found


def is_compliant(results: Iterable[Mapping[str, Any]]) -> bool:
    return all(result["passed"] for result in results)


def _judge(wanted: EntityType, kind: str, held: list[Entity]) -> dict[str, Any]:
    entity = next((one for one in held if one.type == wanted.name), None)
    if entity is None:
        reason = f"A {kind.replace('_', ' ')} of type {wanted.name} must be assigned"
        return _finding(wanted.name, kind, reason, NO_ENTITY, [{"object_field": f.name, "passed": False} for f in wanted.fields])
    invalid: list[dict[str, Any]] = []
    valid: list[dict[str, Any]] = []
    for field in wanted.fields:
        fault = field.fault(entity.attributes.get(field.name))
        if fault:
            code = MISSING if fault.endswith("is missing") else WRONG
            invalid.append({"object_field": field.name, "failure_reason": fault, "error_code": code})
        else:
            valid.append({"object_field": field.name})
    reason = "; ".join(one["failure_reason"] for one in invalid)
    return {**_finding(wanted.name, kind, reason, int(invalid[0]["error_code"]) if invalid else 0, invalid), "valid": valid}


def _finding(name: str, kind: str, reason: str, code: int, invalid: list[Any]) -> dict[str, Any]:
    return {
        "requirement_name": name, "object_type": kind, "passed": not reason, "failure_reason": reason or None,
        "error_code": code if reason else None, "invalid": invalid, "valid": [],
    }  # fmt: skip

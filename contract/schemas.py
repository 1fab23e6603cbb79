"""Judges an answer against its published schema, stricter than the documents where these are silent.

OpenAPI 3.0 schemas become JSON Schema (2020-12): `nullable` turns into a null type, formats are checked where we know
their grammar. Most published schemas name no required property although Twilio answers with all of them; there, every
property of the answer and of each item in a list is demanded, so that an empty object never counts as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from contract.documents import Document
from contract.operations import resolve

_KEPT = (
    "type", "enum", "format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
    "uniqueItems", "required", "additionalProperties", "minProperties", "maxProperties",
)  # fmt: skip
_COMBINATIONS = ("allOf", "anyOf", "oneOf")


class Judge:
    """Validates answers of one document; converts each schema once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._definitions: dict[str, Any] | None = None
        self._validators: dict[int, Draft202012Validator] = {}

    def faults(self, schema: dict[str, Any], answer: Any) -> str:
        """Why the answer does not fit the schema, in one line; "" when it fits."""
        missing = self._missing(schema, answer)
        if missing:
            return missing
        error = best_match(self._validator(schema).iter_errors(answer))
        return f"{error.json_path}: {error.message[:200]}" if error is not None else ""

    def undocumented(self, schema: dict[str, Any], answer: Any) -> list[str]:
        """Properties of the answer (or of the first item of a list) that the schema does not know."""
        schema = resolve(self._document, schema)
        properties = schema.get("properties")
        if not isinstance(answer, dict) or not properties or schema.get("additionalProperties"):
            return []
        found = [name for name in answer if name not in properties]
        for name, node in properties.items():
            items = answer.get(name)
            node = resolve(self._document, node)
            if node.get("type") == "array" and isinstance(items, list) and items:
                found += [f"{name}[].{one}" for one in self.undocumented(node.get("items", {}), items[0])]
        return found

    def _missing(self, schema: dict[str, Any], answer: Any, where: str = "", depth: int = 0) -> str:
        schema = resolve(self._document, schema)
        properties = schema.get("properties")
        if not isinstance(answer, dict) or not properties:
            return ""
        if "required" not in schema:
            absent = [name for name in properties if name not in answer]
            if absent:
                return f"missing {where or 'properties'}: {', '.join(absent)}"
        if depth:
            return ""
        for name, node in properties.items():
            node = resolve(self._document, node)
            # Members of a page are named schemas; lists inside a member (rules, servers) leave out what they do not use.
            if node.get("type") == "array" and "$ref" in node.get("items", {}) and isinstance(answer.get(name), list):
                for item in answer[name]:
                    if found := self._missing(node.get("items", {}), item, f"in {name}[]", 1):
                        return found
        return ""

    def _validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        found = self._validators.get(id(schema))
        if found is None:
            if self._definitions is None:
                named = self._document.body.get("components", {}).get("schemas", {})
                self._definitions = {name: json_schema(node) for name, node in named.items()}
            whole = {"$ref": "#/root", "root": json_schema(schema), "components": {"schemas": self._definitions}}
            found = self._validators[id(schema)] = Draft202012Validator(whole, format_checker=FORMATS)
        return found


def json_schema(node: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI 3.0 schema as JSON Schema. References keep their places (`#/components/schemas/…`)."""
    if "$ref" in node:
        reference = {"$ref": node["$ref"]}
        return {"anyOf": [reference, {"type": "null"}]} if node.get("nullable") else reference
    out: dict[str, Any] = {key: node[key] for key in _KEPT if key in node}
    if isinstance(out.get("additionalProperties"), dict):
        out["additionalProperties"] = json_schema(out["additionalProperties"])
    if "properties" in node:
        out["properties"] = {name: json_schema(one) for name, one in node["properties"].items()}
    if "items" in node:
        out["items"] = json_schema(node["items"])
    for key in _COMBINATIONS:
        if key in node:
            out[key] = [json_schema(one) for one in node[key]]
    # Twilio's own mark for decimals, which go over the wire as strings so that no digit is lost.
    if node.get("x-twilio", {}).get("overrideType") == "string":
        out["type"] = "string"
    return _nullable(out) if node.get("nullable") else out


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if any(key in schema for key in _COMBINATIONS):
        return {"anyOf": [schema, {"type": "null"}]}
    if "type" in schema:
        schema["type"] = [schema["type"], "null"]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema


FORMATS = FormatChecker(formats=())


def _check(name: str, accepts: Callable[[str], object]) -> None:
    def passes(value: object) -> bool:
        if not isinstance(value, str):
            return True
        try:
            return bool(accepts(value))
        except (ValueError, TypeError):
            return False

    FORMATS.checks(name)(passes)


_ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
_RFC_2822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
_check("date-time", lambda text: _ISO_INSTANT.fullmatch(text) and datetime.fromisoformat(text))
_check("date-time-rfc-2822", lambda text: _RFC_2822.fullmatch(text) and parsedate_to_datetime(text))
_check("date", lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
_check("uri", lambda text: re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s]+|/[^\s]*|", text))
_check("phone-number", lambda text: re.fullmatch(r"\+?[0-9A-Za-z:+.@ ()_-]{2,}|", text))
_check("iso-country-code", lambda text: re.fullmatch(r"[A-Z]{2}", text))
_check("currency", lambda text: re.fullmatch(r"[A-Za-z]{3}", text))
_check("email", lambda text: "@" in text)
_check("http-method", lambda text: text in {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"})

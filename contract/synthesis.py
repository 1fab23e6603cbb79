"""Makes valid values for parameters out of their names and schemas, the same for the same seed.

What the schema says (enum, pattern, format, bounds) goes first; names help where the schema says only "string".
A value that must name something which exists (an owned number, the SID of a service) is asked of the caller.
"""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from contract.documents import Document
from contract.operations import resolve

SID_PATTERN = re.compile(r"\^?([A-Z]{2})\[0-9a-f(?:A-F)?\]\{32\}\$?")
# A closed port of this machine: callbacks of driven operations must not leave it.
UNREACHABLE_URL = "http://127.0.0.1:9/callback"

_BY_NAME: dict[str, str] = {
    "email": "someone@example.com", "notificationemail": "someone@example.com", "language": "en-US",
    "isocountry": "US", "country": "US", "countrycode": "US", "isocode": "US", "ipaddress": "203.0.113.7",
    "areacode": "415", "street": "101 Main Street", "city": "San Francisco", "region": "CA", "postalcode": "94105",
    "customername": "Ada Lovelace", "password": "Correct-Horse-9-Battery", "targetworkers": "1==1",
    "expression": "1==1", "sipurl": "sip:someone@203.0.113.7", "channel": "sms", "locale": "en",
    "apiversion": "2010-04-01", "version": "1.0.0", "filename": "file.txt", "contenttype": "text/plain", "path": "/path",
}  # fmt: skip
_JSON_NAMES = re.compile(r"(attributes|data|config|configuration|definition|parameters|payload|metadata|items)$")
_UNIQUE_NAMES = re.compile(r"(friendlyname|uniquename|identity|identifier|domainname|username|name|key)$")


class Synthesis:
    """Values for one product, seeded by its name, so that runs repeat and products do not collide."""

    def __init__(self, product: str, run: str) -> None:
        self._random = random.Random(f"{product} {run}")  # noqa: S311 - test data, not secrets
        self._product = re.sub(r"[^a-z0-9]", "", product)

    def unique(self, prefix: str = "") -> str:
        """Lower-case letters and digits that were not given before."""
        return f"{prefix}{self._product}{self._random.getrandbits(40):010x}"

    def digits(self, count: int) -> str:
        """That many digits at random, the first of them no zero."""
        return str(self._random.randrange(10 ** (count - 1), 10**count))

    def sid(self, prefix: str) -> str:
        """A well-formed SID of something that does not exist."""
        return f"{prefix}{self._random.getrandbits(128):032x}"

    def matching(self, pattern: str) -> str:
        """A text that a pattern accepts; covers what the documents use (literals, classes, repeats, groups)."""
        text = pattern.removeprefix("^").removesuffix("$")
        text = re.sub(r"\((?:\?:)?([^()|]*)\|[^()]*\)", r"\1", text)
        text = re.sub(r"\([^()]*\)\{0,\d+\}", "", text)
        return re.sub(r"\[([^\]]+)\](?:\{(\d+)(?:,\d*)?\}|([*+]))?", self._from_class, text)

    def value(self, document: Document, name: str, schema: dict[str, Any], example: Any = None) -> Any:
        """A value for one parameter, as JSON would hold it (a text, number, boolean, list or object)."""
        schema = resolve(document, schema)
        for key in ("allOf", "oneOf", "anyOf"):
            if schema.get(key):
                return self.value(document, name, schema[key][0], example)
        if schema.get("enum"):
            return next(one for one in schema["enum"] if one is not None)
        kind = schema.get("type")
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            return max(schema.get("minimum", 10), min(10, schema.get("maximum", 10)))
        if kind == "array":
            return [self.value(document, name.removesuffix("s"), schema.get("items", {"type": "string"}))]
        if kind == "object" or "properties" in schema:
            return self.object(document, schema)
        if kind is None and example is None:
            return {}
        return self._text(name, schema, example)

    def object(self, document: Document, schema: dict[str, Any]) -> dict[str, Any]:
        """An object with its required properties, or all of them when it requires none but has some."""
        schema = resolve(document, schema)
        for key in ("allOf", "oneOf", "anyOf"):
            if schema.get(key):
                chosen = schema[key] if key == "allOf" else schema[key][:1]
                return {k: v for one in chosen for k, v in self.object(document, one).items()}
        properties = schema.get("properties", {})
        wanted = schema.get("required") or ()
        return {
            name: self.value(document, name, properties[name], properties[name].get("example")) for name in wanted if name in properties
        }

    def _text(self, name: str, schema: dict[str, Any], example: Any) -> str:
        plain = name.lower().replace("_", "").replace(".", "")
        if schema.get("pattern"):
            found = SID_PATTERN.fullmatch(schema["pattern"])
            return self.sid(found[1]) if found else self.matching(schema["pattern"])
        kind = schema.get("format", "")
        if kind in ("date-time", "date"):
            later = datetime.now(UTC) + timedelta(days=2)
            return later.strftime("%Y-%m-%d" if kind == "date" else "%Y-%m-%dT%H:%M:%SZ")
        if kind == "iso-country-code":
            return "US"
        if kind == "uri" or plain.endswith(("url", "callback", "webhook", "uri")):
            return UNREACHABLE_URL
        if plain in _BY_NAME:
            return _BY_NAME[plain]
        if isinstance(example, str) and example and not plain.endswith("sid"):
            return example
        if _JSON_NAMES.search(plain):
            return json.dumps({"made": self.unique()})
        if _UNIQUE_NAMES.search(plain):
            return self.unique("n")
        if plain.endswith("sid"):
            return self.sid("AA")
        return self.unique("t")[: schema.get("maxLength", 64)]

    def _from_class(self, match: re.Match[str]) -> str:
        letters = "".join(
            chr(code) for low, high in re.findall(r"(.)-(.)|(?:.)", match[1]) if low for code in range(ord(low), ord(high) + 1)
        )
        letters = letters or match[1][0]
        return "".join(self._random.choice(letters) for _ in range(int(match[2] or 1)))

"""A request as a person would make it again: with curl, and with the Python and Node libraries."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

HELD_BACK = "…"
"""Stands for a value that is not on record."""

Pairs = list[tuple[str, str]]


def pairs_of(parameters: Mapping[str, Any]) -> Pairs:
    """Repeated parameters one after the other."""
    found: Pairs = []
    for name, value in parameters.items():
        for one in value if isinstance(value, list) else [value]:
            found.append((name, HELD_BACK if one is None else str(one)))
    return found


def snippets(method: str, url: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """curl, python and node. Credentials are taken from the environment, as the libraries do; none stands in the text."""
    pairs = pairs_of(parameters)
    return {"curl": _curl(method, url, pairs), "python": _python(method, url, pairs), "node": _node(method, url, pairs)}


def _curl(method: str, url: str, pairs: Pairs) -> str:
    lines = [f"curl -X {method} {shlex.quote(_with_query(method, url, pairs))}"]
    if method not in ("GET", "HEAD", "DELETE"):
        lines += [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in pairs]
    lines.append('-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"')
    return " \\\n  ".join(lines)


def _python(method: str, url: str, pairs: Pairs) -> str:
    head = "import os\n\nfrom twilio.rest import Client\n\n"
    client = 'client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])\n'
    if _is_message(method, url):
        given = "".join(f"    {_python_name(name)}={value!r},\n" for name, value in _folded(pairs).items())
        return f"{head}{client}message = client.messages.create(\n{given})\nprint(message.sid)\n"
    data = f", data={_folded(pairs)!r}" if pairs and method not in ("GET", "HEAD", "DELETE") else ""
    return f"{head}{client}answer = client.request({method!r}, {_with_query(method, url, pairs)!r}{data})\nprint(answer.text)\n"


def _node(method: str, url: str, pairs: Pairs) -> str:
    head = 'const client = require("twilio")(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);\n\n'
    if _is_message(method, url):
        given = "".join(f"    {_node_name(name)}: {_js(value)},\n" for name, value in _folded(pairs).items())
        return f"{head}client.messages\n  .create({{\n{given}  }})\n  .then((message) => console.log(message.sid));\n"
    data = f", data: {_js(_folded(pairs))}" if pairs and method not in ("GET", "HEAD", "DELETE") else ""
    asked = f"{{ method: {_js(method)}, uri: {_js(_with_query(method, url, pairs))}{data} }}"
    return f"{head}client\n  .request({asked})\n  .then((answer) => console.log(answer.body));\n"


def _is_message(method: str, url: str) -> bool:
    return method == "POST" and url.partition("?")[0].endswith(("/Messages", "/Messages.json"))


def _with_query(method: str, url: str, pairs: Pairs) -> str:
    return f"{url}?{urlencode(pairs)}" if pairs and method in ("GET", "HEAD", "DELETE") else url


def _folded(pairs: Pairs) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _js(value: Any) -> str:
    # JSON is JavaScript, but for these two, which end a line there
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _python_name(name: str) -> str:
    """MessagingServiceSid -> messaging_service_sid; From -> from_, as the library has it."""
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_")
    return "from_" if words == "from" else words if words.isidentifier() else f"**{{{name!r}: ...}}"


def _node_name(name: str) -> str:
    small = name[:1].lower() + name[1:]
    return small if small.isidentifier() and small.isascii() else _js(name)

"""What every refusal must look like, whoever gives it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import msgspec

FIELDS = ("code", "message", "more_info", "status")


def refusal(status: int, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The error body in Twilio's form, as JSON or XML by its content type; fails when it is anything else, or shows its inside."""
    kind = headers.get("content-type", "")
    if kind.startswith("application/xml"):
        root = ElementTree.fromstring(body.decode())  # noqa: S314 (our own answer)
        assert root.tag == "TwilioResponse"
        (exception,) = root
        assert exception.tag == "RestException"
        found: dict[str, Any] = {e.tag: e.text or "" for e in exception}
        told = {"code": int(found["Code"]), "message": found["Message"], "more_info": found["MoreInfo"], "status": int(found["Status"])}
    else:
        assert kind.startswith("application/json"), (status, kind, body[:500])
        told = msgspec.json.decode(body)
        assert set(FIELDS) <= set(told) <= {*FIELDS, "details"}
    assert told["status"] == status
    assert isinstance(told["code"], int)
    assert told["code"] >= 10000 or told["code"] == status  # Twilio has a few such, e.g. 400
    assert told["message"]
    assert told["more_info"].endswith(f"/errors/{told['code']}")
    for word in ("Traceback", 'File "', "sqlite", "asyncpg", "Error:", ".py"):
        assert word not in told["message"], told
    return told


def refused(answer: Any, status: int, code: int = 0) -> dict[str, Any]:
    """The refusal in an Answer of the `house`, with this status and (if given) code."""
    assert answer.status == status, (answer.status, answer.body[:500])
    told = refusal(answer.status, answer.headers, answer.body)
    assert code in (0, told["code"]), told
    return told

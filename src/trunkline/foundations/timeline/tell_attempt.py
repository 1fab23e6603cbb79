"""A call to an application, as steps: the call with what was signed and what came back, and the document that it gave."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.markup.problems import MarkupProblem
from trunkline.foundations.markup.reading import read
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.foundations.webhooks.signature import HEADER

from .step import Link, Step, error_link

REPLAY = "/console/api/callbacks/{sid}/replay"


def tell_attempt(attempt: WebhookAttempt) -> list[Step]:
    """One step, and a second for a document that came back."""
    parameters = attempt.parameters
    event = str(parameters.get("MessageStatus") or parameters.get("CallStatus") or "")
    what = f"Callback{f' of {event}' if event else ''}" if attempt.kind == "callback" else "The application is asked"
    if attempt.replays:
        what += ", once more"
    if attempt.http_status is None:
        ended = f"no answer ({attempt.error_kind})"
    else:
        ended = f"answered {attempt.http_status} in {attempt.duration_ms} ms"
    headers = attempt.request_headers
    begun = attempt.date_created - attempt.duration_ms * 1000
    called = Step(
        begun,
        "callback",
        f"{what}: {attempt.method} {attempt.url}",
        f"{ended}, attempt {attempt.attempt}",
        state=event,
        details={
            "attempt_sid": attempt.sid,
            "method": attempt.method,
            "url": attempt.url,
            "parameters": parameters,
            "request_headers": headers,
            "signed_text": attempt.signed_text,
            "signature": headers.get(HEADER, ""),
            "attempt": attempt.attempt,
            "sequence": attempt.sequence,
            "http_status": attempt.http_status,
            "duration_ms": attempt.duration_ms,
            "answered_by": attempt.answered_by,
            "redirects": attempt.redirects,
            "response_headers": attempt.response_headers,
            "response_body": attempt.response_body,
            "response_truncated": attempt.response_truncated,
            "error_code": attempt.error_code,
            "error_message": attempt.error_message,
            "replays": attempt.replays,
        },
        links=[Link("Attempt", f"/logs/webhooks/{attempt.sid}")] + ([error_link(attempt.error_code)] if attempt.error_code else []),
        replay=("POST", REPLAY.format(sid=attempt.sid)),
    )
    if attempt.kind != "document" or attempt.http_status is None or not 200 <= attempt.http_status <= 299 or attempt.http_status == 204:
        return [called]
    return [called, _tell_document(attempt)]


def _tell_document(attempt: WebhookAttempt) -> Step:
    """The document by lines, with what was wrong with it as it is read now."""
    kind = next((str(v) for n, v in attempt.response_headers if str(n).lower() == "content-type"), "")
    problem = _problem(attempt, kind)
    details: dict[str, Any] = {"content_type": kind, "document": attempt.response_body, "lines": attempt.response_body.splitlines()}
    if problem is None:
        return Step(attempt.date_created, "twiml", "The document that came back", "it can be carried out", details=details)
    details |= {"error_code": problem.code, "error_message": problem.message, "line": problem.line or None}
    return Step(attempt.date_created, "twiml", "The document cannot be carried out", str(problem), "", details, [error_link(problem.code)])


def _problem(attempt: WebhookAttempt, kind: str) -> MarkupProblem | None:
    if attempt.response_truncated:
        return MarkupProblem(11750, "the answer is longer than 64 KiB")
    try:
        read(attempt.response_body.encode(), kind)
    except MarkupProblem as problem:
        return problem
    return None

"""Put an alert on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import urlencode

from trunkline.foundations.alerts.resources.alert import Alert
from trunkline.kernel.work import Work

Headers = Iterable[tuple[str, str]]


def raise_alert(
    work: Work,
    account_sid: str,
    code: int,
    *,
    resource_sid: str = "",
    log_level: Literal["error", "warning"] = "error",
    text: str = "",
    request_url: str | None = None,
    request_method: str | None = None,
    request_variables: Mapping[str, str] | str | None = None,
    request_headers: Headers | None = None,
    response_headers: Headers | None = None,
    response_body: str | None = None,
    service_sid: str | None = None,
) -> Alert:
    """Stage an alert; it is there once the work commits. `code` is one of Twilio's error dictionary."""
    if request_variables is not None and not isinstance(request_variables, str):
        request_variables = urlencode(list(request_variables.items()), errors="replace")
    alert = Alert(
        account_sid=account_sid,
        error_code=str(code),
        log_level=log_level,
        alert_text=storable(text),
        date_generated=work.now,
        request_method=request_method,
        request_url=request_url,
        request_variables=request_variables,
        request_headers=_lines(request_headers),
        response_headers=_lines(response_headers),
        response_body=None if response_body is None else storable(response_body),
        resource_sid=resource_sid or None,
        service_sid=service_sid,
    )
    return work.add(alert)


def _lines(headers: Headers | None) -> str | None:
    return None if headers is None else storable("\n".join(f"{name}: {value}" for name, value in headers))


def storable(text: str) -> str:
    """A server may answer anything; a database's text holds neither NUL nor half a surrogate pair."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()

"""One log entry about a failed webhook or an unusable document. Source: monitor_v1, FetchAlert and ListAlert."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Derived, Filter, Moment, Privacy, Sid, Url, Word, choice
from trunkline.kernel.resource import Resource

LEVELS = choice("error", "warning", "notice", "debug")
ONLY_IN_FETCH = frozenset(("request_variables", "request_headers", "response_headers", "response_body"))


def _page(row: Alert, placed: str) -> str:
    """The page about the code; the error dictionary belongs to no product, so the product's prefix comes off."""
    return f"{placed.removesuffix('/monitor')}/errors/{row.error_code}"


class Alert(
    Resource,
    sid="NO",
    mounts=[V(1, "monitor", "/Alerts", "list", without=ONLY_IN_FETCH), V(1, "monitor", "/Alerts", "fetch")],
    indexes=[("account_sid", "log_level", "sid"), ("account_sid", "error_code", "sid"), ("resource_sid", "sid")],
):
    """`error_code` is Twilio's, as digits; `request_variables` is a form, `response_headers` one header a line.

    Twilio's list filters by LogLevel, StartDate and EndDate; the other filters are ours.
    """

    alert_text: Annotated[str, Privacy.CONTENT] = ""
    api_version: Word = "2010-04-01"
    date_generated: Annotated[Moment, Filter({"StartDate": "day>=", "EndDate": "day<="})] = 0
    error_code: Annotated[Word, Filter()]
    log_level: Annotated[str, LEVELS, Filter(), Privacy.KEEP] = "error"
    more_info: Annotated[str, Derived(_page, placed=True), Privacy.KEEP] = ""
    request_method: Annotated[str | None, choice("GET", "POST"), Privacy.KEEP] = None
    request_url: Annotated[Url | None, Privacy.KEEP] = None
    request_variables: Annotated[str | None, Privacy.CONTENT] = None
    request_headers: Annotated[str | None, Privacy.CONTENT] = None
    resource_sid: Annotated[Sid | None, Filter()] = None
    response_headers: Annotated[str | None, Privacy.CONTENT] = None
    response_body: Annotated[str | None, Privacy.CONTENT] = None
    service_sid: Annotated[Sid | None, Filter()] = None

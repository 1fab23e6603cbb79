"""One request to the API as it came and as it was answered. Trunkline's own resource."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Moment, Privacy, Sid, Word, choice
from trunkline.kernel.ports import Condition, Index
from trunkline.kernel.resource import Resource

CLASSES = choice("2xx", "3xx", "4xx", "5xx")
METHODS = choice("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class ApiRequest(
    Resource,
    sid="RQ",
    mounts=[V(1, "network", "/Requests", "list fetch")],
    indexes=[
        ("account_sid", "status_class", "sid"),
        ("account_sid", "operation", "sid"),
        Index(("account_sid", "error_code", "sid"), Condition("error_code", "absent", False)),
        Index(("resource_sid", "sid"), Condition("resource_sid", "absent", False)),
    ],
    title="Request",
):
    """`operation` is what the path and the method mean, like CreateMessage; `resource_sid` what was made, changed, read or removed.

    `duration` is in microseconds, until the answer was ready to be written. `parameters` are as sent; a value that may hold what
    people say, or a secret, is null. `credential_sid` is the account, key, token or person that asked. `left_out`: how many requests of
    the account before this one are not on record, because there were too many at once.
    """

    date_created: Annotated[Moment, Filter()] = 0
    method: Annotated[str, METHODS, Filter(), Privacy.KEEP]
    path: Annotated[str, Privacy.CONTACT]
    product: Annotated[Word, Filter()] = ""
    operation: Annotated[Word, Filter()] = ""
    status_code: Annotated[int, Filter()] = 200
    status_class: Annotated[str, CLASSES, Filter(), Privacy.KEEP] = "2xx"
    error_code: Annotated[int | None, Filter()] = None
    error_message: Annotated[str | None, Privacy.CONTENT] = None
    duration: int = 0
    credential_sid: Annotated[Word, Filter()] = ""
    address: Annotated[str, Privacy.CONTACT] = ""
    user_agent: Annotated[str, Privacy.KEEP] = ""
    through: Annotated[str, choice("api", "console"), Privacy.KEEP] = "api"
    parameters: Annotated[dict[str, Any], Privacy.CONTENT] = field(default_factory=dict)
    resource_sid: Annotated[Sid | None, Filter()] = None
    left_out: int = 0

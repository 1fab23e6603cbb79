"""A JSON object with a revision. Source: sync_v1, sync.v1.service.document."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Parent, Privacy, Sid, Unstored, Update

from ..rules.forms import DATA, LONGEST_DATA, LONGEST_NAME, NAME, TTL
from .service import Service

_TOO_LARGE = (LONGEST_DATA, 54006)


class Document(
    Expiring,
    sid="ET",
    mounts=[V(1, "sync", "/Services/{service_sid}/Documents", links={"permissions": "/Permissions"})],
    unique={("service_sid", "unique_name"): 54301},
    also=("unique_name",),
    tagged="revision",
    mismatch=54103,
):
    """`revision` counts the changes in hexadecimal, from 0. `ttl` is given in seconds and shown as `date_expires`."""

    service_sid: Annotated[Sid, Parent(Service)]
    unique_name: Annotated[str | None, NAME, Create(longest=(LONGEST_NAME, 54302), invalid=54302), Privacy.KEEP] = None
    data: Annotated[dict[str, Any], DATA, Create(longest=_TOO_LARGE, invalid=54101), Update(longest=_TOO_LARGE, invalid=54101)] = field(
        default_factory=dict
    )
    revision: Annotated[str, Derived(lambda row: f"{row.version - 1:x}"), Privacy.KEEP] = "0"
    created_by: Annotated[str, Privacy.KEEP] = "system"
    ttl: Annotated[int | None, TTL, Create(invalid=54011), Update(invalid=54011), Unstored] = None

"""A namespace of Sync objects. Source: sync_v1, sync.v1.service."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Privacy, Update, Url
from trunkline.kernel.resource import Resource

from ..rules.forms import WINDOW

_LINKS = {"documents": "/Documents", "lists": "/Lists", "maps": "/Maps", "streams": "/Streams"}


class Service(
    Resource,
    sid="IS",
    mounts=[V(1, "sync", "/Services", links=_LINKS)],
    unique={("account_sid", "unique_name"): 54301},
    also=("unique_name",),
):
    """`unique_name` is `default` for the one that makes itself, else null. The debouncing window is in milliseconds."""

    unique_name: Annotated[str | None, Privacy.KEEP] = None
    friendly_name: Annotated[str | None, Create(longest=(255, 20001)), Update(longest=(255, 20001)), Privacy.KEEP] = None
    webhook_url: Annotated[Url | None, Create(), Update()] = None
    webhooks_from_rest_enabled: Annotated[bool, Create(), Update()] = False
    reachability_webhooks_enabled: Annotated[bool, Create(), Update()] = False
    acl_enabled: Annotated[bool, Create(), Update()] = False
    reachability_debouncing_enabled: Annotated[bool, Create(), Update()] = False
    reachability_debouncing_window: Annotated[int, WINDOW, Create(), Update()] = 5000

"""An API key: revocable credentials that act as their account."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import MAPPING, Hidden, Privacy, Word, choice
from trunkline.kernel.resource import Resource


class ApiKey(Resource, sid="SK", indexes=[("account_sid", "sid")]):
    """`grade`: a main key may do all that the auth token may, a standard key all but manage accounts and keys, a restricted key what
    its `policy` allows. The secret is sealed, not hashed, because access tokens are signed with it.

    No mounts: the contract shows keys in three forms, none of them a plain row (routes.py).
    """

    friendly_name: Annotated[str | None, Privacy.KEEP] = None
    grade: Annotated[str, choice("main", "standard", "restricted"), Hidden, Privacy.KEEP] = "standard"
    policy: Annotated[dict[str, list[str]] | None, MAPPING] = None
    sealed_secret: Annotated[str, Privacy.SECRET] = ""
    made_by: Annotated[Word, Hidden] = ""

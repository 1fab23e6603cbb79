"""An OAuth app: a client that exchanges its credentials for short-lived Bearer tokens."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import MAPPING, Privacy, Word
from trunkline.kernel.resource import Resource


class OAuthApp(Resource, sid="OQ"):
    """Its secret is kept as a keyed hash. `access_token_ttl` in seconds. Removing the app ends its tokens."""

    type: Word = "account"  # as it was given: the contract names no values
    friendly_name: Annotated[str, Privacy.KEEP] = ""
    description: Annotated[str, Privacy.KEEP] = ""
    policy: Annotated[dict[str, list[str]], MAPPING]
    access_token_ttl: int = 3600
    created_by: Word = ""
    secret_digest: Annotated[str, Privacy.SECRET] = ""

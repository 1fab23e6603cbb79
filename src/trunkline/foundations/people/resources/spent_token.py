"""A signed token that was used: it counts once."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Moment, Privacy
from trunkline.kernel.resource import Resource


class SpentToken(Resource, sid="UN", unique={("digest",): 99413}):
    """Links of the terminal and WebAuthn challenges are signed, not stored; what is stored is that one was used, and when by the wall
    clock."""

    digest: Annotated[str, Privacy.SECRET]
    spent_at: Moment

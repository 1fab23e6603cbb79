"""A way out of the platform: the simulated network, an SMPP peer, or a provider over HTTP."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Privacy, Unstored, Update, choice
from trunkline.kernel.resource import Resource

KINDS = choice("simulated", "smpp", "twilio", "http")
_NAME = (64, 20001)


class Carrier(
    Resource,
    sid="CR",
    mounts=[V(1, "network", "/Carriers", links={"test_message": "/TestMessage", "health": "/Health"})],
    unique={("account_sid", "friendly_name"): 20409},
):
    """It carries texts of its account and of the account's subaccounts, along routes that lead to it.

    `settings` are the kind's own (see docs/handbook/connect-a-carrier.md); the password, token or key goes into `secret`, is sealed, and
    is never shown. A carrier that is not `enabled` holds no connection.
    """

    friendly_name: Annotated[str, Create(required=20001, longest=_NAME), Update(longest=_NAME), Filter(), Privacy.KEEP] = ""
    kind: Annotated[str, KINDS, Create(required=20001), Filter(), Privacy.KEEP] = ""
    settings: Annotated[dict[str, Any], Create, Update] = field(default_factory=dict)
    enabled: Annotated[bool, Create, Update] = True
    sealed_secret: Annotated[str, Privacy.SECRET] = ""
    secret: Annotated[str, Create(longest=(4096, 20001)), Update(longest=(4096, 20001)), Unstored, Privacy.SECRET] = ""

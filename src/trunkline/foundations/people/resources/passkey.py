"""A passkey of a person (WebAuthn)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.fields import LIST, Hidden, Moment, Privacy, Sid
from trunkline.kernel.resource import Resource


class Passkey(Resource, sid="UK", unique={("credential_id",): 99415}, indexes=[("person_sid", "sid")]):
    """`credential_id` is base64url, `public_key` base64 of its COSE form. `relying_party` is the host name that it was made at, where alone
    browsers offer it. `uses` is the authenticator's own count: one that does not grow tells of a copy.
    """

    person_sid: Sid
    name: Annotated[str, Privacy.CONTACT] = ""
    credential_id: Annotated[str, Hidden, Privacy.CONTACT]
    public_key: Annotated[str, Hidden, Privacy.KEEP]
    uses: Annotated[int, Hidden] = 0
    relying_party: Annotated[str, Privacy.KEEP]
    transports: Annotated[list[str], LIST] = field(default_factory=list)
    backed_up: bool = False
    last_used_at: Moment | None = None

"""That somebody is signed in at some browser."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Moment, Privacy, Sid, choice
from trunkline.kernel.resource import Resource


class Session(Resource, sid="UV", unique={("digest",): 20409}, indexes=[("person_sid", "sid")]):
    """`account_sid` is the account that is acted in. Of the token in the cookie a keyed hash is kept. Moments are the wall clock's.

    `confirmed_at`: when the person proved last who they are. `proof`: how they signed in.
    """

    person_sid: Sid
    digest: Annotated[str, Privacy.SECRET]
    begun_at: Moment
    seen_at: Moment
    confirmed_at: Moment
    proof: Annotated[str, choice("password", "passkey", "link", "invitation"), Privacy.KEEP] = "password"
    agent: Annotated[str, Privacy.CONTACT] = ""
    address: Annotated[str, Privacy.CONTACT] = ""

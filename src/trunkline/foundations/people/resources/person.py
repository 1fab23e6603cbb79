"""A person who signs in."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.fields import LIST, Hidden, Moment, Privacy, choice
from trunkline.kernel.resource import Resource

LANGUAGES = choice("en", "ja")


class Person(Resource, sid="US", unique={("email",): 99418}):
    """Stands in no account: memberships say which accounts a person is in. `email` is in small letters, and one person's only.

    The password is hashed with Argon2id; "" means that none was set. `sealed_totp` is the secret of the authenticator app, sealed by the
    vault for this person, `waiting_totp` one whose first code has not come yet, and `totp_step` the last step whose code was used. Of
    recovery codes, keyed hashes are kept, and each goes when it is used. Moments are the wall clock's.
    """

    email: Annotated[str, Privacy.CONTACT]
    name: Annotated[str, Privacy.CONTACT] = ""
    language: Annotated[str, LANGUAGES, Privacy.KEEP] = "en"
    password_hash: Annotated[str, Privacy.SECRET] = ""
    password_set_at: Annotated[Moment, Hidden] = 0
    sealed_totp: Annotated[str | None, Privacy.SECRET] = None
    waiting_totp: Annotated[str | None, Privacy.SECRET] = None
    totp_step: Annotated[int, Hidden] = 0
    recovery: Annotated[list[str], LIST, Privacy.SECRET] = field(default_factory=list)
    last_signed_in: Annotated[Moment, Hidden] = 0

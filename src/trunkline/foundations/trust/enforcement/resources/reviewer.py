"""A person who decides appeals, with a secret of their own."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Hidden, Privacy, Texts, Word
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

REVIEWER = Lifecycle(begins="active", moves={"dismiss": ("active", "dismissed")})


class Reviewer(
    Resource,
    sid="RV",
    mounts=[V(1, "compliance", "/Reviewers", "list fetch delete")],
    lifecycle=REVIEWER,
    unique={("account_sid", "active_mark"): 20409},
    indexes=[("account_sid", "person_sid")],
):
    """Stands in the account of the platform's operator, who alone makes reviewers and dismisses them (by DELETE: the row stays, as its
    decisions name it). `authored_rules` are the ids of the rules that this person wrote, on which they never decide; `*` is all.

    One active reviewer has an address (`active_mark`), so whoever lost the secret is dismissed and made anew. The secret is told once,
    when the reviewer is made; an Argon2 hash of it is kept (RFC 9106). A member of the operator's account with the role reviewer is one,
    too (`person_sid`), and signs in at the console; without a secret of their own, nowhere else.
    """

    name: Annotated[str, Create(required=20001, longest=(160, 20001)), Privacy.CONTACT] = ""
    email: Annotated[str, Create(required=20001, longest=(254, 20001)), Privacy.CONTACT] = ""
    authored_rules: Annotated[Texts, Create] = field(default_factory=list)
    secret_hash: Annotated[str, Privacy.SECRET] = ""
    active_mark: Annotated[str, Hidden, Privacy.CONTACT] = ""
    person_sid: Annotated[Word, Hidden] = ""

"""The offer to become a member of an account."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.fields import LIST, Hidden, Moment, Privacy, Sid, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

from ..roles import ROLES

INVITATION = Lifecycle(begins="open", moves={"accept": ("open", "accepted"), "withdraw": ("open", "withdrawn")})


class Invitation(
    Resource,
    sid="UI",
    lifecycle=INVITATION,
    unique={("digest",): 20409, ("account_sid", "open_mark"): 99418},
    indexes=[("account_sid", "sid")],
):
    """Whoever has the link may accept, once, up to `expires_at` (the wall clock's). Only a keyed hash of its token is kept.

    One open invitation of an account goes to an address (`open_mark`). `authored_rules`: see Reviewer.
    """

    email: Annotated[str, Privacy.CONTACT]
    role: Annotated[str, choice(*ROLES), Privacy.KEEP]
    invited_by: Sid = ""
    expires_at: Moment
    accepted_by: Sid = ""
    authored_rules: Annotated[list[str], LIST] = field(default_factory=list)
    digest: Annotated[str, Privacy.SECRET]
    open_mark: Annotated[str, Hidden, Privacy.CONTACT] = ""

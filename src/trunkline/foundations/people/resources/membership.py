"""That a person is in an account, and as what."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Privacy, Sid, choice
from trunkline.kernel.resource import Resource

from ..roles import ROLES


class Membership(Resource, sid="UM", unique={("account_sid", "person_sid"): 99418}, indexes=[("person_sid", "sid")]):
    """The role holds in the account and, where it is a main account, in its subaccounts."""

    person_sid: Sid
    role: Annotated[str, choice(*ROLES), Privacy.KEEP]
    given_by: Sid = ""

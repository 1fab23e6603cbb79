"""That data must not be erased while the law, or a case, asks for them."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Unstored, Word, choice

from .subject import AboutAccount


class Hold(
    AboutAccount,
    sid="XH",
    mounts=[V(1, "privacy", "/Holds", "list create fetch delete")],
    unique={("subject_account_sid", "subject", "reference"): 20409},
):
    """Of a whole account, or of a contact of it. `reference` names the case. An erasure plans nothing but to keep what is held."""

    scope: Annotated[str, choice("account", "contact"), Filter(), Privacy.KEEP] = "account"
    address: Annotated[str, Create(name="Address"), Unstored, Privacy.CONTACT] = ""
    subject: Annotated[Word, Hidden] = ""
    reference: Annotated[str, Create(required=20001, longest=(160, 20001)), Filter(), Privacy.KEEP] = ""

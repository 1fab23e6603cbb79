"""That data may be kept and not used (R94)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Sid, Unstored, Word, choice

from .subject import AboutAccount


class Restriction(
    AboutAccount,
    sid="XR",
    mounts=[V(1, "privacy", "/Restrictions", "list create fetch delete")],
    unique={("subject_account_sid", "subject"): 20409},
):
    """`scope`: of the whole account, of a contact (an address, kept as a keyed digest), or of one message. It holds until it is deleted.

    What is restricted is stored, shown and exported. It is not sent (99118, at accept and again at dispatch), and its texts are not read.
    """

    scope: Annotated[str, choice("account", "contact", "message"), Filter(), Privacy.KEEP] = "account"
    address: Annotated[str, Create(name="Address"), Unstored, Privacy.CONTACT] = ""
    message_sid: Annotated[Sid, Create, Filter()] = ""
    subject: Annotated[Word, Hidden] = ""
    reason: Annotated[str, Create(longest=(500, 20001)), Privacy.KEEP] = ""

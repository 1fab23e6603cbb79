"""That somebody was shown to be old enough: a threshold and how it was checked, never a date of birth (R42)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Sid, Update, Word, choice
from trunkline.kernel.resource import Resource

_SHORT = (160, 20001)


class AgeAttestation(
    Resource,
    sid="AG",
    mounts=[V(1, "compliance", "/AgeAttestations", "list create fetch delete")],
    unique={("account_sid", "recipient_digest", "program_sid"): 20409},
    indexes=[("recipient_digest", "sid")],
):
    """The recipient is at least `years` old. `program_sid` "" counts for all programs of the account.

    `method` says how it was checked; `wording` what the person was shown, `reference` where the evidence lies (never the document itself).
    """

    program_sid: Annotated[Sid, Create, Filter()] = ""
    recipient: Annotated[str, Create(required=21604), Privacy.CONTACT] = ""
    recipient_digest: Annotated[Word, Hidden] = ""
    years: Annotated[int, Create(required=20001)] = 0
    method: Annotated[
        str, choice("self-declaration", "document", "payment-card", "account", "third-party", "in-person"), Create(required=20001),
        Filter(), Privacy.KEEP,
    ] = ""  # fmt: skip
    wording: Annotated[str, Create(longest=(1024, 20001)), Privacy.KEEP] = ""
    reference: Annotated[str, Create(longest=_SHORT), Update(longest=_SHORT), Privacy.CONTENT] = ""
    attested_at: Annotated[Moment, Create] = 0

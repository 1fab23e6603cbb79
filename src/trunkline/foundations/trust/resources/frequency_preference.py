"""How often somebody wants to hear from a program, at most."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Sid, Update, Word
from trunkline.kernel.resource import Resource

from .program import PERIODS


class FrequencyPreference(
    Resource,
    sid="FQ",
    mounts=[V(1, "compliance", "/FrequencyPreferences")],
    unique={("account_sid", "program_sid", "recipient_digest"): 20409},
    indexes=[("recipient_digest", "sid")],
):
    """At most `most` messages (0 or more) of the program in a `period`."""

    program_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    recipient: Annotated[str, Create(required=21604), Privacy.CONTACT] = ""
    recipient_digest: Annotated[Word, Hidden] = ""
    most: Annotated[int, Create(required=20001), Update] = 0
    period: Annotated[str, PERIODS, Create, Update, Privacy.KEEP] = "month"
    source: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP] = "preference"

"""That something held was wrong and is put right, with what it was kept for the audit alone (R91)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Sid, Word

from .subject import AboutAccount


class Correction(
    AboutAccount,
    sid="XC",
    mounts=[V(1, "privacy", "/Corrections", "list create fetch")],
    unique={("resource_sid", "field_name", "number"): 20409},
):
    """Of one field (`Field`, as the resource's update names it) of the row `ResourceSid`. `number` counts the corrections of that field.

    What the field held before is shown nowhere: it is in the export of the asking account, and goes with an erasure.
    """

    resource_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    field_name: Annotated[str, Create(required=20001, name="Field"), Filter({"Field": "="}), Privacy.KEEP] = ""
    value: Annotated[str, Create(required=20001, longest=(4000, 20001)), Privacy.CONTENT] = ""
    reason: Annotated[str, Create(longest=(500, 20001)), Privacy.KEEP] = ""
    kind: Word = ""
    number: int = 1
    old_value: Annotated[str, Hidden, Privacy.CONTENT] = ""
    corrected_by: Annotated[Sid, Hidden] = ""

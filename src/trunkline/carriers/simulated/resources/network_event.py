"""What was done to the simulated network: the conditions of a phone's line, a fault, the clock. Texts are kept by the phones themselves."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy, Sid, choice
from trunkline.kernel.resource import Resource


class NetworkEvent(Resource, sid="NV", mounts=[V(1, "network", "/Events", "list fetch")], indexes=[("account_sid", "date_created")]):
    """`former` and `values` are what held before and after; null where there was nothing before, or is nothing after.

    Of the clock, `values` has `mode` and `advance`, the microseconds by which it was moved.
    """

    what: Annotated[str, choice("phone", "fault", "clock"), Filter(), Privacy.KEEP] = "phone"
    subject_sid: Annotated[Sid, Filter()] = ""
    former: dict[str, Any] | None = None
    values: dict[str, Any] | None = field(default=None)

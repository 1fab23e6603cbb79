"""Who will use a country's numbers, and by which papers. Source: numbers_v2, numbers.v2.regulatory_compliance.bundle."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Sid, Word, choice

from .bundle import BUNDLE, Bundle

AT = V(
    2,
    "numbers",
    "/RegulatoryCompliance/Bundles",
    list_key="results",
    links={"evaluations": "/Evaluations", "item_assignments": "/ItemAssignments", "bundle_copies": "/Copies"},
    without=frozenset({"errors"}),
)


class RegulatoryBundle(Bundle, sid="BU", title="Bundle", lifecycle=BUNDLE, mounts=[AT]):
    """The regulation is named by its SID, or by country, sort of number and sort of user. A test bundle (`is_test`) is always rejected.

    `copied_from` is the bundle of which this one is a copy: to be mended while the other goes on to hold.
    """

    regulation_sid: Annotated[str, Create, Filter(), Privacy.KEEP] = ""
    iso_country: Annotated[Word, Create, Hidden, Filter()] = ""
    end_user_type: Annotated[str, choice("individual", "business", ""), Create, Hidden, Filter(), Privacy.KEEP] = ""
    number_type: Annotated[Word, Create, Hidden, Filter()] = ""
    is_test: Annotated[bool, Create, Hidden] = False
    copied_from: Annotated[Sid | None, Hidden, Privacy.KEEP] = None

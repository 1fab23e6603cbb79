"""Who sends: the business as its recipients know it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Privacy, Texts, Update, Url
from trunkline.kernel.resource import Resource


class Brand(
    Resource,
    sid="BD",
    mounts=[V(1, "compliance", "/Brands")],
    unique={("account_sid", "name"): 20409},
):
    """Consent is given to a brand, never to an account. `aliases` are further display names that identify it in a text (R17)."""

    name: Annotated[str, Create(required=20001, longest=(160, 20001)), Update(longest=(160, 20001)), Filter(), Privacy.KEEP] = ""
    aliases: Annotated[Texts, Create, Update] = field(default_factory=list)
    category: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.KEEP] = ""
    website: Annotated[Url, Create, Update] = ""

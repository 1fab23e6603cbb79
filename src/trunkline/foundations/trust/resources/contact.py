"""Where a recipient lives, as the account says: what quiet hours go by before they go by the number."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Hidden, Privacy, Word
from trunkline.kernel.resource import Resource


class Contact(
    Resource,
    sid="KT",
    mounts=[V(1, "compliance", "/Contacts", "list fetch delete")],
    unique={("account_sid", "recipient_digest"): 20409},
):
    """Written by `POST /v1/Contacts/Bulk` of the accounts API. `country_iso_code` is ISO 3166-1 alpha-2."""

    recipient: Annotated[str, Privacy.CONTACT] = ""
    recipient_digest: Annotated[Word, Hidden] = ""
    country_iso_code: Annotated[str, Privacy.KEEP] = ""
    zip_code: Annotated[str, Privacy.CONTACT] = ""

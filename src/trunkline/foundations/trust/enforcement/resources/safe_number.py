"""A number, or the 1,000 numbers behind a prefix, that no fraud guard blocks. Source: accounts_v1, SafeList/Numbers."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Privacy
from trunkline.kernel.resource import Resource


class SafeNumber(Resource, sid="GN", unique={("account_sid", "phone_number"): 60411}, indexes=[("account_sid", "sid")]):
    """`phone_number` is in E.164, or a 1k prefix such as +18001234xxx. Served by the slice's own routes: its address has no SID."""

    phone_number: Annotated[str, Privacy.CONTACT] = ""

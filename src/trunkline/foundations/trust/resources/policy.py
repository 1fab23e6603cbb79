"""How strictly an account is judged, as it chose, and the countries that it may write to."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.fields import Privacy, Texts, choice
from trunkline.kernel.resource import Resource


class Policy(Resource, sid="PY", unique={("account_sid",): 20409}):
    """One an account, none while nothing was chosen. `modes` maps rule ids to mode words.

    `scan_message_content` off: no rule reads a text (R51); `unscanned_countries` (ISO 3166-1) are those where the law forbids reading.
    `sectors` are labels of `decisions.sectors`.
    Served by routes/policy.py at the one address that it has.
    """

    preset: Annotated[str, choice("", "twilio", "policy", "strict"), Privacy.KEEP] = ""
    modes: dict[str, Any] = field(default_factory=dict)
    scan_message_content: bool = True
    unscanned_countries: Texts = field(default_factory=list)
    sectors: Texts = field(default_factory=list)


class GeoPermission(Resource, sid="GP", unique={("account_sid", "country_code"): 20409}):
    """A country (ISO 3166-1) that an account has switched off for its messages, or on again; one without a row is on."""

    country_code: Annotated[str, Privacy.KEEP] = ""
    enabled: bool = True

"""Cookies that a webhook set for one conversation: a pair of From and To. Source: Twilio, "How do Twilio cookies work"."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.kernel.clock import HOUR
from trunkline.kernel.fields import Hidden, Privacy
from trunkline.kernel.resource import Resource

LONGEST_LIFE = 4 * HOUR


class CookieJar(Resource, sid="CJ", unique={("account_sid", "far", "near"): 20409}):
    """`far` is the handset, `near` our number; `cookies` is name -> [value, moment of expiry]."""

    far: Annotated[str, Privacy.CONTACT]
    near: Annotated[str, Privacy.KEEP]
    cookies: Annotated[dict[str, Any], Hidden]

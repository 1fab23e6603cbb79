"""What a request about content can be refused with. Facts from Twilio's error dictionary; the wording is ours."""

from __future__ import annotations

from trunkline.kernel.errors import Problem

SID_REQUIRED = 21654
WRONG_SID = 21655
WRONG_VARIABLES = 21656
TOO_LONG = 21658


def wrong(where: str, why: str) -> Problem:
    """A template that cannot be stored: `where` is the place in the JSON body."""
    return Problem(20001, f"Invalid parameter '{where}': {why}", 400)

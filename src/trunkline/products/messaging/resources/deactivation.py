"""A number of the United States that its carrier has taken from its subscriber: whoever consented there is not who answers now.

Twilio passes the carriers' daily reports on (messaging_v1, Deactivations); on the simulated network somebody enters what they would say,
at /network/v1/Deactivations.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Form, Privacy
from trunkline.kernel.resource import Resource


def read_day(text: str) -> str:
    """YYYY-MM-DD as it is; ValueError for anything else."""
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError("must be a day, YYYY-MM-DD")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("must be a day, YYYY-MM-DD") from None


def _american(text: str) -> str:
    number = to_e164(text)
    if number is None or country_of(number) != "US":
        raise ValueError("must be a phone number of the United States")
    return number


_DAY = Form({"type": "string", "format": "date"}, read=read_day)
_NUMBER = Form({"type": "string", "format": "phone-number"}, read=_american)


class Deactivation(
    Resource,
    sid="ZN",
    mounts=[V(1, "network", "/Deactivations", "list create fetch delete")],
    unique={("account_sid", "phone_number", "day"): 20409},
    indexes=[("account_sid", "day")],
):
    """`day` is that of the carrier's report, in UTC; today where it is not given."""

    phone_number: Annotated[str, _NUMBER, Create(required=20001), Filter(), Privacy.CONTACT]
    day: Annotated[str, _DAY, Create(name="Date"), Filter({"Date": "="}), Privacy.KEEP] = ""

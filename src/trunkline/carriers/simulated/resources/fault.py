"""Something that the simulated network does wrong, or slowly, on purpose."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.clock import read_duration
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Form, Moment, Privacy, Update, choice
from trunkline.kernel.resource import Resource

KINDS = choice(
    "latency", "rejection", "lost_report", "late_report", "duplicate_report", "reordered_report", "throttle", "outage", "webhook_latency"
)  # fmt: skip
DISTRIBUTIONS = choice("fixed", "uniform", "lognormal")


def _duration(text: str) -> str:
    read_duration(text)
    return text


Duration = Annotated[str, Form({"type": "string", "format": "duration"}, read=_duration), Privacy.KEEP]


class Fault(Resource, sid="NF", mounts=[V(1, "network", "/Faults")]):
    """Which texts: those of the account and its subaccounts to numbers that begin with `destination` ("" is all), with `probability`,
    until `until`. For webhook_latency, `destination` is the beginning of a URL.

    What: latency and webhook_latency take `milliseconds` by `distribution`: fixed; uniform from `milliseconds` to `up_to`; lognormal with
    `milliseconds` as its median and `sigma`. A rejection ends with `error_code`, at hand-over (`outcome` failed) or in the
    report (undelivered). late_report adds `delay` (ISO 8601). An outage spares the destinations that `probability` leaves out.

    Whether it hits a text is decided by `seed`, the fault's kind and destination, and the text: see rules/dice.py.
    """

    kind: Annotated[str, KINDS, Create(required=20001), Filter(), Privacy.KEEP]
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.KEEP] = ""
    destination: Annotated[str, Create(longest=(2048, 20001)), Filter(), Privacy.CONTACT] = ""
    probability: Annotated[float, Create(), Update()] = 1.0
    seed: Annotated[int, Create()] = 0
    until: Annotated[Moment | None, Create(), Update()] = None
    error_code: Annotated[int, Create(), Update()] = 30008
    outcome: Annotated[str, choice("failed", "undelivered"), Create(), Update(), Privacy.KEEP] = "failed"
    distribution: Annotated[str, DISTRIBUTIONS, Create(), Update(), Privacy.KEEP] = "fixed"
    milliseconds: Annotated[int, Create(), Update()] = 0
    up_to: Annotated[int, Create(), Update()] = 0
    sigma: Annotated[float, Create(), Update()] = 0.5
    delay: Annotated[Duration, Create(), Update()] = "PT1H"

"""How an account, or one of its programs, has fared with its last thousand sends."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Derived, Filter, Hidden, Moment, Privacy, Sid
from trunkline.kernel.resource import Resource

from ..rules.risk import rate


class RiskScore(
    Resource,
    sid="RX",
    mounts=[V(1, "compliance", "/RiskScores", "list fetch")],
    unique={("account_sid", "program_sid"): 20409},
):
    """One row for the account as a whole (`program_sid` is empty), and one for each program. `score` is 0 to 100.

    `stops` are opt-outs, `filtered` messages that ended with 30007, `rejected` those that failed otherwise, `rotations` changes of
    sender after rejections, `bursts` suspicions of paid traffic; all among the last `sends`.
    """

    program_sid: Annotated[Sid, Filter()] = ""
    score: int = 0
    sends: int = 0
    stops: int = 0
    filtered: int = 0
    rejected: int = 0
    rotations: int = 0
    bursts: int = 0
    stop_rate: Annotated[float, Derived(lambda row: round(rate(row.stops, row.sends), 4))] = 0.0
    filter_rate: Annotated[float, Derived(lambda row: round(rate(row.filtered, row.sends), 4))] = 0.0
    rejection_rate: Annotated[float, Derived(lambda row: round(rate(row.rejected, row.sends), 4))] = 0.0
    reckoned_at: Moment = 0
    segments: Annotated[list[Any], Hidden, Privacy.KEEP] = field(default_factory=list)

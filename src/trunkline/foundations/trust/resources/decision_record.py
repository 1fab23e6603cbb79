"""A decision about a message as it is kept: what stopped it or changed it, by which rule, and how to mend it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Hidden, Moment, Privacy, Sid, Word, choice
from trunkline.kernel.resource import Resource

from ..rules.withheld_signals import SIGNALS


class DecisionRecord(
    Resource,
    sid="DE",
    title="Decision",
    mounts=[V(1, "compliance", "/Decisions", "list fetch", list_key="decisions")],
    indexes=[("message_sid", "sid")],
):
    """One of `stage` accept or dispatch. Rows are written for all but plain allowances, which are packed into their message.

    `verdict`, `rule`, `clause`, `code` and the rest are those of `decisions.decision.Decision`; `rule_pack` is the hash of the rules in
    force. `country` is the recipient's. `repaired`: the text was mended. The recipient is found by `Recipient=` on the list, by digest.
    """

    message_sid: Annotated[Sid | None, Filter()] = None
    stage: Annotated[str, choice("accept", "dispatch"), Filter(), Privacy.KEEP] = "accept"
    verdict: Annotated[str, choice("allow", "repair", "defer", "fail", "refuse"), Filter(), Privacy.KEEP] = "allow"
    code: Annotated[int | None, Filter()] = None
    alert_code: int | None = None
    rule: Annotated[str | None, Filter(), Privacy.KEEP] = None
    clause: Annotated[str | None, Privacy.KEEP] = None
    message: Annotated[str | None, Privacy.CONTENT] = None
    remedy: Annotated[str | None, Privacy.KEEP] = None
    preset: Word = ""
    rule_pack: Word = ""
    decided_at: Moment = 0
    basis: Annotated[str | None, Privacy.KEEP] = None
    basis_reference: Sid | None = None
    lawful_basis: Annotated[str | None, Privacy.KEEP] = None
    lawful_basis_reference: Annotated[str | None, Privacy.KEEP] = None
    country: Annotated[str | None, Privacy.KEEP] = None
    signals: Annotated[dict[str, Any], SIGNALS] = field(default_factory=dict)
    observations: list[Any] = field(default_factory=list)
    unknown: list[Any] = field(default_factory=list)
    repaired: bool = False
    segments: int | None = None
    send_at: Moment | None = None
    sender: Annotated[str, Filter(), Privacy.KEEP] = ""
    brand_sid: Sid | None = None
    program_sid: Annotated[Sid | None, Filter()] = None
    recipient_digest: Annotated[Word, Hidden] = ""

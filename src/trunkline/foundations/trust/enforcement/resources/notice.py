"""What the holder of an account was told about a case: the statement of reasons of one step, kept as it was given."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Method, Moment, Parent, Privacy, Sid, Texts, Update, Url, choice
from trunkline.kernel.resource import Resource

from ...rules.withheld_signals import SIGNALS
from .enforcement import TARGETS, Enforcement


class Notice(
    Resource,
    sid="NE",
    mounts=[
        V(1, "compliance", "/Notices", "list fetch"),
        V(1, "compliance", "/Enforcements/{enforcement_sid}/Notices", "list fetch"),
    ],
):
    """`event` is the type that the webhook carries. `due_at`: until when the remedy is expected. `how_to_appeal` says what to do, and
    `automated` whether a person took the step."""

    enforcement_sid: Annotated[Sid, Parent(Enforcement), Filter()] = ""
    event: Annotated[str, Filter(), Privacy.KEEP] = ""
    step: Annotated[str, Privacy.KEEP] = ""
    rule: Annotated[str, Privacy.KEEP] = ""
    clause: Annotated[str, Privacy.KEEP] = ""
    code: int = 0
    severity: Annotated[str, Privacy.KEEP] = ""
    target_type: Annotated[str, choice(*TARGETS), Privacy.KEEP] = "account"
    target: Annotated[str, Privacy.KEEP] = ""
    reasons: Annotated[str, Privacy.KEEP] = ""
    remedy: Annotated[str, Privacy.KEEP] = ""
    evidence: Annotated[Texts, Privacy.KEEP] = field(default_factory=list)
    signals: Annotated[dict[str, Any], SIGNALS] = field(default_factory=dict)
    automated: bool = True
    how_to_appeal: Annotated[str, Privacy.KEEP] = ""
    due_at: Moment | None = None


class NoticeSettings(Resource, sid="NX", unique={("account_sid",): 20409}):
    """Where notices are sent besides being kept. One for an account; a subaccount without a URL uses its main account's."""

    url: Annotated[Url, Create, Update] = ""
    method: Annotated[Method, Create, Update] = "POST"

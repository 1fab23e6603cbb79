"""People and papers. Source: trusthub_v1, end_user and supporting_document."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Privacy, Update
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

_NAME = (255, 20001)


class Person(Resource):
    """`attributes` are the fields of its `type` (see EndUserTypes); evaluations say what is missing."""

    friendly_name: Annotated[str, Create(required=20001, longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = ""
    type: Annotated[str, Create(required=20001), Filter(), Privacy.KEEP] = ""
    attributes: Annotated[dict[str, Any], Create, Update, Privacy.CONTACT] = field(default_factory=dict)


class EndUser(Person, sid="IT", mounts=[V(1, "trusthub", "/EndUsers", list_key="results")]):
    """Of Trust Hub."""


class RegulatoryEndUser(Person, sid="IT", title="EndUser", mounts=[V(2, "numbers", "/RegulatoryCompliance/EndUsers", list_key="results")]):
    """Who uses a number: `type` is individual or business."""


class Document(Resource):
    """A document is approved together with the first profile that it belongs to."""

    friendly_name: Annotated[str, Create(required=20001, longest=_NAME), Update(longest=_NAME), Privacy.CONTACT] = ""
    mime_type: Annotated[str | None, Privacy.KEEP] = None
    type: Annotated[str, Create(required=20001), Filter(), Privacy.KEEP] = ""
    attributes: Annotated[dict[str, Any], Create, Update, Privacy.CONTACT] = field(default_factory=dict)


class SupportingDocument(
    Document,
    sid="RD",
    mounts=[V(1, "trusthub", "/SupportingDocuments", list_key="results")],
    lifecycle=Lifecycle(begins="DRAFT", moves={"review": ("DRAFT", "PENDING_REVIEW"), "approve": ("DRAFT PENDING_REVIEW", "APPROVED")}),
):
    """Of Trust Hub."""


class RegulatoryDocument(
    Document,
    sid="RD",
    title="SupportingDocument",
    mounts=[V(2, "numbers", "/RegulatoryCompliance/SupportingDocuments", list_key="results")],
    lifecycle=Lifecycle(begins="draft", moves={"review": ("draft", "pending-review"), "approve": ("draft pending-review", "approved")}),
):
    """Of a regulatory bundle; nobody rejects a document by itself here, so it has no `failure_reason` and no `errors`."""

    failure_reason: Annotated[str | None, Privacy.KEEP] = None
    errors: list[Any] | None = None

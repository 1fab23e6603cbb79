"""What a profile lacks, at one moment. Source: trusthub_v1, customer_profile_evaluation and trust_product_evaluation."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Parent, Privacy, Sid, choice
from trunkline.kernel.resource import Resource

from .bundle import CustomerProfile, TrustProduct
from .regulatory_bundle import RegulatoryBundle

_WORDS = choice("compliant", "noncompliant")
_WITHOUT = frozenset({"date_updated"})


def _answer(row: Evaluation) -> str:
    return "compliant" if all(result["passed"] for result in row.results) else "noncompliant"


class Evaluation(Resource):
    results: list[Any] = field(default_factory=list)


class PolicyEvaluation(Evaluation):
    policy_sid: Annotated[str, Create(required=20001), Privacy.KEEP] = ""


class ProfileEvaluation(
    PolicyEvaluation,
    sid="EL",
    title="Evaluation",
    mounts=[
        V(1, "trusthub", "/CustomerProfiles/{customer_profile_sid}/Evaluations", "list create fetch", list_key="results", without=_WITHOUT)
    ],
):
    customer_profile_sid: Annotated[Sid, Parent(CustomerProfile)] = ""
    status: Annotated[str, _WORDS, Derived(_answer), Privacy.KEEP] = "noncompliant"


class ProductEvaluation(
    PolicyEvaluation,
    sid="EL",
    title="Evaluation",
    mounts=[V(1, "trusthub", "/TrustProducts/{trust_product_sid}/Evaluations", "list create fetch", list_key="results", without=_WITHOUT)],
):
    trust_product_sid: Annotated[Sid, Parent(TrustProduct)] = ""
    status: Annotated[str, _WORDS, Derived(_answer), Privacy.KEEP] = "noncompliant"


class RegulatoryEvaluation(
    Evaluation,
    sid="EL",
    title="Evaluation",
    mounts=[
        V(
            2, "numbers", "/RegulatoryCompliance/Bundles/{bundle_sid}/Evaluations", "list create fetch", list_key="results",
            without=_WITHOUT,
        )
    ],
):  # fmt: skip
    """By the regulation that the bundle names."""

    regulation_sid: Annotated[str, Privacy.KEEP] = ""
    bundle_sid: Annotated[Sid, Parent(RegulatoryBundle)] = ""
    status: Annotated[str, _WORDS, Derived(_answer), Privacy.KEEP] = "noncompliant"

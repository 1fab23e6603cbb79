"""Attested ages: found by recipient, and shown as evidence of a program's age gate."""

from __future__ import annotations

from trunkline.kernel.dialects import V
from trunkline.kernel.finding import find_row
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import sees
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.attest_age import age_gate_evidence
from ..actions.digest_recipient import digest_recipient
from ..resources.age_attestation import AgeAttestation
from ..resources.program import Program


@sees(AgeAttestation)
def of_recipient(request: Request) -> tuple[Condition, ...]:
    """`Recipient=` on a list: rows of that person, found by digest."""
    recipient = request.text("Recipient") if request.method in ("GET", "HEAD") else ""
    if not recipient:
        return ()
    return (Condition("recipient_digest", "=", digest_recipient(request.work, request.account_sid, recipient)),)


@route("GET", V(1, "compliance", "/Programs/{sid}/AgeGateEvidence"))
async def fetch_age_gate_evidence(request: Request) -> Reply:
    """Signed: methods, wordings, counts, a sample without names, and the limits in force."""
    program: Program | None = await find_row(Program, request.path["sid"], request)
    if program is None:
        raise request.missing()
    return Reply(200, await age_gate_evidence(program, request.work), title="AgeGateEvidence")

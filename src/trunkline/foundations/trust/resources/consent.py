"""That somebody agreed to be written to, called or recorded: who, to what, how it is known, and every version of it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Parent, Privacy, Sid, Unstored, Update, Url, Word, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

from ..rules.addresses import CHANNELS
from .program import INTENTS

CONSENT = Lifecycle(
    begins="live invalid",
    moves={"lapse": ("live", "lapsed"), "revoke": ("live lapsed", "revoked"), "affirm": ("live lapsed revoked", "live")},
)
"""`invalid` is final: what never was consent does not become it."""

RETENTION_DAYS = 1826
"""Five years after the opt-out, as long as claims under the TCPA and its like can be brought (and a year more)."""

_SHORT = (64, 20001)
_LONG = (4096, 20001)


class ConsentRecord(Resource):
    """What one version of a consent says; the same for the consent and its versions.

    Scope: `brand_sid`, `program_sid`, `channel` and the recipient. `basis`: `express` consent; `conversation`, opened by an inbound
    message, with its sender pair; `prior_relationship`, an exemption with three facts: `number_source` (who gave the number), what the
    person did (`trigger_type`, `trigger_reference`, `trigger_at`), and that no objection stood when it was made. `types` are the
    message intents disclosed. Proof is any of: a kept file (`proof_sid`, `proof_hash` its SHA-256), `message_sid`, `recording_sid`, or
    `captured_at` with `method`, `source_url` and the `wording` shown.
    """

    brand_sid: Annotated[Sid, Create, Filter()] = ""
    program_sid: Annotated[Sid, Create, Filter()] = ""
    channel: Annotated[str, choice(*CHANNELS), Create, Filter(), Privacy.KEEP] = "sms"
    recipient: Annotated[str, Create(required=21604), Privacy.CONTACT] = ""
    recipient_digest: Annotated[Word, Hidden] = ""
    basis: Annotated[str, choice("express", "conversation", "prior_relationship"), Create, Filter(), Privacy.KEEP] = "express"
    sender: Annotated[str, Privacy.KEEP] = ""
    types: Annotated[list[str], INTENTS, Create, Update] = field(default_factory=list)
    method: Annotated[str, Create(longest=_SHORT), Update(longest=_SHORT), Privacy.KEEP] = ""
    source_url: Annotated[Url, Create, Update] = ""
    wording: Annotated[str, Create(longest=_LONG), Update(longest=_LONG), Privacy.KEEP] = ""
    wording_version: Annotated[str, Create(longest=_SHORT), Update(longest=_SHORT), Privacy.KEEP] = ""
    locale: Annotated[str, Create(longest=(35, 20001)), Update(longest=(35, 20001)), Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Create, Update] = ""
    recording_sid: Annotated[Sid, Create, Update] = ""
    proof_kind: Annotated[str, choice("", "form-snapshot", "signed-document"), Create, Update, Privacy.KEEP] = ""
    proof_type: Annotated[str, Create(longest=(128, 20001)), Update(longest=(128, 20001)), Privacy.KEEP] = ""
    proof_hash: Annotated[str, Create(longest=_SHORT), Update(longest=_SHORT), Privacy.KEEP] = ""
    proof_sid: Sid = ""
    captured_at: Annotated[Moment, Create] = 0
    captured_by: Annotated[str, Create(longest=(160, 20001)), Update(longest=(160, 20001)), Privacy.CONTACT] = ""
    ip_address: Annotated[str, Create(longest=(45, 20001)), Privacy.CONTACT] = ""
    user_agent: Annotated[str, Create(longest=(1024, 20001)), Privacy.CONTACT] = ""
    number_source: Annotated[str, choice("", "person", "public-directory", "third-party"), Create, Privacy.KEEP] = ""
    trigger_type: Annotated[str, choice("", "order", "appointment", "button", "alert-set-up", "account"), Create, Privacy.KEEP] = ""
    trigger_reference: Annotated[str, Create(longest=(160, 20001)), Privacy.CONTENT] = ""
    trigger_at: Annotated[Moment, Create] = 0
    source: Annotated[str, Privacy.KEEP] = ""
    import_sid: Sid = ""
    reason: Annotated[str, Update(longest=(160, 20001)), Privacy.KEEP] = ""
    last_affirmed_at: Annotated[Moment, Update(name="AffirmedAt")] = 0


class Consent(
    ConsentRecord,
    sid="KC",
    mounts=[
        V(
            1,
            "compliance",
            "/Consents",
            "list create fetch update",
            links={"versions": "/Versions", "receipt": "/Receipt", "verification": "/Verification", "proof": "/Proof"},
        )
    ],
    lifecycle=CONSENT,
    indexes=[("recipient_digest", "sid"), ("status", "last_affirmed_at")],
):
    """As it stands: the latest version. It is never deleted; a correction or a change of state is a new version.

    `revision` counts versions from 1 and `record_hash` is the latest one's. `window_until` ends a conversation; `first_message_at` is the
    first send under it. Retention begins with the revocation, lasts `retention_days`, and ends with erasure: then only states, dates,
    digests and hashes remain (`erased_at`).
    """

    status: Annotated[str, choice("live", "lapsed", "revoked", "invalid"), Update(name="Status"), Filter({"Status": "="}), Privacy.KEEP] = (
        ""
    )
    revision: int = 1
    record_hash: Word = ""
    window_until: Moment | None = None
    last_message_sid: Sid = ""
    first_message_at: Moment | None = None
    reconfirm_requested_at: Moment | None = None
    retention_days: Annotated[int, Create] = RETENTION_DAYS
    retention_until: Moment | None = None
    erased_at: Moment | None = None
    proof_file: Annotated[str, Create, Update, Unstored, Privacy.CONTENT] = ""


class ConsentVersion(
    ConsentRecord,
    sid="KV",
    mounts=[V(1, "compliance", "/Consents/{consent_sid}/Versions", "list fetch")],
    unique={("consent_sid", "number"): 20409},
    indexes=[("account_sid", "consent_sid", "sid")],
):
    """One version, never changed but for erasure. `record_hash` covers all of it, the version before (`previous_hash`) included.

    Personal fields enter the hash by `personal_digest` (keyed), so that erasing them leaves the chain verifiable.
    """

    consent_sid: Annotated[Sid, Parent(Consent)] = ""
    number: int = 1
    state: Word = ""
    personal_digest: Annotated[Word, Hidden] = ""
    previous_hash: Word = ""
    record_hash: Word = ""

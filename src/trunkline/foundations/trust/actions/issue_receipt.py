"""The receipt of a consent: what ISO/IEC TS 27560:2023 asks of a record, signed."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.work import Work

from ..receipts import sign_receipt
from ..resources.brand import Brand
from ..resources.consent import Consent, ConsentVersion
from ..resources.program import Program
from ..rules.proof import ProofMissing, proofs_of

SCHEMA = "ISO/IEC TS 27560:2023"
LAWFUL_BASIS = {"express": "consent", "conversation": "consent", "prior_relationship": "contract or legitimate interest"}
EVENTS = {"live": "given", "lapsed": "expired", "revoked": "withdrawn", "invalid": "invalid"}
"""A version's state as the standard's state of consent."""


def receipt_seed(work: Work) -> bytes:
    """The private key, which only this data folder's vault can make."""
    return work.port(Vault).derive("consent receipts")


async def issue_receipt(consent: Consent, version: ConsentVersion, work: Work) -> dict[str, Any]:
    """The signed receipt of one version: always the same octets, while brand and program keep their names and nobody is erased."""
    brand = await work.fetch(Brand, version.brand_sid, version.account_sid) if version.brand_sid else None
    program = await work.fetch(Program, version.program_sid, version.account_sid) if version.program_sid else None
    account = await work.fetch(Account, version.account_sid)  # any account: the version's own
    return sign_receipt(_record(consent, version, brand, program, account), receipt_seed(work))


def _record(
    consent: Consent, version: ConsentVersion, brand: Brand | None, program: Program | None, account: Account | None
) -> dict[str, Any]:
    return {
        "record_metadata": {
            "schema_version": SCHEMA,
            "record_id": consent.sid,
            "record_version": version.number,
            "record_hash": version.record_hash,
            "previous_record_hash": version.previous_hash,
            "pii_principal_id": version.recipient or version.recipient_digest,
        },
        "pii_processing": {
            "privacy_notice": version.source_url,
            "language": version.locale,
            "purposes": [{"purpose": intent, "purpose_type": "message intent"} for intent in version.types],
            "program": {"sid": version.program_sid, "name": program.name if program else ""},
            "lawful_basis": LAWFUL_BASIS[version.basis],
            "basis": version.basis,
            "pii_information": [{"pii_type": "contact address", "channel": version.channel}],
            "collection_method": version.method or version.trigger_type,
            "processing_method": f"messages by {version.channel}",
            "retention_period": f"P{consent.retention_days}D after withdrawal",
            "withdrawal_method": "a reply of STOP" if version.channel in ("sms", "whatsapp", "rcs") else "a request to the controller",
            "recurring": bool(program and program.recurring),
        },
        "pii_controllers": [
            {"party_id": version.brand_sid, "name": brand.name if brand else "", "url": brand.website if brand else ""},
        ],
        "pii_processors": [{"party_id": version.account_sid, "name": account.friendly_name if account else ""}],
        "event": {
            "event_type": EVENTS[version.state],
            "event_time": _written(version.last_affirmed_at if version.state == "live" else version.date_created),
            "recorded_time": _written(version.date_created),
            "captured_time": _written(version.captured_at),
            "entity_id": version.captured_by or version.account_sid,
            "reason": version.reason,
        },
        "evidence": {
            "kinds": _kinds(version),
            "wording": version.wording,
            "wording_version": version.wording_version,
            "file_sha256": version.proof_hash,
            "file_media_type": version.proof_type,
            "message_sid": version.message_sid,
            "recording_sid": version.recording_sid,
            "trigger": {"type": version.trigger_type, "reference": version.trigger_reference, "time": _written(version.trigger_at)},
        },
    }


def _kinds(version: ConsentVersion) -> list[str]:
    if version.basis == "prior_relationship":
        return ["prior-relationship"]
    try:
        return list(proofs_of(version.__dict__))
    except ProofMissing:
        return []


def _written(moment: int) -> str:
    return write_iso8601(moment) if moment else ""

"""Twilio's bulk doors into the ledger: consents and contacts, at most 25 at a time, each answered on its own.

Sources: accounts_v1, CreateBulkConsents and CreateBulkContacts; errors 30646 and 30647.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from trunkline.kernel.fields import read_moment
from trunkline.kernel.work import Work

from ..resources.consent import Consent
from ..resources.contact import Contact
from ..rules.addresses import read_number, read_sender
from ..rules.proof import ProofMissing, proofs_of
from .create_consent import AHEAD
from .digest_recipient import digest_recipient
from .look_up import contact_of, opt_outs_of, program_of_sender
from .opt_out import opt_in, opt_out
from .seal_version import open_record, revise_record
from .settle_contradictions import latest_objection, lift, senders_of

CONSENT_FAILED = 30646
CONTACT_FAILED = 30647
SOURCES = ("website", "offline", "opt-in-message", "opt-out-message", "others")
_UUID = re.compile(r"[0-9A-Za-z]{32}")
_ZIP = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{1,9}")


@dataclass(frozen=True, slots=True)
class BulkConsent:
    contact: str
    sender: str
    status: str
    source: str
    moment: int


def check_ids(item: dict[str, Any]) -> list[str]:
    """What is wrong with an item's correlation and contact, in Twilio's words. The examples' correlation ids are not hexadecimal."""
    wrong = []
    if not _UUID.fullmatch(str(item.get("correlation_id", ""))):
        wrong.append("INVALID_CORRELATION_ID")
    if _number(item.get("contact_id")) is None:
        wrong.append("INVALID_CONTACT_ID")
    return wrong


def read_consent(item: dict[str, Any], now: int) -> BulkConsent | list[str]:
    """The item, or what is wrong with it. `date_of_consent` is a date-time (ISO 8601); 0 where it is left out."""
    wrong = check_ids(item)
    sender = ""
    try:
        sender = read_sender(str(item.get("sender_id", "")))
    except ValueError:
        wrong.append("INVALID_SENDER_ID")
    if item.get("status") not in ("opt-in", "opt-out"):
        wrong.append("INVALID_STATUS")
    if item.get("source") not in SOURCES:
        wrong.append("INVALID_SOURCE")
    given, moment = item.get("date_of_consent"), 0
    if given:
        try:
            moment = read_moment(given) if isinstance(given, str) and "T" in given else -1
        except (ValueError, OverflowError):
            moment = -1
        if not 0 <= moment <= now + AHEAD:
            wrong.append("INVALID_DATE_OF_CONSENT")
    if wrong:
        return wrong
    return BulkConsent(str(item["contact_id"]), sender, str(item["status"]), str(item["source"]), moment)


def _number(text: Any) -> str | None:
    try:
        return read_number(text) if isinstance(text, str) else None
    except ValueError:
        return None


async def upsert_consent(account_sid: str, item: BulkConsent, work: Work) -> list[str]:
    """Stage one item, or say what is wrong with it. An opt-in after an opt-out must be dated after it."""
    if item.status == "opt-out":
        await opt_out(
            work, account_sid, item.contact, item.sender, keyword="api", source="bulk", opted_out_at=item.moment,
            scope="service" if item.sender.startswith("MG") else "sender",
        )  # fmt: skip
        return []
    program = await program_of_sender(work, account_sid, item.sender)
    opt_outs = await opt_outs_of(work, account_sid, item.contact)
    senders = await senders_of(work, program) if program is not None else frozenset({item.sender})
    stopped = [o for o in opt_outs if o.sender == item.sender]
    if program is not None and (latest := latest_objection(opt_outs, program, senders)) is not None:
        stopped.append(latest)
    if any(o.since >= item.moment for o in stopped):
        return ["INVALID_DATE_OF_CONSENT"]
    digest = digest_recipient(work, account_sid, item.contact)
    program_sid = program.sid if program else ""
    standing = await work.find(
        Consent, account_sid=account_sid, recipient_digest=digest, program_sid=program_sid, channel="sms", basis="express", status="live"
    )
    if standing is not None:
        if item.moment > standing.last_affirmed_at:
            revise_record(standing, work, "affirm", last_affirmed_at=item.moment, source=item.source)
    else:
        _write(account_sid, item, digest, program, work)
    if program is None:
        await opt_in(work, account_sid, item.contact, item.sender)
    else:
        lift(opt_outs, program, senders, item.moment, work)
    return []


def _write(account_sid: str, item: BulkConsent, digest: str, program: Any, work: Work) -> None:
    """A new consent: shown the program's registered opt-in form, if it has one. What proves nothing is kept as no consent."""
    consent = Consent(
        account_sid=account_sid, brand_sid=program.brand_sid if program else "", program_sid=program.sid if program else "",
        recipient=item.contact, recipient_digest=digest, types=list(program.intents) if program else [], method=item.source,
        source_url=program.opt_in_url if program else "", wording=program.opt_in_wording if program else "",
        wording_version=program.opt_in_wording_version if program else "", locale=program.locale if program else "",
        captured_at=item.moment, last_affirmed_at=item.moment, source=item.source, sender=item.sender,
    )  # fmt: skip
    state = "live"
    if program is None:
        state, consent.reason = "invalid", "the sender is assigned to no program, and consent is for one program"
    else:
        try:
            proofs_of(consent.__dict__)
        except ProofMissing as why:
            state, consent.reason = "invalid", str(why)[:160]
    open_record(consent, state, work)


async def upsert_contact(account_sid: str, item: dict[str, Any], work: Work) -> list[str]:
    """Stage one contact, or say what is wrong with it."""
    wrong = check_ids(item)
    country, code = str(item.get("country_iso_code", "")), str(item.get("zip_code", ""))
    if not re.fullmatch(r"[A-Z]{2}", country):
        wrong.append("INVALID_COUNTRY_ISO_CODE")
    if not _ZIP.fullmatch(code):
        wrong.append("INVALID_ZIP_CODE")
    if wrong:
        return wrong
    number = str(item["contact_id"])
    known = await contact_of(work, account_sid, number)
    if known is not None:
        work.change(known, country_iso_code=country, zip_code=code)
    else:
        digest = digest_recipient(work, account_sid, number)
        work.add(Contact(account_sid=account_sid, recipient=number, recipient_digest=digest, country_iso_code=country, zip_code=code))
    return []

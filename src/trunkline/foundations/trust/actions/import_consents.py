"""A list of consents at once: only from a declared source of the sender's own, and compared with what other accounts brought in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.fields import read_moment
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..enforcement.actions.record_violation import Violation, tell_violation
from ..resources.consent import Consent
from ..resources.consent_import import MOST_ITEMS, ConsentImport, ImportMark
from ..resources.opt_out import OptOut
from ..resources.program import Program
from ..rules.addresses import read_recipient
from ..rules.errors import CONTRADICTS, NO_PROOF, OTHER_SCOPE
from ..rules.proof import ProofMissing, proofs_of
from ..rules.sketch import ALIKE, MARKS, SMALLEST_LIST, similarity, sketch
from ..rules.sources import why_no_consent
from .create_consent import check_types, not_ahead, require_program
from .digest_recipient import digest_member, digest_recipient
from .seal_version import open_record
from .settle_contradictions import latest_objection, lift, senders_of

CHUNK = 500
"""Digests looked up at once."""
MOST_CANDIDATES = 50
"""Lists compared with a new one."""


@creates(ConsentImport)
async def import_consents(draft: ConsentImport, work: Work) -> ConsentImport:
    """Each item becomes a consent, or is refused with its own code in `errors`; a source that is no consent makes all of them `invalid`."""
    program = await require_program(draft.account_sid, draft.program_sid, "", work)
    draft.types = check_types(draft.types, program)
    if not isinstance(draft.items, list) or not 1 <= len(draft.items) <= MOST_ITEMS:
        raise invalid("Items", f"must be a JSON array of 1 to {MOST_ITEMS} objects")
    draft.sid = work.sid(ConsentImport.prefix)
    draft.total, draft.uploaded_by = len(draft.items), work.caller.acting if work.caller else ""
    no_consent = why_no_consent(draft.source)
    rows = _read_items(draft, program, no_consent, work)
    opt_outs, standing = await _on_record(work, draft, [row.recipient_digest for _, row in rows])
    senders = await senders_of(work, program)
    for place, row in rows:
        if no_consent:
            row.reason = no_consent
            open_record(row, "invalid", work)
            draft.invalid += 1
            continue
        objections = opt_outs.get(row.recipient_digest, [])
        objection = latest_objection(objections, program, senders)
        if objection is not None and objection.since >= row.captured_at:
            _refuse(draft, place, CONTRADICTS, "captured_at is not later than the recipient's opt-out")
        elif row.recipient_digest in standing:
            _refuse(draft, place, 20409, "this recipient's consent to this program is on record, or stands in this list twice")
        else:
            standing.add(row.recipient_digest)
            lift(objections, program, senders, row.captured_at, work)
            open_record(row, "live", work)
            draft.accepted += 1
    draft.refused = len(draft.errors)
    await _compare(draft, sketch(digest_member(work, row.recipient) for _, row in rows), len(rows), work)
    return work.add(draft)


def _refuse(draft: ConsentImport, place: int, code: int, message: str) -> None:
    draft.errors.append({"item": place, "error_code": code, "error_message": message})


def _read_items(draft: ConsentImport, program: Program, no_consent: str, work: Work) -> list[tuple[int, Consent]]:
    rows: list[tuple[int, Consent]] = []
    for place, item in enumerate(draft.items):
        try:
            row = _read_item(item, draft, program, work)
            if not no_consent:
                proofs_of(row.__dict__)
        except ProofMissing as why:
            _refuse(draft, place, NO_PROOF, str(why))
        except Problem as problem:
            _refuse(draft, place, problem.code, problem.message)
        else:
            rows.append((place, row))
    return rows


def _read_item(item: Any, draft: ConsentImport, program: Program, work: Work) -> Consent:
    if not isinstance(item, dict) or not all(isinstance(value, str) for value in item.values()):
        raise Problem(20001, "must be an object whose values are texts")
    if any("\0" in value for value in item.values()):
        raise Problem(20001, "holds a NUL character, which no record can")
    try:
        recipient = read_recipient(item.get("recipient", ""), draft.channel)
    except ValueError as why:
        raise Problem(21211, f"recipient {why}") from None
    try:
        captured_at = read_moment(item["captured_at"]) if item.get("captured_at") else 0
    except (ValueError, OverflowError):
        raise Problem(20001, "captured_at must be an ISO 8601 date or date-time") from None
    not_ahead(work, captured_at=captured_at)
    if any(len(item.get(name, "")) > 1024 for name in ("captured_by", "ip_address", "user_agent")):
        raise Problem(20001, "captured_by, ip_address and user_agent have at most 1024 characters")
    return Consent(
        account_sid=draft.account_sid,
        brand_sid=program.brand_sid,
        program_sid=program.sid,
        channel=draft.channel,
        recipient=recipient,
        recipient_digest=digest_recipient(work, draft.account_sid, recipient),
        types=draft.types,
        method=draft.method or draft.source,
        source_url=draft.source_url,
        wording=draft.wording,
        wording_version=draft.wording_version,
        locale=draft.locale,
        captured_at=captured_at,
        last_affirmed_at=captured_at,
        captured_by=item.get("captured_by", ""),
        ip_address=item.get("ip_address", ""),
        user_agent=item.get("user_agent", ""),
        source=draft.source or "undeclared",
        import_sid=draft.sid,
    )


async def _on_record(work: Work, draft: ConsentImport, digests: list[str]) -> tuple[dict[str, list[OptOut]], set[str]]:
    """The opt-outs of these recipients, and who of them has a live consent to this program on this channel."""
    opt_outs: dict[str, list[OptOut]] = {}
    standing: set[str] = set()
    for start in range(0, len(digests), CHUNK):
        among = Condition("recipient_digest", "in", tuple(digests[start : start + CHUNK]))
        for opt_out in await work.select(OptOut, among, account_sid=draft.account_sid):
            opt_outs.setdefault(opt_out.recipient_digest, []).append(opt_out)
        live = await work.select(
            Consent,
            among,
            account_sid=draft.account_sid,
            program_sid=draft.program_sid,
            channel=draft.channel,
            basis="express",
            status="live",
        )
        standing |= {consent.recipient_digest for consent in live}
    return opt_outs, standing


async def _compare(draft: ConsentImport, members: list[str], size: int, work: Work) -> None:
    """Flag this list and its like in another account: a person shall look whether one list went round."""
    draft.members = members
    if size < SMALLEST_LIST:
        return
    marks = tuple(members[:MARKS])
    # any account: whether a list went from one to another is what is asked
    shared = Counter(mark.import_sid for mark in await work.select(ImportMark, Condition("digest", "in", marks)))
    for import_sid, _ in shared.most_common(MOST_CANDIDATES):
        other = await work.fetch(ConsentImport, import_sid)  # any account: whether lists went from one to another is what is asked
        if other is None or other.account_sid == draft.account_sid or similarity(members, other.members) < ALIKE:
            continue
        reason = "another account brought in nearly the same list"
        if not draft.flagged:
            draft.flagged, draft.flagged_at, draft.review_reason = True, work.now, reason
            _open_case(draft, work)
        if not other.flagged:
            work.set(other, flagged=True, flagged_at=work.now, review_reason=reason)
            _open_case(other, work)
    for digest in marks:
        work.add(ImportMark(account_sid=draft.account_sid, import_sid=draft.sid, digest=digest))


def _open_case(brought: ConsentImport, work: Work) -> None:
    """A person shall look: either account may be the one that the list belongs to."""
    violation = Violation(
        account_sid=brought.account_sid,
        rule="shared-list",
        code=OTHER_SCOPE,
        message=f"The import {brought.sid} holds nearly the same people as one of another account.",
        clause="R5: consent can't be bought, sold, or exchanged",
        remedy="Show where the list comes from.",
        signals={"import": brought.sid},
        program_sid=brought.program_sid,
        blocked=False,
        at=work.now,
    )
    tell_violation(work, violation)

"""Take consent back, purpose by purpose, in the ledger where it was given."""

from __future__ import annotations

from trunkline.foundations.trust.actions.digest_recipient import digest_recipient
from trunkline.foundations.trust.actions.opt_out import opt_out
from trunkline.foundations.trust.actions.revise_consent import revoke_consent
from trunkline.foundations.trust.actions.seal_version import revise_record
from trunkline.foundations.trust.resources.consent import Consent
from trunkline.foundations.trust.resources.program import Program
from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..person import read_person
from ..resources.subject import require_subject
from ..resources.withdrawal import Withdrawal

ALL = "all"


@creates(Withdrawal)
async def withdraw_consent(draft: Withdrawal, work: Work) -> Withdrawal:
    """Stage a new version of each consent that covers the purpose; for all purposes the objection too, which no new message overrules."""
    subject = await require_subject(draft.account_sid, draft.subject_account_sid, work)
    draft.subject_account_sid = subject.sid
    person = read_person(draft.address)
    draft.recipient_digest = digest_recipient(work, subject.sid, person.address)
    draft.address = ""
    if draft.program_sid and await work.fetch(Program, draft.program_sid, subject.sid) is None:
        raise invalid("ProgramSid", "must be a program of the account")
    found = await work.select(Consent, account_sid=subject.sid, recipient_digest=draft.recipient_digest)
    consents = [consent for consent in found if draft.program_sid in ("", consent.program_sid)]
    draft.consents = [{"sid": consent.sid, "became": _without(consent, draft.purpose, work)} for consent in consents]
    if draft.purpose == ALL:
        scope, sender = ("program", draft.program_sid) if draft.program_sid else ("account", subject.sid)
        made = await opt_out(work, subject.sid, person.address, sender, keyword="withdrawal", scope=scope, source="api")
        draft.opt_out_sid = made.sid if made is not None else None
    return work.add(draft)


def _without(consent: Consent, purpose: str, work: Work) -> str:
    """Stage it; what became of the consent, for the answer."""
    if consent.status not in ("live", "lapsed") or consent.erased_at is not None:
        return consent.status
    left = [] if purpose == ALL else [word for word in consent.types if word != purpose]
    if purpose != ALL and left == consent.types:
        return "not for this purpose"
    if left:
        revise_record(consent, work, types=left, reason=f"withdrawn: {purpose}")
        return f"only for {', '.join(left)}"
    revoke_consent(consent, work, reason=f"withdrawn: {purpose}")
    return "revoked"

"""What the ledger does when somebody asks to be forgotten, or for data to be moved: consents leave tombstones, opt-outs stay."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import KEEP, REMOVE, answer
from trunkline.kernel.work import Work

from .actions.erase_consent import erase_consent
from .actions.revise_consent import revoke_consent
from .actions.seal_version import PERSONAL
from .enforcement.resources.appeal import Appeal
from .enforcement.resources.enforcement import Enforcement
from .enforcement.resources.notice import Notice
from .resources.age_attestation import AgeAttestation
from .resources.brand import Brand
from .resources.consent import Consent, ConsentVersion
from .resources.contact import Contact
from .resources.frequency_preference import FrequencyPreference
from .resources.opt_out import OptOut
from .resources.program import Program, ProgramSender

_TOMBSTONE = "ends, and leaves a tombstone: dates, states, hashes and the keyed digest, so that it stays known what was agreed and when"
_CASE = "a case of enforcement, with its reasons and its appeal, stays accountable"
_GIVEN = "consent was given to the account that asked for it, and cannot be passed on"


async def _erase_consent(row: Consent, work: Work) -> None:
    if row.erased_at is not None:
        return
    if row.status in ("live", "lapsed"):
        revoke_consent(row, work, reason="erased on request")
    await erase_consent(row, work)


async def _erase_version(row: ConsentVersion, work: Work) -> None:
    work.set(row, **dict.fromkeys(PERSONAL, ""))


answer(Consent, by=_erase_consent, why=_TOMBSTONE, not_carried=_GIVEN)
answer(ConsentVersion, by=_erase_version, why=_TOMBSTONE, files=lambda row: [row.proof_sid], not_carried=_GIVEN)
answer(Contact, erase=REMOVE, carried="told")
answer(FrequencyPreference, erase=REMOVE, carried="told")
answer(AgeAttestation, erase=REMOVE, not_carried=_GIVEN)
answer(OptOut, erase=KEEP, why="the person is left alone: kept by a keyed digest, without the address", carried="told", closing=KEEP)
answer(Brand, carried="told")
answer(Program, carried="told")
answer(ProgramSender, not_carried="a sender belongs to whoever has the number")
for _kind in (Enforcement, Notice, Appeal):
    answer(_kind, erase=KEEP, why=_CASE, closing=KEEP, not_carried="an enforcement case stays where it was decided")

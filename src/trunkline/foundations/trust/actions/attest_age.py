"""Record that somebody is old enough, and show how a program's ages were checked."""

from __future__ import annotations

from collections import Counter
from typing import Any

from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..decisions.rules.require_age import GATED
from ..receipts import sign_receipt
from ..resources.age_attestation import AgeAttestation
from ..resources.program import Program
from ..rule_packs import rule_packs
from ..rules.addresses import bare_address
from .create_consent import not_ahead
from .digest_recipient import digest_recipient
from .issue_receipt import receipt_seed

OLDEST = 120
PAGE = 5_000
SAMPLES = 20
"""Receipts that the evidence shows, the newest."""


@creates(AgeAttestation)
async def attest_age(draft: AgeAttestation, work: Work) -> AgeAttestation:
    """99102 for a program that is not the account's; 20001 for years that nobody has; a second one about the same person replaces none."""
    draft.recipient = bare_address(draft.recipient)
    if not draft.recipient or len(draft.recipient) > 254:
        raise invalid("Recipient", "must be the recipient's address", 21211)
    if not 1 <= draft.years <= OLDEST:
        raise invalid("Years", f"must be 1 to {OLDEST}")
    if draft.program_sid and await work.fetch(Program, draft.program_sid, draft.account_sid) is None:
        raise Problem(99102, f"The account has no program {draft.program_sid}")
    not_ahead(work, AttestedAt=draft.attested_at)
    draft.attested_at = draft.attested_at or work.now
    draft.recipient_digest = digest_recipient(work, draft.account_sid, draft.recipient)
    return work.add(draft)


async def age_gate_evidence(program: Program, work: Work) -> dict[str, Any]:
    """What shows that measures are in place (R43): methods, wordings and counts, a sample without names, and the limits in force.

    Signed as receipts of consents are, so that `trunkline verify-receipt` checks it without this platform.
    """
    packs = rule_packs(work).current
    counted = _Counted()
    after = ""
    while True:
        rows = await work.select(
            AgeAttestation, Condition("sid", ">", after), Condition("program_sid", "in", ("", program.sid)),
            account_sid=program.account_sid, order=(("sid", False),), limit=PAGE,
        )  # fmt: skip
        counted.take(rows)
        if len(rows) < PAGE:
            break
        after = rows[-1].sid
    categories = sorted(program.categories or GATED)
    evidence = {
        "kind": "age gate evidence",
        "program": {"sid": program.sid, "name": program.name, "brand_sid": program.brand_sid, "age_gated": program.age_gated},
        "account_sid": program.account_sid,
        "attestations": counted.total,
        "by_method": dict(sorted(counted.methods.items())),
        "by_years": {str(years): count for years, count in sorted(counted.years.items())},
        "wordings": sorted(counted.wordings),
        "limits": {
            country: {category: packs.law(country, work.now, strict=False).years(category, (country,)) for category in categories}
            for country in sorted(counted.countries)
        },
        "rule_pack": packs.hash,
        "samples": [
            {
                "sid": row.sid,
                "recipient": row.recipient_digest,
                "years": row.years,
                "method": row.method,
                "attested_at": write_iso8601(row.attested_at),
            }
            for row in counted.newest
        ],
        "issued_at": write_iso8601(work.now),
    }
    return sign_receipt(evidence, receipt_seed(work))


class _Counted:
    def __init__(self) -> None:
        self.total = 0
        self.methods: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        self.wordings: set[str] = set()
        self.countries: set[str] = set()
        self.newest: list[AgeAttestation] = []

    def take(self, rows: list[AgeAttestation]) -> None:
        self.total += len(rows)
        self.methods.update(row.method for row in rows)
        self.years.update(row.years for row in rows)
        self.wordings.update(row.wording for row in rows if row.wording)
        self.countries.update(country for row in rows if (country := country_of(row.recipient)))
        self.newest = [*self.newest, *rows][-SAMPLES:]

"""Which accounts have any row of a kind: most have none of most kinds, and their sends need not look."""

from __future__ import annotations

from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..kept import Kept
from ..resources.age_attestation import AgeAttestation
from ..resources.consent import Consent
from ..resources.contact import Contact
from ..resources.frequency_preference import FrequencyPreference


class KnownAccounts(Kept[tuple[str, str], bool]):
    """By account and table. Never kept beside other processes, where a consent just recorded must count at once."""

    def __init__(self) -> None:
        super().__init__(shared_life=0)


async def has_any(work: Work, kind: type[Resource], account_sid: str) -> bool:
    """Whether the account has a row of this kind; one look-up by index where it is not known."""
    kept = _kept(work)
    key = (account_sid, kind.table.name)
    found = kept.get(key, work)
    if found is not None:
        return found
    mark = kept.mark
    return kept.keep(key, await work.find(kind, account_sid=account_sid) is not None, mark, work)


def _kept(work: Work) -> KnownAccounts:
    found: KnownAccounts | None = work.platform.ports.get(KnownAccounts)
    if found is None:
        found = work.platform.ports[KnownAccounts] = KnownAccounts()
    return found


@alongside(AgeAttestation, enters="created")
@alongside(Consent, enters="live invalid")
@alongside(Contact, enters="created")
@alongside(FrequencyPreference, enters="created")
def _note(row: Resource, state: str, work: Work) -> None:
    kept = _kept(work)
    key = (row.account_sid, row.table.name)
    if kept.get(key, work) is not True:
        kept.doubt(key)

"""The keyed digest by which a person is found in the ledger without their number being looked at."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.work import Work

from ..rules.addresses import bare_address

MOST = 16_384
"""Digests remembered: a message asks at accept and at dispatch, and one costs more than all else that is asked of memory."""


class RecipientDigests(dict[tuple[str, str], str]):
    """By account and wire address, for as long as the process lives; the oldest makes room."""


def digest_recipient(work: Work, account_sid: str, recipient: str) -> str:
    """The same for all channels of an address (`whatsapp:+1…` and `+1…`), another for each account: tenants cannot be joined."""
    known: RecipientDigests | None = work.platform.ports.get(RecipientDigests)
    if known is None:
        known = work.platform.ports[RecipientDigests] = RecipientDigests()
    key = (account_sid, recipient)
    found = known.get(key)
    if found is None:
        found = work.port(Vault).digest(f"{account_sid}\n{bare_address(recipient)}", "recipient")
        if len(known) >= MOST:
            del known[next(iter(known))]
        known[key] = found
    return found


def digest_member(work: Work, recipient: str) -> str:
    """The same for all accounts: only to compare lists that were brought in."""
    return work.port(Vault).digest(bare_address(recipient), "import member")

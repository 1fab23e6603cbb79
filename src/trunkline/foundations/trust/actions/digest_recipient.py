"""The keyed digest by which a person is found in the ledger without their number being looked at."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.work import Work

from ..rules.addresses import bare_address


def digest_recipient(work: Work, account_sid: str, recipient: str) -> str:
    """The same for all channels of an address (`whatsapp:+1…` and `+1…`), another for each account: tenants cannot be joined."""
    return work.port(Vault).digest(f"{account_sid}\n{bare_address(recipient)}", "recipient")


def digest_member(work: Work, recipient: str) -> str:
    """The same for all accounts: only to compare lists that were brought in."""
    return work.port(Vault).digest(bare_address(recipient), "import member")

"""Whether the log of webhooks may hold an account's texts: not where its sector forbids it (R151)."""

from __future__ import annotations

from trunkline.kernel.work import Work

from .actions.settle_terms import terms_of


class SectorLogs:
    """Stands behind the port `webhooks.ports.TextLogs`."""

    async def may_keep(self, work: Work, account_sid: str) -> bool:
        return (await terms_of(work, account_sid)).keeps_texts

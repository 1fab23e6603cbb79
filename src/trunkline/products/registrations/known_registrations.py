"""Which senders are registered, held in memory: every text to the United States asks."""

from __future__ import annotations

from time import monotonic

from trunkline.foundations.numbering.plan import LineType, line_type_of
from trunkline.foundations.trust.decisions.facts import Registration
from trunkline.kernel.platform import Platform
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.service_number import ServiceNumber

from .resources.campaign import Campaign
from .resources.tollfree_verification import TollfreeVerification

FRESH = 4.0
"""Seconds for which what was read is believed beside other processes."""
SETTLING = 2.0
_CAMPAIGNS: dict[str, Registration] = {"VERIFIED": "registered", "IN_PROGRESS": "pending", "SUSPENDED": "suspended"}
_VERIFIED: dict[str, Registration] = {"TWILIO_APPROVED": "registered", "PENDING_REVIEW": "pending", "IN_REVIEW": "pending"}
_PLACES = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})


class KnownRegistrations:
    """The Registrations port of trust: campaigns by the numbers in their service's pool, and toll-free numbers by themselves.

    Where the country asks for no registration that this registry knows, a sender is exempt. Read anew after each change.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Registration] = {}
        self._read_at = float("-inf")
        self._changed_at = float("-inf")

    async def registration_of(self, work: Work, account_sid: str, sender: str, country: str) -> Registration | None:
        if country not in _PLACES and not (country == "CA" and _is_tollfree(sender)):
            return "exempt"
        if not sender.startswith("+"):
            return None  # short codes and names have a registry of their own, which is not built
        await self._refresh(work)
        return self._known.get((account_sid, sender), "unregistered")

    def forget(self) -> None:
        self._changed_at = monotonic()
        self._read_at = float("-inf")

    async def _refresh(self, work: Work) -> None:
        """Read everything anew, unless what is known still holds."""
        now = monotonic()
        if now - self._read_at < (FRESH if work.platform.database.shared else float("inf")):
            return
        known: dict[tuple[str, str], Registration] = {}
        campaigns = {row.messaging_service_sid: row for row in await work.select(Campaign)}  # any account: kept for all, asked by account
        if campaigns:
            for number in await work.select(ServiceNumber):  # any account: kept for all, asked by account
                campaign = campaigns.get(number.service_sid)
                if campaign is not None and campaign.status in _CAMPAIGNS:
                    known[number.account_sid, number.phone_number] = _CAMPAIGNS[campaign.status]
        for row in await work.select(TollfreeVerification):  # any account: kept for all, asked by account
            if row.status in _VERIFIED and row.tollfree_phone_number:
                known[row.account_sid, row.tollfree_phone_number] = _VERIFIED[row.status]
        self._known = known
        if now - self._changed_at > SETTLING:
            self._read_at = now


def _is_tollfree(sender: str) -> bool:
    return sender.startswith("+") and line_type_of(sender) is LineType.TOLL_FREE


def known_registrations(platform: Platform) -> KnownRegistrations:
    found: KnownRegistrations = platform.ports.setdefault(KnownRegistrations, KnownRegistrations())
    return found


@alongside(Campaign)
@alongside(TollfreeVerification)
@alongside(ServiceNumber)
def forget_registrations(row: Resource, state: str, work: Work) -> None:
    known_registrations(work.platform).forget()

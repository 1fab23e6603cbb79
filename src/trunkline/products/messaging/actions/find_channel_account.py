"""Who of ours stands at a channel address."""

from __future__ import annotations

from trunkline.foundations.trust.kept import Kept
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..ports import ChannelEntry
from ..resources.channel_account import ChannelAccount
from ..rules.addresses import parse_from
from ..rules.channels import NAMES

USABLE = frozenset({"ONLINE", "ONLINE:UPDATING"})


class KnownChannelAccounts(Kept[str, tuple[ChannelAccount | None]]):
    """By address; that there is none is known, too."""


async def find_channel_account(work: Work, address: str) -> ChannelAccount | None:
    """The account's presence at this address, whoever's it is and in whatever state; from memory. Only to be read."""
    kept: KnownChannelAccounts = work.platform.ports.setdefault(KnownChannelAccounts, KnownChannelAccounts())
    known = kept.get(address, work)
    if known is None:
        mark = kept.mark
        row = await work.find(ChannelAccount, sender_id=address)  # any account: an address has one owner
        known = kept.keep(address, (row,), mark, work)
    return known[0]


@alongside(ChannelAccount)
def forget_channel_account(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ChannelAccount)
    kept: KnownChannelAccounts = work.platform.ports.setdefault(KnownChannelAccounts, KnownChannelAccounts())
    kept.doubt(row.sender_id)


class ChannelAccounts:
    """ChannelDirectory from our own rows: what may stand in the pool of a Messaging Service."""

    async def find(self, work: Work, account_sid: str, sid: str) -> ChannelEntry | None:
        row = await work.fetch(ChannelAccount, sid, account_sid)
        if row is None or row.status not in USABLE:
            return None
        return ChannelEntry(row.sid, row.sender_id, NAMES[row.channel], parse_from(row.sender_id).country or "")

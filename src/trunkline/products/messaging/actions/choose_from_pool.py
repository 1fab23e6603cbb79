"""Ask the rule who of a service's pool carries a text, with what is known of the recipient and of the senders' work."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.clock import SECOND
from trunkline.kernel.work import Work

from ..known_pools import Pool, known_pools
from ..resources.sticky_sender import StickySender
from ..rules.addresses import Address
from ..rules.sender_choice import Choice, Wish, choose_sender
from ..sending_pace import sending_pace


async def choose_from_pool(
    work: Work,
    pool: Pool,
    to: Address,
    known: StickySender | None,
    *,
    media: bool = False,
    convert: bool = False,
    tried: frozenset[str] = frozenset(),
) -> Choice:
    """Nothing is written and nothing booked. `known`: see `find_sticky`. `convert`: pictures that cannot go may become links."""
    service, now = pool.service, work.now
    pace = sending_pace(work.platform)
    rates = await pace.rates(work, service.account_sid)
    addresses = [one.address for one in pool.senders]
    load = known_pools(work).share(service.sid).load(addresses)
    full: set[str] = set()
    if not rates.unlimited:
        load = {one: load[one] + pace.wait_of(one, now) / SECOND for one in addresses}
        full = {one.address for one in pool.senders if pace.is_full(one.address, rates.of(one.address, one.type), now)}
    wish = Wish(
        to,
        media=media,
        convert_media=convert,
        sticky=known.sender if known is not None else "",
        geomatch=service.area_code_geomatch,
        load=load,
        tried=tried,
        full=frozenset(full),
    )
    return choose_sender(pool.senders, wish)


async def find_sticky(work: Work, pool: Pool, to: Address) -> StickySender | None:
    """The sender that this recipient knows, where the service cares."""
    service = pool.service
    if not service.sticky_sender:
        return None
    return await work.find(
        StickySender, account_sid=service.account_sid, service_sid=service.sid, recipient=sticky_key(work, service.sid, to.value)
    )


def sticky_key(work: Work, service_sid: str, recipient: str) -> str:
    """A digest under the vault's key: messages may be redacted and deleted, and the recipient keeps its sender."""
    return work.port(Vault).digest(f"{service_sid}\n{recipient}", "sticky sender")

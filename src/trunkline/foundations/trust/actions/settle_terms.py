"""On which terms an account sends: preset, modes, reading of texts and countries, its own choice over its parent's floor.

Kept in memory for `kept.LIFE` seconds: every send asks. A change of what this slice knows is felt at once in this process.
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from msgspec import Struct

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..decisions.plan import SETTABLE, default_modes, plan_for
from ..decisions.presets import Mode, Modes, Preset, settle_modes
from ..decisions.sectors import force
from ..kept import LIFE, Kept
from ..ports import RealTraffic
from ..resources.policy import GeoPermission, Policy

EVERYWHERE: frozenset[str] = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Every country with a numbering plan: where a newcomer may send."""

_LEDGER = frozenset({
    "consent", "consent-scope", "conversation-window", "promotion-under-exemption", "consent-stale", "first-message",
    "sender-identification",
})  # fmt: skip
_HISTORY = frozenset({"first-message", "recurring-reminder", "frequency", "consent-stale"})


class Needs(Struct, frozen=True):
    """Which facts the active rules ask for; what none asks for is not looked up."""

    ledger: bool
    history: bool
    hours: bool
    limits: bool
    age: bool
    spread: bool
    content: bool
    """Whether a refusal that the caller hears at once may rest on the text."""


class Terms(Struct, frozen=True, kw_only=True):
    """What is in force. `default` would be the preset had the account chosen none; `floor` is the parent's, None without a parent."""

    preset: Preset
    modes: Modes
    default: Preset
    floor: tuple[Preset, Modes] | None
    scan: bool
    unscanned: frozenset[str]
    permissions: frozenset[str]
    trial: bool
    real: bool
    """Whether a real carrier may take the account's messages."""
    registry: bool
    """Whether senders are looked for in the registry: no carrier asks the simulated network's for a registration, so that it is heard
    there by an account that wants to rehearse."""
    needs: Needs
    sectors: frozenset[str] = frozenset()
    """Its own and its parent's lines of business; see `decisions.sectors`."""

    @property
    def keeps_texts(self) -> bool:
        """Whether what was read may be remembered, shown to reviewers, and kept in logs (R151, health)."""
        return "health" not in self.sectors

    @property
    def guards_digits(self) -> bool:
        """Whether what records must pause while digits of cards and accounts are given (R151, payment and finance)."""
        return not self.sectors.isdisjoint(("payment", "finance"))


@lru_cache(maxsize=1024)
def needs_of(preset: Preset, modes: Modes) -> Needs:
    active = {rule.id for _, rule, _ in plan_for(preset, modes)}
    return Needs(
        ledger=bool(active & _LEDGER),
        history=bool(active & _HISTORY),
        hours="quiet-hours" in active,
        limits="frequency" in active,
        age="age" in active,
        spread="snowshoeing" in active,
        content="promotion-under-exemption" in active or "quiet-hours" in active,
    )


async def terms_of(work: Work, account_sid: str) -> Terms:
    """The terms in force for an account; those of the preset `twilio` for one that does not exist."""
    kept = _kept(work)
    found = kept.get(account_sid, work)
    return found if found is not None else await _settle(account_sid, work, kept)


async def preset_of(work: Work, account_sid: str) -> Preset:
    """The preset in force for an account."""
    return (await terms_of(work, account_sid)).preset


async def policy_row(work: Work, account_sid: str) -> Policy | None:
    """What the account itself chose."""
    return await work.find(Policy, account_sid=account_sid)


async def parent_terms(work: Work, account_sid: str) -> Terms | None:
    """The terms that bind this account from above; None for a main account."""
    account = await work.fetch(Account, account_sid)  # any account: the platform asks, of the account that it works for
    if account is None or account.is_main:
        return None
    return await terms_of(work, account.owner_account_sid)


async def _settle(account_sid: str, work: Work, kept: Kept[str, Terms]) -> Terms:
    mark = kept.mark
    account = await work.fetch(Account, account_sid)  # any account: the platform asks, of the account that it works for
    row = await policy_row(work, account_sid)
    rows = await work.select(GeoPermission, Condition("enabled", "=", 0), account_sid=account_sid)
    permissions = EVERYWHERE - {r.country_code for r in rows} if rows else EVERYWHERE
    parent = None
    if account is not None and not account.is_main:
        parent = await terms_of(work, account.owner_account_sid)
    newcomer = account is None or account.type == "Trial" or bool(account.rehearses)
    traffic: RealTraffic | None = work.platform.ports.get(RealTraffic)
    real = traffic is not None and not newcomer and await traffic.is_real(work, account_sid)
    default = Preset.POLICY if real else Preset.TWILIO
    own = (Preset(row.preset) if row is not None and row.preset else default, own_modes(row))
    floor = None if parent is None else (parent.preset, parent.modes)
    preset, modes = settle_modes(own, floor, default_modes())
    sectors = frozenset(row.sectors) if row is not None else frozenset[str]()
    scan = row is None or row.scan_message_content
    unscanned = frozenset(row.unscanned_countries) if row is not None else frozenset[str]()
    if parent is not None:
        scan = scan or parent.scan
        unscanned &= parent.unscanned
        permissions &= parent.permissions
        sectors |= parent.sectors
    if sectors:
        modes = force(modes, sectors, {rule: by_preset[preset] for rule, by_preset in default_modes().items()})
    terms = Terms(
        preset=preset,
        modes=modes,
        default=default,
        floor=floor,
        scan=scan,
        unscanned=unscanned,
        permissions=permissions,
        trial=account is not None and account.type == "Trial",
        real=real,
        registry=_hears_registry(preset, modes, real=real),
        needs=needs_of(preset, modes),
        sectors=sectors,
    )
    return kept.keep(account_sid, terms, mark, work)


def _hears_registry(preset: Preset, modes: Modes, *, real: bool) -> bool:
    mode = dict(modes).get("registration")
    return mode is not Mode.OFF and (real or preset is not Preset.TWILIO or mode is not None)


def own_modes(row: Policy | None) -> Modes:
    """The account's own overrides; a rule that this version does not have is passed over."""
    if row is None or not row.modes:
        return ()
    return tuple(sorted((rule, Mode[word.upper()]) for rule, word in row.modes.items() if rule in SETTABLE))


def _kept(work: Work) -> Kept[str, Terms]:
    found: Kept[str, Terms] | None = work.platform.ports.get(Terms)
    if found is None:
        found = work.platform.ports[Terms] = Kept(life=LIFE)
    return found


def forget_terms(work: Work) -> None:
    """What any account's terms rest on has changed: an account's choice, which binds those below it, or which carrier it uses."""
    _kept(work).doubt_all()


@alongside(Policy)
@alongside(GeoPermission)
@alongside(Account, enters="active+changed suspended+changed closed+changed")
def _forget(row: Resource, state: str, work: Work) -> None:
    forget_terms(work)

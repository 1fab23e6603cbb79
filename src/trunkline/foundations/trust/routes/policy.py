"""How strictly an account is judged: its policy, the rules with their modes, and the packs that the rules read."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.policy import is_account
from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.fields import FLAG, MAPPING
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.settle_terms import Terms, own_modes, parent_terms, policy_row, terms_of
from ..decisions.plan import RULES, SETTABLE, default_modes
from ..decisions.presets import Mode, Preset, loosened, read_modes
from ..decisions.sectors import read_sectors
from ..packs.load import PackError
from ..resources.policy import Policy
from ..rule_packs import rule_packs
from ..rules.errors import BAD_PACK, BELOW_FLOOR

TRIES = 8
PURPOSE = (
    "Texts are read by programs, to find content that is illegal where the recipient lives, fraud and spam. "
    "What is kept is which rule found what (see Decisions); the texts are kept as messages are."
)


@route("GET", V(1, "compliance", "/Policy"))
async def fetch_policy(request: Request) -> Reply:
    """What the account chose, and what is in force."""
    return await _answer(request)


@route("POST", V(1, "compliance", "/Policy"))
async def update_policy(request: Request) -> Reply:
    """`Preset` (twilio, policy, strict, or empty for the default), `Modes` (a JSON object of rule id to off, observe, warn, repair or
    block; it replaces the former one), `ScanMessageContent` (true, false), `UnscannedCountries` (ISO 3166-1, repeated), `Sectors`
    (debt, finance, health, payment, repeated; those of a parent account hold below it too).

    403 with 99124 where a subaccount would loosen what its parent demands.
    """
    changes = _read(request)
    for _ in range(TRIES):
        row = await policy_row(request.work, request.account_sid)
        draft = Policy(account_sid=request.account_sid) if row is None else row.copy()
        draft.__dict__.update(changes)
        await _keep_floor(draft, changes, request)
        if row is None:
            request.work.add(draft)
        else:
            request.work.change(row, **changes)
        try:
            await request.work.commit()
        except (Duplicate, Stale):
            continue
        return await _answer(request)
    raise Problem(20409, "The policy was changed by another request: fetch it and try again", 409)


def _read(request: Request) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "Preset" in request.form:
        preset = request.text("Preset").lower()
        if preset and preset not in Preset.__members__.values():
            raise invalid("Preset", f"must be one of {', '.join(p.value for p in Preset)}, or empty for the default")
        changes["preset"] = preset
    if "Modes" in request.form:
        try:
            modes = MAPPING.read(request.text("Modes") or "{}")
            read_modes(((str(rule), str(word)) for rule, word in modes.items()), SETTABLE)
        except ValueError as why:
            raise invalid("Modes", str(why)) from None
        changes["modes"] = {rule: str(word).lower() for rule, word in modes.items()}
    if "ScanMessageContent" in request.form:
        try:
            changes["scan_message_content"] = FLAG.read(request.text("ScanMessageContent"))
        except ValueError as why:
            raise invalid("ScanMessageContent", str(why)) from None
    if "UnscannedCountries" in request.form:
        countries = sorted({code.upper() for code in request.texts("UnscannedCountries") if code})
        if wrong := [code for code in countries if len(code) != 2 or not code.isalpha() or not code.isascii()]:
            raise invalid("UnscannedCountries", f"{wrong[0]!r} is no ISO 3166-1 country code")
        changes["unscanned_countries"] = countries
    if "Sectors" in request.form:
        try:
            changes["sectors"] = read_sectors(request.texts("Sectors"))
        except ValueError as why:
            raise invalid("Sectors", str(why)) from None
    return changes


async def _keep_floor(draft: Policy, changes: dict[str, Any], request: Request) -> None:
    """A subaccount may be stricter than its parent, never milder (R6)."""
    parent = await parent_terms(request.work, request.account_sid)
    if parent is None:
        return
    default = (await terms_of(request.work, request.account_sid)).default
    own = (Preset(draft.preset) if draft.preset else default, own_modes(draft))
    asked = [name for name in loosened(own, (parent.preset, parent.modes), default_modes()) if draft.preset or name != "preset"]
    if asked and {"preset", "modes"} & changes.keys():
        raise Problem(BELOW_FLOOR, f"The parent account demands more: {', '.join(asked)} may not be set below its policy", 403)
    if changes.get("scan_message_content") is False and parent.scan:
        raise Problem(BELOW_FLOOR, "The parent account has texts read: ScanMessageContent may not be false", 403)
    if not set(changes.get("unscanned_countries", ())) <= parent.unscanned:
        raise Problem(BELOW_FLOOR, "The parent account has texts read in more countries than UnscannedCountries leaves", 403)


async def _answer(request: Request) -> Reply:
    row = await policy_row(request.work, request.account_sid)
    terms = await terms_of(request.work, request.account_sid)
    body: dict[str, Any] = {
        "account_sid": request.account_sid,
        "preset": (row.preset if row is not None else "") or None,
        "modes": row.modes if row is not None else {},
        "scan_message_content": row is None or row.scan_message_content,
        "unscanned_countries": row.unscanned_countries if row is not None else [],
        "sectors": row.sectors if row is not None else [],
        "in_force": _in_force(terms),
        "default_preset": terms.default.value,
        "scan_purpose": PURPOSE,
        "date_updated": write_iso8601(row.date_updated) if row is not None else None,
        "rule_pack": rule_packs(request.work).current.hash,
        "url": f"{request.at}/v1/Policy",
    }
    return Reply(200, body, title="Policy")


def _in_force(terms: Terms) -> dict[str, Any]:
    overrides = dict(terms.modes)
    return {
        "preset": terms.preset.value,
        "modes": {rule.id: overrides.get(rule.id, rule.mode(terms.preset)).name.lower() for rule in RULES},
        "scan_message_content": terms.scan,
        "unscanned_countries": sorted(terms.unscanned),
        "sectors": sorted(terms.sectors),
        "floor": None if terms.floor is None else {"preset": terms.floor[0].value, "modes": _words(terms.floor[1])},
    }


def _words(modes: tuple[tuple[str, Mode], ...]) -> dict[str, str]:
    return {rule: mode.name.lower() for rule, mode in modes}


@route("GET", V(1, "compliance", "/Rules"))
async def list_rules(request: Request) -> Reply:
    """Every rule in the order in which they are asked: clause, codes, mode by preset, and the mode in force for this account."""
    terms = await terms_of(request.work, request.account_sid)
    overrides = dict(terms.modes)
    rules = [
        {
            "id": rule.id,
            "clause": rule.clause,
            "code": rule.code,
            "alert_code": rule.alert_code or None,
            "asynchronous": rule.asynchronous,
            "modes": {preset.value: rule.mode(preset).name.lower() for preset in Preset},
            "mode_in_force": overrides.get(rule.id, rule.mode(terms.preset)).name.lower(),
        }
        for rule in RULES
    ]
    return Reply(200, {"rules": rules, "url": f"{request.at}/v1/Rules"}, title="Rules")


@route("GET", V(1, "compliance", "/RulePacks"))
async def list_packs(request: Request) -> Reply:
    """The packs in force on this node, with their sources and dates."""
    return Reply(200, _packs(request), title="RulePacks")


@route("POST", V(1, "compliance", "/RulePacks/Reload"))
async def reload_packs(request: Request) -> Reply:
    """Read the operator's packs again, of this node. For a main account's own auth token. 422 with 99126 where one cannot be used."""
    parent = await parent_terms(request.work, request.account_sid)
    if parent is not None or request.caller.account_sid != request.account_sid or not is_account(request.caller):
        raise Problem(20003, "Rule packs are reloaded with the auth token of a main account", 403)
    try:
        rule_packs(request.work).reload()
    except PackError as why:
        raise Problem(BAD_PACK, f"The rule packs stay as they were: {why}", 422) from None
    return Reply(200, _packs(request), title="RulePacks")


def _packs(request: Request) -> dict[str, Any]:
    held = rule_packs(request.work)
    packs = [
        {
            "id": pack.id,
            "title": pack.title,
            "jurisdictions": list(pack.jurisdictions),
            "effective_from": pack.effective_from.isoformat(),
            "effective_to": pack.effective_to.isoformat() if pack.effective_to is not None else None,
            "source": pack.source,
            "reviewed_on": pack.reviewed_on.isoformat(),
            "rows": len(pack.row),
        }
        for pack in held.current.packs
    ]
    return {"hash": held.current.hash, "rule_packs": packs, "url": f"{request.at}/v1/RulePacks"}

"""`decide`: whether one message may leave, now. Pure: the same request, facts, rules and moment give the same decision."""

from __future__ import annotations

from ..packs.load import RulePack
from .case import Case
from .decision import Decision, Observation, Verdict
from .facts import Facts
from .name_lawful_basis import name_lawful_basis
from .plan import plan_for
from .presets import Mode, Preset
from .request import SendRequest
from .rule import Finding, Rule

_WORDS = {mode: mode.name.lower() for mode in Mode}


def decide(request: SendRequest, facts: Facts, rulepack: RulePack, now: int) -> Decision:
    """Walk the rules in order and stop at the first that blocks; `now` in microseconds.

    A rule in mode repair mends the text or moves the time, and blocks where it cannot. A rule that lacks a fact is listed in `unknown`
    and blocks in `strict` if its mode is repair or block. A rule that breaks blocks in `strict`, and elsewhere leaves a warning that
    becomes an Alert. Nothing is raised.
    """
    preset = facts.preset
    strict = preset is Preset.STRICT
    case = Case(request, facts, rulepack.law(request.country, now, strict=strict), now)
    observations: list[Observation] | None = None
    unknown: list[str] | None = None
    stopped: tuple[Rule, Finding] | None = None
    delayed: tuple[Rule, Finding] | None = None
    at: int | None = None
    for check, rule, mode in plan_for(preset, facts.modes):
        try:
            finding = check(case)
        except Exception as error:  # an operator's message must not be lost, or let through, by a fault in one rule
            closed = strict and mode >= Mode.REPAIR
            finding = Finding(f"The rule could not be applied: {type(error).__name__}: {error}", "Report this fault.", unknown=closed)
            mode = mode if closed else Mode.WARN
        if finding is None:
            continue
        if finding.unknown:
            unknown = [rule.id] if unknown is None else [*unknown, rule.id]
            if not strict or mode < Mode.REPAIR:
                continue
            stopped = rule, finding
            break
        if mode is Mode.REPAIR:
            if finding.body is not None:
                case.body = finding.body
            elif finding.at is not None:
                if at is None or finding.at > at:
                    at, delayed = finding.at, (rule, finding)
            else:
                stopped = rule, finding
                break
        elif mode is Mode.BLOCK:
            stopped = rule, finding
            break
        seen = Observation(rule.id, _WORDS[mode], rule.alert_code or finding.code or rule.code, finding.message)
        observations = [seen] if observations is None else [*observations, seen]
    return _conclude(case, rulepack, stopped, delayed, at, tuple(observations or ()), tuple(unknown or ()))


def _conclude(
    case: Case,
    rulepack: RulePack,
    stopped: tuple[Rule, Finding] | None,
    delayed: tuple[Rule, Finding] | None,
    at: int | None,
    observations: tuple[Observation, ...],
    unknown: tuple[str, ...],
) -> Decision:
    request, facts = case.request, case.facts
    basis = case.found_basis
    kind, reference = (basis.kind, basis.reference) if basis is not None else ("", "")
    stated = facts.program.lawful_basis if facts.program is not None else None
    lawful, ground = name_lawful_basis(kind, case.declared_intent, request.country, stated) if kind else ("", "")
    reason = stopped or delayed
    if reason is None:
        mended = case.body is not request.body
        return Decision(
            Verdict.REPAIR if mended else Verdict.ALLOW,
            rulepack.hash,
            facts.preset.value,
            case.now,
            observations=observations,
            unknown=unknown,
            basis=kind,
            basis_reference=reference,
            lawful_basis=lawful,
            lawful_basis_reference=ground,
            country=request.country,
            body=case.body if mended else None,
            segments=facts.count_segments(case.body) if mended and facts.count_segments else None,
        )
    rule, finding = reason
    if stopped is None:
        verdict = Verdict.DEFER
    else:
        asynchronous = rule.asynchronous if finding.asynchronous is None else finding.asynchronous
        # At dispatch the message is there already: it can only fail.
        verdict = Verdict.FAIL if asynchronous or request.stage == "dispatch" else Verdict.REFUSE
    mended = stopped is None and case.body is not request.body
    return Decision(
        verdict,
        rulepack.hash,
        facts.preset.value,
        case.now,
        code=finding.code or rule.code,
        alert_code=rule.alert_code,
        rule=rule.id,
        clause=rule.clause,
        message=finding.message,
        remedy=finding.remedy,
        signals=finding.signals,
        observations=observations,
        unknown=unknown,
        basis=kind,
        basis_reference=reference,
        lawful_basis=lawful,
        lawful_basis_reference=ground,
        country=request.country,
        body=case.body if mended else None,
        segments=facts.count_segments(case.body) if mended and facts.count_segments else None,
        at=at if stopped is None else None,
    )

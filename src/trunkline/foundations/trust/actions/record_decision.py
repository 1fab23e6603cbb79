"""Keep what was decided about a message, and carry out what follows from it in the ledger."""

from __future__ import annotations

from time import monotonic

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.kernel.work import Work

from ..decisions.decision import Observation, Verdict
from ..decisions.presets import Preset
from ..enforcement.traffic import note_sent
from ..enforcement.violations import note_violation
from ..resources.consent import Consent
from ..resources.decision_record import DecisionRecord
from ..rule_packs import rule_packs
from ..rules.addresses import bare_address
from ..rules.packed_decisions import is_plain, pack
from .digest_recipient import digest_recipient
from .gather_facts import reader_for
from .judge_send import Judged
from .program_sends import forget_send, note_send
from .revise_consent import ask_reconfirmation, note_first_message

FAILS = "!"
"""Begins what a message keeps that was accepted only to fail: the decision's SID follows."""

ONE_ALERT_IN = 3600.0
"""Real seconds in which a warning of one rule about one sender is one Alert, however many messages it is about."""
_MOST_WARNED = 10_000


def decision_row(judged: Judged, message_sid: str, work: Work) -> DecisionRecord:
    """A decision as a row, not staged."""
    decision, request = judged.decision, judged.request
    return DecisionRecord(
        account_sid=request.account_sid,
        message_sid=message_sid or None,
        stage=request.stage,
        verdict=decision.verdict.value,
        code=decision.code or None,
        alert_code=decision.alert_code or None,
        rule=decision.rule or None,
        clause=decision.clause or None,
        message=decision.message or None,
        remedy=decision.remedy or None,
        preset=decision.preset,
        rule_pack=decision.pack,
        decided_at=decision.decided_at,
        basis=decision.basis or None,
        basis_reference=decision.basis_reference or None,
        lawful_basis=decision.lawful_basis or None,
        lawful_basis_reference=decision.lawful_basis_reference or None,
        country=decision.country or None,
        signals=dict(decision.signals),
        observations=[seen.to_data() for seen in decision.observations],
        unknown=list(decision.unknown),
        repaired=decision.body is not None,
        segments=decision.segments,
        send_at=decision.at,
        sender=request.sender,
        brand_sid=request.brand or None,
        program_sid=request.program or None,
        recipient_digest=judged.gathered.digest or digest_recipient(work, request.account_sid, request.recipient),
    )


def keep_decision(judged: Judged, message_sid: str, work: Work) -> str:
    """What the message keeps of its decision: a packed line; a failure's mark; "" where a row is staged and says it all."""
    if is_plain(judged.decision):
        return pack(judged.decision, judged.request.stage)
    row = work.add(decision_row(judged, message_sid, work))
    return FAILS + row.sid if judged.decision.verdict is Verdict.FAIL else ""


async def keep_refusal(judged: Judged, work: Work) -> str:
    """Commit a refusal by itself, as there is no message to be committed with; the decision's SID."""
    own = work.platform.work()
    row = own.add(decision_row(judged, "", own))
    await raise_warnings(judged, "", own)
    await own.commit()
    return row.sid


async def follow_accept(judged: Judged, message_sid: str, leaves_at: int, work: Work, *, risk_check: bool = True) -> None:
    """Stage what an accepted message means: it counts as traffic, and for its program as a send, a first message, a question asked."""
    program, decision, request = judged.gathered.program, judged.decision, judged.request
    if "debt" in judged.terms.sectors:  # counted for the account as for a program
        note_send(work, request.account_sid, request.account_sid, judged.gathered.digest, message_sid, at=leaves_at, reminded=False)
    note_sent(
        work, request.account_sid, bare_address(request.recipient), request.sender, program_sid=request.program,
        service_sid=request.service_sid, template=reader_for(judged.terms)(request.body).template if judged.gathered.facts.scan else 0,
        risk_check=risk_check,
    )  # fmt: skip
    if program is None or not judged.terms.needs.history:
        return
    law = rule_packs(work).current.law(request.country, decision.decided_at, strict=judged.terms.preset is Preset.STRICT)
    reminded = law.tells_to_leave(request.body if decision.body is None else decision.body)
    note_send(work, request.account_sid, program.sid, judged.gathered.digest, message_sid, at=leaves_at, reminded=reminded)
    if decision.basis == "consent":
        seen = decision.observations
        asks = bool(seen) and any(one.rule == "consent-stale" and one.mode == "repair" for one in seen)
        if asks or _is_first(judged):
            consent = await work.fetch(Consent, decision.basis_reference, request.account_sid)
            if consent is None:
                return
            if asks:
                ask_reconfirmation(consent, work, message_sid=message_sid)
            note_first_message(consent, work)


def _is_first(judged: Judged) -> bool:
    """Whether nothing was sent before on the consent that the message rests on."""
    reference = judged.decision.basis_reference
    for fact in judged.gathered.facts.consents or ():  # noqa: SIM110 - a generator costs more than the search
        if fact.sid == reference and not fact.first_message_at:
            return True
    return False


async def failed_at_accept(packed: str | None, message_sid: str, work: Work) -> DecisionRecord | None:
    """The decision of accept that a message is to fail by, as one of dispatch, not staged; None where it was not to fail."""
    if not packed or not packed.startswith(FAILS):
        return None
    row = await work.fetch(DecisionRecord, packed[len(FAILS) :])  # any account: the message's own row names it
    if row is None:
        return None
    later = row.copy()
    later.sid, later.stage, later.decided_at, later.version, later.date_created = "", "dispatch", work.now, 1, 0
    return later


def follow_failure(row: DecisionRecord, message_sid: str, work: Work) -> None:
    """Stage that an accepted message did not leave: it does not count, and the account's debugger says which rule stopped it."""
    for counted_for in filter(None, (row.program_sid, row.account_sid)):
        forget_send(work, counted_for, row.recipient_digest, message_sid)
    words = f"{row.rule}: {row.message} {row.remedy or ''}".strip()
    raise_alert(work, row.account_sid, row.alert_code or row.code or 0, resource_sid=message_sid, text=words)


async def raise_warnings(judged: Judged, message_sid: str, work: Work) -> None:
    """Stage an Alert for each warning, once an hour a rule and sender; and what enforcement makes of it."""
    if not judged.decision.observations:
        return
    if is_plain(judged.decision) and judged.decision.warnings:  # what is kept as a row tells by itself
        await note_violation(work, judged.decision, judged.request)
    for seen in judged.decision.warnings:
        if _is_news(judged, seen, work):
            words = f"{seen.rule}: {seen.message}"
            raise_alert(work, judged.request.account_sid, seen.code, resource_sid=message_sid, log_level="warning", text=words)


class Warned:
    """When each warning was last told, by account, rule and sender."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, str, str], float] = {}


def _is_news(judged: Judged, seen: Observation, work: Work) -> bool:
    warned: Warned = work.platform.ports.setdefault(Warned, Warned())
    key = (judged.request.account_sid, seen.rule, judged.request.sender)
    now = monotonic()
    if warned.told.get(key, -ONE_ALERT_IN) > now - ONE_ALERT_IN:
        return False
    if len(warned.told) >= _MOST_WARNED:
        del warned.told[next(iter(warned.told))]
    warned.told[key] = now
    return True

"""Tell the holder of an account: a notice on record, a webhook to the URL set for notices, and an Alert."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.webhooks.callbacks import Callback, send_callback
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.work import Work

from ..resources.enforcement import OPEN, Enforcement
from ..resources.notice import Notice, NoticeSettings

HOW = "Appeal at /compliance/v1/Appeals with EnforcementSid, Ground and Statement: a person who did not make the rule decides."


async def give_notice(work: Work, case: Enforcement, event: str, *, automated: bool = True, reasons: str = "") -> Notice:
    """Stage the notice and its webhook. `reasons` replaces the case's statement of reasons."""
    notice = work.add(
        Notice(
            account_sid=case.account_sid, enforcement_sid=case.sid, event=event, step=case.step, rule=case.rule, clause=case.clause,
            code=case.code, severity=case.severity, target_type=case.target_type, target=case.target,
            reasons=reasons or case.outcome or case.reasons, remedy=case.remedy, evidence=list(case.evidence), signals=dict(case.signals),
            automated=automated, due_at=case.due_at, how_to_appeal=HOW if case.status in OPEN else "",
        )
    )  # fmt: skip
    settings = await notice_settings(work, case.account_sid)
    if settings is not None and settings.url:
        send_callback(work, notice, event, Callback(settings.url, settings.method, _parameters(notice)))
    return notice


async def notice_settings(work: Work, account_sid: str) -> NoticeSettings | None:
    """The account's own, or else its main account's."""
    own = await work.find(NoticeSettings, account_sid=account_sid)
    if own is not None and own.url:
        return own
    account = await work.fetch(Account, account_sid)  # any account: to find out who owns it
    if account is None or account.is_main:
        return own
    return await work.find(NoticeSettings, account_sid=account.owner_account_sid)


def alert_holder(work: Work, case: Enforcement, *, warning: bool, text: str = "") -> None:
    """Stage an Alert with the code of the rule."""
    said = text or f"Case {case.sid}, step {case.step}: {case.reasons}"
    raise_alert(work, case.account_sid, case.code, resource_sid=case.sid, log_level="warning" if warning else "error", text=said)


def _parameters(notice: Notice) -> dict[str, str]:
    told = {
        "EventType": notice.event,
        "AccountSid": notice.account_sid,
        "NoticeSid": notice.sid,
        "EnforcementSid": notice.enforcement_sid,
        "Step": notice.step,
        "Rule": notice.rule,
        "Clause": notice.clause,
        "Code": str(notice.code),
        "TargetType": notice.target_type,
        "Target": notice.target,
        "Reasons": notice.reasons,
        "Remedy": notice.remedy,
        "Evidence": " ".join(notice.evidence),
    }
    if notice.due_at is not None:
        told["DueAt"] = write_iso8601(notice.due_at)
    return told

"""Ask people whose agreement has grown old whether it still holds (R8): once, and then not again until they answer."""

from __future__ import annotations

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.numbering.plan import country_of
from trunkline.foundations.retention.daily import daily
from trunkline.foundations.trust.actions.look_up import brand_of_program
from trunkline.foundations.trust.actions.program_sends import sweep_old_sends
from trunkline.foundations.trust.actions.revise_consent import ask_reconfirmation, due_for_reconfirmation
from trunkline.foundations.trust.actions.settle_contradictions import senders_of
from trunkline.foundations.trust.actions.settle_terms import terms_of
from trunkline.foundations.trust.decisions.plan import plan_for
from trunkline.foundations.trust.resources.consent import Consent
from trunkline.foundations.trust.resources.program import Program
from trunkline.foundations.trust.rule_packs import rule_packs
from trunkline.foundations.trust.rules.addresses import bare_address
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.message import Message
from .send_message import send_message

QUESTION = "{name}: You agreed earlier to receive these messages. Reply YES to go on receiving them, or STOP to unsubscribe."
RULE = "consent-stale"
PAGE = 500


@daily
async def ask_whose_consent_is_old(work: Work) -> None:
    """Go through the consents that are due, by the interval of the recipient's country; each is a unit of work of its own."""
    shortest = _shortest_interval(work)
    after = ""
    while True:
        due = await due_for_reconfirmation(work, older_than=shortest * DAY, after=after, limit=PAGE)
        for consent in due:
            await _ask(consent, work.platform.work())
        if len(due) < PAGE:
            break
        after = due[-1].sid
    sweep_old_sends(work)


def _shortest_interval(work: Work) -> int:
    """Days; of all packs in force, so that no country's consents are passed over."""
    packs = rule_packs(work).current
    countries = {code[:2] for pack in packs.packs for code in pack.jurisdictions if code != "*"}
    return min(packs.law(country, work.now, strict=False).reaffirm_days for country in (*countries, ""))


async def _ask(consent: Consent, work: Work) -> None:
    """Stage and commit the question: only where the account's policy has the rule, and once, whoever else is at it."""
    if consent.channel not in ("sms", "whatsapp", "rcs"):
        return
    terms = await terms_of(work, consent.account_sid)
    if all(rule.id != RULE for _, rule, _ in plan_for(terms.preset, terms.modes)):
        return
    country = country_of(consent.recipient) or ""
    law = rule_packs(work).current.law(country, work.now, strict=False)
    if work.now - consent.last_affirmed_at <= law.reaffirm_days * DAY:
        return
    message_sid = work.sid(Message.prefix)
    ask_reconfirmation(consent, work, message_sid=message_sid)
    work.enqueue(send_question, consent_sid=consent.sid, message_sid=message_sid)
    try:
        await work.commit()
    except Stale:
        return  # it was changed, or another node asked


@task()
async def send_question(work: Work, *, consent_sid: str, message_sid: str) -> None:
    """The question itself, as a message of the program. What may not be sent leaves an Alert, and the consent lapses by silence."""
    consent = await work.fetch(Consent, consent_sid)  # any account: the platform keeps the time
    if consent is None or consent.status != "live" or await work.fetch(Message, message_sid) is not None:  # any account: as above
        return
    program = await work.fetch(Program, consent.program_sid, consent.account_sid)
    sender = "" if program is None else await _sender(consent, program, work)
    if program is None or not sender:
        raise_alert(
            work, consent.account_sid, 99103, resource_sid=consent.sid, log_level="warning",
            text="consent-stale: this consent is to be reconfirmed, but its program has no sender to ask from",
        )  # fmt: skip
        return
    brand = await brand_of_program(work, program)
    prefix = "" if consent.channel == "sms" else f"{consent.channel}:"
    draft = Message(
        account_sid=consent.account_sid, to=prefix + consent.recipient, body=QUESTION.format(name=brand.name if brand else program.name)
    )  # fmt: skip
    draft.sid = message_sid
    if sender.startswith("MG"):
        draft.messaging_service_sid = sender
    else:
        draft.from_ = prefix + sender
    try:
        await send_message(draft, work)
    except Problem as problem:
        raise_alert(work, consent.account_sid, problem.code, resource_sid=consent.sid, text=f"consent-stale: {problem.message}")


async def _sender(consent: Consent, program: Program, work: Work) -> str:
    """A sender of the program, without its channel: the one that the consent names, or the first."""
    senders = await senders_of(work, program)
    own = bare_address(consent.sender)
    return own if own in senders else min(senders, default="")

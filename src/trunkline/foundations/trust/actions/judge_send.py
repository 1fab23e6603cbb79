"""Judge a send: gather what is known and decide, with the rules in force now. Nothing is written."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from trunkline.kernel.errors import Unrecorded
from trunkline.kernel.work import Work

from ..decisions.decide import decide
from ..decisions.decision import Decision, Observation, Verdict
from ..decisions.facts import Facts
from ..decisions.presets import Preset
from ..decisions.request import SendRequest
from ..rule_packs import rule_packs
from ..rules.errors import NOT_JUDGED
from .gather_facts import Gathered, gather_facts
from .settle_terms import Terms, terms_of

log = logging.getLogger("trunkline.trust")


class Judged(Struct, frozen=True):
    """A decision, with what it was made of."""

    decision: Decision
    gathered: Gathered
    terms: Terms

    @property
    def request(self) -> SendRequest:
        return self.gathered.request


async def judge_send(
    work: Work,
    request: SendRequest,
    *,
    message_sid: str = "",
    reads: bool | None = None,
    scan: bool | None = None,
    risk_check: bool = True,
    count_segments: Callable[[str], int] | None = None,
) -> Judged:
    """`message_sid` is the message's own, once it is on record.

    `reads`: whether the text is examined; None leaves it to the stage: at dispatch always, at accept where a refusal may rest on it.
    `scan`: a messaging service's own switch, None for the account's; it cannot switch off what a parent account demands.
    Raises Unrecorded where the record cannot be read; any other fault refuses in `strict` and leaves a warning elsewhere.
    """
    terms = await terms_of(work, request.account_sid)
    if reads is None:
        reads = request.stage == "dispatch" or terms.needs.content
    if scan is not None and (scan or terms.floor is None):
        terms = replace(terms, scan=scan)
    now = work.now
    packs = rule_packs(work).current
    try:
        gathered = await gather_facts(
            request, terms, work, message_sid=message_sid, reads=reads, risk_check=risk_check, count_segments=count_segments
        )
    except Unrecorded:
        raise
    except Exception as fault:
        log.exception("the facts about a message of %s could not be gathered", request.account_sid)
        gathered = Gathered(request, Facts(preset=terms.preset, modes=terms.modes), None, "")
        return Judged(_unjudged(terms, packs.hash, now, fault), gathered, terms)
    return Judged(decide(gathered.request, gathered.facts, packs, now), gathered, terms)


def _unjudged(terms: Terms, pack: str, now: int, fault: Exception) -> Decision:
    """Closed in `strict`; open, with a warning, where an operator's message must not be lost by a fault of ours."""
    words = f"The message could not be judged: {type(fault).__name__}: {fault}"
    if terms.preset is Preset.STRICT:
        return Decision(
            Verdict.REFUSE, pack, terms.preset.value, now, code=NOT_JUDGED, rule="facts", clause="strict fails closed", message=words,
            remedy="Report this fault.",
        )  # fmt: skip
    return Decision(Verdict.ALLOW, pack, terms.preset.value, now, observations=(Observation("facts", "warn", NOT_JUDGED, words),))

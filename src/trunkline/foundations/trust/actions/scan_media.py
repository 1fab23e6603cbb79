"""Look at a file before it goes anywhere (R38): our own plain checks, then the scanner where one is configured."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.kernel.clock import HOUR, MINUTE
from trunkline.kernel.work import Work

from ..decisions.decision import Verdict
from ..decisions.presets import Preset
from ..ports import MediaScanner, ScanVerdict
from ..rules.errors import NOT_SCANNED
from ..scanning.sniff import contradicts, sniff
from ..scanning.threats import DISGUISED, find_threat
from .judge_send import Judged
from .settle_terms import preset_of

HOLD = MINUTE
"""Microseconds after which a held file is looked at again."""
_ONE_ALERT_IN = HOUR
_CLAUSE = "R38: malicious content, such as malware or viruses"
_CODE = 30007
_MOST_TOLD = 10_000


class Held(Exception):
    """No scanner answered, and `strict` lets nothing through unseen: look again after `delay` microseconds."""

    def __init__(self, delay: int) -> None:
        super().__init__("the file waits for a scanner")
        self.delay = delay


class Scan(Struct, frozen=True):
    """`clean`; `infected`, with the name of what was found; `contradicts`: the file is plainly not what its sender calls it, but `name`;
    `unscanned`: let through although the scanner did not answer."""

    state: Literal["clean", "infected", "contradicts", "unscanned"]
    name: str = ""


async def scan_media(work: Work, account_sid: str, resource_sid: str, data: bytes, declared: str) -> Scan:
    """The verdict about a file that its sender calls `declared` (a MIME type). Asks the network: stand before a commit, not between.

    Where the scanner does not answer, `strict` raises Held and the other presets let the file through; either leaves an Alert, one an
    hour and account, staged in `work`.
    """
    if threat := find_threat(data, declared):
        return Scan("infected", threat)
    found = sniff(data)
    if contradicts(declared, found):
        return Scan("contradicts", found or "")
    scanner: MediaScanner | None = work.platform.ports.get(MediaScanner)
    if scanner is None:
        return Scan("clean")
    verdict = await scanner.scan(data)
    if verdict.state == "unknown":
        return await _unscanned(work, account_sid, resource_sid, verdict)
    return Scan(verdict.state, verdict.name)


async def _unscanned(work: Work, account_sid: str, resource_sid: str, verdict: ScanVerdict) -> Scan:
    closed = await preset_of(work, account_sid) is Preset.STRICT
    if _is_news(work, account_sid):
        what = "waits for a scanner" if closed else "was let through unscanned"
        raise_alert(
            work, account_sid, NOT_SCANNED, resource_sid=resource_sid, log_level="warning", text=f"a file {what}: {verdict.name}"
        )  # fmt: skip
    if closed:
        raise Held(HOLD)
    return Scan("unscanned", verdict.name)


class _Told:
    """When each account was last told that files go unscanned."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}


def _is_news(work: Work, account_sid: str) -> bool:
    told: _Told = work.platform.ports.setdefault(_Told, _Told())
    if told.at.get(account_sid, -_ONE_ALERT_IN) > work.now - _ONE_ALERT_IN:
        return False
    if len(told.at) >= _MOST_TOLD:
        told.at.clear()
    told.at[account_sid] = work.now
    return True


def refuse_file(judged: Judged, threat: str) -> Judged:
    """The decision about a message, turned by one of its files: it fails, and enforcement counts malware as the gravest there is."""
    decision = replace(
        judged.decision,
        verdict=Verdict.FAIL,
        code=_CODE,
        rule="harmful-content",
        clause=_CLAUSE,
        message=f"A media file is harmful: {threat}.",
        remedy="Remove the file. If it is harmless, ask for a review and name the decision.",
        signals=(("categories", "program" if threat == DISGUISED else "malware"), ("threat", threat)),
        body=None,
        at=None,
    )
    return replace(judged, decision=decision)

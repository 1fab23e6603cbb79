"""The answer to "may this leave?", with its reason and the way to mend it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct


class Verdict(StrEnum):
    """`refuse` answers the request with an error; `fail` lets the message be created and ends it with an error code."""

    ALLOW = "allow"
    REPAIR = "repair"
    DEFER = "defer"
    FAIL = "fail"
    REFUSE = "refuse"


BLOCKING = frozenset({Verdict.REFUSE, Verdict.FAIL})


class Observation(Struct, frozen=True):
    """A rule that found something without stopping the message. `mode` is observe, warn (becomes an Alert) or repair."""

    rule: str
    mode: str
    code: int
    message: str

    def to_data(self) -> dict[str, Any]:
        return {"rule": self.rule, "mode": self.mode, "code": self.code, "message": self.message}


class Decision(Struct, frozen=True):
    """One decision, the same for the same input.

    `code` is Twilio's, or one of ours in 99xxx; 0 where nothing is wrong;
    `alert_code` the Alert's where it says more. `pack` is the hash of the rules in force. `basis` says
    what makes the message lawful (consent, conversation, prior_relationship, none), `basis_reference` names its record and
    `lawful_basis` the ground in law (see name_lawful_basis), `lawful_basis_reference` the record or law that the program gives for it, and
    `country` the recipient's, whose law it is.
    `body` is the mended text (None: as it came), `segments` what it costs (None: unknown), `at` the new time (None: now).
    `unknown` are rules that lacked a fact.
    """

    verdict: Verdict
    pack: str
    preset: str
    decided_at: int
    code: int = 0
    alert_code: int = 0
    rule: str = ""
    clause: str = ""
    message: str = ""
    remedy: str = ""
    signals: tuple[tuple[str, str], ...] = ()
    observations: tuple[Observation, ...] = ()
    unknown: tuple[str, ...] = ()
    basis: str = ""
    basis_reference: str = ""
    lawful_basis: str = ""
    lawful_basis_reference: str = ""
    country: str = ""
    body: str | None = None
    segments: int | None = None
    at: int | None = None

    @property
    def blocks(self) -> bool:
        return self.verdict in BLOCKING

    @property
    def warnings(self) -> tuple[Observation, ...]:
        """The observations that become Alerts."""
        return tuple(observation for observation in self.observations if observation.mode == "warn")

    def to_data(self) -> dict[str, Any]:
        """As plain JSON values, for storing and for the API."""
        return {
            "verdict": self.verdict.value,
            "code": self.code or None,
            "alert_code": self.alert_code or None,
            "rule": self.rule or None,
            "clause": self.clause or None,
            "message": self.message or None,
            "remedy": self.remedy or None,
            "preset": self.preset,
            "rule_pack": self.pack,
            "decided_at": self.decided_at,
            "basis": self.basis or None,
            "basis_reference": self.basis_reference or None,
            "lawful_basis": self.lawful_basis or None,
            "lawful_basis_reference": self.lawful_basis_reference or None,
            "country": self.country or None,
            "signals": dict(self.signals),
            "observations": [observation.to_data() for observation in self.observations],
            "unknown": list(self.unknown),
            "body": self.body,
            "segments": self.segments,
            "send_at": self.at,
        }

"""Connection overrides: how a customer changes timeouts and retries of one webhook in its URL's fragment.

`https://example.com/sms#rc=2&rp=ct,rt&ct=2000` (Twilio, "Webhook connection overrides"). A value that makes no sense
never stops the webhook: the default applies, and the problem is reported so that the customer can be told.
"""

from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import unquote

from trunkline.foundations.webhooks.ports import Answer, Limits, Unreachable

Failure = Literal["4xx", "5xx", "ct", "rt"]
"""What can be retried: an error answer, no connection (TCP or TLS), or no answer in time."""

EDGES = frozenset(
    {"ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla"}
    | {"ashburn-ix", "frankfurt-ix", "london-ix", "san-jose-ix", "singapore-ix"}
)

_FAILURES = frozenset({"4xx", "5xx", "ct", "rt"})
_RANGES = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}


@dataclass(frozen=True, slots=True)
class OverrideProblem:
    """One override that was not taken, and why; `name` is the wire name (`ct`, `rp` …)."""

    name: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Overrides:
    """The settings of one webhook; times in milliseconds."""

    connect_ms: int = 5_000
    read_ms: int = 15_000
    total_ms: int = 15_000
    """For all attempts together, retries included."""
    retries: int = 1
    """Attempts after the first, 0 to 5."""
    retry_on: frozenset[Failure] = frozenset({"ct"})
    edges: tuple[str, ...] = ("ashburn",)
    """Where the call would leave Twilio's network. Kept and shown; one installation has one way out."""
    sni: bool = True
    problems: tuple[OverrideProblem, ...] = field(default=(), compare=False)

    def allows_retry(self, failure: Failure | None, attempts: int) -> bool:
        """Whether to try again after `attempts` attempts (from 1), the last of which ended in `failure`."""
        return failure in self.retry_on and attempts <= self.retries

    def limits(self, *, spent_ms: int = 0, verify: bool = True) -> Limits:
        """The limits of the next attempt when earlier ones took `spent_ms`; the total shrinks, to no less than 1 ms."""
        return Limits(
            connect_ms=self.connect_ms,
            read_ms=self.read_ms,
            total_ms=max(1, self.total_ms - spent_ms),
            sni=self.sni,
            verify=verify,
        )


def read_overrides(url: str) -> tuple[str, Overrides]:
    """Split a configured URL into the URL to call (no fragment) and its overrides. Never raises."""
    address, _, fragment = url.partition("#")
    if not fragment:
        return address, _DEFAULTS
    numbers: dict[str, int] = {}
    retry_on, edges, sni = _DEFAULTS.retry_on, _DEFAULTS.edges, True
    problems: list[OverrideProblem] = []
    for pair in fragment.split("&"):
        name, equals, raw = pair.partition("=")
        value = unquote(raw)
        reason = ""
        if name in _RANGES and equals:
            lowest, highest = _RANGES[name]
            # Only ASCII digits count: int() would also take "1_000", " 5" and Arabic-Indic digits.
            if value.isascii() and value.isdigit() and len(value) <= 6 and lowest <= int(value) <= highest:
                numbers[name] = int(value)
            else:
                reason = f"must be a whole number from {lowest} to {highest}"
        elif name == "rp" and equals:
            wanted = frozenset(value.split(","))
            if "all" in wanted and wanted <= _FAILURES | {"all"}:
                retry_on = cast(frozenset[Failure], _FAILURES)
            elif wanted <= _FAILURES:
                retry_on = cast(frozenset[Failure], wanted)
            else:
                reason = "must be all, or a list of 4xx, 5xx, ct and rt"
        elif name == "e" and equals:
            if EDGES.issuperset(places := tuple(value.split(","))):
                edges = places
            else:
                reason = "must be a list of Twilio's edge locations"
        elif name == "sni" and equals:
            if value in ("y", "n"):
                sni = value == "y"
            else:
                reason = "must be y or n"
        else:
            reason = "is no connection override (ct, rt, tt, rc, rp, sni, e)" if equals else "has no value"
        if reason:
            problems.append(OverrideProblem(name, value, f"'{name}' {reason}"))
    return address, Overrides(
        connect_ms=numbers.get("ct", _DEFAULTS.connect_ms),
        read_ms=numbers.get("rt", _DEFAULTS.read_ms),
        total_ms=numbers.get("tt", _DEFAULTS.total_ms),
        retries=numbers.get("rc", _DEFAULTS.retries),
        retry_on=retry_on,
        edges=edges,
        sni=sni,
        problems=tuple(problems),
    )


def failure_of(outcome: Answer | Unreachable) -> Failure | None:
    """Which kind of failure an attempt was, as retry policies see it; None for what is never retried.

    Twilio does not retry once a part of the answer was there, nor does it help to retry a URL that we refuse to call.
    """
    if isinstance(outcome, Answer):
        if 400 <= outcome.status <= 499:
            return "4xx"
        return "5xx" if 500 <= outcome.status <= 599 else None
    if outcome.kind in ("url", "refused", "redirects", "too_large") or outcome.phase == "read":
        return None
    return "ct" if outcome.phase == "connect" else "rt"


_DEFAULTS = Overrides()

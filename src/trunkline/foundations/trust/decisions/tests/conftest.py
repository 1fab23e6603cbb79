"""A message that every rule lets through in `strict`, and examined texts, to be changed one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from trunkline.foundations.trust.content.signals import ContentSignals, Evasion, Phishing, Scores
from trunkline.foundations.trust.decisions.decide import decide
from trunkline.foundations.trust.decisions.decision import Decision
from trunkline.foundations.trust.decisions.facts import BrandFact, ConsentFact, Facts, ProgramFact, SpreadFact
from trunkline.foundations.trust.decisions.presets import Preset
from trunkline.foundations.trust.decisions.request import SendRequest
from trunkline.foundations.trust.packs.load import boxed_packs
from trunkline.kernel.clock import DAY, from_datetime

NOON = from_datetime(datetime(2026, 11, 24, 18, 0, tzinfo=UTC))  # a Tuesday, 13:00 in New York


def signals(**changes: Any) -> ContentSignals:
    plain = ContentSignals(
        hits=(), categories=frozenset(), obfuscated=frozenset(), evasion=Evasion(), links=(), links_left_out=0,
        scores=Scores(0.9, 0.05, 0.03, 0.02, "test"), phishing=Phishing(), simulation=(), template=0, pack="test",
    )  # fmt: skip
    return replace(plain, **changes)


REQUEST = SendRequest(
    account_sid="AC1", sender="+12025550100", sender_class="long_code", recipient="+12125550123", country="US",
    body="Acme: 20% off today. Reply STOP to unsubscribe.", intent="marketing", brand="BR1", program="PG1",
)  # fmt: skip

FACTS = Facts(
    preset=Preset.STRICT, opted_out=False, objected=False,
    consents=(
        ConsentFact(sid="CN1", brand="BR1", program="PG1", types=frozenset({"marketing", "delivery", "otp"}), state="live",
                    captured_at=NOON - 5 * DAY),
    ),
    conversations=(), prior_relationships=(), brand=BrandFact(sid="BR1", names=("Acme", "Acme Shops")),
    program=ProgramFact(sid="PG1", intents=frozenset({"marketing", "delivery"})), first_message=True, last_reminder_at=0, sent=(),
    zones=("America/New_York",), places=("US-NY",), geo_permissions=frozenset({"US", "CA", "DE", "FR", "GB", "IN"}), trial=False,
    recipient_verified=False, account_standing="good", program_standing="good", sender_standing="good", registration="registered",
    attested_age=0, blocked_until=0, spread=SpreadFact(senders=1, most_by_one=1), content=signals(),
)  # fmt: skip


@pytest.fixture
def judge() -> Callable[..., Decision]:
    """`judge({request changes}, {fact changes}, now)`."""

    def run(asked: dict[str, Any] | None = None, known: dict[str, Any] | None = None, now: int = NOON) -> Decision:
        return decide(replace(REQUEST, **(asked or {})), replace(FACTS, **(known or {})), boxed_packs(), now)

    return run


@pytest.fixture
def examined() -> Callable[..., ContentSignals]:
    return signals


@pytest.fixture
def noon() -> int:
    """Tuesday, 24 November 2026, 13:00 in New York."""
    return NOON


@pytest.fixture
def live() -> ConsentFact:
    """The consent that lets the message through."""
    assert FACTS.consents is not None
    return FACTS.consents[0]

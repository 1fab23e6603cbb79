"""What holds for any message and any facts: the same answer twice, no milder answer from a stricter preset, no way round a STOP."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.foundations.trust.content.signals import ContentSignals, Evasion, Link, Phishing, Scores
from trunkline.foundations.trust.decisions.decide import decide
from trunkline.foundations.trust.decisions.decision import Verdict
from trunkline.foundations.trust.decisions.facts import (
    BrandFact,
    ConsentFact,
    ConversationFact,
    Facts,
    FrequencyLimit,
    PriorRelationshipFact,
    ProgramFact,
    SpreadFact,
)
from trunkline.foundations.trust.decisions.plan import BY_ID, RULES, default_modes
from trunkline.foundations.trust.decisions.presets import Mode, Preset, loosened, read_modes, settle_modes
from trunkline.foundations.trust.decisions.request import ESSENTIAL, INTENTS, SendRequest, read_intent
from trunkline.foundations.trust.packs.load import boxed_packs
from trunkline.kernel.clock import DAY, HOUR

NOW = 1_795_543_200_000_000

maybe = st.sampled_from([None, True, False])
moments = st.integers(NOW - 700 * DAY, NOW)
categories = st.frozensets(st.sampled_from(["cannabis", "alcohol", "hate", "gambling", "loans", "sex", "unheard-of"]), max_size=2)
intents = st.sampled_from([None, *sorted(INTENTS)])
countries = st.sampled_from(["US", "CA", "FR", "IN", "DE", "BR", ""])
fractions = st.sampled_from([0.0, 0.3, 0.6, 0.9])

requests = st.builds(
    SendRequest,
    account_sid=st.just("AC1"),
    sender=st.sampled_from(["+12025550100", "+12025550101"]),
    sender_class=st.sampled_from(["long_code", "toll_free", "short_code", "alphanumeric", "channel"]),
    recipient=st.just("+12125550123"),
    country=countries,
    body=st.text(max_size=40) | st.sampled_from(["Acme: sale. Reply STOP to end", "x" * 1599, "text 2 to leave"]),
    channel=st.sampled_from(["sms", "whatsapp"]),
    intent=intents,
    brand=st.sampled_from(["", "BR1", "BR2"]),
    program=st.sampled_from(["", "PG1"]),
    in_reply_to=st.sampled_from(["", "SM9"]),
    stage=st.sampled_from(["accept", "dispatch"]),
    moment=st.none() | st.integers(NOW, NOW + 3 * DAY),
    expires_at=st.none() | st.integers(NOW, NOW + DAY),
)
consents = st.builds(
    ConsentFact,
    sid=st.just("CN1"),
    brand=st.sampled_from(["", "BR1", "BR2"]),
    program=st.sampled_from(["", "PG1"]),
    types=st.frozensets(st.sampled_from(sorted(INTENTS))),
    state=st.sampled_from(["live", "lapsed", "revoked", "invalid"]),
    captured_at=moments,
    first_message_at=st.sampled_from([0, NOW]),
    awaiting_reconfirmation=st.booleans(),
)
contents = st.builds(
    lambda promotion, found, hidden, evasion, phishing, short: ContentSignals(
        hits=(), categories=found, obfuscated=hidden, evasion=Evasion(score=evasion),
        links=(Link("https://bit.ly/x", "bit.ly", shortener=True),) if short else (), links_left_out=0,
        scores=Scores(1 - promotion, promotion, 0.0, 0.0, "test"), phishing=Phishing((), phishing), simulation=(), template=0, pack="test",
    ),
    fractions, categories, categories, fractions, fractions, st.booleans(),
)  # fmt: skip
overrides = st.dictionaries(st.sampled_from(sorted(BY_ID)), st.sampled_from(list(Mode)), max_size=3).map(lambda d: tuple(sorted(d.items())))


def _break(body: str) -> ContentSignals:
    raise RuntimeError("broken")


facts = st.fixed_dictionaries(
    {
        "preset": st.sampled_from(list(Preset)),
        "modes": overrides,
        "opted_out": maybe,
        "objected": maybe,
        "consents": st.none() | st.lists(consents, max_size=2).map(tuple),
        "conversations": st.none()
        | st.lists(
            st.builds(
                ConversationFact,
                sender=st.just("+12025550100"),
                message_sid=st.just("SM9"),
                last_inbound_at=st.integers(NOW - 2 * DAY, NOW),
            ),
            max_size=1,
        ).map(tuple),
        "prior_relationships": st.none()
        | st.lists(
            st.builds(
                PriorRelationshipFact,
                sid=st.just("PR1"),
                brand=st.sampled_from(["BR1", "BR2"]),
                number_given_by_person=st.booleans(),
                trigger=st.sampled_from(["", "order"]),
                trigger_at=moments,
            ),
            max_size=1,
        ).map(tuple),
        "brand": st.none()
        | st.builds(BrandFact, sid=st.just("BR1"), names=st.sampled_from([(), ("Acme",)]), category=st.sampled_from(["", "cannabis"])),
        "program": st.none()
        | st.builds(ProgramFact, sid=st.just("PG1"), recurring=st.booleans(), age_gated=st.booleans(), categories=categories),
        "first_message": maybe,
        "last_reminder_at": st.sampled_from([None, 0, NOW - 5 * DAY]),
        "sent": st.sampled_from([None, (), (NOW - HOUR, NOW - 1), (NOW - HOUR,) * 5]),
        "limits": st.sampled_from([(), (FrequencyLimit(at_most=2, hours=24),)]),
        "zones": st.sampled_from(
            [None, (), ("America/New_York",), ("America/Boise", "America/Los_Angeles"), ("Pacific/Auckland", "Europe/Paris")]
        ),
        "places": st.sampled_from([None, ("US-FL",), ("US-PA", "US-RI"), ("CA-ON",)]),
        "geo_permissions": st.sampled_from([None, frozenset({"US", "CA", "FR", "IN", "DE"})]),
        "trial": maybe,
        "recipient_verified": maybe,
        "account_standing": st.sampled_from([None, "good", "suspended"]),
        "registration": st.sampled_from([None, "registered", "unregistered", "pending"]),
        "attested_age": st.sampled_from([None, 0, 18, 30]),
        "spread": st.sampled_from([None, SpreadFact(senders=1, most_by_one=1), SpreadFact(senders=40, most_by_one=3)]),
        "blocked_until": st.sampled_from([None, 0, NOW + HOUR]),
        "scan": st.booleans(),
        "content": st.none() | contents | st.just(_break),
    }
)


@settings(max_examples=150, deadline=None)
@given(requests, facts)
def test_the_same_question_has_the_same_answer(request: SendRequest, known: dict[str, Any]) -> None:
    now = Facts(**known)
    assert decide(request, now, boxed_packs(), NOW) == decide(request, now, boxed_packs(), NOW)


@settings(max_examples=400, deadline=None)
@given(requests, facts)
def test_a_stricter_preset_never_allows_what_a_milder_one_stopped(request: SendRequest, known: dict[str, Any]) -> None:
    answers = [decide(request, Facts(**{**known, "preset": preset}), boxed_packs(), NOW) for preset in Preset]
    for milder, stricter in pairwise(answers):
        if milder.blocks:
            assert stricter.blocks, (milder, stricter)


@settings(max_examples=300, deadline=None)
@given(requests, facts, st.sampled_from(sorted(ESSENTIAL)), st.integers(NOW, NOW + 2 * DAY))
def test_quiet_hours_never_hold_an_essential_message(request: SendRequest, known: dict[str, Any], intent: str, now: int) -> None:
    essential = SendRequest(**{**_fields(request), "intent": read_intent(intent)})
    decision = decide(essential, Facts(**{**known, "modes": ()}), boxed_packs(), now)
    assert decision.rule != "quiet-hours"
    assert decision.verdict is not Verdict.DEFER


@settings(max_examples=200, deadline=None)
@given(requests, facts)
def test_nobody_who_opted_out_is_written_to(request: SendRequest, known: dict[str, Any]) -> None:
    plain = tuple((rule, mode) for rule, mode in known["modes"] if rule != "opt-out")
    for preset in Preset:
        assert decide(request, Facts(**{**known, "preset": preset, "modes": plain, "opted_out": True}), boxed_packs(), NOW).blocks


def _fields(request: SendRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in SendRequest.__struct_fields__}


@given(st.sampled_from(list(Preset)), overrides, st.sampled_from(list(Preset)), overrides)
def test_a_subaccount_is_never_below_its_parents_floor(
    preset: Preset, modes: tuple[tuple[str, Mode], ...], floor: Preset, floor_modes: tuple[tuple[str, Mode], ...]
) -> None:
    defaults = default_modes()
    settled, changed = settle_modes((preset, modes), (floor, floor_modes), defaults)
    for rule in RULES:
        mode = dict(changed).get(rule.id, rule.mode(settled))
        assert mode >= dict(floor_modes).get(rule.id, rule.mode(floor))
        if rule.id in dict(modes):
            assert mode >= dict(modes)[rule.id]
    assert not loosened((settled, changed), (floor, floor_modes), defaults)


def test_a_wish_to_loosen_is_named() -> None:
    defaults = default_modes()
    assert loosened((Preset.POLICY, (("consent", Mode.OFF),)), (Preset.POLICY, ()), defaults) == ("consent",)
    assert loosened((Preset.TWILIO, ()), (Preset.POLICY, ()), defaults) == ("preset",)
    assert read_modes([("consent", "warn"), ("age", "off")], BY_ID) == (("age", Mode.OFF), ("consent", Mode.WARN))
    for wrong in ([("consnt", "off")], [("consent", "maybe")], [("age", "off"), ("age", "warn")]):
        try:
            read_modes(wrong, BY_ID)
        except ValueError as error:
            assert "consnt" in str(error) or "maybe" in str(error) or "twice" in str(error)
        else:
            raise AssertionError(wrong)


def test_words_of_intent_are_twilios() -> None:
    assert len(INTENTS) == 11
    assert (read_intent(" OTP "), read_intent("confirm")) == ("otp", "notifications")

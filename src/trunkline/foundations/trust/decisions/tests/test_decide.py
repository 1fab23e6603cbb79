"""Each rule by what it stops and what it lets through, in `strict`, one fact changed at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from trunkline.foundations.trust.content.signals import ContentSignals, Evasion, LexiconHit, Link, Phishing, Scores
from trunkline.foundations.trust.decisions.decision import Decision, Verdict
from trunkline.foundations.trust.decisions.facts import (
    BrandFact,
    ConsentFact,
    ConversationFact,
    FrequencyLimit,
    PriorRelationshipFact,
    ProgramFact,
    SpreadFact,
)
from trunkline.foundations.trust.decisions.presets import Mode, Preset
from trunkline.kernel.clock import DAY, HOUR, MINUTE, SECOND

Judge = Callable[..., Decision]
Examined = Callable[..., ContentSignals]

REPLY = {"body": "Yes, we are open until 6.", "intent": "customercare"}


def conversation(at: int, sender: str = "+12025550100") -> dict[str, Any]:
    return {"consents": (), "conversations": (ConversationFact(sender=sender, message_sid="SM9", last_inbound_at=at),)}


def order(at: int, **changes: Any) -> dict[str, Any]:
    facts = {"sid": "PR1", "brand": "BR1", "number_given_by_person": True, "trigger": "order 7", "trigger_at": at - HOUR, **changes}
    return {"consents": (), "prior_relationships": (PriorRelationshipFact(**facts),)}


def test_what_is_in_order_is_allowed_even_in_strict_and_names_its_consent(judge: Judge) -> None:
    decision = judge()
    assert (decision.verdict, decision.code, decision.unknown, decision.observations) == (Verdict.ALLOW, 0, (), ())
    assert (decision.basis, decision.basis_reference) == ("consent", "CN1")
    assert json.loads(json.dumps(decision.to_data()))["rule_pack"] == decision.pack


@pytest.mark.parametrize(
    ("known", "code", "verdict"),
    [
        ({"opted_out": True}, 21610, Verdict.REFUSE),
        ({"objected": True}, 21610, Verdict.REFUSE),
        ({"geo_permissions": frozenset({"DE"})}, 21408, Verdict.REFUSE),
        ({"trial": True}, 21608, Verdict.REFUSE),
        ({"consents": ()}, 99101, Verdict.REFUSE),
        ({"registration": "unregistered"}, 30034, Verdict.FAIL),
        ({"registration": "suspended"}, 30033, Verdict.FAIL),
        ({"account_standing": "suspended"}, 20005, Verdict.REFUSE),
        ({"program_standing": "suspended"}, 30033, Verdict.FAIL),
        ({"sender_standing": "suspended"}, 21606, Verdict.REFUSE),
        ({"blocked_until": 2**60}, 30450, Verdict.FAIL),
        ({"spread": SpreadFact(senders=50, most_by_one=1)}, 99111, Verdict.REFUSE),
    ],
)
def test_a_state_that_forbids(judge: Judge, known: dict[str, Any], code: int, verdict: Verdict) -> None:
    decision = judge(known=known)
    assert (decision.code, decision.verdict) == (code, verdict)
    assert decision.rule and decision.clause and decision.message and decision.remedy


@pytest.mark.parametrize(
    "known",
    [
        {"trial": True, "recipient_verified": True},
        {"registration": "exempt"},
        {"blocked_until": 2**60, "safelisted": True},
        {"spread": SpreadFact(senders=50, most_by_one=5_000)},
        {"spread": SpreadFact(senders=1, most_by_one=1)},
    ],
)
def test_a_state_that_allows(judge: Judge, known: dict[str, Any]) -> None:
    assert judge(known=known).verdict is Verdict.ALLOW


def test_a_suspension_after_acceptance_fails_the_message(judge: Judge) -> None:
    decision = judge({"stage": "dispatch"}, {"account_standing": "suspended"})
    assert (decision.verdict, decision.code) == (Verdict.FAIL, 30002)
    assert judge({"stage": "dispatch"}, {"opted_out": True}).verdict is Verdict.FAIL


def test_consent_of_another_brand_program_channel_or_type_does_not_pass(judge: Judge, live: ConsentFact) -> None:
    for changes in ({"brand": "BR2"}, {"program": "PG2"}, {"channel": "whatsapp"}, {"types": frozenset({"delivery"})}):
        assert judge(known={"consents": (replace(live, **changes),)}).code == 99102
    for state in ("invalid", "revoked"):
        assert judge(known={"consents": (replace(live, state=state),)}).code == 99101
    assert judge(known={"consents": (replace(live, brand="BR2"), live)}).verdict is Verdict.ALLOW


def test_a_text_that_names_no_intent_is_marketing_only_where_it_plainly_promotes(
    judge: Judge, examined: Examined, live: ConsentFact
) -> None:
    undeclared = {"intent": None}
    delivery = {"consents": (replace(live, types=frozenset({"delivery"})),)}
    in_doubt, plain = (examined(scores=Scores(1 - score, score, 0.0, 0.0, "m1")) for score in (0.6, 0.95))
    assert judge(undeclared, {**delivery, "content": in_doubt}).verdict is Verdict.ALLOW
    assert judge(undeclared, {**delivery, "content": plain}).code == 99102
    events = {"consents": (replace(live, types=frozenset({"events"})),)}
    assert judge(undeclared, {**events, "content": plain}).verdict is Verdict.ALLOW
    inherited = {**delivery, "program": ProgramFact(sid="PG1", intents=frozenset({"marketing"}))}
    assert judge(undeclared, inherited).code == 99102


def test_seven_attempts_a_week_for_a_debt(judge: Judge, noon: int) -> None:
    sector = {"limits": (FrequencyLimit(at_most=7, hours=168, source="sector debt"),)}
    assert judge(known={**sector, "sent": (noon - DAY,) * 6}).verdict is Verdict.ALLOW
    assert judge(known={**sector, "sent": (noon - DAY,) * 7}).code == 99108


def test_a_consent_that_waited_is_reconfirmed_in_the_first_message_only(judge: Judge, live: ConsentFact, noon: int) -> None:
    at_limit = replace(live, captured_at=noon - 60 * DAY)
    assert judge(known={"consents": (at_limit,)}).verdict is Verdict.ALLOW
    late = replace(live, captured_at=noon - 60 * DAY - 1)
    first = judge(known={"consents": (late,)})
    assert first.verdict is Verdict.REPAIR and first.body is not None and "Reply YES" in first.body
    asked = replace(late, awaiting_reconfirmation=True, first_message_at=noon)
    assert judge(known={"consents": (asked,)}).code == 99103
    answered = replace(late, first_message_at=noon, last_affirmed_at=noon)
    assert judge(known={"consents": (answered,)}).verdict is Verdict.ALLOW
    assert judge(known={"consents": (replace(answered, state="lapsed"),)}).code == 99103


def test_a_consent_not_affirmed_for_eighteen_months_stops(judge: Judge, live: ConsentFact, noon: int) -> None:
    old = replace(live, captured_at=noon - 600 * DAY, first_message_at=noon - 599 * DAY)
    assert judge(known={"consents": (old,)}).code == 99103
    assert judge(known={"consents": (replace(old, last_affirmed_at=noon - 500 * DAY),)}).verdict is Verdict.ALLOW


def test_a_reply_rests_on_the_message_it_answers_for_a_day(judge: Judge, noon: int) -> None:
    inside = judge(REPLY, conversation(noon - 24 * HOUR))
    assert (inside.verdict, inside.basis, inside.basis_reference) == (Verdict.ALLOW, "conversation", "SM9")
    assert judge(REPLY, conversation(noon - 24 * HOUR - MINUTE)).code == 99105
    assert judge(REPLY, conversation(noon - HOUR, sender="+12025550199")).code == 99105
    late = judge({**REPLY, "channel": "whatsapp"}, conversation(noon - 25 * HOUR))
    assert (late.code, late.verdict) == (63016, Verdict.FAIL)


def test_an_exemption_covers_no_promotion(judge: Judge, examined: Examined, noon: int) -> None:
    assert judge(None, conversation(noon - HOUR)).code == 99104
    promoting = examined(scores=Scores(0.1, 0.7, 0.1, 0.1, "m1"))
    assert judge(REPLY, {**conversation(noon - HOUR), "content": promoting}).code == 99104
    assert judge({"intent": "delivery"}, {**order(noon), "content": promoting}).code == 99104
    advocating = examined(scores=Scores(0.1, 0.2, 0.6, 0.1, "m1"))
    assert judge({"intent": "delivery"}, {**order(noon), "content": advocating}).code == 99104
    assert judge({"intent": "delivery"}, order(noon)).basis == "prior_relationship"


@pytest.mark.parametrize(
    "missing", [{"number_given_by_person": False}, {"trigger": ""}, {"trigger_at": 0}, {"objected": True}, {"brand": "BR2"}]
)
def test_a_prior_relationship_needs_each_of_its_facts(judge: Judge, noon: int, missing: dict[str, Any]) -> None:
    assert judge({"intent": "delivery"}, order(noon, **missing)).code == 99101


def test_marketing_to_europe_needs_consent_whatever_was_ordered(judge: Judge, noon: int) -> None:
    french = {"country": "FR", "recipient": "+33612345678"}
    paris = {"zones": ("Europe/Paris",), "places": ("FR",)}
    assert judge({**french, "intent": "marketing"}, {**order(noon), **paris}).code == 99101
    assert judge({**french, "intent": "delivery"}, {**order(noon), **paris}).verdict is Verdict.ALLOW


def test_an_objection_does_not_reach_the_answer_that_was_asked_for(judge: Judge, noon: int) -> None:
    known = {**conversation(noon - HOUR), "objected": True}
    assert judge({**REPLY, "in_reply_to": "SM9"}, known).verdict is Verdict.ALLOW
    assert judge(REPLY, known).code == 21610


def test_the_sender_is_named_once_and_not_in_look_alike_letters(judge: Judge, noon: int) -> None:
    bare = "Sale today. Reply STOP to unsubscribe."
    assert judge({"body": bare}).body == f"Acme: {bare}"
    assert judge({"body": f"acme shops: {bare}"}).verdict is Verdict.ALLOW
    assert judge({"body": f"Аcme: {bare}"}).body == f"Acme: Аcme: {bare}"
    assert judge({"body": bare}, {"brand": BrandFact(sid="BR1", names=())}).code == 99106
    assert judge({"body": "A" * 1590 + " Reply STOP"}).code == 99106
    assert judge(REPLY, conversation(noon - HOUR)).verdict is Verdict.ALLOW


def test_the_first_message_says_how_to_leave_and_the_second_need_not(judge: Judge) -> None:
    first = judge({"body": "Acme: sale today."}, {"count_segments": len})
    assert first.body == "Acme: sale today. Reply STOP to unsubscribe."
    assert first.segments == len(first.body)
    assert judge({"body": "Acme: sale today."}, {"first_message": False}).verdict is Verdict.ALLOW
    german = judge({"body": "Acme: Angebote heute.", "language": "de-DE"})
    assert german.body == "Acme: Angebote heute. Antworten Sie STOP zum Abmelden."
    assert judge({"body": "Acme: " + "a" * 1590}).code == 99107


@pytest.mark.parametrize(
    "body", ["Acme. Text STOP to quit", "Acme. reply stop to opt out", "Acme. STOP=end", "Acme. Répondez ARRET", "Acme 回复TD退订"]
)
def test_standard_words_count_in_every_listed_language(judge: Judge, body: str) -> None:
    assert judge({"body": body}).verdict is Verdict.ALLOW


@pytest.mark.parametrize("body", ["Acme. Do not stop here", "ACME. STOP BY OUR SHOP", "Acme. Send us your end date"])
def test_a_word_in_passing_is_no_opt_out_word(judge: Judge, body: str) -> None:
    assert judge({"body": body}).verdict is Verdict.REPAIR


def test_a_sender_that_hears_nothing_shows_another_way_each_time(judge: Judge) -> None:
    british = {"country": "GB", "sender": "ACME", "sender_class": "alphanumeric"}
    known = {"first_message": False, "zones": ("Europe/London",), "places": ("GB",)}
    assert judge({**british, "body": "Sale today."}, known).code == 99107
    assert judge({**british, "body": "Sale today. Leave: https://acme.example/out"}, known).verdict is Verdict.ALLOW
    assert judge({**british, "country": "US"}, known).code == 21612


def test_a_recurring_program_reminds_every_month(judge: Judge, noon: int) -> None:
    """Forty days of one message each, over two months: the words come with the first and no more than 31 days apart."""
    known: dict[str, Any] = {"program": ProgramFact(sid="PG1", recurring=True), "last_reminder_at": noon, "first_message": False}
    told = [0]
    for day in range(1, 63):
        now = noon + day * DAY
        decision = judge({"body": "Acme: today's recipe."}, known, now)
        if decision.verdict is Verdict.REPAIR:
            assert decision.body is not None and "Reply STOP" in decision.body
            known["last_reminder_at"] = now
            told.append(day)
    assert told == [0, 30, 60]


def test_frequency_as_the_person_wished(judge: Judge, noon: int) -> None:
    limits = (FrequencyLimit(at_most=4, hours=720),)
    three = tuple(noon - days * DAY for days in (20, 10, 5))
    assert judge(known={"limits": limits, "sent": three}).verdict is Verdict.ALLOW
    four = (noon - 29 * DAY, *three)
    over = judge(known={"limits": limits, "sent": four})
    assert (over.verdict, over.code) == (Verdict.REFUSE, 99108)
    later = judge(known={"limits": limits, "sent": four, "modes": (("frequency", Mode.REPAIR),)})
    assert (later.verdict, later.at) == (Verdict.DEFER, noon + DAY)
    assert judge(known={"limits": limits, "sent": (noon - 30 * DAY, *three)}).verdict is Verdict.ALLOW
    florida = {"sent": (noon - HOUR,) * 3, "places": ("US-FL",)}
    assert judge(known=florida).code == 99108
    assert judge({"intent": "delivery"}, florida).verdict is Verdict.ALLOW


def test_content_that_one_country_forbids_and_another_gates(judge: Judge, examined: Examined) -> None:
    known: dict[str, Any] = {"content": examined(categories=frozenset({"cannabis"}))}
    american = judge(known=known)
    assert (american.verdict, american.code, american.alert_code) == (Verdict.FAIL, 30007, 99109)
    gated = ProgramFact(sid="PG1", age_gated=True, categories=frozenset({"cannabis"}))
    canadian: dict[str, Any] = {**known, "zones": ("America/Toronto",), "places": ("CA-ON",), "attested_age": 19}
    assert judge({"country": "CA"}, {**canadian, "program": gated}).verdict is Verdict.ALLOW
    assert judge({"country": "CA"}, canadian).alert_code == 99119
    assert judge({"country": "CA"}, {**canadian, "program": gated, "attested_age": 18}).code == 99110


def test_a_cannabis_brand_cannot_write_neutral_words_to_the_united_states(judge: Judge) -> None:
    assert judge(known={"brand": BrandFact(sid="BR1", names=("Acme",), category="cannabis")}).alert_code == 99109


def test_age_by_place(judge: Judge, examined: Examined) -> None:
    program = ProgramFact(sid="PG1", age_gated=True, categories=frozenset({"alcohol"}))
    known = {"program": program, "attested_age": 20, "content": examined(categories=frozenset({"alcohol"}))}
    assert judge(known=known).code == 99110
    german = {"country": "DE", "recipient": "+4915112345678"}
    assert judge(german, {**known, "zones": ("Europe/Berlin",), "places": ("DE",)}).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("found", "alert"),
    [
        ({"categories": frozenset({"hate"})}, 0),
        ({"phishing": Phishing(("credential",), 0.95)}, 0),
        (
            {"obfuscated": frozenset({"gambling"}), "hits": (LexiconHit("gambling", "casino", (0, 6), True, True),)},
            99112,
        ),
        ({"evasion": Evasion(invisible=40, score=0.9)}, 99112),
        ({"simulation": ("phishing test",)}, 99113),
        ({"links": (Link("https://lure.example", "lure.example", simulator=True),)}, 99113),
        ({"links": (Link("https://bit.ly/x", "bit.ly", shortener=True),)}, 99114),
        ({"categories": frozenset({"gambling"})}, 99119),
    ],
)
def test_content_fails_with_30007_and_consent_does_not_help(judge: Judge, examined: Examined, found: dict[str, Any], alert: int) -> None:
    decision = judge(known={"content": examined(**found)})
    assert (decision.verdict, decision.code, decision.alert_code) == (Verdict.FAIL, 30007, alert)
    unread = judge(known={"content": examined(**found), "scan": False})
    assert unread.verdict is Verdict.ALLOW


def test_with_scanning_off_nobody_examines_the_text(judge: Judge) -> None:
    def examine(body: str) -> ContentSignals:
        raise AssertionError(f"read: {body}")

    assert judge(known={"content": examine, "scan": False}).verdict is Verdict.ALLOW


def test_the_text_is_examined_once(judge: Judge, examined: Examined) -> None:
    read: list[str] = []

    def examine(body: str) -> ContentSignals:
        read.append(body)
        return examined()

    assert judge({"body": "Acme: hi. Reply STOP to end."}, {"content": examine}).verdict is Verdict.ALLOW
    assert read == ["Acme: hi. Reply STOP to end."]


@pytest.mark.parametrize("body", ["Acme: text 2 to leave", "Acme: reply REM0VE to unsubscribe"])
def test_odd_opt_out_words(judge: Judge, body: str) -> None:
    assert judge({"body": body}).alert_code == 99112
    assert judge({"body": "Acme: text STOP to leave"}).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    "fact",
    ["opted_out", "consents", "geo_permissions", "trial", "registration", "account_standing", "blocked_until", "spread", "content", "brand",
     "first_message"],
)  # fmt: skip
def test_what_is_not_known_stops_only_in_strict(judge: Judge, fact: str) -> None:
    body = {"body": "Acme: hello"}
    assert judge(body, {fact: None}).blocks
    for preset in (Preset.TWILIO, Preset.POLICY):
        milder = judge(body, {fact: None, "preset": preset})
        assert not milder.blocks
    assert judge(body, {fact: None, "preset": Preset.POLICY}).unknown


def test_a_rule_that_breaks_is_closed_in_strict_and_open_with_an_alert_elsewhere(judge: Judge) -> None:
    def examine(body: str) -> ContentSignals:
        raise RuntimeError("no lexicon")

    assert judge(known={"content": examine}).rule == "harmful-content"
    for preset in (Preset.TWILIO, Preset.POLICY):
        decision = judge(known={"content": examine, "preset": preset})
        assert not decision.blocks
        assert "no lexicon" in decision.warnings[0].message


def test_modes_of_one_rule(judge: Judge) -> None:
    known = {"consents": ()}
    assert judge(known={**known, "modes": (("consent", Mode.OFF),)}).verdict is Verdict.ALLOW
    for mode, word in ((Mode.OBSERVE, "observe"), (Mode.WARN, "warn")):
        decision = judge(known={**known, "modes": (("consent", mode),)})
        assert decision.verdict is Verdict.ALLOW
        assert [(seen.rule, seen.mode, seen.code) for seen in decision.observations] == [("consent", word, 99101)]
        assert bool(decision.warnings) is (mode is Mode.WARN)
    assert judge(known={**known, "modes": (("consent", Mode.REPAIR),)}).code == 99101


def test_a_newcomers_first_text_just_works(judge: Judge) -> None:
    known = {"preset": Preset.TWILIO, "consents": (), "brand": None, "program": None, "registration": "unregistered"}
    decision = judge({"body": "Hello there", "intent": None, "brand": "", "program": ""}, known)
    assert (decision.verdict, decision.body) == (Verdict.ALLOW, None)
    assert [seen.code for seen in decision.warnings] == [30034]


def test_an_essential_message_goes_at_night_and_another_waits(judge: Judge, noon: int) -> None:
    night = noon + 12 * HOUR  # 01:00 in New York
    assert judge({"intent": "otp", "body": "Acme code 123456. Reply STOP to opt out"}, None, night).verdict is Verdict.ALLOW
    waiting = judge(None, None, night)
    assert (waiting.verdict, waiting.code, waiting.at) == (Verdict.DEFER, 30610, noon + 19 * HOUR)
    assert judge({"expires_at": night + HOUR}, None, night).verdict is Verdict.FAIL
    assert judge(None, {"modes": (("quiet-hours", Mode.BLOCK),)}, night).code == 30610
    scheduled = judge({"moment": night}, None, noon)
    assert (scheduled.verdict, scheduled.at) == (Verdict.DEFER, noon + 19 * HOUR)
    assert judge(None, None, noon + 19 * HOUR).verdict is Verdict.ALLOW
    assert judge(None, None, noon + 19 * HOUR - SECOND).verdict is Verdict.DEFER


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize(
    "found",
    [
        {"categories": frozenset({"astrology"})},
        {"phishing": Phishing((), 0.7)},
        {"evasion": Evasion(score=0.6)},
    ],
)
def test_r39_what_no_rule_knows_is_observed_and_never_blocked(
    judge: Judge, examined: Examined, preset: Preset, found: dict[str, Any]
) -> None:
    decision = judge({}, {"preset": preset, "content": examined(**found)})
    assert not decision.blocks
    assert ("doubtful-text", "observe") in {(seen.rule, seen.mode) for seen in decision.observations}

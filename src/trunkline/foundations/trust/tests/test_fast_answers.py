"""What is answered in less time must be answered alike: packed decisions, one consent read for all of them, answers kept."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import House
from trunkline.foundations.trust.actions.recipient_ledger import KnownLedgers, Ledger, ledger_of, read_ledger
from trunkline.foundations.trust.decisions.decision import Decision, Observation, Verdict
from trunkline.foundations.trust.decisions.facts import Facts
from trunkline.foundations.trust.decisions.find_basis import find_basis
from trunkline.foundations.trust.decisions.request import SendRequest
from trunkline.foundations.trust.kept import Kept
from trunkline.foundations.trust.packs.load import boxed_packs
from trunkline.foundations.trust.resources.consent import Consent
from trunkline.foundations.trust.rules.packed_decisions import HASH, is_plain, pack, unpack

RULES = st.sampled_from(["consent", "age", "quiet-hours", "registration"])
DECISIONS = st.builds(
    Decision,
    verdict=st.just(Verdict.ALLOW),
    pack=st.text("0123456789abcdef", min_size=64, max_size=64),
    preset=st.sampled_from(["twilio", "policy", "strict"]),
    decided_at=st.integers(0, 2**52),
    basis=st.sampled_from(["", "consent", "conversation", "prior_relationship", "none", "unknown"]),
    basis_reference=st.sampled_from(["", f"KC{'0' * 32}"]),
    lawful_basis=st.sampled_from(["", "consent", "contract"]),
    unknown=st.lists(RULES, max_size=3, unique=True).map(tuple),
    observations=st.lists(
        st.builds(Observation, RULES, st.sampled_from(["observe", "warn"]), st.integers(0, 99999), st.text()), max_size=3
    ).map(tuple),
)  # fmt: skip


@given(DECISIONS, st.sampled_from(["accept", "dispatch"]))
def test_a_packed_decision_says_what_the_decision_says(decision: Decision, stage: str) -> None:
    assert is_plain(decision)
    (found,) = unpack(pack(decision, stage))
    data = decision.to_data()
    for name in ("verdict", "preset", "decided_at", "basis", "basis_reference", "lawful_basis", "unknown"):
        assert found[name] == data[name], name
    assert (found["stage"], found["rule_pack"]) == (stage, decision.pack[:HASH])
    assert found["observations"] == [{k: o[k] for k in ("rule", "mode", "code")} for o in data["observations"]]


@given(st.text(max_size=200))
def test_what_was_never_packed_is_passed_over(text: str) -> None:
    for found in unpack(text):
        assert found["verdict"] == "allow"


@given(DECISIONS, DECISIONS)
def test_several_are_unpacked_in_order(one: Decision, other: Decision) -> None:
    found = unpack(f"{pack(one, 'accept')}\n{pack(other, 'dispatch')}")
    assert [(row["stage"], row["decided_at"]) for row in found] == [("accept", one.decided_at), ("dispatch", other.decided_at)]


CONSENTS = st.lists(
    st.fixed_dictionaries(
        {
            "program_sid": st.sampled_from(["PM1", "PM2"]),
            "channel": st.sampled_from(["sms", "whatsapp"]),
            "types": st.lists(st.sampled_from(["marketing", "delivery"]), unique=True),
            "status": st.sampled_from(["live", "lapsed", "revoked", "invalid"]),
            "basis": st.sampled_from(["express", "conversation", "prior_relationship"]),
        }
    ),
    max_size=4,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=CONSENTS, program=st.sampled_from(["PM1", "PM2"]), intent=st.sampled_from(["marketing", "delivery", None]), turn=st.uuids())
async def test_one_consent_read_gives_the_basis_that_all_of_them_give(
    house: House, rows: list[dict[str, Any]], program: str, intent: Any, turn: Any
) -> None:
    digest = turn.hex
    work = house.platform.work()
    for row in rows:
        state = row["status"]
        begins = "invalid" if state == "invalid" else "live"
        consent = Consent(
            account_sid=house.account_sid, recipient=f"+1{turn.int % 10**10:010}", recipient_digest=digest, brand_sid="BD1",
            sender="+15557770001", captured_at=work.now - 10, last_affirmed_at=work.now - 10,
            window_until=work.now + 10**9 if row["basis"] == "conversation" else None,
            number_source="person", trigger_type="order", trigger_at=work.now - 5, **{k: v for k, v in row.items() if k != "status"},
        )  # fmt: skip
        work.add(consent, state=begins)
        if state in ("lapsed", "revoked"):
            work.set(consent, status=state)
    await work.commit()
    house.platform.ports.pop(KnownLedgers, None)
    request = SendRequest(
        account_sid=house.account_sid, sender="+15557770001", sender_class="long_code", recipient="+12125550123", country="US",
        body="x", intent=intent, brand="BD1", program=program,
    )  # fmt: skip
    work = house.platform.work()
    newest_first = await work.select(Consent, recipient_digest=digest, account_sid=house.account_sid, order=(("sid", True),))
    law = boxed_packs().law("US", work.now, strict=False)

    def basis(ledger: Ledger) -> tuple[str, str, str]:
        facts = Facts(
            consents=ledger.consents, conversations=ledger.conversations, prior_relationships=ledger.prior_relationships
        )  # fmt: skip
        found = find_basis(request, facts, law, intent, work.now)
        return found.kind, found.reference, found.lack

    expected = basis(read_ledger(newest_first))
    for _ in range(2):  # read, and kept
        assert basis(await ledger_of(work, request, digest)) == expected


async def test_an_answer_is_not_kept_that_changed_while_it_was_read(house: House) -> None:
    work = house.platform.work()
    kept: Kept[str, int] = Kept()
    mark = kept.mark
    kept.doubt("other")
    assert kept.keep("key", 1, mark, work) == 1
    assert kept.get("key", work) is None
    kept.keep("key", 1, kept.mark, work)
    assert kept.get("key", work) == 1
    kept.amend("key", 2)
    assert kept.get("key", work) == 2
    kept.doubt("key")
    assert kept.get("key", work) is None
    kept.keep("key", 3, kept.mark, work)  # what is being changed may be read before the change is on disk
    assert kept.get("key", work) is None


async def test_the_oldest_answer_makes_room(house: House) -> None:
    work = house.platform.work()
    kept: Kept[int, int] = Kept(2)
    for key in (1, 2, 3):
        kept.keep(key, key, kept.mark, work)
    assert [kept.get(key, work) for key in (1, 2, 3)] == [None, 2, 3]
    kept.doubt_all()
    assert kept.get(3, work) is None

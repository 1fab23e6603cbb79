"""A scenario is made of what happened, replayed step by step, and ends the same each time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.carriers.simulated.actions.replay_scenario import play
from trunkline.carriers.simulated.resources.network_event import NetworkEvent
from trunkline.carriers.simulated.resources.scenario import Scenario
from trunkline.carriers.simulated.rules.scenario_document import read_document
from trunkline.carriers.simulated.rules.scenario_outcome import Ended, differences, outcome_of
from trunkline.kernel.errors import Problem

from .traffic import NUMBER, PHONE, declare, idle, own_number

OTHER = "+15551230002"


@pytest.fixture
async def net(house: Any) -> Any:
    await own_number(house)
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PHONE, FriendlyName="One")).status == 201
    return house


async def replay(house: Any, document: dict[str, Any], **parameters: Any) -> Any:
    made = await house.post("/network/v1/Scenarios", Document=json.dumps(document), **parameters)
    assert made.status == 201, made.text
    path = f"/network/v1/Scenarios/{made.json['sid']}"

    async def ended() -> bool:
        return (await house.get(path)).json["status"] not in ("queued", "running")

    await house.until(ended)
    return (await house.get(path)).json


def script(**more: Any) -> dict[str, Any]:
    return {
        "trunkline_scenario": 1,
        "phones": [{"number": PHONE}, {"number": OTHER, "behaviour": "full_inbox"}],
        "steps": [
            {"phone": PHONE, "to": NUMBER, "body": "first"},
            {"at": "PT0.05S", "phone": PHONE, "set": {"behaviour": "no_coverage"}},
            {"at": "PT0.1S", "phone": PHONE, "to": NUMBER, "body": "not sent"},
            {"at": "PT0.1S", "phone": PHONE, "set": {"behaviour": "reachable"}},
            {"at": "PT0.2S", "phone": OTHER, "to": NUMBER, "body": "second"},
        ],
        **more,
    }


async def test_what_the_phones_do_is_done_again_and_counted(net: Any) -> None:
    ended = await replay(net, script(expect={"sent": 2, "refused": {"30003": 1}}))
    assert (ended["status"], ended["error"], ended["done"], ended["steps"]) == ("completed", None, 5, 5)
    received = (await net.get("/Messages.json", To=NUMBER)).json["messages"]
    assert [m["body"] for m in received] == ["second", "first"]
    assert (await net.get(f"/network/v1/Handsets/{OTHER}")).json["behaviour"] == "full_inbox"


async def test_the_same_seed_gives_the_same_outcome_and_another_seed_another(net: Any) -> None:
    outcomes = []
    phones = [{"number": f"+1555124{n:04}"} for n in range(12)]
    for seed in (7, 7, 8):
        faults = [{"kind": "rejection", "probability": 0.5, "seed": 3, "error_code": 30007, "outcome": "undelivered"}]
        steps = [{"phone": phone["number"], "to": NUMBER, "body": "HELP"} for phone in phones]
        ended = await replay(net, {"trunkline_scenario": 1, "seed": seed, "phones": phones, "faults": faults, "steps": steps}, Pace="quick")
        assert ended["status"] == "completed", ended
        outcomes.append(ended["outcome"])
    assert outcomes[0] == outcomes[1] != outcomes[2]
    assert sum(outcomes[0]["statuses"].values()) == 12
    assert outcomes[0]["errors"] == {"30007": outcomes[0]["statuses"]["undelivered"]}


async def test_an_expectation_that_is_not_met_fails_it_and_says_where(net: Any) -> None:
    ended = await replay(net, script(expect={"sent": 3, "statuses": {"undelivered": 4}}), Pace="quick")
    assert ended["status"] == "failed"
    assert "sent is 2 and not 3" in ended["error"] and "statuses.undelivered is 0 and not 4" in ended["error"]


async def test_the_clock_is_advanced_and_is_real_again_afterwards(net: Any) -> None:
    await declare(net, "late_report", Destination="+1999")  # lifted by the replay: the file names its faults
    document = {
        "trunkline_scenario": 1,
        "clock": "stopped",
        "phones": [{"number": PHONE}],
        "faults": [{"kind": "late_report", "delay": "P3D"}],
        "steps": [{"phone": PHONE, "to": NUMBER, "body": "HELP"}, {"at": "PT1S", "advance": "P4D"}],
        "expect": {"statuses": {"delivered": 1}},
    }
    ended = await replay(net, document)
    assert (ended["status"], ended["error"]) == ("completed", None)
    assert (await net.get("/network/v1/Clock")).json["mode"] == "real"
    assert [f["kind"] for f in (await net.get("/network/v1/Faults")).json["faults"]] == ["late_report"]


async def test_a_recording_is_what_happened_and_can_be_replayed(net: Any) -> None:
    since = (await net.get("/network/v1/Clock")).json["now"]
    at = f"/network/v1/Handsets/{PHONE}"
    await net.post(f"{at}/Messages", To=NUMBER, Body="one")
    await net.post(at, Behaviour="slow", Delay=200)
    fault = await declare(net, "lost_report", Destination=PHONE, Seed=9, Probability=0.25)
    await net.post(f"{at}/Messages", To=NUMBER, Body="two")
    await net.delete(f"/network/v1/Faults/{fault['sid']}")
    await net.post("/network/v1/Clock", Mode="stopped")
    await net.post("/network/v1/Clock", Advance="PT2H")
    await net.post("/network/v1/Clock", Mode="real")
    recorded = (await net.get("/network/v1/Recording", Since=since, Name="What I saw")).json
    acts = [next(k for k in ("body", "set", "fault", "lift", "advance", "clock") if k in step) for step in recorded["steps"]]
    assert acts == ["body", "set", "fault", "body", "lift", "clock", "advance", "clock"]
    assert [(p["number"], p["name"], p.get("behaviour", "reachable")) for p in recorded["phones"]] == [(PHONE, "One", "reachable")]
    assert recorded["steps"][1]["set"] == {"behaviour": "slow", "delay": 200}
    assert recorded["steps"][2]["fault"]["seed"] == 9 and "faults" not in recorded
    ended = await replay(net, recorded, Pace="quick")
    assert (ended["status"], ended["friendly_name"], ended["outcome"]["sent"]) == ("completed", "What I saw", 2)


async def test_what_says_nothing_is_no_step_and_a_wrong_moment_is_refused(net: Any) -> None:
    work = net.platform.work()
    for what in ("phone", "fault", "clock"):
        work.add(NetworkEvent(account_sid=net.account_sid, what=what, subject_sid="HS" + "0" * 32))
    await work.commit()
    recorded = await net.get("/network/v1/Recording", Name="n" * 100)
    assert (recorded.status, recorded.json["name"]) == (200, "n" * 64), recorded.text
    assert [p["number"] for p in recorded.json["phones"]] == [PHONE] and not recorded.json.get("steps")
    for since in ("[", "-1", "9" * 400, "2024-02-30"):
        refused = await net.get("/network/v1/Recording", Since=since)
        assert (refused.status, refused.json["code"]) == (400, 20001), since


async def test_one_at_a_time_and_it_can_be_canceled(net: Any) -> None:
    waits = script()
    waits["steps"].append({"at": "PT1H", "phone": PHONE, "to": NUMBER, "body": "never"})
    first = await net.post("/network/v1/Scenarios", Document=json.dumps(waits))
    second = await net.post("/network/v1/Scenarios", Document=json.dumps(script()))
    assert (second.status, second.json["code"]) == (409, 20409)
    path = f"/network/v1/Scenarios/{first.json['sid']}"
    assert (await net.post(path, Status="canceled")).json["status"] == "canceled"
    assert (await net.post(path, Status="canceled")).status == 409
    await idle(net)
    assert (await replay(net, script(), Pace="quick"))["status"] == "completed"


async def test_a_step_that_ran_is_not_taken_again(net: Any) -> None:
    ended = await replay(net, script(), Pace="quick")
    work = net.platform.work()
    row = await work.fetch(Scenario, ended["sid"])
    await play.run(work, ended["sid"], 0)
    await work.commit()
    assert len((await net.get("/Messages.json", To=NUMBER)).json["messages"]) == 2
    assert row is not None and row.done == 5


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"trunkline_scenario": 2}, "trunkline_scenario"),
        ({"steps": [{"phone": "+15550000000", "to": NUMBER}]}, "no such phone"),
        ({"steps": [{"phone": PHONE, "to": NUMBER, "advance": "PT1S"}]}, "a step has one of"),
        ({"steps": [{"at": "PT5S", "advance": "PT1S"}, {"at": "PT1S", "advance": "PT1S"}]}, "order of time"),
        ({"phones": [{"number": "x"}]}, "number is wrong"),
        ({"settle": "PT2H"}, "at most 60 seconds"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_what_cannot_be_replayed_is_refused_with_its_place(net: Any, wrong: dict[str, Any], words: str) -> None:
    refused = await net.post("/network/v1/Scenarios", Document=json.dumps(script() | wrong))
    assert (refused.status, refused.json["code"]) == (400, 20001)
    assert words in refused.json["message"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda deeper: (
            st.lists(deeper, max_size=3)
            | st.dictionaries(
                st.sampled_from(["trunkline_scenario", "phones", "steps", "at", "phone", "to", "set", "number", "settle"]),
                deeper,
                max_size=4,
            )
        ),
    )
)
def test_any_document_is_read_or_refused(given_document: Any) -> None:
    try:
        read_document(given_document)
    except Problem as problem:
        assert problem.code == 20001


MESSAGES = st.lists(
    st.builds(
        Ended, st.sampled_from(["inbound", "outbound-api"]), st.just(NUMBER), st.sampled_from([PHONE, OTHER]), st.text(max_size=4),
        st.sampled_from(["delivered", "undelivered"]), st.sampled_from([0, 30003]),
    ), max_size=8,
)  # fmt: skip


@given(MESSAGES, st.randoms())
def test_the_digest_knows_no_order_and_an_outcome_meets_itself(messages: list[Ended], chance: Any) -> None:
    mixed = list(messages)
    chance.shuffle(mixed)
    outcome = outcome_of(messages, 0, {})
    assert outcome_of(mixed, 0, {}) == outcome
    assert differences(outcome, outcome) == []

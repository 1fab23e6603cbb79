"""What the tests of enforcement share: decisions as the send path tells them, and a person who reviews."""

from __future__ import annotations

from typing import Any

from conftest import House
from trunkline.foundations.trust.decisions.decision import Decision, Observation, Verdict
from trunkline.foundations.trust.decisions.request import SendRequest
from trunkline.foundations.trust.enforcement.violations import note_violation

API = "/compliance/v1"
FROM = "+15557770001"
MALWARE = (("categories", "malware"),)


def decision(house: House, rule: str, preset: str = "policy", signals: tuple[tuple[str, str], ...] = (), mode: str = "") -> Decision:
    """One that fails the message, or, with `mode`, lets it pass with an observation."""
    now = house.platform.clock.now()
    seen = (Observation(rule, mode, 99112, "Found."),) if mode else ()
    verdict = Verdict.ALLOW if mode else Verdict.FAIL
    return Decision(
        verdict, "pack", preset, now, 0 if mode else 30007, 0, "" if mode else rule, "R46: a clause", "Found.", "Mend it.", signals, seen
    )


async def break_rule(
    house: House,
    rule: str = "obfuscation",
    times: int = 1,
    *,
    account: str = "",
    program: str = "",
    sender: str = FROM,
    decided: str = "",
    **more: Any,
) -> None:
    """Tell as many violations as the send path would, and wait for what follows."""
    for _ in range(times):
        work = house.platform.work()
        request = SendRequest(
            account_sid=account or house.account_sid, sender=sender, sender_class="long_code", recipient="+447700900123", country="GB",
            body="x", program=program, stage="dispatch",
        )  # fmt: skip
        await note_violation(work, decision(house, rule, **more), request, decision_sid=decided)
        await work.commit()
        await house.settle()


async def cases(house: House, auth: tuple[str, str] | None = None, **filters: str) -> list[dict[str, Any]]:
    answer = await house.get(f"{API}/Enforcements", auth=auth, **filters)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["enforcements"]
    return found


async def reviewer(house: House, name: str = "Ada", **more: Any) -> tuple[str, str]:
    """SID and secret of a person who reviews."""
    made = await house.post(f"{API}/Reviewers", Name=name, Email=f"{name.lower()}@review.example", **more)
    assert made.status == 201, made.text
    return made.json["sid"], made.json["secret"]


async def appeal(house: House, case: str, auth: tuple[str, str] | None = None, **more: Any) -> str:
    made = await house.post(f"{API}/Appeals", auth=auth, EnforcementSid=case, **{"Statement": "It was a receipt.", **more})
    assert made.status == 201, made.text
    sid: str = made.json["sid"]
    return sid


async def subaccount(house: House) -> tuple[str, str]:
    made = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Child")).json
    return made["sid"], made["auth_token"]

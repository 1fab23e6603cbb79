"""Policies over their parents' floor, the rules that can be read, and rule packs that are read anew."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conftest import House
from trunkline.foundations.trust.actions.settle_terms import EVERYWHERE, preset_of, terms_of
from trunkline.foundations.trust.decisions.presets import Preset
from trunkline.foundations.trust.ports import RealTraffic

POLICY = "/compliance/v1/Policy"
PACK = """
id = "{id}"
title = "House rules"
jurisdictions = ["US"]
effective_from = 2020-01-01
source = "our counsel"
reviewed_on = 2026-11-22

[[row]]
rule = "{rule}"
clause = "no poetry"
category = "alcohol"
verdict = "forbid"
"""


async def child_of(house: House) -> tuple[str, str]:
    """Credentials of a new subaccount."""
    made = await house.post("/2010-04-01/Accounts.json", FriendlyName="child")
    assert made.status == 201, made.text
    return made.json["sid"], made.json["auth_token"]


async def test_a_newcomer_has_the_preset_twilio_and_may_send_everywhere(house: House) -> None:
    answer = await house.get(POLICY)
    assert answer.json["preset"] is None
    assert answer.json["in_force"]["preset"] == answer.json["default_preset"] == "twilio"
    assert answer.json["in_force"]["floor"] is None
    terms = await terms_of(house.platform.work(), house.account_sid)
    assert terms.permissions == EVERYWHERE
    assert not terms.needs.history


async def test_the_default_is_policy_as_soon_as_a_real_carrier_carries(house: House) -> None:
    class Real:
        async def is_real(self, work: Any, account_sid: str) -> bool:
            return account_sid == house.account_sid

    house.platform.ports[RealTraffic] = Real()
    assert (await house.get(POLICY)).json["default_preset"] == "policy"
    assert await preset_of(house.platform.work(), house.test[0]) is Preset.TWILIO  # test credentials
    chosen = await house.post(POLICY, Preset="twilio")
    assert chosen.json["in_force"]["preset"] == "twilio"
    assert (await house.post(POLICY, Preset="")).json["in_force"]["preset"] == "policy"


@pytest.mark.parametrize(
    "parameters",
    [
        {"Preset": "lenient"},
        {"Modes": '{"no-such-rule": "off"}'},
        {"Modes": '{"opt-out": "sometimes"}'},
        {"Modes": "[1]"},
        {"Modes": "{"},
        {"ScanMessageContent": "maybe"},
        {"UnscannedCountries": "Utopia"},
    ],
)
async def test_what_is_no_policy_is_refused(house: House, parameters: dict[str, Any]) -> None:
    answer = await house.post(POLICY, **parameters)
    assert (answer.status, answer.json["code"]) == (400, 20001), answer.text
    assert (await house.get(POLICY)).json["date_updated"] is None


async def test_r06_a_subaccount_may_tighten_and_never_loosen(house: House) -> None:
    child = await child_of(house)
    assert (await house.post(POLICY, Preset="policy", Modes='{"age": "warn"}')).status == 200
    seen = (await house.get(POLICY, auth=child)).json
    assert seen["in_force"]["preset"] == "policy"
    assert seen["in_force"]["floor"] == {"preset": "policy", "modes": {"age": "warn"}}
    loosenings: tuple[dict[str, Any], ...] = (
        {"Preset": "twilio"},
        {"Modes": '{"consent": "off"}'},
        {"Modes": '{"opt-out": "warn"}'},
        {"ScanMessageContent": "false"},
        {"UnscannedCountries": "DE"},
    )
    for loosening in loosenings:
        refused = await house.post(POLICY, auth=child, **loosening)
        assert (refused.status, refused.json["code"]) == (403, 99124), refused.text
    tightened = await house.post(POLICY, auth=child, Preset="strict", Modes='{"age": "block"}')
    assert tightened.status == 200, tightened.text
    assert tightened.json["in_force"]["preset"] == "strict"
    # What the parent demands later binds the child that chose before.
    assert (await house.post(POLICY, Preset="strict", Modes='{"snowshoeing": "block", "public-shortener": "block"}')).status == 200
    assert (await house.get(POLICY, auth=child)).json["in_force"]["modes"]["public-shortener"] == "block"


async def test_r51_reading_is_a_setting_that_says_its_purpose(house: House) -> None:
    child = await child_of(house)
    off = await house.post(POLICY, ScanMessageContent="false", UnscannedCountries=["de", "at"])
    assert off.json["scan_message_content"] is False
    assert off.json["unscanned_countries"] == ["AT", "DE"]
    assert "illegal where the recipient lives" in off.json["scan_purpose"]
    assert (await house.post(POLICY, auth=child, ScanMessageContent="false")).status == 200
    await house.post(POLICY, ScanMessageContent="true")
    assert (await house.get(POLICY, auth=child)).json["in_force"]["scan_message_content"] is True


async def test_the_rules_and_their_packs_can_be_read(house: House) -> None:
    rules = (await house.get("/compliance/v1/Rules")).json["rules"]
    assert {rule["id"] for rule in rules} >= {"consent", "opt-out", "quiet-hours"}
    consent = next(rule for rule in rules if rule["id"] == "consent")
    assert (consent["code"], consent["mode_in_force"]) == (99101, "off")
    assert consent["modes"] == {"twilio": "off", "policy": "block", "strict": "block"}
    packs = (await house.get("/compliance/v1/RulePacks")).json
    assert len(packs["hash"]) == 64
    assert all(pack["source"] and pack["reviewed_on"] for pack in packs["rule_packs"])


def put_pack(house: House, rule: str = "country-content", signed: bool = True, name: str = "house") -> None:
    folder = house.data / "packs"
    folder.mkdir(exist_ok=True)
    key = Ed25519PrivateKey.generate()
    text = PACK.format(id=name, rule=rule).encode()
    (folder / f"{name}.pub").write_bytes(base64.b64encode(key.public_key().public_bytes_raw()))
    (folder / f"{name}.toml").write_bytes(text)
    if signed:
        (folder / f"{name}.toml.sig").write_bytes(base64.b64encode(key.sign(text)))


async def test_r52_an_operators_pack_is_loaded_while_running(house: House) -> None:
    before = (await house.get("/compliance/v1/RulePacks")).json
    put_pack(house, name="own-content")
    reloaded = await house.post("/compliance/v1/RulePacks/Reload")
    assert reloaded.status == 200, reloaded.text
    assert reloaded.json["hash"] != before["hash"]
    assert {pack["id"] for pack in reloaded.json["rule_packs"]} == {"own-content"} | {pack["id"] for pack in before["rule_packs"]}


@pytest.mark.parametrize(("rule", "signed", "words"), [("country-content", False, "not signed"), ("no-such-rule", True, "no-such-rule")])
async def test_r52_a_pack_that_is_unsigned_or_names_an_unknown_rule_is_refused(house: House, rule: str, signed: bool, words: str) -> None:
    before = (await house.get("/compliance/v1/RulePacks")).json["hash"]
    put_pack(house, rule, signed)
    refused = await house.post("/compliance/v1/RulePacks/Reload")
    assert (refused.status, refused.json["code"]) == (422, 99126), refused.text
    assert words in refused.json["message"]
    assert (await house.get("/compliance/v1/RulePacks")).json["hash"] == before


async def test_r52_a_subaccount_does_not_reload(house: House) -> None:
    child = await child_of(house)
    assert (await house.post("/compliance/v1/RulePacks/Reload", auth=child)).status == 403


async def test_r06_a_parent_sees_how_its_subaccounts_keep_the_rules(house: House) -> None:
    child = await child_of(house)
    number, person = "+15557770009", "+15551230001"
    from trunkline.products.numbers.actions.provision_number import provision_number

    work = house.platform.work()
    await provision_number(work, child[0], number)
    await work.commit()
    await house.post(POLICY, auth=child, Preset="policy")
    for _ in range(2):
        refused = await house.post(f"/2010-04-01/Accounts/{child[0]}/Messages.json", auth=child, To=person, From=number, Body="hello")
        assert refused.json["code"] == 99101
    seen = (await house.get("/compliance/v1/Subaccounts")).json["subaccounts"]
    assert [row["account_sid"] for row in seen] == [child[0]]
    assert (seen[0]["preset"], seen[0]["status"]) == ("policy", "active")
    assert seen[0]["decisions"] == {"refused": 2, "failed": 0, "repaired": 0, "deferred": 0}
    assert (await house.get("/compliance/v1/Subaccounts", auth=child)).json["subaccounts"] == []
    suspended = await house.post(f"/2010-04-01/Accounts/{child[0]}.json", Status="suspended")
    assert suspended.status == 200
    assert (await house.get("/compliance/v1/Subaccounts")).json["subaccounts"][0]["status"] == "suspended"
    stopped = await house.post(f"/2010-04-01/Accounts/{child[0]}/Messages.json", auth=child, To=person, From=number, Body="hello")
    assert (stopped.status, stopped.json["code"]) in ((401, 20003), (401, 20005), (403, 20005)), stopped.text

"""Packs are refused with a sentence that names file and fault; those in the box hold on both sides of each date."""

from __future__ import annotations

import base64
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from trunkline.foundations.trust.decisions.plan import BY_ID
from trunkline.foundations.trust.packs.load import PackError, RulePack, boxed_packs, compile_packs, load_packs, read_key
from trunkline.foundations.trust.packs.rows import ROW_RULES
from trunkline.kernel.clock import SECOND, from_datetime

HEAD = """id = "test"
title = "Test"
jurisdictions = ["US"]
effective_from = 2020-01-01
source = "a statute"
reviewed_on = 2026-11-22
"""
NIGHT = '[[row]]\nrule = "quiet-hours"\ndays = ["mon"]\nallowed = "08:00-21:00"\n'
AGE = '[[row]]\nrule = "age"\ncategories = ["alcohol"]\nyears = 21\n'
HOSTS = '[[row]]\nrule = "blocked-host"\nhosts = ["evil.example", "bad.example"]\n'


def one(text: str) -> RulePack:
    return compile_packs([("test.toml", text.encode())])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "is no TOML"),
        (HEAD, "row"),
        (HEAD + "row = []\n", "has no rows"),
        (HEAD + '[[row]]\nrule = "qiet-hours"\n', "'qiet-hours'"),
        (HEAD + "[[row]]\nyears = 3\n", "no rule None"),
        (HEAD + NIGHT.replace("08:00-21:00", "21:00-08:00"), "end after they begin"),
        (HEAD + NIGHT.replace("08:00-21:00", "8-21"), "HH:MM-HH:MM"),
        (HEAD + NIGHT.replace('"mon"', '"monday"'), "monday"),
        (HEAD + NIGHT + "closed = true\n", "either"),
        (HEAD + NIGHT + "colour = 1\n", "colour"),
        (HEAD + AGE.replace("21", "210"), "210 years"),
        (HEAD.replace("2020-01-01", '"2020-01-40"') + AGE, "effective_from"),
        (HEAD + "effective_to = 2019-01-01\n" + AGE, "not after it begins"),
        (HEAD + AGE + "effective_to = 2019-12-31\n", "not after it begins"),
        (HEAD + AGE + "effective_from = 2019-12-31\n", "beyond the pack's own dates"),
        (HEAD.replace('"US"', '"USA"') + AGE, "'USA'"),
        (HEAD + 'zone = "Mars/Olympus"\n' + AGE, "Mars/Olympus"),
        (HEAD + AGE + 'places = ["CA-ON"]\n', "outside"),
        (HEAD + AGE + AGE, "both settle Age 'alcohol' of US"),
        (HEAD + AGE + "disputed = true\n", "can be disputed"),
        (HEAD.replace("reviewed_on = 2026-11-22\n", "") + AGE, "reviewed_on"),
        (HEAD + HOSTS.replace("evil.example", "EVIL.example"), "EVIL.example"),
        (HEAD + HOSTS.replace("evil.example", "https://evil.example"), "in small letters"),
        (HEAD + HOSTS.replace('"evil.example", "bad.example"', ""), "none is named"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(PackError, match=said) as refused:
        one(text)
    assert "test.toml" in str(refused.value)


def test_rows_that_follow_each_other_do_not_overlap() -> None:
    pack = one(HEAD + AGE + "effective_to = 2025-01-01\n" + AGE.replace("21", "19") + "effective_from = 2025-01-01\n")
    edge = from_datetime(datetime(2025, 1, 1, tzinfo=UTC))
    assert pack.law("US", edge - 1, strict=False).years("alcohol", ()) == 21
    assert pack.law("US", edge, strict=False).years("alcohol", ()) == 19
    assert pack.law("DE", edge, strict=False).years("alcohol", ()) == 18


def test_hosts_of_all_packs_are_blocked_while_their_dates_run() -> None:
    pack = one(HEAD + HOSTS + "effective_to = 2025-01-01\n" + HOSTS.replace("evil", "vile").replace("bad", "worse"))
    edge = from_datetime(datetime(2025, 1, 1, tzinfo=UTC))
    assert pack.law("US", edge - 1, strict=False).blocked_hosts == {"evil.example", "bad.example", "vile.example", "worse.example"}
    assert pack.law("US", edge, strict=False).blocked_hosts == {"vile.example", "worse.example"}
    assert "malware.wicar.org" in boxed_packs().law("DE", edge, strict=False).blocked_hosts


def test_the_hash_is_of_the_rules_not_of_their_order() -> None:
    other = HEAD.replace('"US"', '"CA"') + AGE
    both = [("a.toml", (HEAD + AGE).encode()), ("b.toml", other.encode())]
    assert compile_packs(both).hash == compile_packs(both[::-1]).hash
    assert compile_packs(both).hash != compile_packs([both[0]]).hash


def test_only_signed_packs_are_loaded(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    public = read_key(base64.b64encode(key.public_key().public_bytes_raw()))
    text = (HEAD.replace('"US"', '"ZA"') + AGE).encode()
    (tmp_path / "own.toml").write_bytes(text)
    with pytest.raises(PackError, match="not signed"):
        load_packs([tmp_path], [public])
    (tmp_path / "own.toml.sig").write_bytes(base64.b64encode(key.sign(text)))
    loaded = load_packs([tmp_path], [public])
    assert len(loaded.packs) == len(boxed_packs().packs) + 1
    assert loaded.law("ZA", from_datetime(datetime(2026, 1, 1)), strict=False).years("alcohol", ()) == 21
    with pytest.raises(PackError, match="none of the known keys"):
        load_packs([tmp_path])
    (tmp_path / "own.toml").write_bytes(text.replace(b"21", b"12"))
    with pytest.raises(PackError, match="none of the known keys"):
        load_packs([tmp_path], [public])
    (tmp_path / "own.toml.sig").write_bytes(b"!!")
    with pytest.raises(PackError, match="not base64"):
        load_packs([tmp_path], [public])
    with pytest.raises(PackError, match="32 octets"):
        read_key(b"AAAA")


def test_the_signer_refuses_what_is_wrong_and_signs_what_is_right(tmp_path: Path) -> None:
    from tools.sign_packs import main

    key = tmp_path / "key"
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.toml").write_text(HEAD)
    assert main(["--key", str(key), "--folder", str(folder)]) == 1
    assert main(["--key", str(key), "--new-key", "--folder", str(folder)]) == 1
    (folder / "own.toml").write_text(HEAD + NIGHT.replace('"mon"', '"holiday"') + 'places = ["US-AK"]\n')
    assert main(["--key", str(key), "--folder", str(folder)]) == 0
    load_packs([folder], [read_key((folder / "packs.pub").read_bytes())])
    assert main(["--key", str(key), "--new-key", "--folder", str(folder)]) == 1
    shutil.rmtree(folder)


def test_rows_belong_to_rules() -> None:
    assert ROW_RULES - {"holiday"} <= BY_ID.keys()


def _edges() -> list[tuple[str, date, str]]:
    found: set[tuple[str, date, str]] = set()
    for pack in boxed_packs().packs:
        for row in pack.row:
            for day in (row.effective_from, row.effective_to):
                if day is not None:
                    found.add((pack.jurisdictions[0], day, pack.zone))
    return sorted(found)


@pytest.mark.parametrize(("country", "day", "zone"), _edges())
def test_the_law_is_another_on_each_side_of_each_date(country: str, day: date, zone: str) -> None:
    midnight = from_datetime(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))
    packs = boxed_packs()
    before, after = (packs.law(country, moment, strict=True) for moment in (midnight - SECOND, midnight))
    assert repr(_told(before)) != repr(_told(after))
    assert packs.law(country, midnight, strict=True) is after


def _told(law: object) -> list[object]:
    return [
        getattr(law, name) for name in ("hours", "holidays", "content", "ages", "frequency", "senders", "registrations", "opt_out_scope")
    ]


def test_one_stop_reaches_the_whole_brand_from_2027_in_the_united_states() -> None:
    edge = from_datetime(datetime(2027, 1, 31, tzinfo=ZoneInfo("America/New_York")))
    packs = boxed_packs()
    assert packs.law("US", edge - SECOND, strict=False).opt_out_scope == "program"
    assert packs.law("US", edge, strict=False).opt_out_scope == "brand"
    assert packs.law("DE", edge, strict=False).opt_out_scope == "sender"


def test_every_boxed_pack_says_where_it_is_from_and_when_it_was_read() -> None:
    packs = boxed_packs().packs
    assert len(packs) >= 7
    for pack in packs:
        assert pack.source and pack.reviewed_on <= date.today() + timedelta(days=1)

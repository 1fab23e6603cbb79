"""Settings of a carrier: read from JSON, written to it, and refused with words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.carriers.smpp.client.kind import SmppKind
from trunkline.carriers.smpp.client.settings import SmppSettings, read_settings
from trunkline.carriers.smpp.rules.message_ids import IdForm


def test_what_was_read_is_read_again_to_the_same() -> None:
    given = {"host": "smsc.example", "alphabet": "latin1", "data_coding": 3, "statuses": {"0x410": 30007}, "errors": {"099": 30006}}
    kept = SmppKind().read(given, "secret")
    assert json.loads(json.dumps(kept)) == kept
    assert "secret" not in json.dumps(kept)
    assert SmppKind().read(kept, "secret") == kept
    settings = read_settings("CR1", kept, "secret")
    assert settings.statuses == {0x410: 30007} and settings.message_ids is IdForm.AUTO and settings.window == 100


def test_a_password_is_not_in_the_log() -> None:
    assert "s3cret" not in repr(SmppSettings(name="x", host="h", password="s3cret"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "host is missing"),
        ({"host": "h", "hots": "x"}, "no setting 'hots'"),
        ({"host": "h", "name": "x"}, "no setting 'name'"),
        ({"host": "h", "port": "2775"}, "port must be a whole number"),
        ({"host": "h", "port": 0}, "port must be from 1 to 65535"),
        ({"host": "h", "rate": True}, "rate must be a number"),
        ({"host": "h", "alphabet": "klingon"}, "alphabet is one of gsm7"),
        ({"host": "h", "default_alphabet": "ucs2"}, "no alphabet for plain texts"),
        ({"host": "h", "transceivers": 0, "receivers": 1}, "nothing can be sent"),
        ({"host": "h", "transceivers": 33}, "transceivers must be"),
        ({"host": "h", "system_id": "x" * 16}, "at most 15"),
        ({"host": "h", "system_id": "a\nb"}, "plain"),
        ({"host": "h", "tls": "yes"}, "tls must be true or false"),
        ({"host": "h", "validity": "sometimes"}, "validity is one of"),
        ({"host": "h", "statuses": {"0x4xx": 30007}}, "statuses must be an object"),
        ({"host": "h", "errors": {"1": "30007"}}, "errors must be an object"),
        ({"host": "h", "errors": {"1": 21211}}, "codes from 30000"),
        ({"host": 5}, "host must be a text"),
        ({"host": "h", "tls_ca": "no certificate"}, "tls_ca must be"),
    ],
)
def test_what_is_wrong_is_said(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        SmppKind().read(given, "secret")


def test_a_password_that_smpp_cannot_hold() -> None:
    with pytest.raises(ValueError, match="at most 8"):
        SmppKind().read({"host": "h"}, "ninechars")

"""The ratchet: what the record calls done is done on a live server, operation by operation."""

from __future__ import annotations

from typing import Any

import pytest

from contract.__main__ import lost_operations
from contract.documents import ContractUnavailable
from contract.drive import drive
from contract.operations import load_operations
from contract.record import read_record
from contract.world import World


def test_nothing_that_was_done_is_lost_and_nothing_is_made_up(live: Any) -> None:
    try:
        operations = load_operations()
    except ContractUnavailable as error:
        pytest.skip(str(error))
    credentials = {name: getattr(live, name) for name in ("api_url", "account_sid", "auth_token")}
    lent = {name: getattr(live, name, ()) for name in ("numbers", "handsets")}
    verdicts = drive(World.from_credentials(credentials | lent), operations)
    assert lost_operations(read_record(), verdicts) == []
    # A refusal of what the driver made up may be right; a success that breaks the contract, or a crash, never is.
    untrue = [one for one in verdicts if one.outcome == "wrong" and (one.status < 400 or one.status >= 500)]
    assert [f"{one.operation.key}: {one.reason}" for one in untrue] == []

"""The ratchet: what the record calls done is done on a live server, operation by operation, and the rest is honestly not there."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from contract.__main__ import lost_operations, scoreboard
from contract.client import authorization
from contract.documents import ContractUnavailable
from contract.drive import Verdict, drive
from contract.operations import Operation, load_operations
from contract.record import Section, read_record
from contract.unproven import UNPROVEN
from contract.world import World


@pytest.fixture(scope="module")
def verdicts(live: Any) -> list[Verdict]:
    """The whole contract driven once, in about fifteen seconds."""
    try:
        operations = load_operations()
    except ContractUnavailable as error:
        pytest.skip(str(error))
    return drive(World.of_data_folder(str(live.data)), operations)


def test_nothing_that_was_done_is_lost(verdicts: list[Verdict]) -> None:
    assert lost_operations(read_record(), verdicts) == []


def test_nothing_is_answered_wrongly(verdicts: list[Verdict]) -> None:
    """Where the driver made up what the server rightly refuses, give it an example (contract/examples.py)."""
    assert [f"{one.operation.key}: {one.reason}" for one in verdicts if one.outcome == "wrong"] == []


def test_what_is_neither_built_nor_unproven_answers_501(verdicts: list[Verdict]) -> None:
    """Of all that is published, exempt or not: a 501 that names the operation, never a 404 or a made-up success."""
    rest = [one for one in verdicts if one.outcome not in ("done", "unproven")]
    assert len(rest) > 1_000
    assert {one.status for one in rest} == {501}


def test_what_is_called_unproven_is(verdicts: list[Verdict]) -> None:
    found = {one.operation.key: one.outcome for one in verdicts if one.operation.key in UNPROVEN}
    assert found == dict.fromkeys(UNPROVEN, "unproven"), "an entry of contract/unproven.py that no longer holds must go"


def _one_a_product(verdicts: list[Verdict]) -> Iterator[Operation]:
    """Reads where there are any: they come without parameters, which are judged first where an operation is half built."""
    seen = set()
    for one in sorted(verdicts, key=lambda one: one.operation.method):
        if one.outcome == "not built" and one.operation.product not in seen:
            seen.add(one.operation.product)
            yield one.operation


@pytest.mark.parametrize("domain", ["twilio.com", "localhost"])
def test_the_host_header_names_the_product_too(live: Any, verdicts: list[Verdict], domain: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(live.api_url).netloc, timeout=15)
    credentials = authorization(live.account_sid, live.auth_token)
    answered, named = {}, {}
    for operation in _one_a_product(verdicts):
        headers = {"Host": f"{operation.product}.{domain}", "Authorization": credentials}
        path = operation.path.replace("{AccountSid}", live.account_sid).replace("{", "").replace("}", "")
        connection.request(operation.method, path, headers=headers)
        reply = connection.getresponse()
        body = json.loads(reply.read())
        answered[operation.key] = (reply.status, body["code"], body["message"].split(" ")[0])
        named[operation.key] = (501, 20501, operation.operation_id)
    connection.close()
    assert len(named) > 35
    assert answered == named


def test_a_lost_operation_is_told(verdicts: list[Verdict]) -> None:
    """The ratchet itself: one operation of the record, answered in another way."""
    done = next(one for one in verdicts if one.outcome == "done")
    missed = Verdict(done.operation, "wrong", "500")
    operation = done.operation
    record = {operation.product: {operation.version: Section(done={operation.operation_id})}}
    assert lost_operations(record, [done]) == []
    assert lost_operations(record, [missed]) == [f"{operation.key}: 500"]
    assert scoreboard(record, [missed])["total"]["wrong"] == 1

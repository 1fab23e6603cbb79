"""Declared resources show what the contract shows; and the comparison finds what is planted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import pytest

from contract.declarations import differences
from contract.documents import ContractUnavailable, obtain_tarball
from contract.instances import Index
from contract.operations import load_operations
from trunkline.kernel import resource as kernel
from trunkline.kernel.catalogue import resources
from trunkline.kernel.dialects import V2010, V
from trunkline.kernel.fields import Create, Moment, Privacy, Word


@pytest.fixture(scope="module")
def index() -> Index:
    try:
        obtain_tarball()
    except ContractUnavailable as error:
        pytest.skip(str(error))
    return Index(load_operations())


@pytest.fixture
def catalogue() -> Iterator[None]:
    """Declarations of a test do not stay in the catalogue."""
    known = [*kernel.CATALOGUE]
    yield
    kernel.CATALOGUE[:] = known


def test_no_declaration_is_at_fault(index: Index) -> None:
    assert [str(one) for one in differences(index, resources()) if one.kind == "fault"] == []


@pytest.mark.usefixtures("catalogue")
def test_planted_faults_are_found(index: Index) -> None:
    class Item(kernel.Resource, sid="IC", mounts=[V(1, "proxy", "/Services/{service_sid}/PhoneNumbers", list_key="items")]):
        service_sid: Word = ""
        friendly_name: Annotated[str | None, Create(), Privacy.KEEP] = None
        in_use: Annotated[str, Privacy.KEEP] = ""
        made_up: Annotated[int, Create()] = 0

    found = " | ".join(one.message for one in differences(index, (Item,)))
    for expected in (
        "missing properties: ",
        "properties that the contract does not have: made_up",
        "in_use is string, the contract says integer",
        "the list's key is items",
        "create reads parameters that the contract does not have: FriendlyName, MadeUp",
        "create does not read ",
    ):
        assert expected in found


@pytest.mark.usefixtures("catalogue")
def test_the_wrong_dialect_is_found(index: Index) -> None:
    class Odd(kernel.Resource, sid="AD", mounts=[V2010("/Accounts/{account_sid}/Nowhere")]):
        last: Moment = 0

    messages = [one.message for one in differences(index, (Odd,))]
    assert "the contract has no create here" in messages

"""What derives from the published documents agrees with them."""

from __future__ import annotations

import pytest

from contract.corrections import Correction, StaleCorrection, apply_correction
from contract.documents import ContractUnavailable, obtain_tarball
from contract.operations import Operation, load_operations
from contract.publish_operations import PUBLISHED, published_text


@pytest.fixture(scope="module")
def operations() -> list[Operation]:
    try:
        obtain_tarball()
    except ContractUnavailable as error:
        pytest.skip(str(error))
    return load_operations()


def test_the_published_list_matches_the_documents(operations: list[Operation]) -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == published_text(operations)


def test_an_operation_has_one_key_and_one_address(operations: list[Operation]) -> None:
    assert len({one.key for one in operations}) == len(operations)
    assert len({(one.method, one.address) for one in operations}) == len(operations)


def test_form_parameters_come_from_the_request_body(operations: list[Operation]) -> None:
    create = next(one for one in operations if one.key == "api 2010-04-01 CreateMessage")
    to = next(one for one in create.parameters if one.name == "To")
    assert (to.place, to.required, create.address) == ("form", True, "/2010-04-01/Accounts/{AccountSid}/Messages.json")


def test_corrections_change_what_they_point_at() -> None:
    body = {"paths": {"/v1/A": {"get": {"tags": ["x", "y"]}}}}
    at = "/paths/~1v1~1A/get"
    apply_correction(body, Correction("d", "replace", f"{at}/tags/0", "reason", "z"))
    apply_correction(body, Correction("d", "add", f"{at}/summary", "reason", "A"))
    apply_correction(body, Correction("d", "remove", f"{at}/tags/1", "reason"))
    assert body == {"paths": {"/v1/A": {"get": {"tags": ["z"], "summary": "A"}}}}


@pytest.mark.parametrize("pointer", ["/paths/~1v1~1B", "/paths/~1v1~1A/put", "/none/of/it"])
def test_a_correction_without_its_place_is_stale(pointer: str) -> None:
    with pytest.raises(StaleCorrection):
        apply_correction({"paths": {"/v1/A": {"get": {}}}}, Correction("d", "remove", pointer, "reason"))

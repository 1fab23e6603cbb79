"""The compliance matrix over the API."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.trust.matrix import COUNT


async def test_the_matrix_is_answered_whole(house: Any) -> None:
    answer = await house.get("/compliance/v1/Matrix")
    assert answer.status == 200, answer.text
    rows = answer.json["requirements"]
    assert [row["id"] for row in rows] == [f"R{n}" for n in range(1, COUNT + 1)]
    assert sum(answer.json["counts"].values()) == COUNT
    assert all(row["tests"] for row in rows if row["status"] == "done")

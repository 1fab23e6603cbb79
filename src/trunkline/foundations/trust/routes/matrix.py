"""The compliance matrix of this version, for those who want to see what is met and by which tests."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from trunkline.kernel.dialects import V
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..matrix import count_statuses, matrix_text, read_matrix


@route("GET", V(1, "compliance", "/Matrix"))
async def fetch_matrix(request: Request) -> Reply:
    """Every requirement with its status (done, partial, later), its tests, and what a partial one lacks; and the count of each status."""
    return Reply(200, _matrix(), title="Matrix")


@cache
def _matrix() -> dict[str, Any]:
    rows = read_matrix(matrix_text())
    return {"counts": count_statuses(rows), "requirements": [msgspec.structs.asdict(row) for row in rows]}

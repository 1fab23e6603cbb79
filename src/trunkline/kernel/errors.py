"""The one error that the API returns, and the two ways in which a commit can be refused."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """A refusal in Twilio's form: `code` is Twilio's (or ours in the block 99xxx), `status` the HTTP status.

    `details` is added to the body where the contract has it (v1 products); it must be JSON-writable.
    """

    def __init__(self, code: int, message: str, status: int = 400, details: dict[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status, self.details = code, message, status, details

    def to_wire(self, origin: str) -> dict[str, Any]:
        """The body, with `more_info` on the host that was asked (`origin`, e.g. http://127.0.0.1:4010)."""
        body: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "more_info": f"{origin}/errors/{self.code}",
            "status": self.status,
        }
        if self.details is not None:
            body["details"] = self.details
        return body


class Stale(Exception):
    """Another writer moved, changed or removed the row first: nothing of this unit of work was written."""

    def __init__(self, table: str, sid: str) -> None:
        super().__init__(f"{table} {sid} is not as expected")
        self.table, self.sid = table, sid


class Duplicate(Exception):
    """A unique constraint refused the unit of work: nothing of it was written."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        super().__init__(f"{table}: {', '.join(columns)} already taken")
        self.table, self.columns = table, columns


class Unrecorded(Exception):
    """The record cannot be read or written at the moment (no room, a lock, no server). Nothing was written: ask again later."""


def not_found(path: str) -> Problem:
    """20404, with the words that Twilio uses."""
    return Problem(20404, f"The requested resource {path} was not found", 404)


def method_not_allowed(method: str) -> Problem:
    """20004, for a known path asked with a verb that it does not have."""
    return Problem(20004, f"Method not allowed: {method} is not supported by this resource", 405)


def unauthorized(message: str = "Authenticate") -> Problem:
    """20003 with HTTP 401."""
    return Problem(20003, message, 401)


def invalid(parameter: str, why: str, code: int = 20001) -> Problem:
    """A parameter that was given but cannot be used."""
    return Problem(code, f"Invalid parameter '{parameter}': {why}", 400)

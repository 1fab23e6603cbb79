"""What the driver must know of the server that it drives: where it is, who we are there, and which numbers it lent us."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import Any

# The command line of the package in this interpreter, whether or not its script is on the path.
TRUNKLINE = (sys.executable, "-c", "from trunkline.runtime.cli import main; main()")


@dataclass(frozen=True, slots=True)
class World:
    """A running server with credentials of an account; `numbers` are owned by it, `handsets` answer to it (E.164).

    `media_url` is a picture that the server can fetch while it is driven. `data` is the server's data folder, "" where it is not at hand.
    """

    api_url: str
    account_sid: str
    auth_token: str
    numbers: tuple[str, ...]
    handsets: tuple[str, ...]
    media_url: str = ""
    data: str = ""

    @classmethod
    def from_credentials(cls, found: dict[str, Any]) -> World:
        """Read what `trunkline credentials --json` prints. Raises `KeyError` for a missing entry."""
        return cls(
            api_url=str(found["api_url"]).rstrip("/"),
            account_sid=found["account_sid"],
            auth_token=found["auth_token"],
            numbers=_numbers(found.get("numbers", ())),
            handsets=_numbers(found.get("handsets", ())),
        )

    @classmethod
    def of_data_folder(cls, folder: str) -> World:
        """Ask the command line of the installed package for the credentials of a data folder."""
        command = [*TRUNKLINE, "credentials", "--data", folder, "--json"]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
        return replace(cls.from_credentials(json.loads(answer.stdout)), data=folder)


def _numbers(items: Any) -> tuple[str, ...]:
    """Phone numbers given as texts or as objects with a `phone_number` or `number`."""
    return tuple(one if isinstance(one, str) else one.get("phone_number") or one["number"] for one in items)

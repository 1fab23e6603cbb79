"""One inbound message being answered: what the verbs of its document act on."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.kernel.work import Work

from ..resources.message import Message


@dataclass
class Exchange:
    """`url` is where the document came from: relative addresses in it are relative to that."""

    message: Message
    work: Work
    url: str

    def warn(self, code: int, text: str, line: int) -> None:
        """Tell the account's debugger; the document goes on."""
        raise_alert(
            self.work, self.message.account_sid, code, resource_sid=self.message.sid, log_level="warning",
            text=f"{text} (line {line})", request_url=self.url,
        )  # fmt: skip


@dataclass(frozen=True)
class Goto:
    """The document ends here and another takes over."""

    url: str
    method: str

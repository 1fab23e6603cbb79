"""That a program's message went to a recipient: by it first messages, reminders and frequencies are counted."""

from __future__ import annotations

from trunkline.kernel.fields import Moment, Sid
from trunkline.kernel.resource import Resource


class ProgramSend(Resource, sid="PX", clustered=True):
    """Its SID begins with whom it went to (`beginning_of`), so that the rows of one recipient lie together and need no index.

    `sent_at` is when it leaves, or left; `reminded`: it carried opt-out words. Rows are only added, and swept when they are old.
    """

    message_sid: Sid = ""
    sent_at: Moment = 0
    reminded: bool = False


def beginning_of(program_sid: str, digest: str) -> str:
    """What the SIDs of all sends of a program to a recipient begin with: 72 bits, of the keyed digest and of the program's random part."""
    mixed = int(digest[:18], 16) ^ int(program_sid[-18:], 16)
    return f"{ProgramSend.prefix}{mixed:018x}"

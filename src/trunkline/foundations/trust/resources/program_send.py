"""That a program's message went to a recipient: by it first messages, reminders and frequencies are counted."""

from __future__ import annotations

from trunkline.kernel.fields import Moment, Sid, Word
from trunkline.kernel.resource import Resource


class ProgramSend(Resource, sid="PX", indexes=[("recipient_digest", "program_sid", "sid")]):
    """`sent_at` is when it leaves, or left; `reminded`: it carried opt-out words. Rows are only added, and swept when they are old."""

    program_sid: Sid = ""
    recipient_digest: Word = ""
    message_sid: Sid = ""
    sent_at: Moment = 0
    reminded: bool = False

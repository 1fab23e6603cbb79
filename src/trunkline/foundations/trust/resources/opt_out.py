"""That a recipient wants nothing more from a sender. Found by keyed hash, so that redaction and erasure never break it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Moment, Privacy, Sid, Texts, Unstored, Word, choice
from trunkline.kernel.resource import Resource

SCOPES = ("sender", "service", "program", "brand", "account")
SOURCES = ("reply", "api", "bulk", "link", "console", "voice", "email", "network")


class OptOut(
    Resource,
    sid="OO",
    mounts=[
        V(1, "compliance", "/OptOuts", "list create fetch delete"),
        V(3, "messaging", "/OptOuts/Recipients", "list create fetch delete"),
    ],
    indexes=[("recipient_digest", "sid")],
):
    """Who stopped whom, without saying who: `recipient_digest` is the vault's digest of account and recipient; the number is not kept.

    `sender` is what was stopped: a sender's address (on all channels), or the SID of a service, program, brand or account, as `scope`
    says. `source` is how the wish came: a reply, or an objection by link, console, key press or e-mail, which counts alike (R13).
    `keyword` is the word that brought it about (or `api`, `network`); where it is `inferred` from free words, their phrase, and `score` (0
    to 1) says how sure that is. `message_sid` and `call_sid` are its proof. `reopened` lists what a START has taken out of a brand's or an
    account's opt-out since: programs, or senders without one. `confirmed_at` is when its one confirmation was sent.
    """

    recipient: Annotated[str, Create(required=21604), Unstored, Privacy.CONTACT] = ""
    recipient_digest: Word = ""
    sender: Annotated[str, Create, Filter(), Privacy.KEEP] = ""
    scope: Annotated[str, choice(*SCOPES), Create, Filter(), Privacy.KEEP] = "sender"
    source: Annotated[str, choice(*SOURCES), Create, Filter(), Privacy.KEEP] = "reply"
    inferred: Annotated[bool, Filter()] = False
    score: float | None = None
    opted_out_at: Annotated[Moment, Create] = 0
    keyword: Annotated[str, Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Create] = ""
    call_sid: Annotated[Sid, Create] = ""
    reopened: Texts = field(default_factory=list)
    confirmed_at: Moment | None = None

    @property
    def since(self) -> int:
        """The moment of the wish; rows of before had only that of their writing."""
        return self.opted_out_at or self.date_created

"""That a recipient wants nothing more from a sender. Found by keyed hash, so that redaction and erasure never break it."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Sid, Unstored, Word, choice
from trunkline.kernel.resource import Resource

SCOPES = ("sender", "service", "program", "brand", "account")
SOURCES = ("reply", "api", "bulk", "link", "console", "voice", "email", "network")


class OptOut(
    Resource,
    sid="OO",
    mounts=[V(1, "compliance", "/OptOuts", "list create fetch delete")],
    unique={("key",): 20409},
    indexes=[("recipient_digest", "sid")],
):
    """Who stopped whom, without saying who: `key` is the vault's digest of account, recipient and target; the number is not kept.

    `sender` is what was stopped: a sender's address, or the SID of a service, program, brand or account, as `scope` says. `source` is
    how the wish came: a reply, or an objection by link, console, key press or e-mail, which counts alike (R13). `inferred`: read from
    free words, not from a keyword. `keyword` is the word that brought it about (or `api`, `network`).
    """

    key: Annotated[Word, Hidden] = ""
    recipient: Annotated[str, Create(required=21604), Unstored, Privacy.CONTACT] = ""
    recipient_digest: Word = ""
    sender: Annotated[str, Create, Filter(), Privacy.KEEP] = ""
    scope: Annotated[str, choice(*SCOPES), Create, Filter(), Privacy.KEEP] = "sender"
    source: Annotated[str, choice(*SOURCES), Create, Filter(), Privacy.KEEP] = "reply"
    inferred: bool = False
    opted_out_at: Annotated[Moment, Create] = 0
    keyword: Annotated[str, Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Create] = ""

    @property
    def since(self) -> int:
        """The moment of the wish; rows of before had only that of their writing."""
        return self.opted_out_at or self.date_created

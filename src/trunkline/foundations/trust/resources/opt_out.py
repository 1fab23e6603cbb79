"""That a recipient wants nothing more from a sender. Found by keyed hash, so that redaction and erasure never break it."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Hidden, Privacy, Word
from trunkline.kernel.resource import Resource


class OptOut(Resource, sid="OO", unique={("key",): 20409}):
    """`key` is the vault's digest of account, recipient and sender; `keyword` the word that brought it about (or `api`, `network`)."""

    key: Annotated[Word, Hidden]
    sender: Annotated[str, Privacy.KEEP]
    keyword: Annotated[str, Privacy.KEEP] = ""
    message_sid: Annotated[str, Privacy.KEEP] = ""

"""That a text was read as a wish to be left alone, though no keyword said so: what was done about it, and how sure the reading is."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.clock import DAY
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy, Sid, Word

KEPT = 400 * DAY
"""As long as sends are remembered; the opt-out that it led to stays."""


class ObservedWish(
    Expiring,
    sid="OW",
    mounts=[V(1, "compliance", "/ObservedWishes", "list fetch")],
    indexes=[("recipient_digest", "sid")],
):
    """`phrase` is the part of the grammar that was recognised, not the text; `score` is 0 to 1. `obeyed`: it opted the recipient out, which
    it does under the presets policy and strict; Twilio's own platform does not infer.
    """

    recipient_digest: Word = ""
    sender: Annotated[str, Filter(), Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Filter()] = ""
    language: Word = ""
    phrase: Annotated[str, Privacy.KEEP] = ""
    score: float = 0.0
    obeyed: Annotated[bool, Filter()] = False
    opt_out_sid: Sid = ""

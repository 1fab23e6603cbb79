"""That somebody takes back the leave to use their data, for one purpose or for all (R95)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.foundations.trust.decisions.request import INTENTS
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Sid, Word, choice

from .subject import AboutAccount

PURPOSES = ("all", *sorted(INTENTS))


class Withdrawal(AboutAccount, sid="XW", mounts=[V(1, "privacy", "/Withdrawals", "list create fetch")]):
    """`Purpose` is one of MessageIntent's words, or all; `ProgramSid` narrows it to one program.

    Each consent that covers the purpose gets a new version without it, or ends where nothing is left; `all` also writes an opt-out of the
    program, or of the account. `consents` says what became of each. The address is not kept.
    """

    address: Annotated[str, Create(name="Address", required=20001), Privacy.CONTACT] = ""
    recipient_digest: Annotated[Word, Hidden] = ""
    purpose: Annotated[str, choice(*PURPOSES), Create(required=20001), Filter(), Privacy.KEEP] = "all"
    program_sid: Annotated[Sid, Create, Filter()] = ""
    consents: list[Any] = field(default_factory=list)
    opt_out_sid: Sid | None = None

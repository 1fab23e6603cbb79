"""An opt-out or objection that came another way than by a reply: link, console, e-mail, a list, or a caller's key press."""

from __future__ import annotations

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.reactions import creates, deletes
from trunkline.kernel.work import Work

from ..resources.brand import Brand
from ..resources.opt_out import OptOut
from ..resources.program import Program
from ..rules.addresses import read_sender, split_address
from ..rules.errors import CONTRADICTS
from .create_consent import not_ahead
from .opt_out import stage_opt_out

LONGEST_ADDRESS = 254


@creates(OptOut)
async def record_opt_out(draft: OptOut, work: Work) -> OptOut:
    """409 when it stands already; 99121 when dated in the future; 21211 and 20001 for addresses that are none."""
    recipient = read_any_recipient(draft.recipient)
    not_ahead(work, OptedOutAt=draft.opted_out_at)
    if draft.call_sid and not is_sid(draft.call_sid, "CA"):
        raise invalid("CallSid", "must be the SID of a call (CA…)")
    draft.sender = await _target(draft, work)
    draft.keyword = "api"
    if draft.source == "reply" and not draft.message_sid:
        draft.source = "api"
    if not await stage_opt_out(draft, recipient, work):
        raise Problem(20409, "This recipient has opted out of it already", 409)
    return draft


def read_any_recipient(text: str) -> str:
    """An address of any channel; a phone number in E.164 however it was written. 21211 where it is none."""
    channel, address = split_address(text)
    if not address or len(address) > LONGEST_ADDRESS:
        raise invalid("Recipient", "must be the recipient's address", 21211)
    address = to_e164(address) or address
    return f"{channel}:{address}" if channel else address


@deletes(OptOut)
async def remove_opt_out(row: OptOut, work: Work) -> None:
    """Lift what the account put on record. 99121 for the recipient's own word, which only START or a new proven consent takes back."""
    if row.source not in ("api", "bulk", "console"):
        raise Problem(CONTRADICTS, "The recipient said so: only a reply of START or a newer consent with proof ends this opt-out", 409)
    work.remove(row)


async def _target(draft: OptOut, work: Work) -> str:
    if draft.scope == "account":
        return draft.account_sid
    if draft.scope in ("program", "brand"):
        kind = Program if draft.scope == "program" else Brand
        if await work.fetch(kind, draft.sender, draft.account_sid) is None:
            raise invalid("Sender", f"must be the SID of a {draft.scope} of this account where Scope is {draft.scope}")
        return draft.sender
    try:
        sender = read_sender(draft.sender)
    except ValueError as why:
        raise invalid("Sender", str(why)) from None
    if sender.startswith("MG"):
        draft.scope = "service"
    elif draft.scope == "service":
        raise invalid("Sender", "must be the SID of a messaging service where Scope is service")
    return sender

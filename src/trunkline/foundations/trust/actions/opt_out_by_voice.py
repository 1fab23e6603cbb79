"""A caller who presses a key, or says, that there shall be no more calls or messages: the same ledger as a text's STOP (R30).

Voice calls it for each prompt that is marked as an opt-out; the call is the proof.
"""

from __future__ import annotations

from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.work import Work

from ..keywords import KeywordAction, read_keyword
from ..resources.opt_out import OptOut
from ..wishes.read_wish import read_wish
from .opt_out import opt_out
from .reach_of_stop import reach_of_stop
from .settle_contradictions import target_of


async def opt_out_by_voice(
    work: Work, account_sid: str, recipient: str, sender: str, call_sid: str, *, key: str = "", opt_out_keys: str = "9", speech: str = ""
) -> OptOut | None:
    """Stage the opt-out if the pressed `key` is one of `opt_out_keys` or the `speech` says so; None where neither does, or it stands.

    `recipient` is the person's number, whichever of the two was called. The scope is as for a text (R31). ValueError for a SID that is
    no call's.
    """
    if not is_sid(call_sid, "CA"):
        raise ValueError(f"{call_sid!r} is no SID of a call")
    word = f"key {key}" if key and key in opt_out_keys else _spoken(speech)
    if not word:
        return None
    target = await target_of(work, account_sid, sender)
    scope, name = await reach_of_stop(work, account_sid, recipient, target)
    return await opt_out(work, account_sid, recipient, name, scope=scope, keyword=word, call_sid=call_sid, source="voice")


def _spoken(speech: str) -> str:
    """The word or phrase that asks for it, by the lists for texts. The prompt asked for it, so everyday words count, too."""
    keyword = read_keyword(speech, everyday=True)
    if keyword is not None:
        return keyword.word if keyword.action is KeywordAction.STOP else ""
    wish = read_wish(speech)
    return wish.phrase if wish is not None and wish.clear else ""

"""A consent against what the recipient has said since: an older one is refused, a newer one lifts the opt-outs that it answers."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.kernel.work import Work

from ..resources.opt_out import OptOut
from ..resources.program import Program, ProgramSender
from ..rules.addresses import network_blocks


def covers(opt_out: OptOut, program: Program, senders: frozenset[str]) -> bool:
    """Whether an opt-out stops this program: its own, its brand's, the whole account's, or that of one of its senders."""
    if opt_out.scope in ("sender", "service"):
        return opt_out.sender in senders
    return opt_out.scope == "account" or opt_out.sender in (program.sid, program.brand_sid)


async def senders_of(work: Work, program: Program) -> frozenset[str]:
    links = await work.select(ProgramSender, account_sid=program.account_sid, program_sid=program.sid)
    return frozenset(link.sender for link in links)


def latest_objection(opt_outs: Iterable[OptOut], program: Program, senders: frozenset[str]) -> OptOut | None:
    """The newest opt-out that stops the program; None when nothing does."""
    return max((o for o in opt_outs if covers(o, program, senders)), key=lambda o: o.since, default=None)


def lift(opt_outs: Iterable[OptOut], program: Program, senders: frozenset[str], agreed_at: int, work: Work) -> None:
    """Stage the end of the opt-outs of this program that are older than a new, proven consent.

    One for the whole account stands (the consent is for one program), and so does one that the recipient's network keeps.
    """
    for opt_out in opt_outs:
        if (
            opt_out.since < agreed_at
            and opt_out.scope != "account"
            and covers(opt_out, program, senders)
            and not network_blocks(opt_out.sender)
        ):
            work.remove(opt_out)

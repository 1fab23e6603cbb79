"""A consent against what the recipient has said since: an older one is refused, a newer one lifts the opt-outs that it answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trunkline.kernel.work import Work

from ..ports import SenderPools
from ..resources.opt_out import OptOut
from ..resources.program import Program, ProgramSender
from ..rules.addresses import bare_address, network_blocks
from .look_up import program_of_sender


class Target(NamedTuple):
    """What a message is sent from: the sender's bare address, its messaging service ("" for none) and its program."""

    sender: str
    service_sid: str
    program: Program | None


async def target_of(work: Work, account_sid: str, sender: str, service_sid: str = "") -> Target:
    """`sender` is a wire address or a service's SID; `service_sid` where the message names one. What is not given is looked up."""
    if sender.startswith("MG"):
        sender, service_sid = "", sender
    pools: SenderPools | None = work.platform.ports.get(SenderPools)
    if not service_sid and pools is not None:
        service_sid = await pools.service_of(work, account_sid, sender)
    program = await program_of_sender(work, account_sid, sender) if sender else None
    if program is None and service_sid:
        program = await program_of_sender(work, account_sid, service_sid)
    return Target(bare_address(sender), service_sid, program)


def stops(opt_out: OptOut, target: Target) -> bool:
    """Whether an opt-out stands in the way of a message from there."""
    if opt_out.scope == "sender":
        return target.sender != "" and bare_address(opt_out.sender) == target.sender
    if opt_out.scope == "service":
        return opt_out.sender == target.service_sid
    if name_of(target) in opt_out.reopened:
        return False
    if opt_out.scope == "account":
        return True
    return target.program is not None and opt_out.sender in (target.program.sid, target.program.brand_sid)


def name_of(target: Target) -> str:
    """What a START to it takes out of a wide opt-out: its program, or what comes next."""
    return target.program.sid if target.program is not None else target.service_sid or target.sender


def covers(opt_out: OptOut, program: Program, senders: frozenset[str]) -> bool:
    """Whether an opt-out stops this program: its own, its brand's, the whole account's, or that of one of its senders."""
    if opt_out.scope in ("sender", "service"):
        return bare_address(opt_out.sender) in senders
    if program.sid in opt_out.reopened:
        return False
    return opt_out.scope == "account" or opt_out.sender in (program.sid, program.brand_sid)


async def senders_of(work: Work, program: Program) -> frozenset[str]:
    """Bare addresses, and SIDs of services."""
    links = await work.select(ProgramSender, account_sid=program.account_sid, program_sid=program.sid)
    return frozenset(bare_address(link.sender) for link in links)


def latest_objection(opt_outs: Iterable[OptOut], program: Program, senders: frozenset[str]) -> OptOut | None:
    """The newest opt-out that stops the program; None when nothing does."""
    return max((o for o in opt_outs if covers(o, program, senders)), key=lambda o: o.since, default=None)


def lift(opt_outs: Iterable[OptOut], program: Program, senders: frozenset[str], agreed_at: int, work: Work) -> None:
    """Stage the end of the opt-outs of this program that are older than a new, proven consent.

    One for a whole brand goes on for its other programs. One for the whole account stands (the consent is for one program), and so does
    one that the recipient's network keeps.
    """
    for opt_out in opt_outs:
        if opt_out.since >= agreed_at or opt_out.scope == "account" or not covers(opt_out, program, senders):
            continue
        if opt_out.scope == "brand":
            reopen(opt_out, program.sid, work)
        elif not network_blocks(opt_out.sender):
            work.remove(opt_out)


def reopen(opt_out: OptOut, name: str, work: Work) -> None:
    """Stage that an opt-out of a brand or an account no longer counts for this program or sender."""
    work.set(opt_out, reopened=sorted({*opt_out.reopened, name}))

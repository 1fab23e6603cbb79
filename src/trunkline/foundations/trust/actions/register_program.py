"""Brands, their programs, and the senders that these are sent from."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, deletes, updates
from trunkline.kernel.work import Work

from ..resources.brand import Brand
from ..resources.consent import Consent
from ..resources.frequency_preference import FrequencyPreference
from ..resources.program import Program, ProgramSender
from ..rules.addresses import read_number
from ..rules.errors import IN_USE, SENDER_TAKEN
from ..rules.stated_basis import check_basis
from .digest_recipient import digest_recipient

MOST_MESSAGES = 10_000
_BASIS = ("lawful_basis", "lawful_basis_reference", "lawful_basis_countries")


@creates(Program)
async def register_program(draft: Program, work: Work) -> Program:
    """20001 when the brand is not this account's."""
    if await work.fetch(Brand, draft.brand_sid, draft.account_sid) is None:
        raise invalid("BrandSid", "this account has no such brand")
    if not 0 <= draft.frequency <= MOST_MESSAGES:
        raise invalid("Frequency", f"must be 0 to {MOST_MESSAGES} messages")
    draft.intents = sorted({*draft.intents})
    draft.lawful_basis_countries = check_basis(draft.lawful_basis, draft.lawful_basis_reference, draft.lawful_basis_countries)
    return work.add(draft, state="active")


@updates(Program)
async def change_program(program: Program, changes: dict[str, Any], work: Work) -> Program:
    if not 0 <= changes.get("frequency", 0) <= MOST_MESSAGES:
        raise invalid("Frequency", f"must be 0 to {MOST_MESSAGES} messages")
    if "intents" in changes:
        changes["intents"] = sorted({*changes["intents"]})
    if changes.get("lawful_basis") == "":  # taken back, with all that belongs to it
        changes |= dict.fromkeys(_BASIS, "") | {"lawful_basis_countries": []}
    elif any(name.startswith("lawful_basis") for name in changes):
        stated = {name: changes.get(name, getattr(program, name)) for name in _BASIS}
        changes["lawful_basis_countries"] = check_basis(*stated.values())
    return work.change(program, **changes)


@deletes(Brand)
async def remove_brand(brand: Brand, work: Work) -> None:
    """99123 while it has programs."""
    if await work.find(Program, account_sid=brand.account_sid, brand_sid=brand.sid) is not None:
        raise Problem(IN_USE, f"Brand {brand.sid} still has programs", 409)
    work.remove(brand)


@deletes(Program)
async def remove_program(program: Program, work: Work) -> None:
    """99123 while anybody's consent names it: proof must stay readable. Its senders become free."""
    if await work.find(Consent, account_sid=program.account_sid, program_sid=program.sid) is not None:
        raise Problem(IN_USE, f"Program {program.sid} is named by consents, whose proof must stay readable", 409)
    for link in await work.select(ProgramSender, account_sid=program.account_sid, program_sid=program.sid):
        work.remove(link)
    work.remove(program)


@creates(ProgramSender)
async def assign_sender(draft: ProgramSender, work: Work) -> ProgramSender:
    """A sender belongs to one brand at a time, and within it sends for one program: 99122 until it is taken from the other one."""
    program = await work.fetch(Program, draft.program_sid, draft.account_sid)
    if program is None:
        raise invalid("ProgramSid", "this account has no such program")
    taken = await work.find(ProgramSender, account_sid=draft.account_sid, sender=draft.sender)
    if taken is not None:
        other = taken.brand_sid if taken.brand_sid != program.brand_sid else taken.program_sid
        raise Problem(SENDER_TAKEN, f"{draft.sender} sends for {other}: a sender belongs to one brand and program at a time", 409)
    draft.brand_sid = program.brand_sid
    return work.add(draft)


def suspend_program(program: Program, work: Work) -> None:
    """Stage the suspension; Stale at commit when it is suspended already."""
    work.move(program, "suspend")


def reinstate_program(program: Program, work: Work) -> None:
    """Stage the end of a suspension."""
    work.move(program, "reinstate")


@creates(FrequencyPreference)
async def record_preference(draft: FrequencyPreference, work: Work) -> FrequencyPreference:
    """409 when there is one for this program already: update it."""
    if await work.fetch(Program, draft.program_sid, draft.account_sid) is None:
        raise invalid("ProgramSid", "this account has no such program")
    try:
        draft.recipient = read_number(draft.recipient.strip())
    except ValueError as why:
        raise invalid("Recipient", str(why), 21211) from None
    _check_most(draft.most)
    draft.recipient_digest = digest_recipient(work, draft.account_sid, draft.recipient)
    return work.add(draft)


@updates(FrequencyPreference)
async def change_preference(row: FrequencyPreference, changes: dict[str, Any], work: Work) -> FrequencyPreference:
    _check_most(changes.get("most", 0))
    return work.change(row, **changes)


def _check_most(most: int) -> None:
    if not 0 <= most <= MOST_MESSAGES:
        raise invalid("Most", f"must be 0 to {MOST_MESSAGES} messages")

"""A person changes their own password, name or language."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..hashing import passwords
from ..resources.person import Person
from ..rules.passwords import require_good
from ..wall_clock import wall_clock
from .begin_session import end_sessions
from .make_person import read_language, read_name
from .record_act import record_act


async def change_password(work: Work, person: Person, password: str, *, account_sid: str, session_sid: str, address: str = "") -> int:
    """Commit a new password; all sessions end but this one; how many did. 99414 when it is not good enough."""
    good = require_good(password, person.email, person.name)
    hashed = await passwords(work.platform).hash(good)
    work.set(person, password_hash=hashed, password_set_at=wall_clock(work.platform).now())
    ended = await end_sessions(person.sid, work, but=session_sid)
    record_act(work, account_sid, person.sid, "user.password-changed", address=address, sessions_ended=ended)
    await work.commit()
    return ended


async def change_profile(
    work: Work, person: Person, *, account_sid: str, name: str | None, language: str | None, address: str = ""
) -> None:
    """Commit another name or language; None leaves one as it is."""
    changes: dict[str, str] = {}
    if name is not None:
        changes["name"] = read_name(name)
    if language is not None:
        changes["language"] = read_language(language)
    if changes:
        work.set(person, **changes)
        record_act(work, account_sid, person.sid, "user.updated", address=address, changed=sorted(changes))
        await work.commit()

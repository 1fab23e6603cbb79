"""A picture without words, or nearly so, is a trait of a message that wants to pass a filter: what it says is not read (R47).

Alone it is put on record and no more, as people send pictures to each other; with other traits it counts in `refuse_obfuscation`.
"""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule
from .refuse_obfuscation import PICTURE_ALONE


def _check(case: Case) -> Finding | None:
    if not case.request.media_types or not case.facts.scan or not case.picture_alone:
        return None
    return Finding(
        f"The message is a picture alone; as a trait of evasion that counts {PICTURE_ALONE}.",
        "Say in words what the picture is about.",
        signals=(("picture", "alone"),),
    )


RULE = Rule(
    id="picture-alone",
    clause="R47: content designed to evade detection",
    code=30007,
    alert_code=99112,
    check=_check,
    modes=(Mode.OFF, Mode.OBSERVE, Mode.OBSERVE),
    asynchronous=True,
)

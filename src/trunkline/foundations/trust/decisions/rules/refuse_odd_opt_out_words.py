"""An opt-out instruction names a standard keyword: "text 2 to leave" and "REM0VE" evade filters and people alike (R28)."""

from __future__ import annotations

import re

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule

# A verb, one short word, the purpose; each part is bounded, so the cost is linear in the text.
_INSTRUCTION = re.compile(
    r"\b(?:text|reply|send|txt|respond)(?: with)? [\"'“]?([^\s\"'”]{1,12})[\"'”]? (?:to|2) "
    r"(?:leave|stop|unsub|unsubscribe|opt.?out|end|quit|cancel|be removed)\b"
)
_VERBS = ("text", "reply", "send", "txt", "respond")
_PURPOSES = tuple(
    f" {link} {word}" for link in ("to", "2") for word in ("leave", "stop", "unsub", "opt", "end", "quit", "cancel", "be rem")
)


def _check(case: Case) -> Finding | None:
    if not case.facts.scan:
        return None
    body = case.request.body.lower()
    # Plain searches first: few texts hold both a verb and a purpose, and the pattern costs ten times as much.
    places = [place for verb in _VERBS if (place := body.find(verb)) >= 0]
    if not places:
        return None
    for purpose in _PURPOSES:
        if purpose in body:
            break
    else:
        return None
    found = _INSTRUCTION.search(body, min(places))
    if found is None:
        return None
    word = found[1].upper()
    for words in case.law.opt_out_words:
        if words.shown.search(word) is not None:
            return None
    return Finding(
        f"The text tells people to leave by {found[1]!r}, which is no standard opt-out word.",
        "Name a standard word, such as STOP.",
        signals=(("word", found[1]),),
    )


RULE = Rule(
    id="odd-opt-out-words",
    clause="R28: non-standard opt-out phrases created with the intent to evade",
    code=30007,
    alert_code=99112,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
    asynchronous=True,
)

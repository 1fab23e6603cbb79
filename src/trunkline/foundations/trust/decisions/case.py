"""One message under judgement: the request, the facts, the law of the recipient's country, and what was worked out so far.

The parts that cost (reading the text, finding the lawful basis) are worked out when the first rule asks, once.
"""

from __future__ import annotations

from itertools import islice

from ..content.signals import ContentSignals
from ..packs.law import CountryLaw
from .facts import Facts
from .find_basis import Basis, find_basis
from .request import ESSENTIAL, SendRequest

PROMOTIONAL_SCORE = 0.5
"""Probability from which a text counts as promoting, convincing or advocating (R12): more likely than not."""

PLAINLY_PROMOTIONAL_SCORE = 0.9
"""Probability from which a text that names no intent is taken for marketing; a reply in doubt is not."""

FEWEST_LETTERS = 4
"""Letters or digits from which a text stands beside its picture: less says nothing that could be read instead of it."""


class Case:
    """Lives for one call of `decide`. `body` is the text as mended so far."""

    __slots__ = ("_basis", "_examined", "_signals", "body", "facts", "law", "now", "request")

    def __init__(self, request: SendRequest, facts: Facts, law: CountryLaw, now: int) -> None:
        self.request, self.facts, self.law, self.now = request, facts, law, now
        self.body = request.body
        self._basis: Basis | None = None
        self._signals: ContentSignals | None = None
        self._examined = False

    @property
    def signals(self) -> ContentSignals | None:
        """What is in the text as it came; None where it was not examined."""
        if not self._examined:
            content = self.facts.content
            self._signals = content(self.request.body) if callable(content) else content
            self._examined = True
        return self._signals

    def disguise(self, *categories: str) -> tuple[tuple[str, str], ...]:
        """The signal that content of one of these categories is written so as not to be found, which makes it worse (R47)."""
        signals = self.signals if self.facts.scan else None
        return (("disguised", "yes"),) if signals is not None and not signals.obfuscated.isdisjoint(categories) else ()

    @property
    def picture_alone(self) -> bool:
        """Whether there are files and fewer than `FEWEST_LETTERS` letters or digits (R47)."""
        if not self.request.media_types:
            return False
        letters = filter(str.isalnum, self.request.body)
        return sum(1 for _ in islice(letters, FEWEST_LETTERS)) < FEWEST_LETTERS

    @property
    def intent(self) -> str | None:
        """Declared, or the only one of the program, or marketing where the text plainly promotes; None: nothing tells."""
        return self.declared_intent or ("marketing" if self._promotion >= PLAINLY_PROMOTIONAL_SCORE else None)

    @property
    def declared_intent(self) -> str | None:
        """The request's own, or the only one of the program."""
        if self.request.intent is not None:
            return self.request.intent
        program = self.facts.program
        if program is not None and len(program.intents) == 1:
            return next(iter(program.intents))
        return None

    @property
    def essential(self) -> bool:
        return self.intent in ESSENTIAL

    @property
    def promotes(self) -> bool:
        """Whether the text was read and promotes, or convinces and advocates: one of the two by itself, as a little of each is doubt."""
        signals = self.signals if self.facts.scan else None
        return signals is not None and max(signals.scores.promotion, signals.scores.advocacy) >= PROMOTIONAL_SCORE

    @property
    def _promotion(self) -> float:
        signals = self.signals if self.facts.scan else None
        return signals.scores.promotion + signals.scores.advocacy if signals is not None else 0.0

    @property
    def basis(self) -> Basis:
        """What makes this message lawful, or the reason why nothing does."""
        if self._basis is None:
            self._basis = find_basis(self.request, self.facts, self.law, self.intent, self.now, guessed=self.declared_intent is None)
        return self._basis

    @property
    def found_basis(self) -> Basis | None:
        """The basis as far as a rule asked for it; None where none did."""
        return self._basis

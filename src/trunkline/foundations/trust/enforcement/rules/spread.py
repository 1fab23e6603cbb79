"""Over how many senders one text is spread: templates of the texts that an owner of accounts sent lately, and who sent them (R48, R49)."""

from __future__ import annotations

from collections import deque

from ...content.template import bands, is_near
from ...decisions.facts import SpreadFact
from ...decisions.rules.refuse_snowshoeing import LOW_VOLUME

WINDOW = 24 * 3600 * 1_000_000
"""Microseconds over which senders of one text are counted."""
ROTATION = 3600 * 1_000_000
"""Microseconds after rejections in which another sender of the same text counts as an escape."""
REJECTIONS = 3
"""Rejections of one sender within `ROTATION` that make a change of sender remarkable."""
MOST_TEMPLATES = 2_000
MOST_THIN = 64
"""Senders of low volume that are kept of one template, the newest; far more than the rule asks for, so a look-up stays short."""
MOST_HEAVY = 5_000
MOST_REJECTED = 5_000


_IN_PLAIN_SIGHT = SpreadFact(senders=0, most_by_one=0)


class _Sent:
    """What one sender sent of one template."""

    __slots__ = ("count", "first", "last")

    def __init__(self, moment: int) -> None:
        self.first = self.last = moment
        self.count = 0


class _Template:
    """Who sent it: senders of low volume, and those that sent too much of it to hide behind others."""

    __slots__ = ("heavy", "last", "thin")

    def __init__(self) -> None:
        self.thin: dict[str, _Sent] = {}
        self.heavy: dict[str, _Sent] = {}
        self.last = 0

    def first_of(self, sender: str) -> int | None:
        sent = self.thin.get(sender) or self.heavy.get(sender)
        return None if sent is None else sent.first

    def note(self, sender: str, moment: int) -> bool:
        """Whether the sender is new to the template."""
        self.last = moment
        sent = self.thin.get(sender) or self.heavy.get(sender)
        fresh = sent is None or sent.last < moment - WINDOW
        if sent is None or fresh:
            self.heavy.pop(sender, None)
            self.thin.pop(sender, None)
            if len(self.thin) >= MOST_THIN:
                del self.thin[next(iter(self.thin))]
            sent = self.thin[sender] = _Sent(moment)
        sent.count += 1
        sent.last = moment
        if sent.count == LOW_VOLUME + 1 and self.thin.pop(sender, None) is not None:
            if len(self.heavy) >= MOST_HEAVY:
                del self.heavy[next(iter(self.heavy))]
            self.heavy[sender] = sent
        return fresh


class Spread:
    """One owner's. Senders that belong to a service are noted under its SID: they are one sender."""

    def __init__(self) -> None:
        self._templates: dict[int, _Template] = {}
        self._bands: dict[int, list[int]] = {}
        self._rejected: dict[str, deque[int]] = {}

    def note(self, template: int, sender: str, moment: int) -> str:
        """Count a text; the sender whose rejections this one escapes, "" for none (told once for each sender and template)."""
        found = self._near(template) or self._file(template)
        return self._escaped(found, sender, moment) if found.note(sender, moment) else ""

    def reject(self, sender: str, moment: int) -> None:
        """A message of this sender was filtered or blocked by a network (30007, 30004)."""
        if len(self._rejected) >= MOST_REJECTED and sender not in self._rejected:
            self._rejected.pop(next(iter(self._rejected)))
        self._rejected.setdefault(sender, deque(maxlen=REJECTIONS)).append(moment)

    def of(self, template: int, sender: str, moment: int) -> SpreadFact | None:
        """The fact for a text that `sender` is about to send; None where nothing is known of it.

        Senders of high volume are left out: what they send is plain to see. More than `MOST_THIN` are not told.
        """
        found = self._near(template)
        if found is None:
            return None
        if sender in found.heavy and not found.thin and not self._rejected:
            return _IN_PLAIN_SIGHT
        since = moment - WINDOW
        thin = {name: sent.count for name, sent in found.thin.items() if sent.last >= since}
        rotated = False
        if self._rejected:
            lately = [(name, sent.first) for name, sent in found.thin.items() if sent.first >= moment - ROTATION]
            rotated = any(self._escaped(found, name, first) for name, first in lately)
            rotated = rotated or (found.first_of(sender) is None and bool(self._escaped(found, sender, moment)))
        if sender not in found.heavy:
            thin.setdefault(sender, 1)
        return SpreadFact(senders=len(thin), most_by_one=max(thin.values(), default=0), rejected_then_rotated=rotated)

    def _escaped(self, found: _Template, sender: str, moment: int) -> str:
        """Another sender of the template that was rejected shortly before `moment`, when `sender` began to send it; "" for none."""
        names = self._rejected if len(self._rejected) < len(found.thin) else [*found.thin, *found.heavy]
        for name in names:
            times = self._rejected.get(name)
            if times is None or name == sender or len(times) < REJECTIONS or not moment - ROTATION <= times[0] <= times[-1] <= moment:
                continue
            first = found.first_of(name)
            if first is not None and first < times[-1]:
                return name
        return ""

    def _near(self, template: int) -> _Template | None:
        if (found := self._templates.get(template)) is not None:
            return found
        for band in bands(template):
            for other in self._bands.get(band, ()):
                if is_near(template, other):
                    return self._templates[other]
        return None

    def _file(self, template: int) -> _Template:
        if len(self._templates) >= MOST_TEMPLATES:
            self._drop_old()
        found = self._templates[template] = _Template()
        for band in bands(template):
            self._bands.setdefault(band, []).append(template)
        return found

    def _drop_old(self) -> None:
        """Forget the half of least recent use."""
        by_age = sorted(self._templates, key=lambda template: self._templates[template].last)
        for template in by_age[: len(by_age) // 2]:
            del self._templates[template]
            for band in bands(template):
                self._bands[band].remove(template)
                if not self._bands[band]:
                    del self._bands[band]

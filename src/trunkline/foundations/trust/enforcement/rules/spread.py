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
MOST_SENDERS = 5_000


class _Sent:
    """What one sender sent of one template."""

    __slots__ = ("count", "first", "last")

    def __init__(self, moment: int) -> None:
        self.first = self.last = moment
        self.count = 0


class Spread:
    """One owner's. Senders that belong to a service are noted under its SID: they are one sender."""

    def __init__(self) -> None:
        self._templates: dict[int, dict[str, _Sent]] = {}
        self._bands: dict[int, list[int]] = {}
        self._rejected: dict[str, deque[int]] = {}

    def note(self, template: int, sender: str, moment: int) -> str:
        """Count a text; the sender whose rejections this one escapes, "" for none (told once for each sender and template)."""
        senders = self._near(template)
        if senders is None:
            senders = self._file(template, moment)
        sent = senders.get(sender)
        fresh = sent is None or sent.last < moment - WINDOW
        if sent is None or fresh:
            if len(senders) >= MOST_SENDERS:
                return ""
            sent = senders[sender] = _Sent(moment)
        sent.count += 1
        sent.last = moment
        return self._escapes(senders, sender, moment) if fresh else ""

    def reject(self, sender: str, moment: int) -> None:
        """A message of this sender was filtered or blocked by a network (30007, 30004)."""
        if len(self._rejected) >= MOST_SENDERS and sender not in self._rejected:
            self._rejected.pop(next(iter(self._rejected)))
        self._rejected.setdefault(sender, deque(maxlen=REJECTIONS)).append(moment)

    def of(self, template: int, sender: str, moment: int) -> SpreadFact | None:
        """The fact for a text that `sender` is about to send; None where nothing is known of it. Senders of high volume are left out."""
        senders = self._near(template)
        if senders is None:
            return None
        since = moment - WINDOW
        thin = {name: sent.count for name, sent in senders.items() if sent.last >= since and sent.count <= LOW_VOLUME}
        rotated = any(self._escapes(senders, name, sent.first) for name, sent in senders.items() if sent.first >= moment - ROTATION)
        rotated = rotated or (sender not in senders and bool(self._escapes(senders, sender, moment)))
        if (own := senders.get(sender)) is None or own.last < since:
            thin[sender] = 1
        return SpreadFact(senders=len(thin), most_by_one=max(thin.values(), default=0), rejected_then_rotated=rotated)

    def _escapes(self, senders: dict[str, _Sent], sender: str, moment: int) -> str:
        for name in senders:
            if name != sender and (times := self._rejected.get(name)) is not None:
                lately = len(times) == REJECTIONS and times[0] >= moment - ROTATION and times[-1] <= moment
                if lately and senders[name].first < times[-1]:
                    return name
        return ""

    def _near(self, template: int) -> dict[str, _Sent] | None:
        if (found := self._templates.get(template)) is not None:
            return found
        for band in bands(template):
            for other in self._bands.get(band, ()):
                if is_near(template, other):
                    return self._templates[other]
        return None

    def _file(self, template: int, moment: int) -> dict[str, _Sent]:
        if len(self._templates) >= MOST_TEMPLATES:
            self._drop_old(moment)
        found = self._templates[template] = {}
        for band in bands(template):
            self._bands.setdefault(band, []).append(template)
        return found

    def _drop_old(self, moment: int) -> None:
        """Forget the older half: those of least recent use."""
        last = sorted(self._templates, key=lambda t: max((sent.last for sent in self._templates[t].values()), default=0))
        for template in last[: len(last) // 2]:
            del self._templates[template]
            for band in bands(template):
                self._bands[band].remove(template)
                if not self._bands[band]:
                    del self._bands[band]

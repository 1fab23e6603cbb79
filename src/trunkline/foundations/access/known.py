"""What was verified a moment ago, so that a request does not pay for it again: callers by Authorization header, and open auth tokens.

Only what was found right is kept, so wrong attempts cannot fill it. Entries live `LIFE` seconds of real time, the longest that another
process may go on accepting what this one has withdrawn. In this process a change is felt at once: `doubt` drops what it touches
and, as the change is on disk only a little later, keeps nothing new about that account for `DOUBT` seconds.

A look-up by header is no comparison that could be timed: Python's keyed hash decides, and texts are compared only when all 64 bits agree.
"""

from __future__ import annotations

from time import monotonic

from trunkline.kernel.request import Caller

LIFE = 4.0
DOUBT = 2.0
MOST = 10_000


class Known:
    """Bounded; the oldest entry makes room. `MOST` entries of each sort."""

    def __init__(self, most: int = MOST) -> None:
        # Authorization header -> caller, real time of expiry, moment of the platform's clock (0 for never), the accounts it rests on
        self.callers: dict[str, tuple[Caller, float, int, tuple[str, ...]]] = {}
        self._tokens: dict[str, tuple[str, float]] = {}
        self._doubted: dict[str, float] = {}
        self._most = most

    def keep(self, header: str, caller: Caller, accounts: tuple[str, ...], until: int = 0) -> None:
        """`accounts`: the account and its owner, whose changes end this. `until`: when the credential itself ends, in microseconds."""
        if not any(map(self._is_doubted, accounts)):
            if len(self.callers) >= self._most and header not in self.callers:
                del self.callers[next(iter(self.callers))]
            self.callers[header] = (caller, monotonic() + LIFE, until, accounts)

    def token(self, account_sid: str) -> str | None:
        kept = self._tokens.get(account_sid)
        return kept[0] if kept is not None and kept[1] > monotonic() else None

    def keep_token(self, account_sid: str, token: str) -> None:
        if not self._is_doubted(account_sid):
            if len(self._tokens) >= self._most and account_sid not in self._tokens:
                del self._tokens[next(iter(self._tokens))]
            self._tokens[account_sid] = (token, monotonic() + LIFE)

    def doubt(self, account_sid: str) -> None:
        """Something about this account's credentials is being changed."""
        now = monotonic()
        self._doubted = {sid: end for sid, end in self._doubted.items() if end > now}
        self._doubted[account_sid] = now + DOUBT
        self._tokens.pop(account_sid, None)
        for header in [h for h, kept in self.callers.items() if account_sid in kept[3]]:
            del self.callers[header]

    def _is_doubted(self, account_sid: str) -> bool:
        return bool(self._doubted) and self._doubted.get(account_sid, 0.0) > monotonic()

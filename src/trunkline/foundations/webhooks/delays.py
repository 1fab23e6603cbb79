"""A port through which a simulated network slows webhooks down. Nothing stands behind it in ordinary running."""

from __future__ import annotations

from typing import Protocol


class WebhookDelay(Protocol):
    def delay_ms(self, account_sid: str, url: str, parameters: dict[str, str]) -> int:
        """Milliseconds that this call shall wait before it leaves; they count as time of the call. 0 for none."""
        ...

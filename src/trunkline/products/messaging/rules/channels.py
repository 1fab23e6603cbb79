"""What each channel allows. Source: Twilio's pages on WhatsApp, Messenger, RCS and Viber, and errors 63016 and 63032."""

from __future__ import annotations

from collections.abc import Mapping

from trunkline.kernel.clock import DAY

WINDOWS: Mapping[str, int] = {"whatsapp": DAY, "messenger": DAY}
"""Microseconds after a person's last message in which it may be answered freely."""

TEMPLATED = frozenset({"whatsapp"})
"""Channels on which an approved template may go out at any time."""

IN_SESSION_ONLY = frozenset({"twilio/list-picker", "twilio/location"})
"""Content types that cannot begin a conversation (error 63016)."""

NAMES: Mapping[str, str] = {"whatsapp": "WhatsApp", "messenger": "Messenger", "viber": "Viber", "rcs": "RCS"}
"""As Twilio writes them."""

READ_RECEIPTS = frozenset(NAMES)
"""Channels that tell when a message was read; SMS does not."""

OUTSIDE_WINDOW = 63016


def window_code(channel: str, last_inbound: int | None, now: int, *, template: bool) -> int:
    """63016 for a free text outside the channel's window, 0 where it may go. `last_inbound`: when the person last wrote, None for never."""
    window = WINDOWS.get(channel)
    if window is None or (template and channel in TEMPLATED):
        return 0
    return 0 if last_inbound is not None and now - last_inbound <= window else OUTSIDE_WINDOW

"""What a message may carry: number, address and type of media files. Source: Twilio, accepted content types for media."""

from __future__ import annotations

import re

LARGEST = 5 * 1024 * 1024
MOST = 10
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE).fullmatch
# Types whose file no receiver takes in the clear: programs, pages and scripts. The rest is the carrier's affair.
_REFUSED = ("application/x-msdownload", "application/x-executable", "application/javascript", "text/javascript", "text/html")
_TYPES = ("image/", "audio/", "video/", "text/", "application/pdf", "application/vcard", "application/msword")
_OFFICE = "application/vnd.openxmlformats-officedocument"


def is_media_url(text: str) -> bool:
    return len(text) <= 2048 and _URL(text) is not None


def accepts(content_type: str) -> bool:
    """Whether a message may carry this type (parameters such as charset do not matter)."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind not in _REFUSED and (kind.startswith(_TYPES) or kind.startswith(_OFFICE))

"""Give an account a short code, by the simulated network."""

from __future__ import annotations

from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.short_code import ShortCode
from ..rules.phone_number import SHORT_CODE


@creates(ShortCode)
async def make_short_code(draft: ShortCode, work: Work) -> ShortCode:
    """20001 for what is no short code (3 to 8 digits), 21422 (at commit) for one that somebody holds."""
    if SHORT_CODE(draft.short_code) is None:
        raise invalid("ShortCode", "must be 3 to 8 digits")
    draft.friendly_name = draft.friendly_name or draft.short_code
    return work.add(draft)

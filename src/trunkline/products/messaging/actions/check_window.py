"""May a text leave on its channel now, or is the conversation over?"""

from __future__ import annotations

from trunkline.kernel.work import Work
from trunkline.products.content.actions.render_content import is_approved
from trunkline.products.content.resources.content import Content

from ..resources.message import Message
from ..rules.channels import IN_SESSION_ONLY, TEMPLATED, WINDOWS, window_code


async def outside_window(message: Message, work: Work) -> int:
    """63016 for a free text outside the window of its channel (WhatsApp and Messenger: 24 hours after the person last wrote); else 0."""
    channel, colon, _ = message.to.partition(":")
    if not colon or channel not in WINDOWS:
        return 0
    last = await work.select(
        Message, account_sid=message.account_sid, from_=message.to, to=message.from_, direction="inbound", order=(("sid", True),), limit=1
    )
    template = channel in TEMPLATED and await _may_begin(message, work)
    return window_code(channel, last[0].date_created if last else None, work.now, template=template)


async def _may_begin(message: Message, work: Work) -> bool:
    """Whether its template is approved, and of a type that can begin a conversation."""
    if not message.content_sid or not await is_approved(work, message.account_sid, message.content_sid):
        return False
    content = await work.fetch(Content, message.content_sid, message.account_sid)
    return content is not None and not set(content.types) <= IN_SESSION_ONLY

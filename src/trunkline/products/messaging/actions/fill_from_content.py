"""A message that names a content template gets its text and files from it."""

from __future__ import annotations

from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work
from trunkline.products.content.actions.render_content import render_content

from ..resources.message import Message


async def fill_from_content(draft: Message, work: Work) -> None:
    """Put the rendered template in; Body and MediaUrl give way to it, as at Twilio. Raises 21654, 21655, 21656, 21658."""
    channel, colon, _ = draft.to.partition(":")
    rendered = await render_content(
        work, draft.account_sid, draft.content_sid or "", draft.content_variables or "", channel if colon else "sms"
    )
    if not rendered.body and not rendered.media:
        raise Problem(21619, "The template has neither text nor media for this channel", 400)
    draft.body, draft.media_url = rendered.body, list(rendered.media)
    if rendered.buttons:
        draft.channel_data = {"buttons": list(rendered.buttons)}

"""A recorded attempt made once more. Trunkline's own operation."""

from __future__ import annotations

from trunkline.foundations.webhooks.actions.replay_attempt import replay_attempt
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route


@route("POST", V(1, "webhooks", "/Attempts/{sid}/Replays"))
async def replay_webhook(request: Request) -> Reply:
    """201 with the new attempt, whatever the application answered; takes as long as the application does, at most 15 s an attempt."""
    old = await request.work.fetch(WebhookAttempt, request.path["sid"], request.account_sid)
    if old is None:
        raise request.missing()
    made = await replay_attempt(old, request.work)
    body = encoder(WebhookAttempt, WebhookAttempt.mounts[0])(made, request.at, request.placed)
    return Reply(201, body, title=made.title)

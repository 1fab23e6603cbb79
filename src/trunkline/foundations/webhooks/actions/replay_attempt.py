"""Make a recorded call to an application once more, because a person wants to see it again."""

from __future__ import annotations

from trunkline.foundations.webhooks.actions.attempt_webhook import NOT_KEPT, Webhook, attempt_webhook
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.foundations.webhooks.signature import signed_url
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work


async def replay_attempt(old: WebhookAttempt, work: Work) -> WebhookAttempt:
    """The same URL, method, parameters and idempotency token, signed anew with the token that the account has now; commits.

    It is a call and nothing more: a document that comes back is put on record and not carried out, and nobody is alerted when it fails.
    A recorded call whose texts were not kept, or were erased, cannot be made again: 99620, 409.
    """
    parameters = {name: str(value) for name, value in old.parameters.items()}
    if NOT_KEPT in parameters.values() or (not parameters and old.signed_text in ("", NOT_KEPT)):
        raise Problem(99620, "What this webhook said is not on record any more, so it cannot be sent again", 409)
    kept = signed_url(old.url)
    hook = Webhook(
        account_sid=old.account_sid,
        subject_sid=old.resource_sid,
        url=old.url,
        method=old.method,
        parameters=parameters,
        kind="document" if old.kind == "document" else "callback",
        sequence=old.sequence,
        cookies=str(old.request_headers.get("Cookie", "")),
        port="keep" if not old.signed_text or old.signed_text.startswith(kept) else "drop",
        replays=old.sid,
        key=old.idempotency_token,
    )
    outcome = await attempt_webhook(work, hook)
    assert outcome.attempt is not None
    await work.commit()
    return outcome.attempt

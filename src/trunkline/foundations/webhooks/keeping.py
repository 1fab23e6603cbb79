"""What was sent to applications, and what they answered, is kept for 30 days: it holds what people wrote."""

from __future__ import annotations

from trunkline.foundations.retention.keeping import keep
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt

keep("webhook_attempts", WebhookAttempt, 30)

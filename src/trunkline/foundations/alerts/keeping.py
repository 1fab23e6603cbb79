"""Alerts are kept for 30 days, as Twilio's are."""

from __future__ import annotations

from trunkline.foundations.alerts.resources.alert import Alert
from trunkline.foundations.retention.keeping import keep

keep("alerts", Alert, 30)

"""What the status callback of a profile says."""

from __future__ import annotations

from trunkline.foundations.webhooks.callbacks import Callback, tells

from .resources.bundle import Bundle, CustomerProfile, TrustProduct
from .resources.regulatory_bundle import RegulatoryBundle


def _tell(row: Bundle, state: str) -> Callback | None:
    if not row.status_callback:
        return None
    told = {"AccountSid": row.account_sid, "BundleSid": row.sid, "Status": state}
    if row.errors:
        told["FailureReason"] = "; ".join(str(error["message"]) for error in row.errors)
    return Callback(row.status_callback, "POST", told)


tells(CustomerProfile)(_tell)
tells(TrustProduct)(_tell)
tells(RegulatoryBundle)(_tell)

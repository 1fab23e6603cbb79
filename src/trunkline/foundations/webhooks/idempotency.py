"""I-Twilio-Idempotency-Token: lets an application recognise a retry of a webhook that it has handled already.

Twilio sends the same opaque token with every attempt of one event. Here it derives from the event, so that a retry
after a restart, by another process, carries the same token without anything being stored.
"""

import hashlib
from uuid import UUID

HEADER = "I-Twilio-Idempotency-Token"


def token_of(*event: str) -> str:
    """The token of the event named by these parts, such as account, resource, sequence number and address; a UUID."""
    digest = hashlib.sha256()
    for part in event:
        raw = part.encode("utf-8", "surrogatepass")
        # The length keeps ("ab", "c") apart from ("a", "bc").
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return str(UUID(bytes=digest.digest()[:16], version=5))

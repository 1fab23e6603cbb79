"""I-Twilio-Idempotency-Token: lets an application recognise a retry of a webhook that it has handled already.

Twilio sends the same opaque token with every attempt of one event. Here it derives from the event, so that a retry
after a restart, by another process, carries the same token without anything being stored.
"""

import hashlib

HEADER = "I-Twilio-Idempotency-Token"


def token_of(*event: str) -> str:
    """The token of the event named by these parts, such as account, resource, sequence number and address; a UUID."""
    parts: list[bytes] = []
    for part in event:
        raw = part.encode("utf-8", "surrogatepass")
        # The length keeps ("ab", "c") apart from ("a", "bc").
        parts += (len(raw).to_bytes(8, "big"), raw)
    octets = bytearray(hashlib.sha256(b"".join(parts)).digest()[:16])
    octets[6] = octets[6] & 0x0F | 0x50  # version 5
    octets[8] = octets[8] & 0x3F | 0x80  # the variant of RFC 9562
    text = octets.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

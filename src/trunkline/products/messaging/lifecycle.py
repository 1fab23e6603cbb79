"""What a message can become."""

from trunkline.kernel.lifecycle import Lifecycle

MESSAGE = Lifecycle(
    begins="accepted scheduled queued receiving received",
    moves={
        "queue": ("accepted scheduled", "queued"),
        "cancel": ("accepted scheduled queued", "canceled"),
        "submit": ("queued", "sending"),
        "accept": ("sending", "sent"),
        # Refused by the carrier, at once or by a later report, and another sender of its Messaging Service may try.
        "reroute": ("sending sent", "accepted"),
        # A report may overtake the carrier's own answer to the submit.
        "deliver": ("sending sent", "delivered"),
        "bounce": ("sending sent", "undelivered"),
        "fail": ("accepted scheduled queued sending", "failed"),
        "receive": ("receiving", "received"),
        "read": ("sent delivered", "read"),
    },
    # Twilio tells queued, sent, failed, delivered and undelivered (CreateMessage, StatusCallback) and those that came later; not `sending`.
    announced="queued sent delivered undelivered failed canceled read",
)

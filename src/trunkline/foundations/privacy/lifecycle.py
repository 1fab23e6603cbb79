"""What an export, an erasure and an import can become."""

from trunkline.kernel.lifecycle import Lifecycle

EXPORT = Lifecycle(
    begins="queued",
    moves={
        "begin": ("queued", "running"),
        "finish": ("running", "ready"),
        "fail": ("queued running", "failed"),
        "expire": ("ready", "expired"),
    },
)
ERASURE = Lifecycle(
    begins="planned",
    moves={
        "confirm": ("planned", "confirmed"),
        "withdraw": ("planned", "withdrawn"),
        "begin": ("confirmed", "running"),
        "finish": ("running", "done"),
        "fail": ("confirmed running", "failed"),
    },
)

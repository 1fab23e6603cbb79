"""What a call and a recording can become."""

from trunkline.kernel.lifecycle import Lifecycle

CALL = Lifecycle(
    begins="queued ringing",
    moves={
        "ring": ("queued", "ringing"),
        # An answer may come without a ringing before it.
        "answer": ("queued ringing", "in-progress"),
        "complete": ("in-progress", "completed"),
        "find_busy": ("queued ringing", "busy"),
        "miss": ("queued ringing", "no-answer"),
        "fail": ("queued ringing in-progress", "failed"),
        "cancel": ("queued ringing", "canceled"),
    },
    announced="queued ringing in-progress completed busy failed no-answer canceled",
)

RECORDING = Lifecycle(
    begins="in-progress completed absent",
    moves={
        "pause": ("in-progress", "paused"),
        "resume": ("paused", "in-progress"),
        "stop": ("in-progress paused", "stopped"),
        "process": ("in-progress paused stopped", "processing"),
        "complete": ("processing", "completed"),
        "lose": ("in-progress paused stopped processing", "absent"),
        "delete": ("completed absent", "deleted"),
    },
    announced="in-progress completed absent",
)

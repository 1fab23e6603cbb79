"""What an account can become. Closed is for ever, as Twilio's is."""

from trunkline.kernel.lifecycle import Lifecycle

ACCOUNT = Lifecycle(
    begins="active",
    moves={
        "suspend": ("active", "suspended"),
        "activate": ("suspended", "active"),
        "close": ("active suspended", "closed"),
    },
)

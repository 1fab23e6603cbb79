"""An account's presence on a channel: the sender that WhatsApp, RCS, Messenger or Viber knows it by.

Source: messaging_v2, messaging.v2.channels_sender_response.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Derived, Filter, Hidden, Privacy, Word
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

CHANNEL_ACCOUNT = Lifecycle(
    begins="CREATING",
    moves={
        "refuse": ("CREATING ONLINE:UPDATING ONLINE", "OFFLINE"),
        "go_online": ("CREATING ONLINE:UPDATING", "ONLINE"),
        "update": ("ONLINE", "ONLINE:UPDATING"),
        "try_again": ("OFFLINE", "CREATING"),
    },
)


class ChannelAccount(
    Resource,
    sid="XE",
    title="Sender",
    mounts=[
        V(
            2, "messaging", "/Channels/Senders", "list fetch delete", list_key="senders",
            without=frozenset({"account_sid", "date_created", "date_updated", "channel"}),
        )
    ],
    lifecycle=CHANNEL_ACCOUNT,
    unique={("sender_id",): 20409},
    indexes=[("account_sid", "channel", "sid")],
):  # fmt: skip
    """`sender_id` is its address with the channel's prefix. `webhook` has callback_url, fallback_url and status_callback_url with their
    methods; `profile` what people see. `offline_reasons` say why it cannot be used. Created and updated by routes: their body is JSON.
    """

    sender_id: Annotated[str, Privacy.KEEP] = ""
    channel: Annotated[Word, Hidden, Filter()] = ""
    configuration: dict[str, Any] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    offline_reasons: list[Any] = field(default_factory=list)
    friendly_name: Annotated[str | None, Derived(lambda row: row.profile.get("name")), Privacy.KEEP] = None
    compliance: dict[str, Any] | None = None

"""Advanced Opt-Out of a messaging service: its own keywords and answers, by language and by the recipient's country.

Source: messaging_v3, whose document has the paths and the schemas but no operation; Twilio, "Customize users' opt-in and opt-out experience
with Advanced Opt-Out".
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Filter, Hidden, Privacy, Sid, Texts, Update
from trunkline.kernel.resource import Resource


class OptOutSettings(
    Resource,
    sid="OO",
    title="OptOut",
    mounts=[
        V(
            3,
            "messaging",
            "/OptOuts",
            list_key="opt_outs",
            links={"message_types": "/MessageTypes", "messages": "/Messages", "keywords": "/Keywords"},
        )
    ],
    unique={("account_sid", "service_sid"): 20409},
):
    """One a service; while `enabled`, webhooks for its senders carry `OptOutType`.

    `keywords` and `messages` map a message type (ALL or an ISO 3166-1 country) to a keyword type (STOP.FRENCH) to words or text.
    """

    opt_out_sid: Annotated[Sid, Derived(lambda row: row.sid)] = ""
    service_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP] = ""
    enabled: Annotated[bool, Create, Update] = True
    message_types: Annotated[Texts, Hidden] = field(default_factory=list)
    keywords: Annotated[dict[str, Any], Hidden] = field(default_factory=dict)
    messages: Annotated[dict[str, Any], Hidden] = field(default_factory=dict)

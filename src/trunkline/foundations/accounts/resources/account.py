"""An account or a subaccount."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Sid, Update, Word, choice
from trunkline.kernel.resource import Resource

from ..lifecycle import ACCOUNT

# The published contract has nothing at /SIP and /Usage themselves, so the links lead to what it has below them.
_LINKS = {
    "available_phone_numbers": "/AvailablePhoneNumbers", "calls": "/Calls", "conferences": "/Conferences",
    "incoming_phone_numbers": "/IncomingPhoneNumbers", "notifications": "/Notifications", "outgoing_caller_ids": "/OutgoingCallerIds",
    "recordings": "/Recordings", "transcriptions": "/Transcriptions", "addresses": "/Addresses", "signing_keys": "/SigningKeys",
    "connect_apps": "/ConnectApps", "sip": "/SIP/Domains", "authorized_connect_apps": "/AuthorizedConnectApps", "usage": "/Usage/Records",
    "keys": "/Keys", "applications": "/Applications", "short_codes": "/SMS/ShortCodes", "queues": "/Queues", "messages": "/Messages",
    "balance": "/Balance",
}  # fmt: skip


class Account(
    Resource,
    sid="AC",
    mounts=[V2010("/Accounts", "list create fetch update", links=_LINKS)],
    lifecycle=ACCOUNT,
    indexes=[("owner_account_sid", "sid")],
):
    """`owner_account_sid` is the parent's SID, or its own for a main account. Tokens are sealed by the vault.

    The answer also has `auth_token`, which is opened for it and so has no column; routes.py serves all four verbs for that reason.
    """

    account_sid: Annotated[str, Hidden, Privacy.KEEP] = ""  # the owner: whose list it stands in
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.KEEP] = ""
    type: Annotated[str, choice("Trial", "Full"), Privacy.KEEP] = "Full"
    owner_account_sid: Sid = ""
    sealed_token: Annotated[str, Privacy.SECRET] = ""
    sealed_secondary_token: Annotated[str | None, Privacy.SECRET] = None
    secondary_token_created: Annotated[Moment, Hidden] = 0
    rehearses: Annotated[Word, Hidden] = ""  # test credentials: the live account whose twin this is

    @property
    def is_main(self) -> bool:
        return self.owner_account_sid == self.sid

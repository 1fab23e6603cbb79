"""The sound of a call or a conference. Source: api_v2010, api.v2010.account.recording."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import CountText, Derived, Filter, Hidden, Moment, Parent, Privacy, Sid, Word, choice

from ..lifecycle import RECORDING
from .call import Call

_SOURCE = choice(
    "DialVerb", "Conference", "OutboundAPI", "Trunking", "RecordVerb", "StartCallRecordingAPI", "StartConferenceRecordingAPI"
)  # fmt: skip
_VERBS = "list fetch delete"


def _media_url(row: Any, origin: str) -> str:
    return f"{origin}/2010-04-01/Accounts/{row.account_sid}/Recordings/{row.sid}"


class Recording(
    Expiring,
    sid="RE",
    mounts=[
        V2010(
            "/Accounts/{account_sid}/Recordings",
            _VERBS,
            links={"add_on_results": "/AddOnResults", "transcriptions": "/Transcriptions"},
            without=frozenset({"track"}),
        ),
        V2010("/Accounts/{account_sid}/Calls/{call_sid}/Recordings", _VERBS, without=frozenset({"media_url"})),
        V2010("/Accounts/{account_sid}/Conferences/{conference_sid}/Recordings", _VERBS, without=frozenset({"media_url", "track"})),
    ],
    lifecycle=RECORDING,
):
    """`duration` is in seconds. A deleted one keeps its row, hidden, until `date_expires`; its sound is gone at once."""

    date_created: Annotated[Moment, Filter()] = 0
    date_expires: Annotated[Moment | None, Hidden] = None
    call_sid: Annotated[Sid | None, Parent(Call), Filter()] = None
    conference_sid: Annotated[Sid | None, Filter()] = None
    start_time: Moment | None = None
    duration: CountText | None = None
    channels: int = 1
    source: Annotated[str, _SOURCE, Privacy.KEEP]
    track: Annotated[str | None, choice("inbound", "outbound", "both"), Privacy.KEEP] = None
    price: Annotated[str | None, Privacy.KEEP] = None
    price_unit: Word = "USD"
    error_code: int | None = None
    encryption_details: dict[str, Any] | None = None
    api_version: Annotated[str, Derived(lambda _: "2010-04-01"), Privacy.KEEP] = "2010-04-01"
    media_url: Annotated[str, Derived(_media_url, placed=True), Privacy.KEEP] = ""

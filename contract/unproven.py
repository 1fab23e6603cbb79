"""Operations that are built and cannot be driven to a success over the wire, each with the reason.

They count apart, never as done. An entry holds only while the operation answers that there is no such thing, or lists none: once its
things can be made it is driven like all others, and the tests ask for the entry to go. A list that is empty without an entry here
counts so too.
"""

from __future__ import annotations

EMPTY_LIST = "the list is empty: how its members look was not seen"
_NO_CALLS = "calls are stored and served, and none is placed or taken yet"
_NO_SOUND = "recordings are stored and served, and nothing over the wire records one yet"
_NO_CONFERENCES = "recordings of a conference are served, and conferences are not built"
_NO_STOCK = "searched like every sort of number, and no country has numbers of this sort on offer"

UNPROVEN: dict[str, str] = {
    f"api 2010-04-01 {operation}": reason
    for reason, operations in (
        (_NO_CALLS, "ListCall FetchCall DeleteCall ListCallRecording FetchCallRecording DeleteCallRecording"),
        (_NO_SOUND, "ListRecording FetchRecording DeleteRecording"),
        (_NO_CONFERENCES, "ListConferenceRecording FetchConferenceRecording DeleteConferenceRecording"),
        (_NO_STOCK, "ListAvailablePhoneNumberMachineToMachine"),
    )
    for operation in operations.split()
}

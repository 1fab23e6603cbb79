"""The sound of a recording, at its address without an ending or with .wav."""

from __future__ import annotations

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.dialects import V2010
from trunkline.kernel.errors import Problem
from trunkline.kernel.finding import find_row
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from .resources.recording import Recording
from .rules.byte_range import Unsatisfiable, read_range

WAV = "audio/x-wav"


@route("GET", V2010("/Accounts/{account_sid}/Recordings/{sid}"), formats=",wav,mp3")
async def fetch_sound(request: Request) -> Reply:
    """The WAV as it was stored, or a range of it; 501 for .mp3, which nothing here encodes."""
    recording = await find_row(Recording, request.path["sid"], request)
    if recording is None:
        raise request.missing()
    if request.format == "mp3":
        raise Problem(20501, "Recordings are served as WAV: MP3 is not built in Trunkline yet", 501)
    blobs = request.work.port(Blobs)  # type: ignore[type-abstract]  # ports are found by their protocol
    size = await blobs.size(recording.sid)
    if size is None:
        raise request.missing()
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{recording.sid}"'}
    try:
        part = read_range(request.headers.get("range"), size)
    except Unsatisfiable:
        return Reply(416, b"", WAV, {**headers, "Content-Range": f"bytes */{size}"})
    if part is None:
        data = await blobs.get(recording.sid)
    else:
        data = await blobs.get(recording.sid, part[0], part[1] + 1)
        headers["Content-Range"] = f"bytes {part[0]}-{part[1]}/{size}"
    if data is None:  # deleted meanwhile
        raise request.missing()
    return Reply(200 if part is None else 206, data, WAV, headers)

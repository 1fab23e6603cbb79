"""Keep a finished recording."""

from __future__ import annotations

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.work import Work

from ..resources.recording import Recording
from ..rules.wave import read_wave


async def store_recording(
    work: Work,
    *,
    account_sid: str,
    audio: bytes,
    source: str,
    call_sid: str | None = None,
    conference_sid: str | None = None,
    start_time: int | None = None,
    track: str | None = None,
) -> Recording:
    """Put the WAV on disk and stage the row, completed; length and channels are read from the file. ValueError for what is no WAV.

    The file comes first: a row never points at nothing, and a refused commit leaves at worst a file that nobody names.
    """
    wave = read_wave(audio)
    sid = work.sid(Recording.prefix)
    await work.port(Blobs).put(sid, audio)  # type: ignore[type-abstract]  # ports are found by their protocol
    recording = Recording(
        sid=sid,
        account_sid=account_sid,
        call_sid=call_sid,
        conference_sid=conference_sid,
        source=source,
        track=track,
        channels=wave.channels,
        duration=round(wave.seconds),
        start_time=work.now - int(wave.seconds * 1_000_000) if start_time is None else start_time,
    )
    return work.add(recording, state="completed")

"""Bring a message's files into our own storage before they go anywhere: what the far end sees is what was fetched, and looked at, then."""

from __future__ import annotations

from base64 import b64decode

from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.actions.scan_media import scan_media
from trunkline.foundations.webhooks.ports import Limits, Outgoing, Unreachable, WebCaller
from trunkline.kernel.work import Work

from ..resources.media import Media
from ..resources.message import Message
from ..rules.media import LARGEST, accepts
from .sign_media import HANDED_OVER, signed_path


class Unfit(Exception):
    """A file cannot go with the message; `code` is what the message ends with, `threat` the malware that was found in it."""

    def __init__(self, code: int, threat: str = "") -> None:
        super().__init__(f"{code} {threat}")
        self.code, self.threat = code, threat


async def fetch_media(message: Message, work: Work) -> tuple[str, ...]:
    """Signed paths (below our own origin) of all files of the message, fetching and storing those that are not there yet.

    Raises Unfit: 11200 not to be had, 12300 a type that no message carries or not the one it claims, 11751 over 5 MB, 30007 malware; and
    trust's Held where the file must wait for a scanner. Network first, then one commit.
    """
    files = await work.select(Media, parent_sid=message.sid)
    for media in files:
        await store_file(media, work)
    await work.commit()
    return tuple(signed_path(work.platform, media.sid, HANDED_OVER) for media in files)


async def store_file(media: Media, work: Work) -> None:
    """Bring one file into our storage, unless it is there, and stage what is known of it. Raises Unfit as above."""
    if media.stored:
        return
    data, kind = await _fetch(media, work)
    scan = await scan_media(work, media.account_sid, media.parent_sid, data, kind)
    if scan.state == "infected":
        raise Unfit(30007, scan.name)
    if scan.state == "contradicts":
        raise Unfit(12300)
    await work.port(Blobs).put(media.sid, data)  # type: ignore[type-abstract]  # ports are found by their protocol
    own = {"source": ""} if media.source.startswith("data:") else {}  # what is stored need not be kept twice
    work.set(media, stored=True, content_type=kind, size=len(data), **own)


async def _fetch(media: Media, work: Work) -> tuple[bytes, str]:
    if media.source.startswith("data:"):
        return _carried(media.source)
    limits = Limits(body_bytes=LARGEST, past_body="fail")
    try:
        answer = await work.port(WebCaller).call(Outgoing("GET", media.source, limits=limits))  # type: ignore[type-abstract]  # see above
    except Unreachable as why:
        raise Unfit(11751 if why.kind == "too_large" else 11200) from None
    if answer.status != 200:
        raise Unfit(11200)
    kind = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    if not accepts(kind):
        raise Unfit(12300)
    return answer.body, kind


def _carried(address: str) -> tuple[bytes, str]:
    """A file that its address carries within itself (RFC 2397, base64): what a phone of the simulated network took."""
    head, comma, coded = address.removeprefix("data:").partition(",")
    kind, semicolon, coding = head.partition(";")
    if not comma or not semicolon or coding != "base64":
        raise Unfit(11200)
    try:
        data = b64decode(coded, validate=True)
    except ValueError:
        raise Unfit(11200) from None
    if len(data) > LARGEST:
        raise Unfit(11751)
    if not accepts(kind.strip().lower()):
        raise Unfit(12300)
    return data, kind.strip().lower()

"""A part of a long text that has come in, kept until the others are there."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.kernel.fields import Privacy, Word
from trunkline.kernel.resource import Resource


class Fragment(Resource, sid="FR", indexes=[("channel", "source", "destination", "reference", "total")], clustered=True):
    """`channel`: the carrier's name, or the SID of the credential by which a customer's system is bound.

    `octets` in hexadecimal, septets unpacked: parts are joined before they are read, as a character may lie across the cut. A `joined`
    one is kept a while, to know a repetition. `about` holds what a server must know of each part.
    """

    channel: Word = ""
    source: Annotated[str, Privacy.CONTACT] = ""
    destination: Annotated[str, Privacy.CONTACT] = ""
    reference: int = 0
    total: int = 0
    sequence: int = 0
    data_coding: int = 0
    octets: Annotated[str, Privacy.CONTENT] = ""
    joined: bool = False
    about: dict[str, Any]

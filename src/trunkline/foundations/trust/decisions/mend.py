"""Mending a text: a line put before or behind it, within the limit of a body and without making it dearer in encoding."""

from __future__ import annotations

from .request import BODY_LIMIT


def append(body: str, sentence: str) -> str | None:
    """`body` with the sentence behind it; None where it would be too long (21617), so that the message is refused instead."""
    joined = f"{body.rstrip()} {sentence}" if body.strip() else sentence
    return joined if len(joined) <= BODY_LIMIT else None


def prepend(body: str, name: str) -> str | None:
    """`name` before the body; None where it would be too long."""
    return name + body if len(name) + len(body) <= BODY_LIMIT else None

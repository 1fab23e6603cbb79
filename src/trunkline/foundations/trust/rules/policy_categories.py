"""The words of the acceptable use policy, by which people name what is wrong with a text."""

from __future__ import annotations

CATEGORIES = (
    "illegal", "harmful", "unwanted", "inappropriate", "objectionable", "misinformation", "fraud", "hate", "other",
)  # fmt: skip

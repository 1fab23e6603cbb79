"""Templates are the account's own, and move with it; what a reviewer said of them does not."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import answer

from .resources.content import Content

answer(Content, carried="quietly")

"""What voice does when somebody asks to be forgotten, or for their data to be moved."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import REMOVE, answer

from .resources.call import Call
from .resources.recording import Recording

answer(Call, why="the numbers are blanked; state, length and price stay, as they were billed", carried="quietly")
answer(Recording, erase=REMOVE, why="the voice of the person", files=lambda row: [row.sid], carried="quietly")

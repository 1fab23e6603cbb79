"""What the SMPP carrier does when somebody asks to be forgotten: parts and receipts that wait go."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import REMOVE, answer

from .resources.delivery import Delivery
from .resources.fragment import Fragment

answer(Fragment, erase=REMOVE, why="a part of a long text that waits for the others")
answer(Delivery, erase=REMOVE, why="a text or receipt that waits for a customer's system")

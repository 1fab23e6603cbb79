"""What the simulated network does when somebody asks to be forgotten: their handset is taken out, with all that it holds."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import REMOVE, answer

from .actions.create_handset import delete_handset
from .resources.fault import Fault
from .resources.handset import Handset
from .resources.handset_message import HandsetMessage
from .resources.network_event import NetworkEvent

answer(HandsetMessage, erase=REMOVE, why="a copy of a text, on the simulated handset")
answer(Handset, erase=REMOVE, by=delete_handset, why="the simulated handset of that number")
answer(NetworkEvent, erase=REMOVE, why="what was done to that number on the simulated network")
answer(Fault, erase=REMOVE, why="a fault that was set for that number")

"""What messaging does when somebody asks to be forgotten, or for their data to be moved."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import REMOVE, answer

from .resources.cookie_jar import CookieJar
from .resources.feedback import Feedback
from .resources.link_click import LinkClick
from .resources.media import Media
from .resources.message import Message
from .resources.service import Service
from .resources.short_link import ShortLink

answer(Message, why="number and text are blanked; state, price and segments stay, as they were billed", carried="quietly")
answer(Media, erase=REMOVE, why="a picture or sound that came or went with a message", files=lambda row: [row.sid], carried="quietly")
answer(ShortLink, erase=REMOVE, why="made for one message to the person")
answer(LinkClick, erase=REMOVE, why="that the person followed a link")
answer(CookieJar, erase=REMOVE)
answer(Feedback, carried="quietly")
answer(Service, carried="told")

"""What passes by: sessions end by themselves, wrong guesses are forgotten, and a link that was used is over long before its mark goes."""

from __future__ import annotations

from trunkline.foundations.retention.keeping import keep

from .resources.event import Event
from .resources.guess import Guess
from .resources.invitation import Invitation
from .resources.session import Session
from .resources.spent_token import SpentToken

keep("events", Event, 400)
keep("sessions", Session, 30)
keep("invitations", Invitation, 90)
keep("sign_in_guesses", Guess, 2)
keep("spent_links", SpentToken, 30)

"""What numbers does when somebody asks to be forgotten, or for their data to be moved."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import REMOVE, answer

from .resources.address import Address
from .resources.application import Application
from .resources.incoming_phone_number import IncomingPhoneNumber
from .resources.outgoing_caller_id import OutgoingCallerId
from .resources.short_code import ShortCode
from .resources.validation_request import ValidationRequest

_ASSIGNED = "a number is assigned by who provides it: order or port it here"

answer(OutgoingCallerId, erase=REMOVE, not_carried="a number is verified in the house that shows it")
answer(ValidationRequest, erase=REMOVE)
answer(Address, carried="quietly")
answer(Application, carried="quietly")
answer(IncomingPhoneNumber, not_carried=_ASSIGNED)
answer(ShortCode, not_carried=_ASSIGNED)

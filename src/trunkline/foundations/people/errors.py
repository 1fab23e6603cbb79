"""The error codes of people, in the block 994xx, and the refusals that more than one action gives."""

from __future__ import annotations

from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem

CONFIRM = 99403
"""The act wants a proof of who one is that is not older than five minutes."""
WRONG = 99410
"""The e-mail address, the password, the code or the passkey is wrong: which of them is not said."""
SECOND_FACTOR = 99411
"""The password is right, and a code of the authenticator app (or a recovery code) is wanted beside it."""
TOO_MANY = 99412
"""Too many wrong attempts: no more are looked at for a while."""
BAD_LINK = 99413
"""The link is not one of ours, is over, or was used."""
WEAK_PASSWORD = 99414
"""The password is too short, or easily guessed."""
BAD_PASSKEY = 99415
"""The passkey's answer does not prove what it should."""
NO_PASSKEYS_HERE = 99416
"""Browsers make no passkeys for an address of digits: the console must be opened by a name."""
NOT_YOURS_TO_GIVE = 99417
"""Only an owner makes, changes or removes owners, and an account keeps one owner."""
MEMBER_ALREADY = 99418
"""The person is in the account, or has an invitation to it, already."""
NOT_SET_UP = 99419
"""The authenticator app's set-up was not begun, is finished, or its code is wrong."""
ROLE = 99420
"""The role does not reach this. Raised by foundations/access/policy.py, which reads the roles' scopes."""
OWNED = 99421
"""There is an owner already."""
NOBODY_SIGNS_IN = 99422
"""The server runs with --no-auth: nobody has a password, a session or a second factor here."""
ONLY_OPERATOR = 99423
"""Reviewers stand in the account of the platform's operator."""


def wrong() -> Problem:
    """The one answer to everything that does not prove who somebody is."""
    return Problem(WRONG, "The e-mail address, the password or the code is wrong", 401)


def bad_link() -> Problem:
    return Problem(BAD_LINK, "This link cannot be used (any more): ask for a new one", 401)


class SecondFactorWanted(Problem):
    """99411: the page asks for the code and sends everything again."""

    def __init__(self) -> None:
        super().__init__(SECOND_FACTOR, "A code of your authenticator app is wanted, or one of your recovery codes", 401)

    def to_wire(self, origin: str) -> dict[str, object]:
        return {**super().to_wire(origin), "needs": "totp"}


class TooMany(Problem):
    """99412. `wait` in microseconds; the answer says it in whole seconds."""

    def __init__(self, wait: int) -> None:
        self.seconds = max(1, -(-wait // SECOND))
        super().__init__(TOO_MANY, f"Too many wrong attempts: wait {self.seconds} seconds", 429)

    def to_wire(self, origin: str) -> dict[str, object]:
        return {**super().to_wire(origin), "retry_after": self.seconds}


class Confirm(Problem):
    """99403: the page asks for the password or a second factor, and tries again."""

    def __init__(self) -> None:
        super().__init__(CONFIRM, "Confirm that it is you: this wants your password or second factor again", 403)

    def to_wire(self, origin: str) -> dict[str, object]:
        return {**super().to_wire(origin), "needs": "confirm"}

"""Operations of the API that a person at the console confirms first: what makes, shows or ends credentials, what takes data away or
erases them, and what closes an account.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"\{\w+\}")
_OF_CREDENTIALS = frozenset({"Keys", "SigningKeys", "AuthTokens", "OAuthApps", "Credentials", "SmppCredentials", "Reviewers"})
_OF_PRIVACY = frozenset({"Erasures", "Exports", "Holds", "Imports"})


def wants_confirmation(method: str, product: str, template: str, verb: str) -> bool:
    """Whether it must be within five minutes of a proof (99403 else). The arguments are those of `permit`."""
    if method in ("GET", "HEAD"):
        return False
    words = _NAME.sub("{}", template).split("/")
    if not _OF_CREDENTIALS.isdisjoint(words) or (product == "privacy" and not _OF_PRIVACY.isdisjoint(words)):
        return True
    # The account itself: its state and its name stand in one operation.
    return product == "api" and words[2:3] == ["Accounts"] and len(words) <= 4 and (verb == "update" or words[3:4] == ["{}"])

"""Make an API key. Its secret is in the answer to its creation, and nowhere after that."""

from __future__ import annotations

from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..key_secret import secret_purpose
from ..resources.api_key import ApiKey
from ..vault import Vault

LONGEST_NAME = 64


def check_name(name: str | None) -> str | None:
    """70001 for more than 64 characters; an empty name is none."""
    if name is not None and len(name) > LONGEST_NAME:
        raise Problem(70001, "The request has constraint violations: FriendlyName is longer than 64 characters", 400)
    return name or None


def create_api_key(
    work: Work, account_sid: str, friendly_name: str | None = None, grade: str = "standard", policy: dict[str, list[str]] | None = None
) -> tuple[ApiKey, str]:
    """Stage a key: (key, its secret in clear). `grade` is main, standard or restricted; a restricted key needs a `policy`.

    Main keys are not made by the API, as Twilio's are not: by a command of the operator's only.
    """
    if (grade == "restricted") != (policy is not None):
        raise Problem(70002, "A restricted key needs a Policy, and only a restricted key has one", 400)
    key = ApiKey(sid=work.sid("SK"), account_sid=account_sid, friendly_name=check_name(friendly_name), grade=grade, policy=policy)
    key.made_by = work.caller.acting if work.caller is not None else ""
    secret = work.platform.dice.token(32)
    key.sealed_secret = work.port(Vault).seal(secret, secret_purpose(key.sid))
    work.add(key)
    return key, secret

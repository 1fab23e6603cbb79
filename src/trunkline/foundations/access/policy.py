"""What limited credentials may do: test credentials, standard and restricted API keys, OAuth apps, people by their roles.

A caller's `scopes` are empty for credentials that may do everything; otherwise they hold `STANDARD`, or `LIMITED` with the permissions
allowed, and those denied after an exclamation mark. A permission is /twilio/{area}/{resource}/{read|list|create|update|delete|*}
(https://www.twilio.com/docs/iam/api-keys/restricted-api-keys); what is not allowed by name is refused. The roles of people
(foundations/people/roles.py) are such permissions with `PERSON` beside them, and * may stand for an area or a resource there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from trunkline.kernel.dialects import snake
from trunkline.kernel.errors import Problem, unauthorized
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.request import Caller

EVERYTHING: frozenset[str] = frozenset()
STANDARD = frozenset({"standard"})
LIMITED = "limited"
PERSON = "person"
PERSONS = "US"
"""How the SIDs of people begin, which callers who are people act as."""
ROLE = 99420
MOST_PERMISSIONS = 100

_PERMISSION = re.compile(r"/twilio/[a-z0-9-]+/[a-z0-9.-]+/(read|list|create|update|delete|\*)")
_VERBS = {"fetch": "read", "list": "list", "create": "create", "update": "update", "delete": "delete"}
_OF_ONE = frozenset({"fetch", "update", "delete"})  # of the five verbs, those whose mount's path is followed by a name
_NAME = re.compile(r"\{\w+\}")
_V2010 = "/2010-04-01/Accounts/{}"
# https://www.twilio.com/docs/iam/test-credentials: these, and nothing else.
_REHEARSED = frozenset(
    {
        ("POST", "api", f"{_V2010}/Messages"),
        ("POST", "api", f"{_V2010}/Calls"),
        ("POST", "api", f"{_V2010}/IncomingPhoneNumbers"),
        ("GET", "lookups", "/v1/PhoneNumbers/{}"),
        ("GET", "lookups", "/v2/PhoneNumbers/{}"),
    }
)
# A suspended account reads its case, and asks a person to look at it again; the operator's can have such a person.
_WHILE_SUSPENDED = frozenset(
    {
        *(("GET", "compliance", f"/v1/{name}{one}") for name in ("Enforcements", "Notices", "Appeals") for one in ("", "/{}")),
        *(("GET", "compliance", f"/v1/Enforcements/{{}}/Notices{one}") for one in ("", "/{}")),
        ("POST", "compliance", "/v1/Appeals"),
        ("POST", "compliance", "/v1/Reviewers"),
    }
)
_OF_KEYS = frozenset({"Keys", "SigningKeys"})
# Areas of the 2010 API by its collections, and of later products that stand in another product's area.
_AREAS = {
    "Calls": "voice", "Conferences": "voice", "Recordings": "voice", "Queues": "voice", "Transcriptions": "voice", "SIP": "voice",
    "OutgoingCallerIds": "voice", "Applications": "voice", "Notifications": "voice", "Messages": "messaging", "SMS": "messaging",
    "Media": "messaging", "IncomingPhoneNumbers": "numbers", "AvailablePhoneNumbers": "numbers", "Addresses": "numbers",
    "Usage": "billing", "Balance": "billing", "Keys": "iam", "SigningKeys": "iam",
}  # fmt: skip
_PREFIXES = {"insights": ("voice", "insights"), "intelligence": ("voice", "intelligence"), "trunking": ("voice", "sip")}


def read_policy(value: Any) -> dict[str, list[str]]:
    """A policy as it is stored, from JSON that somebody sent; 70002 for what is no policy."""
    if not isinstance(value, dict) or not value.get("allow") or value.keys() - {"allow", "deny"}:
        raise Problem(70002, "Policy must be an object with a list 'allow' of permissions", 400)
    policy: dict[str, list[str]] = {}
    for name, permissions in value.items():
        if not isinstance(permissions, list) or len(permissions) > MOST_PERMISSIONS:
            raise Problem(70002, f"Policy '{name}' must be a list of at most {MOST_PERMISSIONS} permissions", 400)
        for one in permissions:
            if not isinstance(one, str) or not _PERMISSION.fullmatch(one):
                raise Problem(70002, f"assertion '{str(one)[:200]}' is invalid", 400)
        policy[name] = list(permissions)
    return policy


def scopes_of(policy: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """A policy as a caller carries it."""
    return frozenset({LIMITED, *map(_plain, policy.get("allow", ())), *("!" + _plain(p) for p in policy.get("deny", ()))})


def is_account(caller: Caller) -> bool:
    """Whether the caller stands for the account itself, subaccounts included: its auth token, or a person whose role may do everything."""
    return caller.acting == caller.account_sid or (not caller.scopes and is_sid(caller.acting, PERSONS))


def permit(caller: Caller, method: str, product: str, template: str, verb: str) -> None:
    """Return if the caller may ask this operation; 20008, 20003, 70051 or (people) 99420 if not.

    `template` is the mount's path, `verb` one of the five or route. Needs to be asked only where `caller.rehearsal or caller.scopes`.
    """
    place = _NAME.sub("{}", template) + ("/{}" if verb in _OF_ONE else "")
    if caller.rehearsal and (method, product, place) not in _REHEARSED:
        raise Problem(20008, "Resource not accessible with Test Account Credentials", 403)
    if not caller.scopes:
        return
    action = _VERBS.get(verb) or _action(method, place)
    if PERSON in caller.scopes:
        if _manages_accounts(product, place) or not _allows(caller.scopes, needed_permission(product, place, action)):
            raise Problem(ROLE, "Your role in this account does not reach this: its owner or an administrator can give you another", 403)
        return
    if _manages_accounts(product, place):
        raise unauthorized()
    keys = not _OF_KEYS.isdisjoint(place.split("/"))
    if caller.scopes >= STANDARD:
        if keys:
            raise unauthorized()
        return
    if keys and action not in ("read", "list"):
        raise unauthorized()  # whoever can make a key can make one that may do more
    permission = needed_permission(product, place, action)
    if not _allows(caller.scopes, permission):
        raise Problem(70051, f"Authorization Error: required permission {permission[1:]} is missing", 401)


def heard_while_suspended(method: str, product: str, template: str, verb: str) -> bool:
    """Whether a suspended account may still ask this; the arguments are those of `permit`."""
    return (method, product, _NAME.sub("{}", template) + ("/{}" if verb in _OF_ONE else "")) in _WHILE_SUSPENDED


def _action(method: str, place: str) -> str:
    if method == "POST":
        return "update" if place.endswith("{}") else "create"
    if method in ("GET", "HEAD"):
        return "read" if place.endswith("{}") else "list"
    return "delete" if method == "DELETE" else "update"


def _manages_accounts(product: str, place: str) -> bool:
    """Accounts themselves, their tokens, and apps that get credentials of their own: for the auth token and main keys only."""
    if product == "api":
        return place in ("/2010-04-01/Accounts", _V2010)
    return (product == "accounts" and "/AuthTokens" in place) or "/OAuthApps" in place


@lru_cache(maxsize=4096)
def needed_permission(product: str, place: str, action: str) -> str:
    """/twilio/messaging/messages/read for the fetch of a message; names in `place` are braces."""
    words = [word for word in place.split("/")[2:] if word and word != "{}"]
    if product == "api":
        words = words[1:]
        area = _AREAS.get(words[0], "api") if words else "api"
        words = words[1:] if words[:1] == ["SMS"] else words
    elif product in _PREFIXES:
        area, first = _PREFIXES[product]
        words = [first, *words]
    else:
        area = product
        words = words[1:] if product == "verify" and len(words) > 1 and words[0] == "Services" else words
    names = ["api-keys" if word in _OF_KEYS else snake(word).replace("_", "-") for word in words]
    return f"/twilio/{area}/{'.'.join(names)}/{action}"


def _plain(permission: str) -> str:
    """Twilio writes the same word with and without hyphens, in singular and in plural, from product to product."""
    start, action = permission.rsplit("/", 1)
    return (
        "/".join(".".join(part.removesuffix("s") for part in name.split(".")) for name in start.replace("-", "").split("/")) + "/" + action
    )


def _allows(scopes: frozenset[str], permission: str) -> bool:
    wanted = _plain(permission)
    start, action = wanted.rsplit("/", 1)
    ways = [wanted, f"{start}/*"]
    if PERSON in scopes:
        area = start.rsplit("/", 1)[0]
        ways += [f"{area}/*/{action}", f"{area}/*/*", f"/twilio/*/*/{action}", "/twilio/*/*/*"]
    return any(way in scopes for way in ways) and not any("!" + way in scopes for way in ways)

"""Passkeys (WebAuthn Level 3): registered by who is signed in, and used to sign in or to confirm.

A passkey is two factors in one, since the device asks for a finger, a face or a PIN before it answers (user verification is required). It
is bound to the host name that the console was opened by, which the browser checks. Challenges are signed, live five minutes and count once.
"""

from __future__ import annotations

import base64
import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from trunkline.kernel.clock import MINUTE
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from ..errors import BAD_PASSKEY, NO_PASSKEYS_HERE, wrong
from ..resources.passkey import Passkey
from ..resources.person import Person
from ..signed_tokens import Token, read_token, sign_token, spend
from ..wall_clock import wall_clock
from .count_guesses import count_attempt
from .record_act import record_act

LIFE = 5 * MINUTE
MOST = 20
"""Passkeys of one person."""
LONGEST_NAME = 64
_SIGN_IN, _REGISTER, _CONFIRM = "passkey to sign in", "passkey to register", "passkey to confirm"
Answered = dict[str, Any]


def relying_party(origin: str) -> str:
    """The host name; 99416 for an address of digits, for which browsers make no passkeys (WebAuthn, 5.1.3)."""
    host = (urlsplit(origin).hostname or "").lower()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    raise Problem(NO_PASSKEYS_HERE, "Passkeys need a name in place of an address of digits: open the console as http://localhost:…", 409)


async def passkeys_of(person_sid: str, work: Work) -> list[Passkey]:
    return await work.select(Passkey, person_sid=person_sid)  # any account: people stand in none


async def begin_registration(person: Person, origin: str, work: Work) -> dict[str, Any]:
    """The options for navigator.credentials.create(), with octets as base64url."""
    from webauthn import generate_registration_options  # not at the top: it takes a tenth of a second to load
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement, UserVerificationRequirement

    known = await passkeys_of(person.sid, work)
    if len(known) >= MOST:
        raise Problem(BAD_PASSKEY, f"A person has at most {MOST} passkeys: remove one first", 409)
    party = relying_party(origin)
    options = generate_registration_options(
        rp_id=party,
        rp_name="Trunkline",
        user_id=person.sid.encode(),
        user_name=person.email,
        user_display_name=person.name or person.email,
        challenge=sign_token(work.platform, _REGISTER, person.sid, LIFE).encode(),
        timeout=LIFE // 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_named(known, party),
    )
    return _plain(options)


async def register_passkey(
    person: Person, answered: Answered, name: str, origin: str, work: Work, *, account_sid: str, address: str = ""
) -> Passkey:
    """Commit the passkey that the browser made; 99415 when its answer proves nothing."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    name, party = read_passkey_name(name), relying_party(origin)
    challenge, token = _challenge(work.platform, answered, _REGISTER, person.sid)
    try:
        found = verify_registration_response(
            credential=answered, expected_challenge=challenge, expected_rp_id=party, expected_origin=origin, require_user_verification=True
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as why:
        raise Problem(BAD_PASSKEY, f"The passkey was not registered: {_reason(why)}", 400) from None
    row = Passkey(
        person_sid=person.sid, name=name, credential_id=bytes_to_base64url(found.credential_id), uses=found.sign_count, relying_party=party,
        public_key=base64.b64encode(found.credential_public_key).decode(), transports=_transports(answered),
        backed_up=found.credential_backed_up,
    )  # fmt: skip
    work.add(row)
    spend(token, work)
    record_act(work, account_sid, person.sid, "passkey.created", row.sid, address=address)
    try:
        await work.commit()
    except Duplicate:
        raise Problem(BAD_PASSKEY, "The passkey is registered already", 409) from None
    return row


async def begin_use(origin: str, work: Work, person: Person | None = None) -> dict[str, Any]:
    """The options for navigator.credentials.get(): to sign in, or, of who is signed in, to confirm."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement

    party = relying_party(origin)
    known = await passkeys_of(person.sid, work) if person is not None else []
    purpose, subject = (_SIGN_IN, "") if person is None else (_CONFIRM, person.sid)
    options = generate_authentication_options(
        rp_id=party,
        challenge=sign_token(work.platform, purpose, subject, LIFE).encode(),
        timeout=LIFE // 1000,
        allow_credentials=_named(known, party),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options)


async def prove_by_passkey(answered: Answered, origin: str, address: str, platform: Platform, person: Person | None = None) -> Person:
    """Whose passkey answered; commits its use. 99410 for anything that proves nobody, or another than `person`; 99412 while locked.

    Only the network address is counted: nobody's passkey can be guessed, and nobody's be locked by guesses.
    """
    attempt = await count_attempt(platform, "", address)
    work = platform.work()
    purpose, subject = (_SIGN_IN, "") if person is None else (_CONFIRM, person.sid)
    challenge, token = _challenge(platform, answered, purpose, subject)
    row = await work.find(Passkey, credential_id=str(answered.get("id"))[:2000])  # any account: people stand in none
    owner = await work.fetch(Person, row.person_sid) if row is not None else None  # any account: people stand in none
    if row is None or owner is None or (person is not None and owner.sid != person.sid):
        raise wrong()
    uses = _verify(row, answered, challenge, origin)
    work.change(row, quietly=True, uses=uses, last_used_at=wall_clock(platform).now())
    spend(token, work)
    try:
        await work.commit()
    except (Duplicate, Stale):
        raise wrong() from None
    await attempt.clear()
    return owner


def _verify(row: Passkey, answered: Answered, challenge: bytes, origin: str) -> int:
    """How often the authenticator says that it was used; 99410 when the answer is not of this passkey, here and now."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    if row.relying_party != relying_party(origin):
        raise wrong()
    try:
        found = verify_authentication_response(
            credential=answered,
            expected_challenge=challenge,
            expected_rp_id=row.relying_party,
            expected_origin=origin,
            credential_public_key=base64.b64decode(row.public_key),
            credential_current_sign_count=row.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise wrong() from None
    return found.new_sign_count


async def rename_passkey(row: Passkey, name: str, work: Work, *, account_sid: str, address: str = "") -> None:
    work.change(row, name=read_passkey_name(name))
    record_act(work, account_sid, row.person_sid, "passkey.updated", row.sid, address=address)
    await work.commit()


async def remove_passkey(row: Passkey, work: Work, *, account_sid: str, address: str = "") -> None:
    work.remove(row)
    record_act(work, account_sid, row.person_sid, "passkey.deleted", row.sid, address=address)
    await work.commit()


def read_passkey_name(name: str) -> str:
    found = " ".join(name.split())
    if not found or len(found) > LONGEST_NAME or not found.isprintable():
        raise invalid("name", f"must be one line of 1 to {LONGEST_NAME} characters")
    return found


def _challenge(platform: Platform, answered: Answered, purpose: str, subject: str) -> tuple[bytes, Token]:
    """The challenge that the answer names, if it is one of ours for this; 99410 if not."""
    try:
        octets = base64.urlsafe_b64decode(str(answered["response"]["clientDataJSON"]) + "==")
        named = base64.urlsafe_b64decode(str(json.loads(octets)["challenge"]) + "==")
        token = read_token(platform, purpose, named.decode("ascii"))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong() from None
    if token is None or token.subject != subject:
        raise wrong()
    return named, token


def _named(known: list[Passkey], party: str) -> list[Any]:
    from webauthn import base64url_to_bytes
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    ways = {way.value: way for way in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id), transports=[ways[w] for w in one.transports if w in ways])
        for one in known
        if one.relying_party == party
    ]


def _plain(options: Any) -> dict[str, Any]:
    from webauthn import options_to_json

    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def _transports(answered: Answered) -> list[str]:
    given = answered["response"].get("transports")
    return [one for one in given if isinstance(one, str) and len(one) <= 16][:8] if isinstance(given, list) else []


def _reason(why: Exception) -> str:
    return str(why)[:200] or "its answer cannot be read"

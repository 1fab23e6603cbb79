"""A person comes into being: as the platform's first owner, or by accepting an invitation."""

from __future__ import annotations

import re

from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from ..errors import OWNED, bad_link
from ..hashing import passwords
from ..places import oldest_account
from ..resources.membership import Membership
from ..resources.person import LANGUAGES, Person
from ..rules.passwords import require_good
from ..signed_tokens import read_token, spend
from ..wall_clock import wall_clock
from .count_guesses import count_attempt
from .prove_person import LONGEST_EMAIL, plain_email
from .record_act import record_act

OWNERS_LINK = "become the owner"
LONGEST_NAME = 160
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")


def read_email(text: str) -> str:
    """In small letters; 20001 for what is no e-mail address."""
    found = plain_email(text)
    if len(found) > LONGEST_EMAIL or not _EMAIL.fullmatch(found):
        raise invalid("email", "must be an e-mail address")
    return found


def read_name(text: str) -> str:
    """One line; 20001 when it is empty, too long or not printable."""
    found = " ".join(text.split())
    if not found or len(found) > LONGEST_NAME or not found.isprintable():
        raise invalid("name", f"must be one line of 1 to {LONGEST_NAME} characters")
    return found


def read_language(text: str) -> str:
    try:
        found: str = LANGUAGES.read(text)
    except ValueError as why:
        raise invalid("language", str(why)) from None
    return found


async def make_person(work: Work, email: str, name: str, password: str, language: str) -> Person:
    """Stage a person; 20001 or 99414 for what cannot be. The commit raises Duplicate when the address is somebody's."""
    email, name, language = read_email(email), read_name(name), read_language(language)
    good = require_good(password, email, name)
    hashed = await passwords(work.platform).hash(good)
    now = wall_clock(work.platform).now()
    return work.add(Person(email=email, name=name, language=language, password_hash=hashed, password_set_at=now))


async def is_owned(work: Work) -> bool:
    """Whether the platform's first account has an owner, or there is none to own."""
    account = await oldest_account(work)
    return account is None or await work.find(Membership, account_sid=account.sid, role="owner") is not None


async def make_owner(platform: Platform, link: str, email: str, name: str, password: str, language: str, address: str = "") -> Person:
    """The first owner, by the link of the terminal. 99413 for a link that is none, 99421 when there is an owner already."""
    token = read_token(platform, OWNERS_LINK, link)
    work = platform.work()
    account = await oldest_account(work)
    if token is None or account is None or token.subject != account.sid:
        await count_attempt(platform, "", address)
        raise bad_link()
    if await is_owned(work):
        raise Problem(OWNED, "This Trunkline has an owner already: sign in, or have `trunkline console-link` make a link to do so", 409)
    person = await make_person(work, email, name, password, language)
    work.add(Membership(account_sid=account.sid, person_sid=person.sid, role="owner", given_by=person.sid))
    record_act(work, account.sid, person.sid, "user.created", address=address)
    record_act(work, account.sid, person.sid, "membership.created", address=address, role="owner")
    spend(token, work)
    await work.commit()
    return person

"""A sole proprietor's phone is asked, by the registry, whether it belongs to the brand; the answer verifies the brand."""

from __future__ import annotations

import hmac

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..ports import RegistryTexts
from ..resources.brand_registration import BrandRegistration
from ..rules.one_time_code import EXPIRED, LIFE, MOST_SENT, MOST_WRONG, invite, read_answer, recent

SOLE_PROPRIETOR, UNVERIFIED, VERIFIED = "SOLE_PROPRIETOR", "UNVERIFIED", "VERIFIED"
_PURPOSE = "code of a sole proprietor"


async def ask_again(brand: BrandRegistration, work: Work) -> None:
    """CreateBrandRegistrationOtp: a new code, and the old one is void. 20001 for a brand that is no sole proprietor's, 409 for one that
    is not approved or is verified, 429 after three codes in a day. A mock brand is asked nothing."""
    if brand.brand_type != SOLE_PROPRIETOR:
        raise Problem(20001, f"The brand is {brand.brand_type}: only a SOLE_PROPRIETOR is verified by a code", 400)
    if brand.status != "APPROVED":
        raise Problem(20409, f"The brand is {brand.status}: the code is sent once it is APPROVED", 409)
    if brand.mock:
        return  # it has nobody's phone, and needs no answer
    if brand.identity_status == VERIFIED:
        raise Problem(20409, "The brand is VERIFIED already", 409)
    if len(recent(brand.codes_sent, work.now)) >= MOST_SENT:
        raise Problem(20429, f"This brand has had {MOST_SENT} codes within 24 hours: wait until the first is a day old", 429)
    await send_code(brand, work, brand.proprietor_name, brand.proprietor_phone)


async def send_code(brand: BrandRegistration, work: Work, name: str, phone: str) -> None:
    """Stage a code, and the text that brings it."""
    code, now = f"{int.from_bytes(work.platform.dice.bytes(4), 'big') % 1_000_000:06}", work.now
    errors = [error for error in brand.errors if error.get("error_code") != EXPIRED]
    work.change(
        brand,
        identity_status=UNVERIFIED,
        proprietor_name=name,
        proprietor_phone=to_e164(phone) or phone,
        code_digest=_digest(work, brand.sid, code),
        code_until=now + LIFE,
        codes_sent=[*recent(brand.codes_sent, now), now],
        wrong_answers=0,
        errors=errors,
        failure_reason=None if not errors else brand.failure_reason,
    )
    texts: RegistryTexts | None = work.platform.ports.get(RegistryTexts)
    if texts is not None:
        await texts.text(work, brand.account_sid, brand.proprietor_phone, invite(name, code))
    work.enqueue(expire_code, delay=LIFE, sid=brand.sid, until=brand.code_until)


@task()
async def expire_code(work: Work, *, sid: str, until: int) -> None:
    """Nobody has answered the code that was good until then."""
    brand = await work.fetch(BrandRegistration, sid)  # any account: our own job names it
    if brand is None or brand.code_until != until or brand.identity_status != UNVERIFIED:
        return
    words = "The phone has not answered within 24 hours: ask for a new code by SmsOtp, and answer YES."
    error = {"error_code": EXPIRED, "fields": ["mobile_phone_number"], "description": words, "url": f"/errors/{EXPIRED}"}
    work.change(brand, code_digest="", errors=[*brand.errors, error], failure_reason=words)


async def answer_code(work: Work, account_sid: str, phone: str, body: str) -> str:
    """Stage what an answer to the registry means; what the registry answers."""
    brands = await work.select(
        BrandRegistration, order=(("code_until", True),), account_sid=account_sid, proprietor_phone=phone, identity_status=UNVERIFIED
    )
    brand = brands[0] if brands else None
    if brand is None:
        return "There is no registration that waits for an answer from this phone."
    if not brand.code_digest or work.now >= brand.code_until:
        return "This code has expired. Please ask for a new one."
    said = read_answer(body)
    if said == "yes" or hmac.compare_digest(_digest(work, brand.sid, said), brand.code_digest):
        work.change(brand, identity_status=VERIFIED, code_digest="")
        return f"Thank you. {brand.proprietor_name} is verified."
    wrong = brand.wrong_answers + 1
    work.change(brand, wrong_answers=wrong, code_digest="" if wrong >= MOST_WRONG else brand.code_digest)
    if wrong >= MOST_WRONG:
        return "That was wrong too often, and the code is void. Please ask for a new one."
    return "That is not the code. Reply YES, or the six digits."


def _digest(work: Work, sid: str, code: str) -> str:
    return work.port(Vault).digest(f"{sid} {code}", _PURPOSE)

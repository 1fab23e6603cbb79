"""An account deposits credentials of elsewhere: they are looked at before they are taken, and sealed if they are secret."""

from __future__ import annotations

import base64
import binascii
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from trunkline.foundations.accounts.family import family_of
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.stored_credential import AwsCredential, PublicKeyCredential
from ..vault import Vault

LEAST_BITS = 2048
"""Of an RSA key (https://www.twilio.com/docs/iam/pkcv/quickstart asks for this size)."""

_AWS = re.compile(r"[A-Z0-9]{20}:[A-Za-z0-9/+=]{40}")  # https://www.twilio.com/docs/api/errors/70106
_ARMOUR = re.compile(r"\s*-----BEGIN PUBLIC KEY-----(.*)-----END PUBLIC KEY-----\s*", re.DOTALL)


@creates(AwsCredential)
async def store_aws_credential(draft: AwsCredential, work: Work) -> AwsCredential:
    """70106 for what is no access key and secret, 20001 for an account that is not a subaccount of the caller's."""
    if _AWS.fullmatch(draft.credentials) is None:
        raise Problem(70106, "Invalid AWS credentials: 20 capitals and digits, a colon, and the secret of 40 characters are expected", 400)
    draft.account_sid = await _owner(draft, work)
    draft.sid = work.sid("CR")  # what is sealed is bound to it
    draft.sealed_credentials = work.port(Vault).seal(draft.credentials, aws_purpose(draft.sid))
    return work.add(draft)


@creates(PublicKeyCredential)
async def store_public_key(draft: PublicKeyCredential, work: Work) -> PublicKeyCredential:
    """70154 for what is no RSA public key of 2048 bits or more. It is kept as PEM, however its lines came."""
    draft.public_key = read_public_key(draft.public_key)
    draft.account_sid = await _owner(draft, work)
    return work.add(draft)


def aws_purpose(sid: str) -> str:
    """What the secret of this credential is sealed for."""
    return f"AWS credentials {sid}"


def read_public_key(given: str) -> str:
    """PEM with its lines broken as they should be; form encoding often loses the line breaks, or makes spaces of them."""
    armoured = _ARMOUR.fullmatch(given)
    if armoured is None:
        raise Problem(70154, "The public key does not begin and end as PEM does (BEGIN PUBLIC KEY)", 400)
    try:
        key = load_der_public_key(base64.b64decode("".join(armoured[1].split()), validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        raise Problem(70154, "The public key cannot be read", 400) from None
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise Problem(70154, f"The public key must be RSA with {LEAST_BITS} bits or more", 400)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


async def _owner(draft: AwsCredential | PublicKeyCredential, work: Work) -> str:
    """The account itself, or the subaccount that it names."""
    named = draft.for_account
    if named is None or named == draft.account_sid:
        return draft.account_sid
    if (await family_of(work, named))[1:] != (draft.account_sid,):
        raise invalid("AccountSid", "it is no subaccount of yours")
    return named

"""Credentials of elsewhere that an account deposits: its AWS keys, and the public halves of its own key pairs."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Hidden, Privacy, Unstored, Update, Word
from trunkline.kernel.resource import Resource

_NAME = (64, 70001)


class AwsCredential(Resource, sid="CR", mounts=[V(1, "accounts", "/Credentials/AWS", list_key="credentials")]):
    """An AWS access key with its secret, sealed and never shown (https://www.twilio.com/docs/iam/credentials/api/aws-resource)."""

    friendly_name: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    credentials: Annotated[str, Create(required=70106), Unstored, Privacy.SECRET] = ""
    for_account: Annotated[Word | None, Create(name="AccountSid"), Unstored, Hidden] = None
    sealed_credentials: Annotated[str, Privacy.SECRET] = ""


class PublicKeyCredential(Resource, sid="CR", mounts=[V(1, "accounts", "/Credentials/PublicKeys", list_key="credentials")]):
    """A public key by which what the account signed is verified (https://www.twilio.com/docs/iam/credentials/api)."""

    friendly_name: Annotated[str | None, Create(longest=_NAME), Update(longest=_NAME), Privacy.KEEP] = None
    public_key: Annotated[str, Create(required=70154), Hidden, Privacy.KEEP] = ""
    for_account: Annotated[Word | None, Create(name="AccountSid"), Unstored, Hidden] = None

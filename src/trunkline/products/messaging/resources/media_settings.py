"""How an account's files are served, and what becomes of pictures that somebody's phone or carrier cannot take."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Create, Update
from trunkline.kernel.resource import Resource


class MediaSettings(Resource, sid="MW", unique={("account_sid",): 20409}):
    """At Twilio both stand in the Console's messaging settings: "Enforce HTTP Auth on Media URLs" and "MMS Converter".

    `http_auth`: a file's address in the API asks for the account's credentials. `mms_converter`: a text whose pictures cannot be carried
    goes out with links to them; a Messaging Service has its own switch. An account without a row has the values below.
    """

    http_auth: Annotated[bool, Create(), Update()] = False
    mms_converter: Annotated[bool, Create(), Update()] = True

"""Webhook settings under one name, which numbers can share. Source: api_v2010, CreateApplication and api.v2010.account.application."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Create, Filter, Method, Privacy, Update, Url, choice
from trunkline.kernel.resource import Resource

from ..errors import INVALID_METHOD, INVALID_URL

ApiVersion = Annotated[str, choice("2010-04-01", "2008-08-01"), Privacy.KEEP]
GivenUrl = Annotated[Url | None, Create(invalid=INVALID_URL), Update(invalid=INVALID_URL)]
GivenMethod = Annotated[Method, Create(invalid=INVALID_METHOD), Update(invalid=INVALID_METHOD)]
Name = Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.KEEP]
Switch = Annotated[bool, Create(), Update()]


class Application(
    Resource, sid="AP", mounts=[V2010("/Accounts/{account_sid}/Applications")], indexes=[("account_sid", "friendly_name", "sid")]
):
    """A number that names an application uses the application's URLs and ignores its own."""

    friendly_name: Name = ""
    api_version: Annotated[ApiVersion, Create(), Update()] = "2010-04-01"
    voice_url: GivenUrl = None
    voice_method: GivenMethod = "POST"
    voice_fallback_url: GivenUrl = None
    voice_fallback_method: GivenMethod = "POST"
    voice_caller_id_lookup: Switch = False
    status_callback: GivenUrl = None
    status_callback_method: GivenMethod = "POST"
    sms_url: GivenUrl = None
    sms_method: GivenMethod = "POST"
    sms_fallback_url: GivenUrl = None
    sms_fallback_method: GivenMethod = "POST"
    sms_status_callback: GivenUrl = None
    message_status_callback: GivenUrl = None
    public_application_connect_enabled: Switch = False

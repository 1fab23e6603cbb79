"""An account's own domain for short links: how they look, where clicks are told, and its certificate.

Sources: messaging_v1, DomainConfig, DomainCertV4 and RequestManagedCert; Twilio, "Link Shortening Onboarding Guide". Twilio's domains are
made in its console; ours at /network/v1/LinkDomains.
"""

from __future__ import annotations

import re
from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Form, Hidden, Moment, Privacy, Sid, Update, Url
from trunkline.kernel.resource import Resource

_TAKEN = 20409
_DOMAIN = re.compile(r"(?:(https?)://)?([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?)/?", re.ASCII).fullmatch


def _domain(text: str) -> str:
    found = _DOMAIN(text.strip().lower())
    if found is None or ".." in found[2]:
        raise ValueError("must be a domain, such as links.example.com or http://localhost:4010")
    return f"{found[1] or 'https'}://{found[2]}"


_NAME = Form({"type": "string", "format": "uri"}, read=_domain)


class LinkDomain(
    Resource,
    sid="DN",
    mounts=[V(1, "network", "/LinkDomains")],
    unique={("domain_name",): _TAKEN},
):
    """`domain_name` has its scheme: https, unless whoever made it said http. `host` is what a browser names in its request.

    The private key of a certificate is kept sealed. `managed` says that the platform was asked to see to the certificate, `requesting`
    that this is still to be done by whoever ends TLS before it.
    """

    domain_name: Annotated[str, _NAME, Create(required=20001), Privacy.KEEP]
    config_sid: Sid = ""
    fallback_url: Annotated[Url | None, Create(), Update()] = None
    callback_url: Annotated[Url | None, Create(), Update()] = None
    continue_on_failure: Annotated[bool, Create(), Update()] = False
    disable_https: Annotated[bool, Create(), Update()] = False
    certificate_sid: Annotated[Sid | None, Hidden] = None
    certificate: Annotated[str | None, Privacy.SECRET] = None  # sealed PEM, with its key
    certificate_created: Annotated[Moment | None, Hidden] = None
    certificate_updated: Annotated[Moment | None, Hidden] = None
    certificate_expires: Annotated[Moment | None, Hidden] = None
    managed: Annotated[bool, Hidden] = False
    requesting: Annotated[bool, Hidden] = False

    @property
    def host(self) -> str:
        return self.domain_name.partition("://")[2]

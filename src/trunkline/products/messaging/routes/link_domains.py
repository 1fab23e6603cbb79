"""Domains of short links as Twilio's API shows them: configuration, certificate, services, and whether the domain leads here.

Source: messaging_v1, DomainConfig, DomainCertV4, DomainValidateDns, LinkshorteningMessagingService, RequestManagedCert; messaging_v2,
DomainCertV4.
"""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.webhooks.ports import Limits, Outgoing, Unreachable, WebCaller
from trunkline.kernel.clock import to_datetime
from trunkline.kernel.codec import parser
from trunkline.kernel.dialects import Mount, V, write_iso8601
from trunkline.kernel.errors import Stale, invalid
from trunkline.kernel.fields import Update
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.keep_link_domain import associate, configure
from ..resources.link_domain import LinkDomain
from ..resources.service import Service
from ..rules.certificate import read_certificate

PROOF = "/.well-known/trunkline-link-domain"
"""Where a domain that leads here answers with its own SID."""
_BASE = "/LinkShortening/Domains/{domain_sid}"
_PURPOSE = "certificate of a link domain"
_TRIES = 8


def _at(version: int, rest: str) -> Mount:
    return V(version, "messaging", f"/LinkShortening{rest}")


_CONFIG = V(1, "messaging", f"{_BASE}/Config")
_CERTIFICATE = V(1, "messaging", f"{_BASE}/Certificate")
_CERTIFICATE_2 = V(2, "messaging", f"{_BASE}/Certificate")
_SERVICE = V(1, "messaging", f"{_BASE}/MessagingServices/{{messaging_service_sid}}")


async def _domain(request: Request) -> LinkDomain:
    found = await request.work.fetch(LinkDomain, request.path["domain_sid"], request.account_sid)
    if found is None:
        raise request.missing()
    return found


async def _service(request: Request) -> Service:
    found = await request.work.fetch(Service, request.path["messaging_service_sid"], request.account_sid)
    if found is None:
        raise request.missing()
    return found


async def _domain_of(request: Request) -> tuple[Service, LinkDomain]:
    """A service and its domain; 404 for a service without one."""
    service = await _service(request)
    found = await request.work.fetch(LinkDomain, service.link_domain_sid or "", request.account_sid)
    if found is None:
        raise request.missing()
    return service, found


def _url(request: Request, suffix: str) -> str:
    return f"{request.at}/{request.mount.dialect.version}/LinkShortening{suffix}"


def _moment(value: int | None) -> str | None:
    return None if value is None else write_iso8601(value)


def _config(domain: LinkDomain) -> dict[str, Any]:
    return {
        "domain_sid": domain.sid,
        "config_sid": domain.config_sid,
        "fallback_url": domain.fallback_url,
        "callback_url": domain.callback_url,
        "continue_on_failure": domain.continue_on_failure,
        "date_created": _moment(domain.date_created),
        "date_updated": _moment(domain.date_updated),
    }


@route("GET", _CONFIG)
async def fetch_config(request: Request) -> Reply:
    domain = await _domain(request)
    url = _url(request, f"/Domains/{domain.sid}/Config")
    return Reply(body={**_config(domain), "disable_https": domain.disable_https, "url": url})


@route("POST", _CONFIG)
async def update_config(request: Request) -> Reply:
    changes = parser(LinkDomain, Update).read(request.form)
    for _ in range(_TRIES):
        configure(await _domain(request), dict(changes), request.work)
        try:
            await request.work.commit()
        except Stale:
            continue
        break
    return await fetch_config(request)


@route("GET", _at(1, "/MessagingService/{messaging_service_sid}/DomainConfig"))
async def fetch_config_of_service(request: Request) -> Reply:
    service, domain = await _domain_of(request)
    url = _url(request, f"/MessagingService/{service.sid}/DomainConfig")
    return Reply(body={**_config(domain), "messaging_service_sid": service.sid, "url": url})


@route("POST", _SERVICE)
async def add_service(request: Request) -> Reply:
    domain, service = await _domain(request), await _service(request)
    associate(service, domain, request.work)
    await request.work.commit()
    return Reply(201, _link(request, domain, service, f"/Domains/{domain.sid}/MessagingServices/{service.sid}"))


@route("DELETE", _SERVICE)
async def remove_service(request: Request) -> Reply:
    domain, service = await _domain(request), await _service(request)
    if service.link_domain_sid != domain.sid:
        raise request.missing()
    request.work.change(service, link_domain_sid=None)
    await request.work.commit()
    return Reply(204)


@route("GET", _at(1, "/MessagingServices/{messaging_service_sid}/Domain"))
async def fetch_domain_of_service(request: Request) -> Reply:
    service, domain = await _domain_of(request)
    return Reply(body=_link(request, domain, service, f"/MessagingServices/{service.sid}/Domain"))


def _link(request: Request, domain: LinkDomain, service: Service, suffix: str) -> dict[str, Any]:
    return {"domain_sid": domain.sid, "messaging_service_sid": service.sid, "url": _url(request, suffix)}


def _certificate(request: Request, domain: LinkDomain) -> dict[str, Any]:
    return {
        "domain_sid": domain.sid,
        "domain_name": domain.domain_name,
        "certificate_sid": domain.certificate_sid,
        "date_created": _moment(domain.certificate_created),
        "date_updated": _moment(domain.certificate_updated),
        "date_expires": _moment(domain.certificate_expires),
        "url": _url(request, f"/Domains/{domain.sid}/Certificate"),
        "cert_in_validation": None,
    }


@route("GET", _CERTIFICATE)
async def fetch_certificate(request: Request) -> Reply:
    domain = await _domain(request)
    if domain.certificate_sid is None:
        raise request.missing()
    return Reply(body=_certificate(request, domain))


@route("GET", _CERTIFICATE_2)
async def fetch_certificate_2(request: Request) -> Reply:
    domain = await _domain(request)
    if domain.certificate_sid is None:
        raise request.missing()
    return Reply(body={**_certificate(request, domain), "managed": domain.managed, "requesting": domain.requesting})


@route("POST", _CERTIFICATE)
async def update_certificate(request: Request) -> Reply:
    """The certificate with its chain and its private key, in PEM; it is checked at once. 201 for the first one, 200 for another."""
    work, domain = request.work, await _domain(request)
    pem = request.text("TlsCert")
    try:
        expires = read_certificate(pem, domain.host, to_datetime(work.now))
    except ValueError as why:
        raise invalid("TlsCert", str(why)) from None
    first = domain.certificate_sid is None
    work.change(
        domain,
        certificate_sid=domain.certificate_sid or work.sid("CW"),
        certificate=work.port(Vault).seal(pem, _PURPOSE),
        certificate_created=domain.certificate_created or work.now,
        certificate_updated=work.now,
        certificate_expires=expires,
        managed=False,
        requesting=False,
    )
    await work.commit()
    return Reply(201 if first else 200, _certificate(request, domain))


@route("DELETE", _CERTIFICATE)
async def delete_certificate(request: Request) -> Reply:
    domain = await _domain(request)
    if domain.certificate_sid is None:
        raise request.missing()
    names = ("certificate_sid", "certificate", "certificate_created", "certificate_updated", "certificate_expires")
    changes: dict[str, Any] = {**dict.fromkeys(names), "managed": False, "requesting": False}
    request.work.change(domain, **changes)
    await request.work.commit()
    return Reply(204)


@route("POST", _at(1, "/Domains/{domain_sid}/RequestManagedCert"))
async def request_managed_certificate(request: Request) -> Reply:
    """Put on record that the platform's operator is to see to the certificate: TLS ends before us. 201 when it is first asked."""
    work, domain = request.work, await _domain(request)
    first = not domain.managed
    if first:
        work.change(
            domain,
            certificate_sid=domain.certificate_sid or work.sid("CW"),
            certificate_created=domain.certificate_created or work.now,
            certificate_updated=work.now,
            managed=True,
            requesting=True,
        )
        await work.commit()
    body = _certificate(request, domain)
    del body["cert_in_validation"]
    url = _url(request, f"/Domains/{domain.sid}/RequestManagedCert")
    return Reply(201 if first else 200, {**body, "managed": domain.managed, "requesting": domain.requesting, "url": url})


@route("GET", _at(1, "/Domains/{domain_sid}/ValidateDns"))
async def validate_dns(request: Request) -> Reply:
    """Ask the domain for its own SID: what answers with it leads here, however its DNS records are made."""
    domain = await _domain(request)
    reason = await _reason(request, domain)
    url = _url(request, f"/Domains/{domain.sid}/ValidateDns")
    return Reply(body={"domain_sid": domain.sid, "is_valid": not reason, "reason": reason, "url": url})


async def _reason(request: Request, domain: LinkDomain) -> str:
    limits = Limits(body_bytes=200, redirects=0, total_ms=5000)
    caller = request.work.port(WebCaller)  # type: ignore[type-abstract]  # ports are found by their protocol
    try:
        answer = await caller.call(Outgoing("GET", domain.domain_name + PROOF, limits=limits))
    except Unreachable as why:
        return f"{domain.domain_name} cannot be asked: {why.message}"
    if answer.status != 200 or answer.body.decode("utf-8", "replace").strip() != domain.sid:
        return f"{domain.domain_name} does not lead here: {domain.domain_name}{PROOF} answers {answer.status} without the domain's SID"
    return ""

"""Short links: how they get into a text, what a click does, and how the domain is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.kernel.clock import DAY
from trunkline.products.messaging.resources.link_click import LinkClick
from trunkline.products.messaging.resources.short_link import ShortLink
from trunkline.products.messaging.rules.links import links_of, replace_links
from trunkline.runtime.front_door import FrontDoor
from trunkline.surfaces.http.exchange import Answer, Asked

from .conftest import HANDSET, NUMBER

DOMAINS, SHORTENING = "/network/v1/LinkDomains", "/messaging/v1/LinkShortening"
LONG = "https://shop.example/a/very/long/way?with=parameters&and=more"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no links", []),
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y)) and http://b.example!", ["https://a.example/x_(y)", "http://b.example"]),
        ("https://a.example https://a.example", ["https://a.example"]),
        ('say "https://a.example/?q=1" now', ["https://a.example/?q=1"]),
        ("https:// alone, and HTTPS://A.EXAMPLE/B", ["HTTPS://A.EXAMPLE/B"]),
    ],
)
def test_links_are_found_as_people_mean_them(text: str, found: list[str]) -> None:
    assert links_of(text) == found


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.one_of(st.sampled_from(["https://a.example/x", "http://b.example", ")", "(", ".", "https://", " "]), st.text())))
def test_replacing_links_by_themselves_changes_nothing(parts: list[str]) -> None:
    text = "".join(parts)
    assert replace_links(text, lambda link: link) == text
    short = {link: f"<{n}>" for n, link in enumerate(links_of(text))}
    replaced = replace_links(text, short.__getitem__)
    assert all(mark in replaced for mark in short.values())


async def shortening(desk: Any, name: str = "https://go.example", **config: str) -> tuple[str, str]:
    """A service whose links a new domain shortens: their SIDs."""
    service = await desk.service(NUMBER)
    made = await desk.house.post(DOMAINS, DomainName=name, **config)
    assert made.status == 201, made.text
    linked = await desk.house.post(f"{SHORTENING}/Domains/{made.json['sid']}/MessagingServices/{service}")
    assert linked.status == 201, linked.text
    return service, made.json["sid"]


async def visit(desk: Any, url: str, method: str = "GET", agent: str = "Browser/1") -> Answer:
    host, _, path = url.partition("://")[2].partition("/")
    answer: Answer = await FrontDoor(desk.house.platform).answer(Asked(method, f"/{path}", "", {"host": host, "user-agent": agent}, b""))
    return answer


async def test_a_click_leads_to_the_long_link_and_is_counted_and_told(desk: Any) -> None:
    service, domain = await shortening(desk, CallbackUrl="http://127.0.0.1:9/clicks")
    await desk.handset()
    sent = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body=f"Look: {LONG}!", ShortenUrls="true")
    assert sent.status == 201, sent.text
    short = re.fullmatch(r"Look: (https://go\.example/[A-Za-z0-9]{10})!", sent.json["body"])
    assert short is not None, sent.json["body"]
    done = await desk.ended(sent.json["sid"])
    (held,) = (await desk.house.get(f"/network/v1/Handsets/{HANDSET}/Messages")).json["messages"]
    assert held["body"] == done["body"] == sent.json["body"]

    answer = await visit(desk, short[1])
    assert (answer.status, answer.headers["Location"], answer.headers["Cache-Control"]) == (302, LONG, "no-store")
    assert (await visit(desk, short[1], "HEAD")).headers["Location"] == LONG  # looked at, not clicked
    (link,) = (await desk.house.get("/network/v1/ShortLinks", MessageSid=done["sid"])).json["short_links"]
    assert (link["link"], link["short_url"], link["clicks"], link["domain_sid"]) == (LONG, short[1], 1, domain)
    (click,) = (await desk.house.get(f"/network/v1/ShortLinks/{link['sid']}/Clicks")).json["clicks"]
    assert click["user_agent"] == "Browser/1"

    from trunkline.kernel.jobs import Job

    (told,) = [job for job in await desk.house.platform.work().select(Job) if job.arguments.get("state") == "click"]
    parameters = told.arguments["parameters"]
    assert told.arguments["url"] == "http://127.0.0.1:9/clicks"
    assert (parameters["event_type"], parameters["sms_sid"], parameters["link"]) == ("click", done["sid"], LONG)
    assert (parameters["to"], parameters["from"], parameters["messaging_service_sid"]) == (HANDSET, NUMBER, service)
    assert (parameters["user_agent"], parameters["shortened_link"]) == ("Browser/1", short[1])


async def test_each_message_has_links_of_its_own_and_each_link_one_in_it(desk: Any) -> None:
    service, _ = await shortening(desk)
    other = "http://b.example/c"
    bodies = []
    for _ in range(2):
        sent = await desk.house.post(
            "/Messages.json",
            To=HANDSET,
            MessagingServiceSid=service,
            Body=f"{LONG} {other} {LONG} https://go.example/own",
            ShortenUrls="true",
        )
        bodies.append(sent.json["body"].split())
    first, second = bodies
    assert first[0] == first[2] != first[1]
    assert first[3] == "https://go.example/own"
    assert not {*first[:3]} & {*second[:3]}


async def test_links_without_their_scheme(desk: Any) -> None:
    service, domain = await shortening(desk)
    changed = await desk.house.post(f"{SHORTENING}/Domains/{domain}/Config", DisableHttps="true")
    assert changed.json["disable_https"] is True
    sent = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body=LONG, ShortenUrls="true")
    assert re.fullmatch(r"go\.example/[A-Za-z0-9]{10}", sent.json["body"])


async def test_links_stay_long_unless_it_is_asked(desk: Any) -> None:
    service, _ = await shortening(desk)
    sent = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body=LONG)
    assert sent.json["body"] == LONG


async def test_links_are_shortened_for_services_with_a_domain_only(desk: Any) -> None:
    service = await desk.service(NUMBER)
    for parameters in ({"From": NUMBER}, {"MessagingServiceSid": service}):
        answer = await desk.house.post("/Messages.json", To=HANDSET, Body=LONG, ShortenUrls="true", **parameters)
        assert (answer.status, answer.json["code"]) == (400, 20001)
    assert (await desk.house.get("/Messages.json")).json["messages"] == []
    assert (await desk.house.get("/network/v1/ShortLinks")).json["short_links"] == []


async def test_a_link_that_is_not_known_leads_to_the_fallback_or_nowhere(desk: Any) -> None:
    _, domain = await shortening(desk)
    assert (await visit(desk, "https://go.example/AAAAAAAAAA")).status == 404
    await desk.house.post(f"{SHORTENING}/Domains/{domain}/Config", FallbackUrl="https://shop.example/")
    for path in ("AAAAAAAAAA", "", "../etc/passwd", "\u00e9" * 10):
        answer = await visit(desk, f"https://go.example/{path.replace('/', '%2F')}")
        assert (answer.status, answer.headers["Location"]) == (302, "https://shop.example/")
    codes = {alert["error_code"] for alert in (await desk.house.get("/monitor/v1/Alerts")).json["alerts"]}
    assert codes == {"30104", "30105"}
    elsewhere = await FrontDoor(desk.house.platform).answer(Asked("GET", "/AAAAAAAAAA", "", {"host": "other.example"}, b""))
    assert elsewhere.status == 404
    assert b"20404" in elsewhere.body


async def test_a_link_of_another_domain_is_not_found(desk: Any) -> None:
    service, _ = await shortening(desk)
    await desk.house.post(DOMAINS, DomainName="https://second.example")
    sent = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body=LONG, ShortenUrls="true")
    assert (await visit(desk, sent.json["body"].replace("go.example", "second.example"))).status == 404
    assert (await visit(desk, sent.json["body"])).status == 302


async def test_links_and_clicks_are_kept_for_ninety_days(desk: Any) -> None:
    service, _ = await shortening(desk)
    desk.house.platform.clock.stop()
    sent = await desk.house.post("/Messages.json", To=HANDSET, MessagingServiceSid=service, Body=LONG, ShortenUrls="true")
    desk.house.platform.clock.advance(90 * DAY - 1)
    assert (await visit(desk, sent.json["body"])).status == 302
    desk.house.platform.clock.advance(1)
    assert (await visit(desk, sent.json["body"])).status == 404
    work = desk.house.platform.work()

    async def removed() -> bool:
        left = await work.count(ShortLink) + await work.count(LinkClick)
        return bool(left == 0)

    await desk.house.until(removed)


async def test_a_service_has_one_domain(desk: Any) -> None:
    service, domain = await shortening(desk)
    shown = await desk.house.get(f"{SHORTENING}/MessagingServices/{service}/Domain")
    assert (shown.json["domain_sid"], shown.json["messaging_service_sid"]) == (domain, service)
    assert (await desk.house.get(f"{SHORTENING}/MessagingService/{service}/DomainConfig")).json["domain_sid"] == domain
    other = (await desk.house.post(DOMAINS, DomainName="other.example")).json
    assert other["domain_name"] == "https://other.example"
    refused = await desk.house.post(f"{SHORTENING}/Domains/{other['sid']}/MessagingServices/{service}")
    assert (refused.status, refused.json["code"]) == (400, 30130)
    assert (await desk.house.delete(f"{SHORTENING}/Domains/{other['sid']}/MessagingServices/{service}")).status == 404
    assert (await desk.house.delete(f"{SHORTENING}/Domains/{domain}/MessagingServices/{service}")).status == 204
    assert (await desk.house.get(f"{SHORTENING}/MessagingServices/{service}/Domain")).status == 404
    assert (await desk.house.post(f"{SHORTENING}/Domains/{other['sid']}/MessagingServices/{service}")).status == 201
    assert (await desk.house.delete(f"{DOMAINS}/{other['sid']}")).status == 204
    assert (await desk.house.get(f"{SHORTENING}/MessagingServices/{service}/Domain")).status == 404


@pytest.mark.parametrize("name", ["", "no spaces.example", "ftp://a.example", "https://a.example/path", "a..b", "-a.example"])
async def test_what_is_no_domain(house: Any, name: str) -> None:
    answer = await house.post(DOMAINS, DomainName=name)
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_a_domain_belongs_to_one_account(desk: Any) -> None:
    await desk.house.post(DOMAINS, DomainName="go.example")
    sub = (await desk.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    taken = await desk.house.post(DOMAINS, auth=(sub["sid"], sub["auth_token"]), DomainName="https://GO.example")
    assert (taken.status, taken.json["code"]) == (409, 20409)


def pem(*names: str, days: int = 90, key: ec.EllipticCurvePrivateKey | None = None) -> str:
    """A certificate for these names, followed by its private key (or by another)."""
    own, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(own.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=200))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
        .sign(own, hashes.SHA256())
    )
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.public_bytes(serialization.Encoding.PEM).decode() + (key or own).private_bytes(*form).decode()


async def test_a_certificate_is_checked_kept_sealed_and_never_shown(desk: Any) -> None:
    _, domain = await shortening(desk)
    path = f"{SHORTENING}/Domains/{domain}/Certificate"
    assert (await desk.house.get(path)).status == 404
    stranger = ec.generate_private_key(ec.SECP256R1())
    for wrong in ("", "nonsense", pem("other.example"), pem("go.example", days=-1), pem("go.example", key=stranger), pem("*.go.example")):
        answer = await desk.house.post(path, TlsCert=wrong)
        assert (answer.status, answer.json["code"]) == (400, 20001), answer.text
    whole = pem("*.example")
    first = await desk.house.post(path, TlsCert=whole)
    assert (first.status, first.json["domain_name"]) == (201, "https://go.example")
    again = await desk.house.post(path, TlsCert=pem("go.example"))
    assert (again.status, again.json["certificate_sid"]) == (200, first.json["certificate_sid"])
    assert again.json["certificate_sid"].startswith("CW")
    shown = await desk.house.get(f"/messaging/v2/LinkShortening/Domains/{domain}/Certificate")
    assert (shown.json["managed"], shown.json["requesting"]) == (False, False)
    for text in (first.text, again.text, shown.text, (await desk.house.get(f"{DOMAINS}/{domain}")).text):
        assert "PRIVATE" not in text
    files = [p for p in desk.house.data.iterdir() if p.is_file()]
    assert not any(b"BEGIN PRIVATE KEY" in p.read_bytes() for p in files)
    assert (await desk.house.delete(path)).status == 204
    assert (await desk.house.get(path)).status == 404


async def test_a_managed_certificate_is_put_on_record(desk: Any) -> None:
    _, domain = await shortening(desk)
    path = f"{SHORTENING}/Domains/{domain}/RequestManagedCert"
    first, again = await desk.house.post(path), await desk.house.post(path)
    assert (first.status, again.status) == (201, 200)
    assert (again.json["managed"], again.json["requesting"]) == (True, True)


async def test_a_domain_that_does_not_lead_here_says_so(desk: Any) -> None:
    _, domain = await shortening(desk, "http://127.0.0.1:9")
    answer = (await desk.house.get(f"{SHORTENING}/Domains/{domain}/ValidateDns")).json
    assert answer["is_valid"] is False
    assert "127.0.0.1:9" in answer["reason"]
    proof = await visit(desk, "http://127.0.0.1:9/.well-known/trunkline-link-domain")
    assert (proof.status, proof.body.decode()) == (200, domain)


async def test_another_account_sees_no_domain(desk: Any) -> None:
    service, domain = await shortening(desk)
    sub = (await desk.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    auth = (sub["sid"], sub["auth_token"])
    for path in ("Config", "Certificate", "ValidateDns"):
        assert (await desk.house.get(f"{SHORTENING}/Domains/{domain}/{path}", auth=auth)).status == 404
    assert (await desk.house.post(f"{SHORTENING}/Domains/{domain}/Config", auth=auth, FallbackUrl="http://x.example")).status == 404
    assert (await desk.house.get(f"{SHORTENING}/MessagingServices/{service}/Domain", auth=auth)).status == 404

"""Messaging Services with the library: a pool, a text through it, its senders, short links that are clicked, deactivation reports."""

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from expectations import HANDSET, NUMBER, OTHER_NUMBER, TOKEN, network, refused, texts_on, until
from twilio.request_validator import RequestValidator
from twilio.rest import Client

clicks: list[tuple[dict[str, str], bool]] = []


class App(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        parameters = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True))
        url = f"http://{self.headers['Host']}{self.path}"
        clicks.append((parameters, RequestValidator(TOKEN).validate(url, parameters, self.headers["X-Twilio-Signature"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


app = ThreadingHTTPServer(("127.0.0.1", 0), App)
threading.Thread(target=app.serve_forever, daemon=True).start()

client = Client()
services = client.messaging.v1.services
service = services.create(friendly_name="Shop", usecase="notifications", sticky_sender=True, validity_period=600)
assert service.sid.startswith("MG") and service.sticky_sender and service.validity_period == 600
assert services(service.sid).update(area_code_geomatch=False).area_code_geomatch is False
assert service.sid in [s.sid for s in services.list()]

# The pool
(number,) = client.incoming_phone_numbers.list(phone_number=NUMBER)
pool = services(service.sid).phone_numbers
assert pool.create(phone_number_sid=number.sid).phone_number == NUMBER
with refused(21710, 409):
    pool.create(phone_number_sid=number.sid)
other = services.create(friendly_name="Other")
with refused(21712, 409):
    services(other.sid).phone_numbers.create(phone_number_sid=number.sid)
assert [n.sid for n in pool.list()] == [number.sid]
name = services(service.sid).alpha_senders.create(alpha_sender="Shop Ltd")
british = services(service.sid).destination_alpha_senders.create(alpha_sender="Shop UK", iso_country_code="GB")
assert {a.sid for a in services(service.sid).destination_alpha_senders.list()} == {name.sid, british.sid}
assert [u["usecase"] for u in client.messaging.v1.usecases.fetch().usecases][:2] == ["notifications", "marketing"]

# Texts
with refused(21704, 400):
    client.messages.create(to=HANDSET, messaging_service_sid=other.sid, body="x")
with refused(21701, 400):
    client.messages.create(to=HANDSET, messaging_service_sid="MG" + "0" * 32, body="x")
sent = client.messages.create(to=HANDSET, messaging_service_sid=service.sid, body="through a service")
assert (sent.status, sent.from_, sent.messaging_service_sid) == ("accepted", None, service.sid)
done = until(lambda: (m := client.messages(sent.sid).fetch()).status == "delivered" and m)
assert done.from_ == NUMBER
assert texts_on(HANDSET)[0]["body"] == "through a service"
network("POST", "/Handsets", PhoneNumber="+447400123456")
british_text = client.messages.create(to="+447400123456", messaging_service_sid=service.sid, body="Hello Britain")
assert until(lambda: (m := client.messages(british_text.sid).fetch()).status == "delivered" and m).from_ == "Shop UK"

# Short links, on a second name of this very server
port = urlsplit(network("GET", "/LinkDomains")["meta"]["url"]).port
domain = network("POST", "/LinkDomains", DomainName=f"http://localhost:{port}", CallbackUrl=f"http://127.0.0.1:{app.server_port}/clicks")
v1 = client.messaging.v1
linked = v1.linkshortening_messaging_service(domain["sid"], service.sid).create()
assert linked.messaging_service_sid == service.sid
assert v1.linkshortening_messaging_service_domain_association(service.sid).fetch().domain_sid == domain["sid"]
assert v1.domain_config(domain["sid"]).update(fallback_url="https://shop.example/").fallback_url == "https://shop.example/"
assert v1.domain_config_messaging_service(service.sid).fetch().config_sid.startswith("ZK")
valid = v1.domain_validate_dns(domain["sid"]).fetch()
assert valid.is_valid, valid.reason
long = "https://shop.example/spring?for=you"
client.messages.create(to=HANDSET, messaging_service_sid=service.sid, body=f"Look: {long}", shorten_urls=True)
text = until(lambda: next((t for t in texts_on(HANDSET) if t["body"].startswith(f"Look: http://localhost:{port}/")), None))


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def visit(url: str) -> str:
    """Where a browser would be sent on to."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    try:
        opener.open(urllib.request.Request(url, headers={"User-Agent": "Browser/1"}), timeout=10)
    except urllib.error.HTTPError as answer:
        assert answer.code == 302, answer
        return str(answer.headers["Location"])
    raise AssertionError(f"{url} did not send us on")


assert visit(text["body"].removeprefix("Look: ")) == long
assert visit(f"http://localhost:{port}/AAAAAAAAAA") == "https://shop.example/"
parameters, genuine = until(lambda: clicks and clicks[0])
assert genuine, "the library's RequestValidator did not take the signature"
assert (parameters["event_type"], parameters["link"], parameters["to"], parameters["user_agent"]) == ("click", long, HANDSET, "Browser/1")

# Deactivations
network("POST", "/Deactivations", PhoneNumber="+12025550101", Date="2026-01-02")
report = v1.deactivations().fetch(date="2026-01-02")
assert "/Deactivations/2026-01-02.txt?" in report.redirect_to

# What was made goes, so that others find the server as it was
assert v1.linkshortening_messaging_service(domain["sid"], service.sid).delete()
assert pool(number.sid).delete() and services(service.sid).delete() and services(other.sid).delete()
assert OTHER_NUMBER in [n.phone_number for n in client.incoming_phone_numbers.list()]

"""Search, buy, set up and release numbers; applications, addresses, and the validation of a caller ID."""

import os

from expectations import network, refused
from twilio.rest import Client

client = Client()

offered = client.available_phone_numbers("US").local.list(area_code=415, limit=5)
assert len(offered) == 5 and all(n.phone_number.startswith("+1415") for n in offered)
assert offered[0].capabilities["sms"] is True and offered[0].iso_country == "US"
assert all("2255" in n.phone_number for n in client.available_phone_numbers("US").local.list(contains="*2255", limit=3))
assert client.available_phone_numbers("US").toll_free.list(limit=2)
assert client.available_phone_numbers("GB").mobile.list(sms_enabled=True, limit=2)
assert client.available_phone_numbers("DE").fetch().country_code == "DE"
assert "US" in [c.country_code for c in client.available_phone_numbers.list()]
with refused(20404, 404):
    client.available_phone_numbers("XX").fetch()

wanted = offered[0].phone_number
bought = client.incoming_phone_numbers.create(phone_number=wanted, friendly_name="Shop", sms_url="http://127.0.0.1:9/sms")
assert bought.sid.startswith("PN") and bought.phone_number == wanted and bought.sms_url == "http://127.0.0.1:9/sms"
assert bought.capabilities["sms"] is True and bought.voice_method == "POST"
with refused(21422, 400):
    client.incoming_phone_numbers.create(phone_number=wanted)
assert wanted not in [n.phone_number for n in client.available_phone_numbers("US").local.list(area_code=415, limit=20)]
changed = client.incoming_phone_numbers(bought.sid).update(
    friendly_name="Shop 2", sms_method="GET", sms_fallback_url="http://127.0.0.1:9/b"
)
assert (changed.friendly_name, changed.sms_method, changed.sms_fallback_url) == ("Shop 2", "GET", "http://127.0.0.1:9/b")
assert [n.sid for n in client.incoming_phone_numbers.list(friendly_name="Shop 2")] == [bought.sid]
assert client.incoming_phone_numbers.local.list(phone_number=wanted)[0].sid == bought.sid
by_area = client.incoming_phone_numbers.create(area_code="628")
assert by_area.phone_number.startswith("+1628")
with refused(21421, 400):
    client.incoming_phone_numbers.create(phone_number="12")
for number in (bought, by_area):
    assert client.incoming_phone_numbers(number.sid).delete() is True
with refused(20404, 404):
    client.incoming_phone_numbers(bought.sid).fetch()

application = client.applications.create(friendly_name="An app", sms_url="http://127.0.0.1:9/app")
assert application.sid.startswith("AP") and client.applications(application.sid).fetch().sms_url == "http://127.0.0.1:9/app"
assert client.applications(application.sid).update(sms_url="http://127.0.0.1:9/b").sms_url == "http://127.0.0.1:9/b"
assert application.sid in [a.sid for a in client.applications.list(friendly_name="An app")]
assert client.applications(application.sid).delete() is True

address = client.addresses.create(
    customer_name="Ann", street="1 Long Road", city="San Francisco", region="CA", postal_code="94105", iso_country="US"
)
assert address.sid.startswith("AD") and client.addresses(address.sid).update(city="Oakland").city == "Oakland"
assert address.sid in [a.sid for a in client.addresses.list(customer_name="Ann")]
assert client.addresses(address.sid).dependent_phone_numbers.list() == []
assert client.addresses(address.sid).delete() is True

asked = client.validation_requests.create(phone_number="+14158675310", friendly_name="My phone")
assert asked.call_sid.startswith("CA") and len(asked.validation_code) == 6
network("POST", f"/ValidationRequests/{asked.call_sid}", ValidationCode=asked.validation_code)
(caller,) = client.outgoing_caller_ids.list(phone_number="+14158675310")
assert caller.friendly_name == "My phone"
assert client.outgoing_caller_ids(caller.sid).update(friendly_name="Desk").friendly_name == "Desk"
with refused(21450, 400):
    client.validation_requests.create(phone_number="+14158675310")
assert client.outgoing_caller_ids(caller.sid).delete() is True

assert all(code.sid.startswith("SC") for code in client.short_codes.list(limit=20))
assert os.environ["TWILIO_ACCOUNT_SID"] == client.username

"""What texts cost: usage records of every period, the balance, a trigger with its callback, and the price lists."""

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from expectations import HANDSET, NUMBER, TOKEN, refused, until
from twilio.request_validator import RequestValidator
from twilio.rest import Client

client = Client()
told: list[dict[str, str]] = []


class App(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True))
        url = f"http://{self.headers['Host']}{self.path}"
        assert RequestValidator(TOKEN).validate(url, form, self.headers["X-Twilio-Signature"])
        told.append(form)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), App)
threading.Thread(target=server.serve_forever, daemon=True).start()

begun = datetime.now(UTC).date()
before = Decimal(client.api.v2010.accounts(client.username).balance.fetch().balance)
sms = client.usage.records.all_time.list(category="sms-outbound")[0]
trigger = client.usage.triggers.create(
    callback_url=f"http://127.0.0.1:{server.server_address[1]}/usage", trigger_value="+2", usage_category="sms-outbound", trigger_by="count"
)
assert trigger.sid.startswith("UT") and trigger.trigger_value == str(int(sms.count) + 2) and trigger.date_fired is None

sent = [client.messages.create(to=HANDSET, from_=NUMBER, body=body) for body in ("one", "x" * 200)]
assert [m.price for m in sent] == [None, None]
done = [until(lambda sid=m.sid: (now := client.messages(sid).fetch()).status == "delivered" and now) for m in sent]
assert [m.price for m in done] == ["-0.00790", "-0.01580"] and done[0].price_unit == "USD"

after = client.usage.records.all_time.list(category="sms-outbound")[0]
assert int(after.count) - int(sms.count) == 2 and int(after.usage) - int(sms.usage) == 3
assert Decimal(after.price) - Decimal(sms.price) == Decimal("0.0237") and after.price_unit == "usd"
balance = client.api.v2010.accounts(client.username).balance.fetch()
assert before - Decimal(balance.balance) == Decimal("0.0237") and balance.currency == "USD"

records = client.usage.records
for period in (records.today, records.this_month, records.monthly, records.yearly, records.daily):
    found = period.list(category="sms-outbound", limit=2)
    if datetime.now(UTC).date() == begun:
        assert found and found[0].count == after.count, period
    assert isinstance(found[0].start_date, date | str)
assert records.yesterday.list(category="sms-outbound")[0].count == "0"
assert records.last_month.list(category="sms-outbound")[0].count == "0"
days = records.daily.list(category="sms", start_date=begun - timedelta(days=3), end_date=begun)
assert sum(int(day.count) for day in days) == int(records.list(category="sms")[0].count)
assert len(records.list()) > 200, "a record for each category, over several pages"
with refused(20001, 400):
    records.daily.list(category="smoke")

until(lambda: told)
assert told[0]["UsageTriggerSid"] == trigger.sid and told[0]["CurrentValue"] == told[0]["TriggerValue"] == trigger.trigger_value
assert client.usage.triggers(trigger.sid).fetch().date_fired is not None
assert client.usage.triggers(trigger.sid).update(friendly_name="texts").friendly_name == "texts"
assert [t.sid for t in client.usage.triggers.list(usage_category="sms-outbound")] == [trigger.sid]
assert client.usage.triggers(trigger.sid).delete() is True
with refused(20404, 404):
    client.usage.triggers(trigger.sid).fetch()

pricing = client.pricing
assert {c.iso_country for c in pricing.v1.messaging.countries.list()} > {"US", "GB", "DE"}
america = pricing.v1.messaging.countries("US").fetch()
assert america.price_unit == "USD" and america.outbound_sms_prices[0]["prices"][0]["current_price"] == "0.0079"
assert pricing.v1.phone_numbers.countries("US").fetch().phone_number_prices[0]["number_type"] == "local"
assert pricing.v1.voice.countries("GB").fetch().outbound_prefix_prices
assert pricing.v1.voice.numbers("+442079460000").fetch().iso_country == "GB"
assert (
    pricing.v2.voice.numbers("+447700900000").fetch(origination_number="+493012345678").outbound_call_prices[0]["current_price"] == "0.031"
)
assert pricing.v2.countries("DE").fetch().terminating_prefix_prices
assert len(pricing.v2.voice.countries.list()) > 50
with refused(20404, 404):
    pricing.v2.voice.countries("ZZ").fetch()
server.shutdown()

"""Each refusal is the library's own TwilioRestException, with Twilio's code, HTTP status, words and a link."""

from expectations import HANDSET, NUMBER, TOKEN, refused, text_from, until
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

client = Client()
for attempt, code, status in (
    (lambda: Client(client.username, "f" * 32).messages.list(), 20003, 401),
    (lambda: Client("AC" + "0" * 32, TOKEN).messages.list(), 20003, 401),
    (lambda: client.messages("SM" + "0" * 32).fetch(), 20404, 404),
    (lambda: client.api.accounts("AC" + "0" * 32).fetch(), 20003, 401),
    (lambda: client.messages.create(to="", from_=NUMBER, body="x"), 21604, 400),
    (lambda: client.messages.create(to="1234", from_=NUMBER, body="x"), 21265, 400),
    (lambda: client.messages.create(to="+1555", from_=NUMBER, body="x"), 21211, 400),
    (lambda: client.messages.create(to=HANDSET, body="x"), 21603, 400),
    (lambda: client.messages.create(to=HANDSET, from_=NUMBER), 21602, 400),
    (lambda: client.messages.create(to=HANDSET, from_=NUMBER, body="x" * 1601), 21617, 400),
    (lambda: client.messages.create(to=HANDSET, from_=NUMBER, body="x", status_callback="ftp:/x"), 21609, 400),
    (lambda: client.messages.create(to=NUMBER, from_=NUMBER, body="x"), 21266, 400),
    (lambda: client.messages.create(to=HANDSET, from_=NUMBER, body="x", max_price="much", validity_period=0), 90007, 400),
    (lambda: client.messages.create(to=HANDSET, from_=NUMBER, body="x", schedule_type="soon"), 20001, 400),
    (lambda: client.messages.list(date_sent="yesterday"), 20001, 400),
    (lambda: client.messages.page(page_size="many"), 20001, 400),
    (lambda: client.messages.create(to=HANDSET, messaging_service_sid="MG" + "0" * 32, body="x"), 21701, 400),
    (lambda: client.verify.v2.services.list(), 20501, 501),
):
    with refused(code, status):
        attempt()

try:
    client.messages.create(to="1234", from_=NUMBER, body="x")
except TwilioRestException as error:
    assert error.method == "POST" and "1234" in error.msg and error.uri.endswith(f"/Accounts/{client.username}/Messages.json"), vars(error)

# Opted out: the phone's own word, obeyed until it says otherwise
text_from(HANDSET, NUMBER, "STOP")
until(lambda: any(m.body == "STOP" for m in client.messages.list(from_=HANDSET, to=NUMBER)))
with refused(21610, 400):
    client.messages.create(to=HANDSET, from_=NUMBER, body="x")
text_from(HANDSET, NUMBER, "START")
until(lambda: any(m.body == "START" for m in client.messages.list(from_=HANDSET, to=NUMBER)))
assert client.messages.create(to=HANDSET, from_=NUMBER, body="x").status == "queued"

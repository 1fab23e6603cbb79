"""Subaccounts, API keys, test credentials, and an access token made with a new key, which goes to standard output."""

import os

from expectations import HANDSET, NUMBER, OTHER_NUMBER, refused
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import ChatGrant, SyncGrant, VideoGrant, VoiceGrant
from twilio.rest import Client

client = Client()
own = client.api.accounts(client.username).fetch()
assert own.status == "active" and own.sid == own.owner_account_sid == client.username and own.type == "Full"

sub = client.api.accounts.create(friendly_name="A shop")
assert sub.sid.startswith("AC") and sub.owner_account_sid == own.sid and sub.auth_token
assert sub.sid in [a.sid for a in client.api.accounts.list(friendly_name="A shop")]
renamed = client.api.accounts(sub.sid).update(friendly_name="Another shop")
assert renamed.friendly_name == "Another shop"

# The parent acts on it; the child never on the parent
bought = client.api.accounts(sub.sid).incoming_phone_numbers.create(area_code="415")
message = client.api.accounts(sub.sid).messages.create(to=HANDSET, from_=bought.phone_number, body="From the shop")
assert message.account_sid == sub.sid
assert client.api.accounts(sub.sid).messages(message.sid).fetch().sid == message.sid
with refused(20404, 404):
    client.messages(message.sid).fetch()
child = Client(sub.sid, sub.auth_token)
assert [m.sid for m in child.messages.list()] == [message.sid]
with refused(20003, 401):
    child.api.accounts(own.sid).messages.list()
behalf = Client(client.username, client.password, sub.sid)
assert behalf.messages(message.sid).fetch().account_sid == sub.sid
with refused(21659, 400):
    client.messages.create(to=HANDSET, from_="+14155550100", body="nobody's number")
with refused(21660, 400):
    client.messages.create(to=HANDSET, from_=bought.phone_number, body="the child's number")
with refused(21101, 400):
    child.api.accounts.create(friendly_name="Too deep")

assert client.api.accounts(sub.sid).update(status="suspended").status == "suspended"
with refused(20005, 401):
    child.messages.list()
assert client.api.accounts(sub.sid).update(status="active").status == "active"
assert len(child.messages.list()) == 1
assert client.api.accounts(sub.sid).update(status="closed").status == "closed"
with refused(20005, 401):
    child.messages.list()
with refused(21479, 400):
    client.api.accounts(sub.sid).update(status="active")

# Keys
key = client.new_keys.create(friendly_name="CI")
assert key.sid.startswith("SK") and len(key.secret) >= 32
assert key.sid in [k.sid for k in client.keys.list()]
by_key = Client(key.sid, key.secret, client.username)
assert by_key.messages.create(to=HANDSET, from_=NUMBER, body="By a key").account_sid == client.username
with refused(20003, 401):
    by_key.keys.list()
with refused(20003, 401):
    Client(key.sid, "0" * 32, client.username).messages.list()
assert client.keys(key.sid).update(friendly_name="CI 2").friendly_name == "CI 2"
assert client.keys(key.sid).fetch().friendly_name == "CI 2"
assert client.keys(key.sid).delete() is True
with refused(20003, 401):
    by_key.messages.list()
assert client.iam.v1.new_api_key.create(account_sid=client.username, friendly_name="v1").sid.startswith("SK")

# Test credentials
rehearsal = Client(os.environ["TEST_ACCOUNT_SID"], os.environ["TEST_AUTH_TOKEN"])
assert rehearsal.messages.create(to=HANDSET, from_="+15005550006", body="a rehearsal").status == "queued"
for to, code, status in (
    ("+15005550001", 21211, 400),
    ("+15005550002", 21612, 400),
    ("+15005550003", 21408, 403),
    ("+15005550004", 21610, 400),
    ("+15005550009", 21614, 400),
):
    with refused(code, status):
        rehearsal.messages.create(to=to, from_="+15005550006", body="magic")
for from_, code, status in (("+15005550001", 21212, 400), ("+15005550007", 21606, 400), ("+15005550008", 21611, 429), (NUMBER, 21606, 400)):
    with refused(code, status):
        rehearsal.messages.create(to=HANDSET, from_=from_, body="magic")
with refused(20008, 403):
    rehearsal.messages.list()
assert rehearsal.incoming_phone_numbers.create(phone_number="+15005550006").phone_number == "+15005550006"
with refused(21422, 400):
    rehearsal.incoming_phone_numbers.create(phone_number="+15005550000")
with refused(21421, 400):
    rehearsal.incoming_phone_numbers.create(phone_number="+15005550001")

# The secondary token, and its promotion on an account that nobody else uses
other = client.api.accounts.create(friendly_name="Rotating")
rotating = Client(other.sid, other.auth_token)
second = rotating.accounts.v1.secondary_auth_token().create().secondary_auth_token
assert Client(other.sid, second).api.accounts(other.sid).fetch().sid == other.sid
assert Client(other.sid, second).accounts.v1.auth_token_promotion().update().auth_token == second
with refused(20003, 401):
    rotating.api.accounts(other.sid).fetch()
client.api.accounts(other.sid).update(status="closed")

signing = client.new_signing_keys.create(friendly_name="for access tokens")
token = AccessToken(client.username, signing.sid, signing.secret, identity="ann", ttl=600)
token.add_grant(ChatGrant(service_sid="IS" + "0" * 32))
token.add_grant(SyncGrant(service_sid="IS" + "1" * 32))
token.add_grant(VideoGrant(room="kitchen"))
token.add_grant(VoiceGrant(outgoing_application_sid="AP" + "2" * 32, incoming_allow=True))
print(token.to_jwt())
assert [n.phone_number for n in client.incoming_phone_numbers.list(phone_number=OTHER_NUMBER)] == [OTHER_NUMBER]

"""Send, list, page, filter, fetch, redact, delete, cancel; media and feedback."""

from datetime import UTC, datetime, timedelta

from expectations import HANDSET, NUMBER, OTHER_NUMBER, refused, texts_on, until
from twilio.rest import Client

client = Client()

sent = client.messages.create(to=HANDSET, from_=NUMBER, body="Hello {@} from the library")
assert sent.sid.startswith("SM") and sent.status in ("queued", "accepted") and sent.direction == "outbound-api"
assert (sent.to, sent.from_, sent.num_segments, sent.num_media) == (HANDSET, NUMBER, "1", "0")
assert sent.error_code is None and sent.date_sent is None and sent.api_version == "2010-04-01"
assert sent.uri == f"/2010-04-01/Accounts/{client.username}/Messages/{sent.sid}.json"
assert abs(datetime.now(UTC) - sent.date_created) < timedelta(minutes=5)
done = until(lambda: (m := client.messages(sent.sid).fetch()).status == "delivered" and m)
assert done.body == "Hello {@} from the library" and done.date_sent is not None
assert float(done.price) < 0 and done.price_unit == "USD"
assert texts_on(HANDSET)[0]["body"] == done.body

# Lists and pages: three to each of two people, two of them from another number
for n in range(3):
    client.messages.create(to="+15551239001", from_=NUMBER, body=f"page {n}")
    client.messages.create(to="+15551239002", from_=OTHER_NUMBER if n else NUMBER, body=f"page {n}")
mine = client.messages.list(to="+15551239001")
assert [m.body for m in mine] == ["page 2", "page 1", "page 0"], [m.body for m in mine]
assert len(client.messages.list(to="+15551239002", from_=OTHER_NUMBER)) == 2
assert len(client.messages.list(limit=4)) == 4
assert len(client.messages.list(limit=5, page_size=2)) == 5
assert [m.body for m in client.messages.stream(to="+15551239001", page_size=1)] == ["page 2", "page 1", "page 0"]
page = client.messages.page(to="+15551239001", page_size=2)
assert [m.body for m in page] == ["page 2", "page 1"]
following = page.next_page()
assert following is not None and [m.body for m in following] == ["page 0"]
assert following.next_page() is None
back = following.previous_page()
assert back is not None and [m.body for m in back] == ["page 2", "page 1"]
assert [m.body for m in client.messages.get_page(page.next_page_url)] == ["page 0"]

# Dates
until(lambda: all(m.status == "delivered" for m in client.messages.list(to="+15551239001")))
now = datetime.now(UTC)
assert len(client.messages.list(to="+15551239001", date_sent=now.date())) == 3
assert len(client.messages.list(to="+15551239001", date_sent=now.date().isoformat())) == 3
assert client.messages.list(to="+15551239001", date_sent=now + timedelta(hours=1)) == []
assert len(client.messages.list(to="+15551239001", date_sent_after=now - timedelta(days=1))) == 3
assert client.messages.list(to="+15551239001", date_sent_before=now - timedelta(days=1)) == []
assert client.messages.list(to="+15551239001", date_sent_after=now + timedelta(days=2)) == []

# Redact, delete
redacted = client.messages(sent.sid).update(body="")
assert redacted.body == "" and client.messages(sent.sid).fetch().body == ""
assert client.messages(sent.sid).delete() is True
with refused(20404, 404):
    client.messages(sent.sid).fetch()
with refused(20404, 404):
    client.messages(sent.sid).delete()

# Schedule, cancel
later = client.messages.create(
    to=HANDSET, from_=NUMBER, body="Not today", schedule_type="fixed", send_at=datetime.now(UTC) + timedelta(hours=1)
)
assert later.status == "scheduled"
assert client.messages(later.sid).update(status="canceled").status == "canceled"
with refused(30409, 409):
    client.messages(later.sid).update(status="canceled")

# Media: a picture that the phone sends; what the API lists of it
pictured = client.messages.create(to=HANDSET, from_=NUMBER, body="Look", media_url=["https://example.org/a.png"])
assert pictured.num_media == "1"
(media,) = client.messages(pictured.sid).media.list()
assert media.parent_sid == pictured.sid and media.sid.startswith("ME")
assert client.messages(pictured.sid).media(media.sid).fetch().sid == media.sid
assert client.messages(pictured.sid).media(media.sid).delete() is True
assert client.messages(pictured.sid).media.list() == []

# Feedback
rated = client.messages.create(to=HANDSET, from_=NUMBER, body="Code 1234", provide_feedback=True)
until(lambda: client.messages(rated.sid).fetch().status == "delivered")
assert client.messages(rated.sid).feedback.create(outcome="confirmed").outcome == "confirmed"

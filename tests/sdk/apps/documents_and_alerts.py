"""Sync documents by name and under If-Match; an alert about a webhook that nobody answers, with the request that failed."""

from datetime import UTC, datetime, timedelta

from expectations import HANDSET, NUMBER, refused, until
from twilio.rest import Client

client = Client()

service = client.sync.v1.services.create(friendly_name="Orders")
documents = client.sync.v1.services(service.sid).documents
document = documents.create(unique_name="order-1", data={"loaves": 2, "paid": False})
assert document.data == {"loaves": 2, "paid": False} and document.sid.startswith("ET")
assert documents("order-1").fetch().sid == document.sid
updated = documents("order-1").update(data={"loaves": 3}, if_match=document.revision)
assert updated.data == {"loaves": 3} and updated.revision != document.revision
with refused(54103, 412):
    documents("order-1").update(data={"loaves": 4}, if_match=document.revision)
with refused(54301, 409):
    documents.create(unique_name="order-1")
expiring = documents.create(data={}, ttl=3600)
assert expiring.date_expires is not None and expiring.date_expires > datetime.now(UTC) + timedelta(minutes=55)
assert len(documents.list()) == 2 and len(documents.list(page_size=1)) == 2
permission = documents("order-1").document_permissions("ann").update(read=True, write=False, manage=False)
assert (permission.identity, permission.read, permission.write) == ("ann", True, False)
assert documents("order-1").delete() is True
with refused(20404, 404):
    documents("order-1").fetch()
assert client.sync.v1.services(service.sid).delete() is True

sent = client.messages.create(to=HANDSET, from_=NUMBER, body="x", status_callback="http://127.0.0.1:9/nobody")
begun = datetime.now(UTC) - timedelta(minutes=5)
alert = until(lambda: next((a for a in client.monitor.v1.alerts.list(limit=50) if a.resource_sid == sent.sid), None))
assert alert.error_code == "11205" and alert.log_level in ("error", "warning"), alert.error_code
assert alert.request_url == "http://127.0.0.1:9/nobody"
whole = client.monitor.v1.alerts(alert.sid).fetch()
assert sent.sid in whole.request_variables and whole.error_code == "11205"
assert alert.sid in [a.sid for a in client.monitor.v1.alerts.list(log_level=alert.log_level, start_date=begun.date(), limit=50)]
with refused(20404, 404):
    client.monitor.v1.alerts("NO" + "0" * 32).fetch()

"""What privacy says of its own records, and of the foundations that need not know of it: logs, bookings, and who signs in."""

from __future__ import annotations

from trunkline.foundations.alerts.resources.alert import Alert
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.foundations.ledger.resources.totals import FoldMark, LedgerBalance, UsageCounter
from trunkline.foundations.people.resources.event import Event
from trunkline.foundations.people.resources.person import Person
from trunkline.foundations.requests.resources.api_request import ApiRequest
from trunkline.foundations.trust.resources.contact import Contact
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt

from .actions.build_export import package_keys
from .actions.correct_field import correctable
from .actions.import_package import upload_keys
from .answers import KEEP, REMOVE, answer
from .resources.correction import Correction
from .resources.data_export import DataExport
from .resources.data_import import DataImport
from .resources.hold import Hold
from .resources.restriction import Restriction
from .resources.withdrawal import Withdrawal

_LOG = "a log of what was said to and by applications, with the person's address and texts in it"
_MONEY = "a booking: amounts, categories and SIDs, which tax and billing ask for; it holds no address and no text"
_OWN = "what was asked for in this house stays in it"

correctable(Contact, "country_iso_code", "zip_code")

answer(Alert, erase=REMOVE, why=_LOG)
answer(ApiRequest, erase=REMOVE, why=_LOG)
answer(WebhookAttempt, erase=REMOVE, why=_LOG)
answer(Entry, erase=KEEP, why=_MONEY, closing=KEEP)
for _kind in (LedgerBalance, UsageCounter, FoldMark):
    answer(_kind, erase=KEEP, why=_MONEY, closing=KEEP)
answer(Person, erase=KEEP, why="signs in to the console: is removed there, by an owner or by themselves", closing=KEEP)
answer(Event, why="the audit of who did what stays; what was said of the person in it goes", closing=KEEP)
answer(DataExport, erase=REMOVE, why="a copy of the person's data", files=package_keys, not_carried=_OWN)
answer(DataImport, files=upload_keys, not_carried=_OWN)
answer(Correction, not_carried=_OWN)
answer(Hold, not_carried=_OWN, closing=KEEP)
answer(Restriction, not_carried=_OWN)
answer(Withdrawal, not_carried=_OWN)

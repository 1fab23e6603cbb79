"""A provider that speaks Twilio's Messages API: Twilio itself, SignalWire, Telnyx' compatible API, or another Trunkline.

What it reports and what comes in reach us at addresses of our own (routes.py), signed with the upstream account's auth token.
"""

from __future__ import annotations

import base64
import hmac
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from trunkline.foundations.webhooks.ports import Answer, Limits, Outgoing, Unreachable, WebCaller
from trunkline.foundations.webhooks.signature import sign_form
from trunkline.kernel.clock import SECOND, to_datetime
from trunkline.kernel.errors import Problem
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.ports import Configured, Exchange, Handover, Health, Refused, Unavailable, is_listened, tell

from .belongs import owns_message, owns_number
from .read_settings import Setting, place_of, read_known, read_url
from .rules.twilio_codes import OURS, failure_code

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_LIMITS = Limits(connect_ms=5_000, read_ms=30_000, total_ms=40_000, body_bytes=256 * 1024, redirects=0)
OUTCOMES = {word: word for word in ("sent", "delivered", "undelivered", "failed", "read")}
_SLOW_DOWN = SECOND
_TRY_AGAIN = 5 * SECOND
_MISCONFIGURED = 60 * SECOND

SETTINGS = {
    "account_sid": Setting(required="the upstream account's SID"),
    "url": Setting(default="https://api.twilio.com", read=read_url),
    "user": Setting(),  # an API key's SID, where the secret is the key's
    "messaging_service_sid": Setting(),  # texts go out by this service of the upstream; From is left out
    "signing_token": Setting(),  # what the upstream signs with, where the secret is an API key's
}


class TwilioKind:
    """CarrierKind `twilio`. The secret is the auth token of the upstream account, or an API key's secret with `user`."""

    def read(self, settings: dict[str, Any], secret: str) -> dict[str, Any]:
        found = read_known(settings, SETTINGS)
        if not secret:
            raise ValueError("Secret is required: the auth token of the upstream account")
        return found

    def reaches(self, settings: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        return (place_of(settings["url"]),)

    def open(self, platform: Platform, configured: Configured) -> TwilioCarrier:
        return TwilioCarrier(platform, configured)


class TwilioCarrier:
    """RunningCarrier over somebody's Messages API. A 201 is its promise; the SID that it gives is the carrier's id."""

    def __init__(self, platform: Platform, configured: Configured) -> None:
        self.platform, self.configured = platform, configured
        settings = configured.settings
        self._url = f"{settings['url']}/2010-04-01/Accounts/{settings['account_sid']}/Messages.json"
        user = settings["user"] or settings["account_sid"]
        self._credentials = ("Authorization", "Basic " + base64.b64encode(f"{user}:{configured.secret}".encode()).decode())
        self._health = Health("up")
        self._doubtful: set[str] = set()

    @property
    def addresses(self) -> dict[str, str]:
        """What to enter at the provider."""
        return {"inbound_url": f"{self.configured.origin()}/network/v1/Carriers/{self.configured.sid}/Inbound/messages"}

    @property
    def signing_token(self) -> str:
        return self.configured.settings["signing_token"] or self.configured.secret

    def report_url(self, message_sid: str) -> str:
        """Where the upstream tells what became of this message."""
        return f"{self.configured.origin()}/network/v1/Carriers/{self.configured.sid}/Reports/{message_sid}"

    async def start(self) -> None:
        """There is no connection to hold."""

    async def stop(self) -> None:
        """Nor one to close."""

    def health(self) -> Health:
        return self._health

    async def cancel(self, carrier_id: str, work: Work) -> bool:
        url = f"{self._url.removesuffix('.json')}/{carrier_id}.json"
        try:
            answer = await self._call("POST", url, [("Status", "canceled")])
        except Unreachable:
            return False
        return answer.status == 200

    async def hear_report(self, request: Request) -> Reply:
        """MessageStatus (sent, delivered, undelivered, failed, read) and ErrorCode, as Twilio's status callbacks have them."""
        self._require_genuine(request)
        if not await owns_message(request.work, self.configured.account_sid, request.path["key"]):
            raise request.missing()
        outcome = OUTCOMES.get(request.text("MessageStatus") or request.text("SmsStatus"))
        if outcome is not None:
            code = request.text("ErrorCode")
            failed = outcome in ("undelivered", "failed")
            number = (int(code) if code.isascii() and code.isdigit() else 30008) if failed else None
            sid = request.text("MessageSid") or request.text("SmsSid")
            await record_delivery(request.work, request.path["key"], outcome, number, carrier_id=sid)
            await request.work.commit()
        return Reply(204)

    async def hear_inbound(self, request: Request) -> Reply:
        """Twilio's parameters of an incoming message; the answer is empty TwiML, since the reply comes from our own app."""
        self._require_genuine(request)
        if not await owns_number(request.work, self.configured.account_sid, request.text("To")):
            raise Problem(21211, f"The account of this carrier has no number {request.text('To')}", 404)
        count = request.text("NumMedia", "0")
        files = [request.text(f"MediaUrl{n}") for n in range(int(count) if count.isdigit() and len(count) < 3 else 0)]
        await receive_message(
            request.work, from_=request.text("From"), to=request.text("To"), body=request.text("Body"),
            media=[url for url in files if url], carrier_id=request.text("MessageSid") or request.text("SmsSid"),
        )  # fmt: skip
        await request.work.commit()
        return Reply(200, b"<Response/>", content_type="text/xml")

    def _require_genuine(self, request: Request) -> None:
        """403 unless it is signed as Twilio signs, over the address that we gave."""
        form = [(name, text) for name in request.form for text in request.texts(name)]
        signed = sign_form(self.signing_token, self.configured.origin() + request.asked, form)
        if not hmac.compare_digest(signed.signature.encode(), request.headers.get("x-twilio-signature", "").encode("utf-8", "replace")):
            raise Problem(20003, "The signature does not fit: is it signed with the upstream account's auth token, for this very URL?", 403)

    async def submit(self, handover: Handover, work: Work) -> str:
        """Where an earlier try may have got through, its message is looked for first, so that nobody is texted twice."""
        if (handover.again or handover.message_sid in self._doubtful) and (earlier := await self._find(handover)):
            self._doubtful.discard(handover.message_sid)
            return earlier
        try:
            answer = await self._call("POST", self._url, self._form(handover))
        except Unreachable as why:
            self._health = Health("down", str(why))
            if why.phase != "connect":
                self._doubtful.add(handover.message_sid)
            raise Unavailable(_TRY_AGAIN, f"{self._host} gives no answer: {why}") from None
        self._doubtful.discard(handover.message_sid)
        return self._read(answer)

    def _form(self, handover: Handover) -> list[tuple[str, str]]:
        service = self.configured.settings["messaging_service_sid"]
        form = [("To", handover.to), ("MessagingServiceSid", service) if service else ("From", handover.from_)]
        if handover.body:
            form.append(("Body", handover.body))
        origin = self.configured.origin()
        form += [("MediaUrl", origin + path) for path in handover.media]
        form.append(("StatusCallback", self.report_url(handover.message_sid)))
        return form

    @property
    def _host(self) -> str:
        return urlsplit(self._url).netloc

    def _read(self, answer: Answer) -> str:
        told = _json(answer.body)
        if 200 <= answer.status < 300:
            sid = told.get("sid")
            if not isinstance(sid, str) or not sid:
                self._health = Health("down", "it answers without a SID")
                raise Unavailable(_TRY_AGAIN, f"{self._host} answers {answer.status} without a SID")
            self._health = Health("up")
            return sid
        code = told.get("code") if isinstance(told.get("code"), int) else 0
        words = f"{self._host} answers {answer.status}: {code} {told.get('message', '')}".strip()
        if answer.status == 429:
            raise Unavailable(_SLOW_DOWN, words)
        if answer.status >= 500:
            self._health = Health("down", words)
            raise Unavailable(_TRY_AGAIN, words)
        if (answer.status in (401, 403, 404) and code not in (21610, 21408)) or code in OURS:
            self._health = Health("down", words)
            raise Unavailable(_MISCONFIGURED, words)
        raise Refused(failure_code(int(code or 0)), words)

    async def _find(self, handover: Handover) -> str:
        """The SID of the text that the upstream has had already; "" if it has none, or cannot say."""
        day = to_datetime(self.platform.clock.now()).date().isoformat()
        query = urlencode([("To", handover.to), ("From", handover.from_), ("DateSent>", day), ("PageSize", "50")])
        try:
            answer = await self._call("GET", f"{self._url}?{query}", [])
        except Unreachable:
            return ""
        messages = _json(answer.body).get("messages")
        for message in messages if isinstance(messages, list) else []:
            if isinstance(message, dict) and message.get("body") == handover.body and str(message.get("direction", "")) != "inbound":
                return str(message.get("sid", ""))
        return ""

    async def _call(self, method: Any, url: str, form: list[tuple[str, str]]) -> Answer:
        listened = is_listened()
        if listened:
            tell(Exchange("sent", f"{method} {url}", {"form": form}, self.platform.clock.now()))
        headers = (self._credentials, _FORM) if form else (self._credentials,)
        caller = self.platform.ports[WebCaller]
        answer: Answer = await caller.call(Outgoing(method, url, headers, urlencode(form).encode(), _LIMITS))
        if listened:
            shown = answer.body[:4096].decode("utf-8", "replace")
            tell(Exchange("received", f"HTTP {answer.status}", {"body": shown, "ms": answer.duration_ms}, self.platform.clock.now()))
        return answer


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

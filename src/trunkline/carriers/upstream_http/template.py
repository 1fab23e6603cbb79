"""A provider that speaks HTTP of its own: described by its owner, without code."""

from __future__ import annotations

import base64
import hmac
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.webhooks.ports import Answer, Limits, Outgoing, Unreachable, WebCaller
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.ports import CarrierIds, Configured, Exchange, Handover, Health, Refused, Unavailable, is_listened, tell

from .belongs import owns_message, owns_number
from .read_settings import place_of
from .rules.fill import fill, value_at
from .rules.template import Template, read_template

_LIMITS = Limits(connect_ms=5_000, read_ms=30_000, total_ms=40_000, body_bytes=64 * 1024, redirects=0)
_TRY_AGAIN = 5 * SECOND
_MISCONFIGURED = 60 * SECOND


class TemplateKind:
    """CarrierKind `http`."""

    def read(self, settings: dict[str, Any], secret: str) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.to_builtins(read_template(settings, secret))
        return found

    def reaches(self, settings: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        return (place_of(settings["send"]["url"]),)

    def open(self, platform: Platform, configured: Configured) -> TemplateCarrier:
        return TemplateCarrier(platform, configured)


class TemplateCarrier:
    """RunningCarrier by template. A 2xx is taken, 429 and 5xx mean later, 401 and 403 that the settings are wrong, other 4xx never."""

    def __init__(self, platform: Platform, configured: Configured) -> None:
        self.platform, self.configured = platform, configured
        self.template: Template = read_template(configured.settings, configured.secret)
        self._host = urlsplit(self.template.send.url).netloc
        self._health = Health("up")

    @property
    def key(self) -> str:
        """What the provider's calls must have in their address: nobody without the vault can guess it."""
        vault: Vault = self.platform.ports[Vault]
        return vault.digest(self.configured.sid, "calls of a carrier's peer")[:40]

    @property
    def addresses(self) -> dict[str, str]:
        place = f"{self.configured.origin()}/network/v1/Carriers/{self.configured.sid}"
        found = {}
        if self.template.report is not None:
            found["report_url"] = f"{place}/Reports/{self.key}"
        if self.template.inbound is not None:
            found["inbound_url"] = f"{place}/Inbound/{self.key}"
        return found

    async def start(self) -> None:
        """There is no connection to hold."""

    async def stop(self) -> None:
        """Nor one to close."""

    def health(self) -> Health:
        return self._health

    async def cancel(self, carrier_id: str, work: Work) -> bool:
        return False

    async def submit(self, handover: Handover, work: Work) -> str:
        """The provider's id, or our own reference. After a try that may have got through, it gets the same reference again."""
        try:
            answer = await self._call(handover)
        except Unreachable as why:
            self._health = Health("down", str(why))
            raise Unavailable(_TRY_AGAIN, f"{self._host} gives no answer: {why}") from None
        return self._read(answer, handover)

    async def _call(self, handover: Handover) -> Answer:
        send, secret = self.template.send, self.configured.secret
        places = _places(handover, self.configured.origin())
        url = fill(send.url, places, quoted=True)
        fields = {name: fill(text, places) for name, text in send.fields.items()}
        headers = list(send.headers.items())
        body = b""
        if send.method == "GET":
            url += ("&" if "?" in url else "?") + urlencode(fields)
        elif send.content == "json":
            headers.append(("Content-Type", "application/json"))
            body = msgspec.json.encode(fields)
        else:
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            body = urlencode(fields).encode()
        shown = list(headers)
        if send.auth == "basic":
            headers.append(("Authorization", "Basic " + base64.b64encode(f"{send.user}:{secret}".encode()).decode()))
        elif send.auth == "bearer":
            headers.append(("Authorization", f"Bearer {secret}"))
        elif send.auth != "none":
            headers.append((send.auth, secret))
        listened = is_listened()
        if listened:
            now = self.platform.clock.now()
            tell(Exchange("sent", f"{send.method} {url}", {"headers": [list(h) for h in shown], "body": body.decode()}, now))
        answer: Answer = await self.platform.ports[WebCaller].call(Outgoing(send.method, url, tuple(headers), body, _LIMITS))
        if listened:
            said = {"body": answer.body[:4096].decode("utf-8", "replace"), "ms": answer.duration_ms}
            tell(Exchange("received", f"HTTP {answer.status}", said, self.platform.clock.now()))
        return answer

    def _read(self, answer: Answer, handover: Handover) -> str:
        taken, told = self.template.taken, _json(answer.body)
        words = f"{self._host} answers {answer.status}"
        error = value_at(told, taken.error) if taken.error else ""
        if error in taken.errors:  # some answer 200 and say in the body that they refuse
            raise Refused(taken.errors[error], f"{words}: {error}")
        if 200 <= answer.status < 300:
            self._health = Health("up")
            return (value_at(told, taken.id) if taken.id else "") or handover.message_sid
        if answer.status == 429:
            raise Unavailable(SECOND, words)
        if answer.status >= 500 or answer.status in (401, 403):
            self._health = Health("down", words)
            raise Unavailable(_TRY_AGAIN if answer.status >= 500 else _MISCONFIGURED, words)
        raise Refused(30008, f"{words}: {error}" if error else words)

    async def hear_report(self, request: Request) -> Reply:
        """A report of a message that this carrier was given. Words that the template does not know are taken note of and change nothing."""
        report = self.template.report
        self._require_key(request, report is not None)
        assert report is not None
        told = _said(request)
        sid = value_at(told, report.reference) if report.reference else ""
        if not sid and report.id:
            sid = await self._sid_of(value_at(told, report.id), request.work)
        if not sid or not await owns_message(request.work, self.configured.account_sid, sid):
            raise invalid(report.reference or report.id, "names no message that this carrier was given")
        outcome = report.outcomes.get(value_at(told, report.status))
        if outcome is not None:
            code = None
            if outcome in ("undelivered", "failed"):
                code = report.errors.get(value_at(told, report.error), 30008) if report.error else 30008
            named = value_at(told, report.id) if report.id else ""
            await record_delivery(request.work, sid, outcome, code, carrier_id=named)
            await request.work.commit()
        return Reply(204)

    async def _sid_of(self, carrier_id: str, work: Work) -> str:
        if not carrier_id:
            return ""
        found = self.platform.ports.get(CarrierIds)
        return "" if found is None else str(await found.message_of(work, self.configured.sid, carrier_id))

    async def hear_inbound(self, request: Request) -> Reply:
        inbound = self.template.inbound
        self._require_key(request, inbound is not None)
        assert inbound is not None
        told = _said(request)
        to = _number(value_at(told, inbound.to))
        if not await owns_number(request.work, self.configured.account_sid, to):
            raise Problem(21211, f"The account of this carrier has no number {to}", 404)
        await receive_message(
            request.work, from_=_number(value_at(told, inbound.from_)), to=to,
            body=value_at(told, inbound.body), carrier_id=value_at(told, inbound.id) if inbound.id else "",
        )  # fmt: skip
        await request.work.commit()
        return Reply(204)

    def _require_key(self, request: Request, wanted: bool) -> None:
        key = request.path["key"].encode("utf-8", "replace")
        if not wanted or not hmac.compare_digest(self.key.encode(), key):
            raise request.missing()


def _places(handover: Handover, origin: str) -> dict[str, str]:
    to, from_ = handover.to, handover.from_
    return {
        "to": to,
        "to_digits": to.removeprefix("+"),
        "from": from_,
        "from_digits": from_.removeprefix("+"),
        "body": handover.body,
        "reference": handover.message_sid,
        "segments": str(handover.segments),
        "media_url": origin + handover.media[0] if handover.media else "",
    }


def _number(text: str) -> str:
    """Providers leave the + out; a short code or a name stays as it is."""
    return f"+{text}" if text.isascii() and text.isdigit() and len(text) > 6 else text


def _said(request: Request) -> Any:
    return request.json if request.json is not None else dict(request.form)


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {}

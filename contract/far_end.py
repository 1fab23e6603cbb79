"""Makes what no client of the contract can: what comes from the far end, out of the simulated network and the hands that hold its phones.

Twilio leases short codes by contract, a caller ID needs a person who enters the code, and an alert needs an app that fails. Here
these are asked of the server's `/network/v1`; on a server without it they cannot be had, and the answer says so.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from typing import Any

from contract.certificate import certificate
from contract.client import Client, Reply, Request
from contract.synthesis import UNREACHABLE_URL, Synthesis
from contract.world import TRUNKLINE, World

Made = tuple[dict[str, Any] | None, str]
"""The thing as an answer shows it, or None and why it cannot be had."""

LINK_PARENT = ".links.example"
"""What the names of link domains end in: one certificate is good for all."""
_PATIENCE = 45.0  # a webhook that fails is tried again before it is called failed
SHORT_CODES = "api /2010-04-01/Accounts/{}/SMS/ShortCodes"
_CALLER_IDS = "api /2010-04-01/Accounts/{}/OutgoingCallerIds"
_ALERTS = "monitor /v1/Alerts"
_EVENTS = "monitor /v1/Events"
_OWNER = {"email": "owner@example.com", "name": "The owner", "password": "a heron reads the tide"}
_LINK_DOMAINS = ("messaging /v1/LinkShortening/Domains", "messaging /v2/LinkShortening/Domains")


class FarEnd:
    """Makes members of the collections that it knows; `find_number` finds a number that can be bought."""

    def __init__(self, client: Client, world: World, synthesis: Synthesis, find_number: Callable[[], str]) -> None:
        self._client, self._world, self._synthesis, self._find_number = client, world, synthesis, find_number
        self._makers: dict[str, Callable[[], Made]] = {
            SHORT_CODES: self._short_code,
            _CALLER_IDS: self._caller_id,
            _ALERTS: self._alert,
            _EVENTS: self._event,
            **dict.fromkeys(_LINK_DOMAINS, self.link_domain),
        }
        self._whatsapp: Made | None = None  # a number is a sender of WhatsApp once, so that one message serves for all
        # What an example may ask for by a word.
        self.words: dict[str, Callable[[], Made]] = {
            "short_code": self._short_code,
            "channel_sender": self.channel_sender,
            "whatsapp_message": self.whatsapp_message,
        }

    def knows(self, collection: str) -> bool:
        """Whether members of a collection, given as its product and unnamed template, are made here."""
        return collection in self._makers

    def make(self, collection: str) -> Made:
        """A new member of a collection that this end knows."""
        return self._makers[collection]()

    def _short_code(self) -> Made:
        """Twilio leases them by contract."""
        return _made(self._post("/network/v1/ShortCodes", ShortCode=self._synthesis.digits(6)))

    def link_domain(self) -> Made:
        """Twilio's are made in its console. This one has a certificate already."""
        made = self._post("/network/v1/LinkDomains", DomainName=f"https://{self._synthesis.unique('d')}{LINK_PARENT}")
        if made.ok:
            self._post(f"/messaging/v1/LinkShortening/Domains/{made.body['sid']}/Certificate", TlsCert=certificate(f"*{LINK_PARENT}"))
        return _made(made)

    def linked_service(self) -> Made:
        """A Messaging Service whose links a domain of its own shortens: the association, with the SIDs of both."""
        domain, problem = self.link_domain()
        if domain is None:
            return None, problem
        service = self._post("/messaging/v1/Services", FriendlyName=self._synthesis.unique())
        if not service.ok:
            return _made(service)
        linked = self._post(f"/messaging/v1/LinkShortening/Domains/{domain['sid']}/MessagingServices/{service.body['sid']}")
        return _made(linked)

    def channel_sender(self) -> Made:
        """A sender of a channel, once its review is over."""
        return self._channel_sender(f"rcs:{self._synthesis.unique('a')}")

    def whatsapp_message(self) -> Made:
        """What somebody wrote to our WhatsApp sender."""
        if self._whatsapp is None:
            self._whatsapp = self._receive_whatsapp()
        return self._whatsapp

    def _receive_whatsapp(self) -> Made:
        if not self._world.handsets or not self._world.numbers:
            return None, "no handset or no number is lent"
        ours = f"whatsapp:{self._world.numbers[0]}"
        sender, problem = self._channel_sender(ours)
        if sender is None:
            return None, problem
        said = self._post(f"/network/v1/Handsets/{self._world.handsets[0]}/Messages", To=ours, Body="Hello", Channel="whatsapp")
        if not said.ok:
            return _made(said)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            reply = self._client.send(Request("GET", f"{self._account}/Messages.json", [("To", ours)]))
            if not reply.ok or reply.body["messages"]:
                return (reply.body["messages"][0], "") if reply.ok else _made(reply)
            time.sleep(0.1)
        return None, f"a text did not come in within {_PATIENCE:.0f} s"

    def _channel_sender(self, address: str) -> Made:
        made = self._client.send(
            Request("POST", "/messaging/v2/Channels/Senders", json_body={"sender_id": address, "profile": {"name": "Contract"}})
        )
        if not made.ok:
            return _made(made)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            reply = self._client.send(Request("GET", f"/messaging/v2/Channels/Senders/{made.body['sid']}"))
            if not reply.ok or reply.body["status"] == "ONLINE":
                return _made(reply)
            time.sleep(0.1)
        return None, f"a channel's sender was not reviewed within {_PATIENCE:.0f} s"

    def _caller_id(self) -> Made:
        """Twilio calls the number and shows the code; whoever answers enters it."""
        number = f"+16462{self._synthesis.digits(6)}"
        asked = self._post(f"{self._account}/OutgoingCallerIds.json", PhoneNumber=number)
        if not asked.ok:
            return _made(asked)
        code = {"ValidationCode": asked.body["validation_code"]}
        return _made(self._post(f"/network/v1/ValidationRequests/{asked.body['call_sid']}", **code))

    def _alert(self) -> Made:
        """A handset texts a number whose app is not there."""
        if not self._world.handsets:
            return None, "an alert needs a text to an app that fails, and no handset is lent"
        number = self._find_number()
        bought = self._post(f"{self._account}/IncomingPhoneNumbers.json", PhoneNumber=number, SmsUrl=UNREACHABLE_URL)
        if not bought.ok:
            return _made(bought)
        try:
            texted = self._post(f"/network/v1/Handsets/{self._world.handsets[0]}/Messages", To=number, Body="Is anybody there?")
            return _made(texted) if not texted.ok else self._await_alert()
        finally:
            self._client.send(Request("DELETE", f"{self._account}/IncomingPhoneNumbers/{bought.body['sid']}.json"))

    def _await_alert(self) -> Made:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            reply = self._client.send(Request("GET", "/monitor/v1/Alerts"))
            if not reply.ok or reply.body["alerts"]:
                return (reply.body["alerts"][0], "") if reply.ok else _made(reply)
            time.sleep(0.1)
        return None, f"a text to an app that is not there raised no alert within {_PATIENCE:.0f} s"

    def _event(self) -> Made:
        """A person comes in by the terminal's link, as the owner that is to be or the one there is."""
        if not self._world.data:
            return None, "an event needs a person at the console, and the data folder that lets one in is not at hand"
        command = [*TRUNKLINE, "console-link", "--data", self._world.data, "--json"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if said.returncode:
            return None, f"no link to the console: {said.stderr.strip()}"
        found = json.loads(said.stdout)
        sent = {"link": found["console_link"].partition("#")[2], **(_OWNER if found["first"] else {})}
        reply = self._client.send(Request("POST", f"/console/api/{'first' if found['first'] else 'session'}", json_body=sent))
        listed = self._client.send(Request("GET", "/monitor/v1/Events")) if reply.ok else reply
        return (listed.body["events"][0], "") if listed.ok and listed.body["events"] else _made(reply)

    @property
    def _account(self) -> str:
        return f"/2010-04-01/Accounts/{self._world.account_sid}"

    def _post(self, path: str, **form: str) -> Reply:
        return self._client.send(Request("POST", path, form=list(form.items())))


def _made(reply: Reply) -> Made:
    if reply.ok and isinstance(reply.body, dict):
        return reply.body, ""
    return None, f"the far end answers {reply.summary()}"

"""What a brand writes about: the campaign that a consent names, and the senders that it is sent from."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import LIST, Create, Filter, Form, Parent, Privacy, Sid, Texts, Update, Url, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

from ..decisions.name_lawful_basis import STATED
from ..decisions.request import read_intent
from ..rules.addresses import read_sender

PROGRAM = Lifecycle(begins="active", moves={"suspend": ("active", "suspended"), "reinstate": ("suspended", "active")})
"""Only enforcement moves it."""

PERIODS = choice("day", "week", "month")
INTENT = Form({"type": "string"}, read=read_intent)
"""One of Twilio's eleven words for MessageIntent."""
INTENTS = Form(
    {"type": "array", "items": {"type": "string"}},
    read=read_intent,
    stored=LIST.stored,
    loaded=LIST.loaded,
    many=True,
)
"""Twilio's eleven words for MessageIntent, repeated."""

_TEXT = (1600, 21617)


class Program(
    Resource,
    sid="PM",
    mounts=[V(1, "compliance", "/Programs", links={"senders": "/Senders"})],
    lifecycle=PROGRAM,
    unique={("account_sid", "name"): 20409},
    indexes=[("account_sid", "brand_sid", "sid")],
):
    """`intents` are the types of message that its opt-in discloses. `frequency` messages a `frequency_period` are disclosed (0: none).

    `opt_in_url`, `opt_in_wording`, `opt_in_wording_version` and `locale` describe the registered opt-in form: what a consent that came
    by that form was shown. `confirmation_text`, `opt_out_text` and `help_text` are the program's own answers;
    `lawful_basis` is what its messages rest on where there is no consent but a prior relationship, with the record or law for it.
    `help_contact` (a number, an address, a page) is whom a recipient is told to ask, where it is not the brand's website.
    """

    brand_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    name: Annotated[str, Create(required=20001, longest=(160, 20001)), Update(longest=(160, 20001)), Filter(), Privacy.KEEP] = ""
    intents: Annotated[list[str], INTENTS, Create, Update] = field(default_factory=list)
    recurring: Annotated[bool, Create, Update] = False
    age_gated: Annotated[bool, Create, Update] = False
    categories: Annotated[Texts, Create, Update] = field(default_factory=list)
    frequency: Annotated[int, Create, Update] = 0
    frequency_period: Annotated[str, PERIODS, Create, Update, Privacy.KEEP] = "month"
    opt_in_url: Annotated[Url, Create, Update] = ""
    opt_in_wording: Annotated[str, Create(longest=(4096, 20001)), Update(longest=(4096, 20001)), Privacy.KEEP] = ""
    opt_in_wording_version: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP] = ""
    locale: Annotated[str, Create(longest=(35, 20001)), Update(longest=(35, 20001)), Privacy.KEEP] = "en"
    confirmation_text: Annotated[str, Create(longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = ""
    opt_out_text: Annotated[str, Create(longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = ""
    help_text: Annotated[str, Create(longest=_TEXT), Update(longest=_TEXT), Privacy.KEEP] = ""
    lawful_basis: Annotated[str, choice("", *STATED), Create, Update, Privacy.KEEP] = ""
    lawful_basis_reference: Annotated[str, Create(longest=(160, 20001)), Update(longest=(160, 20001)), Privacy.KEEP] = ""
    lawful_basis_countries: Annotated[Texts, Create, Update] = field(default_factory=list)
    help_contact: Annotated[str, Create(longest=(160, 20001)), Update(longest=(160, 20001)), Privacy.KEEP] = ""


class ProgramSender(
    Resource,
    sid="PT",
    mounts=[V(1, "compliance", "/Programs/{program_sid}/Senders", "list create fetch delete")],
    unique={("account_sid", "sender"): 99122},
    indexes=[("account_sid", "program_sid", "sid")],
):
    """A number, short code, alphanumeric sender ID or messaging service, and the one program that it sends for."""

    program_sid: Annotated[Sid, Parent(Program)] = ""
    brand_sid: Sid = ""
    sender: Annotated[str, Form({"type": "string"}, read=read_sender), Create(required=20001), Filter(), Privacy.KEEP] = ""

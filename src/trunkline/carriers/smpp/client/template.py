"""The submit_sm of a text for a carrier, all but what depends on the part."""

from __future__ import annotations

from ..protocol import commands
from ..protocol.pdus import ShortMessage
from ..rules.addresses import write_address
from ..rules.parts import Part, write_parts
from .settings import SmppSettings


def _chosen(setting: int | None, usual: int) -> int:
    return usual if setting is None else setting


def write_template(settings: SmppSettings, from_: str, to: str, validity: str = "") -> ShortMessage:
    """ValueError for a sender or recipient that no SMPP address can hold."""
    ton, npi, source = write_address(from_)
    to_ton, to_npi, destination = write_address(to)
    plus = "+" if settings.plus else ""
    return ShortMessage(
        command=commands.SUBMIT_SM,
        service_type=settings.service_type,
        source_ton=_chosen(settings.source_ton, ton),
        source_npi=_chosen(settings.source_npi, npi),
        source=plus + source if from_.startswith("+") else source,
        destination_ton=_chosen(settings.destination_ton, to_ton),
        destination_npi=_chosen(settings.destination_npi, to_npi),
        destination=plus + destination if to.startswith("+") else destination,
        validity=validity,
        registered_delivery=settings.registered_delivery,
    )


def cut_text(settings: SmppSettings, body: str, reference: int) -> list[Part]:
    """ValueError for a text of more than 255 parts."""
    return write_parts(
        body,
        reference,
        alphabet=settings.alphabet,
        data_coding=settings.data_coding,
        ucs2_coding=settings.ucs2_coding,
        joining=settings.joining,
    )

"""SMPP among the kinds of carrier that can be configured."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from trunkline.kernel.platform import Platform
from trunkline.products.messaging.ports import Configured

from .carrier import SmppCarrier
from .settings import read_settings


class SmppKind:
    """CarrierKind `smpp`: the settings are those of SmppSettings, the secret is the password of the bind."""

    def read(self, settings: dict[str, Any], secret: str) -> dict[str, Any]:
        found = asdict(read_settings("-", settings, secret))
        del found["name"], found["password"]
        found["statuses"] = {f"0x{status:04x}": code for status, code in found["statuses"].items()}
        return {name: str(value) if isinstance(value, str) else value for name, value in found.items()}

    def reaches(self, settings: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        return ((settings["host"], settings["port"]),)

    def open(self, platform: Platform, configured: Configured) -> SmppCarrier:
        return SmppCarrier(platform, read_settings(configured.sid, configured.settings, configured.secret), configured.account_sid)

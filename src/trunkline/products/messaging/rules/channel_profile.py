"""What a request for a channel's sender may say. Source: messaging_v2, messaging.v2.channels_sender.requests; WhatsApp's profile limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

VERTICALS = (
    "Alcohol", "Automotive", "Beauty, Spa and Salon", "Clothing and Apparel", "Education", "Entertainment", "Event Planning and Service",
    "Finance and Banking", "Food and Grocery", "Hotel and Lodging", "Matrimony Service", "Medical and Health", "Non-profit",
    "Online Gambling", "OTC Drugs", "Other", "Physical Gambling", "Professional Services", "Public Service", "Restaurant",
    "Shopping and Retail", "Travel and Transportation",
)  # fmt: skip
_LIMITS = {"name": 512, "about": 139, "address": 256, "description": 512, "accent_color": 7}
_LINKS = ("logo_url", "banner_url", "privacy_url", "terms_of_service_url")
_CONFIGURATION = ("waba_id", "verification_method", "verification_code", "voice_application_sid", "account_type")
_CALLBACKS = ("callback_url", "fallback_url", "status_callback_url")
_METHODS = {"callback_method": ("POST", "PUT"), "fallback_method": ("POST", "PUT"), "status_callback_method": ("POST", "PUT", "GET")}
MOST_LINES = 5


def _text(place: str, value: Any, longest: int = 2048) -> None:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{place} must be a text of {longest} characters at most")


def _link(place: str, value: Any) -> None:
    _text(place, value)
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
        raise ValueError(f"{place} must be an http or https URL")


def read_profile(given: Mapping[str, Any], channel: str) -> dict[str, Any]:
    """ValueError with the place and what is wrong there."""
    for name, value in given.items():
        place = f"profile.{name}"
        if value is None:
            continue
        if name in _LIMITS:
            _text(place, value, _LIMITS[name])
        elif name in _LINKS:
            _link(place, value)
        elif name == "vertical":
            if value not in VERTICALS:
                raise ValueError(f"{place} must be one of {'; '.join(VERTICALS)}")
        elif name in ("emails", "websites", "phone_numbers"):
            if not isinstance(value, list) or len(value) > MOST_LINES:
                raise ValueError(f"{place} must be a list of {MOST_LINES} at most")
        else:
            raise ValueError(f"{place} is not known")
    if channel == "whatsapp" and not given.get("name"):
        raise ValueError("profile.name is required for a WhatsApp sender")
    return {name: value for name, value in given.items() if value is not None}


def read_webhook(given: Mapping[str, Any]) -> dict[str, Any]:
    """Addresses with their methods, POST where none is named."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        place = f"webhook.{name}"
        if value is None:
            continue
        if name in _CALLBACKS:
            _link(place, value)
        elif name in _METHODS:
            if str(value).upper() not in _METHODS[name]:
                raise ValueError(f"{place} must be {' or '.join(_METHODS[name])}")
            value = str(value).upper()
        else:
            raise ValueError(f"{place} is not known")
        found[name] = value
    return found


def read_configuration(given: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in given.items():
        if name not in _CONFIGURATION:
            raise ValueError(f"configuration.{name} is not known")
        if value is not None:
            _text(f"configuration.{name}", value, 256)
    if given.get("verification_method") not in (None, "sms", "voice"):
        raise ValueError("configuration.verification_method must be sms or voice")
    return {name: value for name, value in given.items() if value is not None and name != "verification_code"}

"""How the simulated registry and the simulated reviewer of toll-free numbers judge: pure, by field, with Twilio's codes and a remedy each.

Codes from Twilio's error dictionary: 3088x to 3089x and 308 6x/7x for campaigns, 304xx and 305xx for toll-free numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from trunkline.foundations.trust.content.signals import ContentSignals
from trunkline.foundations.trust.enforcement.rules.security_tests import declares_security_test

Examine = Callable[[str], ContentSignals]
_LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(com|net|org|io|co|us|me|ly|info|biz)\b", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d\s().-]{8,}\d")
_OPT_IN = re.compile(
    r"opt[ -]?(?:s|ed|ing)?[ -]?in|consent|agree|check ?box|sign(?:s|ed|ing)? up|subscrib|text(?:s|ing)? \S+ to|key ?word|enrol",
    re.IGNORECASE,
)
_STOP = re.compile(r"\b(stop|unsubscribe|quit|cancel|end|opt[ -]?out)\b", re.IGNORECASE)
_PUBLIC_MAIL = frozenset({"gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "aol.com", "icloud.com", "proton.me", "protonmail.com"})
_ADULT = frozenset({"alcohol", "tobacco", "firearms", "gambling", "adult"})
_FORBIDDEN = {"hate": 30874, "cannabis": 30897, "prescription": 30897, "malware": 30884}
_PROMOTES, _PHISHES = 0.85, 0.75
NO_PROMOTION = frozenset({"2FA", "FRAUD_ALERT", "SECURITY_ALERT", "DELIVERY_NOTIFICATION"})
REPEATED = frozenset({"MARKETING", "MIXED", "LOW_VOLUME", "SOLE_PROPRIETOR", "POLITICAL", "SWEEPSTAKE", "SOCIAL", "CHARITY"})


@dataclass(frozen=True, slots=True)
class Fault:
    """`fields` by the API's parameter names."""

    code: int
    fields: tuple[str, ...]
    words: str

    def to_data(self) -> dict[str, Any]:
        return {"error_code": self.code, "fields": list(self.fields), "description": self.words, "url": f"/errors/{self.code}"}


def check_lengths(description: str, flow: str, samples: Sequence[str]) -> str:
    """What the API itself refuses (40 to 4,096, 40 to 2,048, 2 to 5 samples of 20 to 1,024 characters); "" if nothing."""
    if not 40 <= len(description) <= 4096:
        return "Description must have 40 to 4,096 characters"
    if not 40 <= len(flow) <= 2048:
        return "MessageFlow must have 40 to 2,048 characters"
    if not 2 <= len(samples) <= 5:
        return "MessageSamples: between 2 and 5 are needed"
    if any(not 20 <= len(sample) <= 1024 for sample in samples):
        return "MessageSamples: each must have 20 to 1,024 characters"
    return ""


def review_campaign(campaign: Mapping[str, Any], examine: Examine) -> list[Fault]:
    """`campaign` by field names of the resource. Empty when it is good."""
    samples: list[str] = list(campaign["message_samples"])
    usecase, flow = campaign["us_app_to_person_usecase"], campaign["message_flow"]
    faults: list[Fault] = []
    if not _OPT_IN.search(flow):
        faults.append(Fault(30896, ("MessageFlow",), "Say how people agree to be written to: where, by which words, and what they see."))
    if any(_LINK.search(s) for s in samples) and not campaign["has_embedded_links"]:
        faults.append(Fault(30893, ("MessageSamples", "HasEmbeddedLinks"), "A sample has a link: set HasEmbeddedLinks, or take it out."))
    if any(_PHONE.search(s) for s in samples) and not campaign["has_embedded_phone"]:
        faults.append(Fault(30893, ("MessageSamples", "HasEmbeddedPhone"), "A sample has a phone number: set HasEmbeddedPhone."))
    said = " ".join([*samples, campaign["opt_out_message"] or ""])
    if usecase in REPEATED and not _STOP.search(said):
        faults.append(Fault(30887, ("MessageSamples", "OptOutMessage"), "Say in a sample, or in OptOutMessage, how to stop."))
    faults += _content([("Description", campaign["description"]), *(("MessageSamples", s) for s in samples)], campaign, usecase, examine)
    return _once(faults)


def _content(texts: Iterable[tuple[str, str]], campaign: Mapping[str, Any], usecase: str, examine: Examine) -> list[Fault]:
    found: list[Fault] = []
    for name, text in texts:
        signals = examine(text)
        if signals.shorteners:
            found.append(Fault(30892, (name,), f"{signals.shorteners[0].host} is a public link shortener: use a domain of your own."))
        if signals.simulation or declares_security_test(text):
            found.append(Fault(30884, (name,), "Phishing, simulated phishing too, cannot be registered."))
        elif signals.phishing.score >= _PHISHES:
            found.append(Fault(30884, (name,), "The text looks like phishing."))
        forbidden = sorted(signals.categories & set(_FORBIDDEN))
        found += [Fault(_FORBIDDEN[one], (name,), f"Content about {one} cannot be registered.") for one in forbidden]
        if signals.categories & _ADULT and not campaign["age_gated"]:
            found.append(Fault(30888, (name, "AgeGated"), "The content is for adults: it needs an age gate, and AgeGated."))
        if name == "MessageSamples" and usecase in NO_PROMOTION and signals.scores.promotion >= _PROMOTES:
            found.append(Fault(30893, (name, "UsAppToPersonUsecase"), f"A sample promotes something, which {usecase} does not allow."))
    return found


def review_tollfree(verification: Mapping[str, Any], examine: Examine) -> list[Fault]:
    """The same for a toll-free number's verification."""
    faults: list[Fault] = []
    site = urlsplit(verification["business_website"])
    if site.scheme not in ("http", "https") or "." not in site.netloc:
        faults.append(Fault(30485, ("BusinessWebsite",), "Give the address of the business's own web site, with https://."))
    contact = verification["business_contact_email"] or ""
    if contact.rpartition("@")[2].lower() in _PUBLIC_MAIL:
        faults.append(Fault(30482, ("BusinessContactEmail",), "Use an address at the business's own domain."))
    if verification["business_type"] not in (None, "SOLE_PROPRIETOR") and not verification["business_registration_number"]:
        faults.append(Fault(30527, ("BusinessRegistrationNumber",), "A business of this type has a registration number: give it."))
    images = verification["opt_in_image_urls"]
    if not images or any(urlsplit(url).scheme not in ("http", "https") for url in images):
        faults.append(Fault(30446, ("OptInImageUrls",), "Show by pictures that can be fetched how people agree."))
    if len(verification["use_case_summary"]) < 40:
        faults.append(Fault(30446, ("UseCaseSummary",), "Say in some sentences what is sent, to whom, and how they agreed."))
    texts = [("ProductionMessageSample", verification["production_message_sample"]), ("UseCaseSummary", verification["use_case_summary"])]
    as_campaign = {"age_gated": bool(verification["age_gated_content"])}
    faults += _content(texts, as_campaign, "", examine)
    return _once(faults)


def _once(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def score_of(attributes: Mapping[str, str], *, vetted: bool) -> int:
    """1 to 100: what is known of the business; an unvetted brand stays low, as with the registry."""
    known = ("business_registration_number", "website_url", "business_type", "business_industry", "stock_ticker", "email")
    score = 10 + 10 * sum(bool(attributes.get(name)) for name in known)
    return min(score + (25 if vetted else 0), 100)

"""What a decision costs: microseconds of processor time at p50 and p99 over 10,000 mixed messages, with all packs, on one core.

    python -m bench.decide [--messages N] [--json]

The corpus is drawn with a fixed seed: countries, senders, intents, first messages and later ones, consents and replies, night and day,
codes, receipts, offers and hostile texts up to 1,600 characters; a hundred different moments of a week, as many messages share their
minute. Three texts of four follow a template, as campaigns and codes do; the others are texts of the project's own corpora in 17
languages, honest and not, each made unlike all others by a name, so that none of them is remembered. `with content` examines each text
inside the decision, as the send path does; `rules alone` hands in the examined text; `every text new` forgets before each message what
was examined. Bars: p50 40 µs and p99 200 µs, content included.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import time
from collections.abc import Callable
from importlib.resources import files

from msgspec.structs import replace

from trunkline.foundations.trust.content import box_pack, examine
from trunkline.foundations.trust.decisions.decide import decide
from trunkline.foundations.trust.decisions.facts import BrandFact, ConsentFact, ConversationFact, Facts, ProgramFact, SpreadFact
from trunkline.foundations.trust.decisions.places import zones_of
from trunkline.foundations.trust.decisions.presets import Preset
from trunkline.foundations.trust.decisions.request import SendRequest
from trunkline.foundations.trust.packs.load import RulePack, boxed_packs
from trunkline.kernel.clock import DAY, HOUR

from .bars import BARS, Figure

NOW = 1_795_543_200_000_000
BAR_P50, BAR_P99 = BARS["decide.p50"].must, BARS["decide.p99"].must

# Weight, intent, text.
_TEXTS: tuple[tuple[int, str, str], ...] = (
    (22, "otp", "{n} is your Acme verification code. It expires in 10 minutes. Never share it."),
    (18, "delivery", "Acme: order {n} is on its way and arrives today between 2 and 4 pm. Track it at https://acme.example/t/{n}"),
    (
        12,
        "notifications",
        "Reminder from Acme Dental: your appointment is on Tuesday at 10:{m}. Reply C to confirm or call +1 202 555 0{n3}.",
    ),
    (18, "marketing", "Acme: 20% off everything this weekend with code SAVE{m}. Shop at https://acme.example/s Reply STOP to unsubscribe."),
    (8, "customercare", "Yes, we have it in blue and in size {m}. Shall I put one aside for you until tomorrow?"),
    (6, "marketing", "Nouveautés Acme : -30 % jusqu'à dimanche, code ETE{m}. Répondez STOP pour vous désabonner."),
    (4, "notifications", "Ваш заказ {n} готов к выдаче. Пункт выдачи работает до 20:00. Acme"),
    (4, "events", "Acme invites you to the opening on {m} May at 7 pm. Doors open at 6. RSVP: https://acme.example/rsvp/{n}"),
    (3, "announcements", "Acme news: " + "our shops have new opening hours and longer evenings. " * 6),
    (2, "marketing", "Сasino b0nus!!! C.l.i.c.k http://bit.ly/{n} to w1n fr33 sp1ns t0day"),
    (2, "marketing", "Your Acme Bank account is locked. Verify your password now at http://acme-bank-login.example/{n}"),
    (1, "marketing", "h\u0435ll\u043e \u200b" * 250),
)
# Weight, country, numbering.
_COUNTRIES = ((60, "US", "+1212555{n4}"), (8, "US", "+1208555{n4}"), (8, "CA", "+1416555{n4}"), (8, "FR", "+3361234{n4}"),
              (6, "GB", "+4479111{n5}"), (5, "DE", "+49151123{n5}"), (5, "IN", "+9198765{n5}"))  # fmt: skip

_NAMES = ("Mar", "Jo", "An", "Rob", "Eli", "Vik", "Sam", "Lu", "Ti", "Ga", "Nor", "Be")


def _any_text(dice: random.Random, texts: list[tuple[str, str]]) -> tuple[str, str]:
    """Intent and text: of a template, or of the corpora with a name that nobody else has."""
    if dice.random() < 0.75:
        _, intent, text = dice.choices(_TEXTS, [row[0] for row in _TEXTS])[0]
        return intent, text
    intent, text = dice.choice(texts)
    name = "".join(dice.choices(_NAMES, k=4)).capitalize()
    return intent, f"{name}: {text}".replace("{", "(").replace("}", ")")


def _own_texts() -> list[tuple[str, str]]:
    """Intent and text of the corpora that the classifier is trained and the lists are tested on."""
    folder = files("trunkline.foundations.trust.content")
    found = []
    intents = {"notice": "notifications", "promotion": "marketing", "advocacy": "announcements", "phishing": "marketing"}
    for name, intent in intents.items():
        lines = folder.joinpath(f"data/corpus/{name}.tsv").read_text("utf-8").splitlines()
        found += [(intent, line.partition("\t")[2]) for line in lines]
    tests = folder.joinpath("tests/data")
    found += [("notifications", line) for line in tests.joinpath("legitimate.txt").read_text("utf-8").splitlines()]
    return found + [("marketing", line.partition("\t")[2]) for line in tests.joinpath("obfuscated.tsv").read_text("utf-8").splitlines()]


def draw(count: int, dice: random.Random) -> list[tuple[SendRequest, Facts, int]]:
    """The corpus: each message with its facts and its moment."""
    drawn = []
    moments = [NOW + dice.randrange(7 * DAY) for _ in range(100)]
    texts = _own_texts()
    for _ in range(count):
        intent, text = _any_text(dice, texts)
        _, country, number = dice.choices(_COUNTRIES, [row[0] for row in _COUNTRIES])[0]
        n = dice.randrange(10**5, 10**6)
        marks = {"n": n, "m": n % 90 + 10, "n3": f"{n % 1000:03}", "n4": f"{n % 10**4:04}", "n5": f"{n % 10**5:05}"}
        recipient = number.format(**marks)
        now = dice.choice(moments)
        consent = ConsentFact(
            sid=f"CN{n}", brand="BR1", program="PG1", types=frozenset({intent, "delivery"}), state="live", captured_at=now - 5 * DAY
        )
        reply = dice.random() < 0.2
        conversation = ConversationFact(sender="+12025550100", message_sid=f"SM{n}", last_inbound_at=now - dice.randrange(30 * HOUR))
        request = SendRequest(
            account_sid="AC1", sender="+12025550100", sender_class="long_code", recipient=recipient, country=country,
            body=text.format(**marks)[:1600], intent=intent if dice.random() < 0.8 else None, brand="BR1", program="PG1",  # type: ignore[arg-type]  # the table holds Twilio's words
        )  # fmt: skip
        facts = Facts(
            preset=dice.choices((Preset.POLICY, Preset.STRICT, Preset.TWILIO), (6, 3, 1))[0],
            opted_out=dice.random() < 0.02, objected=False,
            consents=() if reply else (consent,), conversations=(conversation,) if reply else (), prior_relationships=(),
            brand=BrandFact(sid="BR1", names=("Acme",)), program=ProgramFact(sid="PG1", recurring=dice.random() < 0.3),
            first_message=dice.random() < 0.2, last_reminder_at=now - dice.randrange(40 * DAY), sent=(now - 3 * DAY, now - DAY),
            zones=zones_of(recipient), places=("US-NY",) if country == "US" else (country,),
            geo_permissions=frozenset({"US", "CA", "FR", "GB", "DE", "IN"}), trial=False,
            account_standing="good", registration="registered",
            attested_age=0, blocked_until=0, spread=SpreadFact(senders=1, most_by_one=50), content=examine,
        )  # fmt: skip
        drawn.append((request, facts, now))
    return drawn


def measure(corpus: list[tuple[SendRequest, Facts, int]], packs: RulePack, before: Callable[[], object] | None = None) -> dict[str, float]:
    """Microseconds a decision, after a thousand that fill what is remembered; `before` is called before each, outside the time."""
    for request, facts, now in corpus[:1000]:
        decide(request, facts, packs, now)
    gc.collect()
    gc.disable()
    took = []
    for request, facts, now in corpus:
        if before is not None:
            before()
        begun = time.thread_time_ns()
        decide(request, facts, packs, now)
        took.append(time.thread_time_ns() - begun)
    gc.enable()
    took.sort()
    return {
        name: took[min(len(took) - 1, int(len(took) * part))] / 1000
        for name, part in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0))
    }


def measure_all(messages: int) -> dict[str, dict[str, float]]:
    """The three ways, each with its quantiles in microseconds of processor time."""
    packs = boxed_packs()
    corpus = draw(messages, random.Random(20261122))  # noqa: S311 - a corpus, no secret
    alone = [(request, replace(facts, content=examine(request.body)), now) for request, facts, now in corpus]
    return {
        "rules alone": measure(alone, packs),
        "with content": measure(corpus, packs),
        "every text new": measure(corpus, packs, box_pack().memory.clear),
    }


def figures(messages: int = 10_000) -> list[Figure]:
    """As lines of the table that `python -m bench` prints."""
    measured = measure_all(messages)
    note = f"processor time of one thread over {messages:,} mixed messages, all packs, the text examined within"
    rows = [
        Figure("decide.p50", "one decision, p50", "µs", [measured["with content"]["p50"]], note),
        Figure("decide.p99", "one decision, p99", "µs", [measured["with content"]["p99"]], note),
    ]
    return rows + [
        Figure(f"decide.{name}.{part}", f"… {name}, {part}", "µs", [measured[name][part]])
        for name in ("rules alone", "every text new")
        for part in ("p50", "p99")
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="What a decision costs.")
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON too")
    chosen = parser.parse_args()
    measured = measure_all(chosen.messages)
    for name, parts in measured.items():
        print(f"{name:>14}: " + "  ".join(f"{part} {value:7.1f} µs" for part, value in parts.items()))
    if chosen.json:
        print(json.dumps(measured))
    missed = measured["with content"]["p50"] > BAR_P50 or measured["with content"]["p99"] > BAR_P99
    print(f"bars p50 {BAR_P50:.0f} µs, p99 {BAR_P99:.0f} µs: {'missed' if missed else 'held'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

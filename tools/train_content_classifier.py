"""Train the classifier of message texts and write its weights: `python -m tools.train_content_classifier [--check]`.

The corpus is our own writing (`content/data/corpus/<class>.tsv`, one text a line behind its language). One text in five,
chosen by a hash of the text, is held out: precision and recall in the file are measured on those, with weights trained on
the others. The shipped weights are then trained on all texts. No randomness: the order of the texts follows their hashes,
so the same corpus gives the same file, which `--check` verifies.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path

from trunkline.foundations.trust.content import compile_pack, examine
from trunkline.foundations.trust.content.links import find_links
from trunkline.foundations.trust.content.normalise import plain_text, plain_words
from trunkline.foundations.trust.content.wording import CLASSES, Model, grams, marks, read_model, shape, weighed

DATA = Path(__file__).parent.parent / "src/trunkline/foundations/trust/content/data"
TARGET = DATA / "classifier.json"
SCALE = 256
EPOCHS = 24
RATE = 0.35
RIDGE = 2e-4
LEAST = 1  # texts that must hold a feature for it to get a weight; with a corpus this small, pieces of single texts still help
MODEL = "2026-11-22"


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled text with its features."""

    label: int
    language: str
    text: str
    features: tuple[str, ...]
    order: str

    @property
    def held_out(self) -> bool:
        """Whether the text is kept for measuring."""
        return int(self.order[:8], 16) % 5 == 0


def read_corpus() -> list[Example]:
    """All texts, in an order that only their contents decide."""
    examples = []
    for label, name in enumerate(CLASSES):
        for line in (DATA / "corpus" / f"{name}.tsv").read_text("utf-8").splitlines():
            language, _, text = line.partition("\t")
            order = sha256(text.encode()).hexdigest()
            examples.append(Example(label, language, text, tuple(features(text)), order))
    if len({example.text for example in examples}) != len(examples):
        raise SystemExit("a text stands twice in the corpus")
    return sorted(examples, key=lambda example: example.order)


def features(text: str) -> Iterable[str]:
    """Features of a text, as the running platform computes them."""
    found, rest = find_links(text)
    plain = plain_text(rest)
    for word in weighed(plain_words(plain)):
        if word.isalpha():
            yield from grams(word.casefold())
        else:
            yield shape(word)
    yield from marks(rest, len(found))


def train(examples: list[Example]) -> tuple[list[float], dict[str, list[float]]]:
    """Bias and weights of multinomial logistic regression, by AdaGrad over the sums of features."""
    holding = Counter(feature for example in examples for feature in set(example.features))
    kept = {feature for feature, count in holding.items() if count >= LEAST}
    size = len(CLASSES)
    weights = {feature: [0.0] * size for feature in sorted(kept)}
    squares = {feature: [1e-2] * size for feature in weights}
    bias, bias_squares = [0.0] * size, [1.0] * size
    counts = Counter(example.label for example in examples)
    for _ in range(EPOCHS):
        for example in examples:
            present = [feature for feature in example.features if feature in kept]
            values = list(bias)
            for feature in present:
                for lane, weight in enumerate(weights[feature]):
                    values[lane] += weight
            highest = max(values)
            powers = [exp(value - highest) for value in values]
            whole = sum(powers)
            # Rare classes weigh as much as common ones.
            share = len(examples) / (size * counts[example.label])
            # The step is spread over the features, or long texts would swing the weights.
            step = RATE / sqrt(len(present) + 1)
            for lane in range(size):
                slope = share * (powers[lane] / whole - (lane == example.label))
                if abs(slope) < 1e-4:
                    continue
                bias_squares[lane] += slope * slope
                bias[lane] -= 0.1 * slope / sqrt(bias_squares[lane])
                for feature in present:
                    row = weights[feature]
                    pull = slope + RIDGE * row[lane]
                    squares[feature][lane] += pull * pull
                    row[lane] -= step * pull / sqrt(squares[feature][lane])
    return bias, weights


def to_file(bias: list[float], weights: dict[str, list[float]], known: Iterable[str], measured: dict[str, object]) -> str:
    """The text of the weights' file: whole numbers, 256 to the nat, features that weigh next to nothing left out."""
    whole = {feature: [round(weight * SCALE) for weight in values] for feature, values in weights.items()}
    rows = [[feature, *values] for feature, values in whole.items() if max(map(abs, values)) >= SCALE // 16]
    head = {"model": MODEL, "classes": CLASSES, "scale": SCALE, "measured": measured, "bias": [round(value * SCALE) for value in bias]}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    start = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return f'{start},\n "known": {json.dumps(" ".join(known), ensure_ascii=False)},\n "weights": [\n{lines}\n]}}\n'


def measure(model: Model, examples: list[Example]) -> dict[str, object]:
    """Precision and recall per class, the highest score deciding, and accuracy over all."""
    table: Counter[tuple[int, int]] = Counter()
    for example in examples:
        found, rest = find_links(example.text)
        plain = plain_text(rest)
        scores, _ = model.read(plain_words(plain), marks(rest, len(found)))
        values = (scores.notice, scores.promotion, scores.advocacy, scores.phishing)
        table[example.label, values.index(max(values))] += 1
    report: dict[str, object] = {"texts": len(examples)}
    for label, name in enumerate(CLASSES):
        right = table[label, label]
        said = sum(count for (_, guess), count in table.items() if guess == label)
        are = sum(count for (truth, _), count in table.items() if truth == label)
        report[name] = {"precision": round(right / max(said, 1), 3), "recall": round(right / max(are, 1), 3), "texts": are}
    report["accuracy"] = round(sum(count for (truth, guess), count in table.items() if truth == guess) / max(len(examples), 1), 3)
    return report


def measure_phishing(model: Model, examples: list[Example]) -> dict[str, float]:
    """How many phishing texts, and how many others, the joined score of words, links and classifier puts at one half or above."""
    pack = compile_pack(model=model)
    told = Counter(
        (example.label == CLASSES.index("phishing"), examine(example.text, pack=pack).phishing.score >= 0.5) for example in examples
    )
    return {
        "recall": round(told[True, True] / max(told[True, True] + told[True, False], 1), 3),
        "false_alarms": round(told[False, True] / max(told[False, True] + told[False, False], 1), 3),
    }


def known_words(examples: list[Example]) -> list[str]:
    """Words that are no names: those that two texts hold, at least once in small letters."""
    small: set[str] = set()
    texts: Counter[str] = Counter()
    for example in examples:
        plain = plain_text(find_links(example.text)[1])
        words = [word for word in plain_words(plain) if word.isalpha()]
        texts.update({word.casefold() for word in words})
        small.update(word for word in words if word.islower())
        # German writes nouns large: a word of two texts that never follows a greeting is taken for one.
        if example.language == "de":
            small.update(word.casefold() for word in words)
    return sorted(word for word in small if texts[word] >= 2 or len(word) <= 3)


def build() -> str:
    """The weights' file for the corpus as it is."""
    examples = read_corpus()
    learnt = [example for example in examples if not example.held_out]
    held_out = [example for example in examples if example.held_out]
    trial = read_model(to_file(*train(learnt), (), {}))
    languages = sorted({example.language for example in examples})
    told = measure(trial, held_out) | {"phishing_score": measure_phishing(trial, held_out)}
    measured = {"trained_on": len(learnt), "languages": languages, "held_out": told}
    return to_file(*train(examples), known_words(examples), measured)


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="do not write; exit 1 when the file is not what the corpus gives")
    options = parser.parse_args(arguments)
    text = build()
    if options.check:
        same = TARGET.is_file() and TARGET.read_text("utf-8") == text
        sys.stdout.write("the weights follow from the corpus\n" if same else f"{TARGET.name} is not what the corpus gives: train again\n")
        return 0 if same else 1
    TARGET.write_text(text, "utf-8")
    sys.stdout.write(json.dumps(json.loads(text)["measured"], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""R47: content that is written so as not to be found is worse than the same in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trunkline.foundations.trust.content import examine
from trunkline.foundations.trust.decisions.decision import Decision, Verdict
from trunkline.foundations.trust.decisions.presets import Mode, Preset
from trunkline.foundations.trust.enforcement.rules.ladder import ladder

Judge = Callable[..., Decision]
HIDDEN = "\u200b"


def decide(judge: Judge, body: str, **more: Any) -> Decision:
    return judge({"body": body, **more}, {"content": examine(body)})


def test_r47_each_feature_alone_and_together(judge: Judge) -> None:
    traits = {
        "mixed scripts": "клaссно вoт тaк",
        "invisible": f"Ac{HIDDEN}me: par{HIDDEN}cel",
        "padding": "Acme: hello" + " " * 30 + "there",
        "blank lines": "Acme: hello" + "\n" * 12 + "there",
        "masked link": "Acme: see shop[.]com",
    }
    scores = {name: examine(text).evasion.score for name, text in traits.items()}
    assert all(score > 0 for score in scores.values())
    together = examine(" ".join(traits.values())).evasion.score
    assert together > max(scores.values())
    found = decide(judge, " ".join(traits.values()))
    assert (found.verdict, found.rule, found.alert_code) == (Verdict.FAIL, "obfuscation", 99112)
    assert decide(judge, "Acme: hello there").verdict is not Verdict.FAIL


def test_r47_a_picture_without_a_word_adds_to_what_is_odd_and_is_nothing_alone(judge: Judge) -> None:
    odd = HIDDEN * 4
    assert decide(judge, odd).rule != "obfuscation"
    with_picture = decide(judge, odd, media_types=("image/png",))
    assert (with_picture.rule, dict(with_picture.signals)["evasion"]) == ("obfuscation", "0.800")
    assert decide(judge, "", media_types=("image/png",)).rule != "obfuscation"
    assert decide(judge, f"Acme: look {odd}", media_types=("image/png",)).rule != "obfuscation"
    assert dict(with_picture.signals)["picture"] == "alone"


@pytest.mark.parametrize("body", ["", "  \n", "😀😀", "ok!", HIDDEN])
def test_r47_a_picture_alone_is_on_record_and_blocks_nothing(judge: Judge, body: str) -> None:
    picture = {"body": body, "media_types": ("image/png",), "intent": "delivery"}
    for preset, seen in ((Preset.TWILIO, []), (Preset.POLICY, ["observe"]), (Preset.STRICT, ["observe"])):
        found = judge(picture, {"content": examine(body), "preset": preset})
        assert [o.mode for o in found.observations if o.rule == "picture-alone"] == seen
        assert found.rule not in ("picture-alone", "obfuscation")
    for plain in ({"media_types": ()}, {"body": "Acme: your new sofa"}):
        found = judge({**picture, **plain}, {"content": examine(body), "preset": Preset.POLICY})
        assert "picture-alone" not in [o.rule for o in found.observations]
    unread = judge(picture, {"content": examine(body), "preset": Preset.POLICY, "scan": False})
    assert "picture-alone" not in [o.rule for o in unread.observations]


def test_r47_an_account_may_be_warned_of_pictures_alone(judge: Judge) -> None:
    picture = {"body": "", "media_types": ("image/png",), "intent": "delivery"}
    known = {"content": examine(""), "preset": Preset.POLICY, "modes": (("picture-alone", Mode.WARN),)}
    assert [(o.rule, o.code) for o in judge(picture, known).warnings] == [("picture-alone", 99112)]


@pytest.mark.parametrize(
    ("plain", "disguised", "rule", "hidden_rule"),
    [
        ("Acme: buy cannabis today", "Acme: buy c@nnab1s today", "country-content", "country-content"),
        ("Acme: white power", "Acme: wh1te p0wer", "harmful-content", "harmful-content"),
        ("Acme: beer and wine for you", "Acme: b33r and w1ne for you", "unlike-program", "obfuscation"),
    ],
)
def test_r47_a_disguise_raises_the_severity_by_a_step(judge: Judge, plain: str, disguised: str, rule: str, hidden_rule: str) -> None:
    open_, hidden = decide(judge, plain), decide(judge, disguised)
    assert (open_.rule, hidden.rule) == (rule, hidden_rule)
    assert "disguised" not in dict(open_.signals)
    places = [step.name for step in ladder().steps]

    def grave(found: Decision) -> tuple[int, int]:
        kind = ladder().kind(found.rule, found.signals)
        assert kind is not None
        return ladder().severities[kind.severity].points, places.index(kind.start) if kind.start else -1

    assert grave(hidden) > grave(open_)

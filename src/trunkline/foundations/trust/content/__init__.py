"""What a text says and how it hides it: `examine` finds, the rules judge. Pure: no I/O, no clock, no kernel."""

from trunkline.foundations.trust.content.examination import examine
from trunkline.foundations.trust.content.lexicon import LexiconError
from trunkline.foundations.trust.content.pack import ContentPack, box_pack, compile_pack
from trunkline.foundations.trust.content.signals import ContentSignals, Evasion, LexiconHit, Link, Phishing, Scores
from trunkline.foundations.trust.content.template import bands, is_near

__all__ = [
    "ContentPack",
    "ContentSignals",
    "Evasion",
    "LexiconError",
    "LexiconHit",
    "Link",
    "Phishing",
    "Scores",
    "bands",
    "box_pack",
    "compile_pack",
    "examine",
    "is_near",
]

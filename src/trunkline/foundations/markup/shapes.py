"""Which elements and attributes a product's TwiML knows, and warnings (12200) about what it does not.

A warning never stops a document: Twilio carries out what it understands and skips the rest. Products declare their own
shapes, so this module knows no verb.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trunkline.foundations.markup.problems import SCHEMA
from trunkline.foundations.markup.verb import Verb


@dataclass(frozen=True, slots=True)
class Shape:
    """What one element may hold: attribute names, child elements by name, and whether it may have text."""

    attributes: frozenset[str] = frozenset()
    children: Mapping[str, "Shape"] = field(default_factory=dict)
    text: bool = False


@dataclass(frozen=True, slots=True)
class MarkupWarning:
    """Something in a readable document that will be skipped; `code` is 12200."""

    message: str
    line: int
    code: int = SCHEMA


def find_warnings(verb: Verb, shape: Shape) -> list[MarkupWarning]:
    """What in `verb` its `shape` does not know, in document order; nothing below an unknown element is looked at."""
    warnings = [
        MarkupWarning(f"Attribute '{name}' is not allowed to appear in element '{verb.name}'.", verb.line)
        for name in verb.attributes
        if name not in shape.attributes
    ]
    if not shape.text and verb.text.strip():
        warnings.append(MarkupWarning(f"Element '{verb.name}' cannot have text.", verb.line))
    for child in verb.children:
        if (known := shape.children.get(child.name)) is None:
            unknown = f"Element '{child.name}' is not allowed in element '{verb.name}'."
            warnings.append(MarkupWarning(unknown, child.line))
        else:
            warnings.extend(find_warnings(child, known))
    return warnings

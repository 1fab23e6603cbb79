"""A TwiML element, freed from the XML library that read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One element: a verb such as `<Message>`, a noun inside it such as `<Media>`, or the root `<Response>`.

    `text` is what stands directly in the element, its children left out but the words around them kept, untrimmed:
    `<Message>Hi <Media>u</Media>there</Message>` has the text `Hi there` and one child.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple["Verb", ...]
    line: int

    def named(self, name: str) -> Iterator["Verb"]:
        """The children of that name, in document order; names are case-sensitive."""
        return (child for child in self.children if child.name == name)

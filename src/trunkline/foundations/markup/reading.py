"""Reads the answer of a webhook: a TwiML document, or plain text.

Every byte comes from a stranger. The document is decoded here and only then given to lxml, a DOCTYPE with declarations
of its own is refused before parsing (so no entity exists that could be expanded), nothing is fetched, and size and
depth are bounded.
"""

import codecs
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from lxml import etree

from trunkline.foundations.markup.problems import (
    EMPTY,
    NO_CONTENT_TYPE,
    TOO_LARGE,
    UNPARSABLE,
    WRONG_CONTENT_TYPE,
    WRONG_ROOT,
    WRONG_VERSION,
    MarkupProblem,
)
from trunkline.foundations.markup.verb import Verb

LARGEST = 64 * 1024
"""Bytes of a document, as Twilio's (error 11750)."""
DEEPEST = 32
"""Levels of elements; TwiML's own grammar needs five."""

XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
"""What Twilio reads as TwiML. `text/html` is among them, since so many frameworks answer with it unasked."""

_VERSIONS = frozenset({"2008-08-01", "2010-04-01"})
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]*?\?>""")
_ANY_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_PROLOG_ITEM = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*\[")

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Names as Python's codec registry gives them. Anything else, UTF-7 above all, is a way to smuggle markup past a filter.
_ENCODINGS = frozenset({"utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1252"})


@dataclass(frozen=True, slots=True)
class Plain:
    """A `text/plain` answer: messaging sends it back as it is, instead of reading it as TwiML."""

    text: str


def read(body: bytes, content_type: str) -> Verb | Plain:
    """Read the body of a webhook's answer by its Content-Type: a `<Response>` tree, or `Plain` for text/plain.

    Raises `MarkupProblem`: 11200 no Content-Type, 12300 one that is neither XML nor plain text, 11750 over 64 KiB,
    11770 nothing in it, 12100 not well-formed (or with entities, or too deep), 12101 wrong version, 12102 wrong root.
    A 204 has nothing to read; the caller takes it as "do nothing" without coming here.
    """
    media_type, _, rest = content_type.partition(";")
    media_type = media_type.strip().lower()
    if len(body) > LARGEST:
        raise MarkupProblem(TOO_LARGE, f"the response has more than {LARGEST} bytes")
    charset = found.group(1) if (found := _CHARSET.search(rest)) else ""
    if media_type == "text/plain":
        return Plain(_decode_plain(body, charset))
    if not body.strip():
        raise MarkupProblem(EMPTY, "the response has no body; answer <Response/> where nothing is to be done")
    if not media_type:
        raise MarkupProblem(NO_CONTENT_TYPE, "the response has no Content-Type header; send text/xml")
    if media_type not in XML_TYPES and not media_type.endswith("+xml"):
        raise MarkupProblem(WRONG_CONTENT_TYPE, f"'{media_type[:100]}' is not TwiML; send text/xml")
    return _parse(_decode_xml(body, charset))


def _parse(text: str) -> Verb:
    _refuse_entities(text)
    # A fresh parser each time: parsers hold the error log, and one parser must not be shared between threads.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        message = (error.msg or "not well-formed").split("\n", 1)[0]
        raise MarkupProblem(UNPARSABLE, message, line) from None
    except (etree.LxmlError, ValueError, UnicodeError) as error:
        raise MarkupProblem(UNPARSABLE, str(error)[:200]) from None
    verb = _verb(root, 1)
    if verb.name != "Response":
        raise MarkupProblem(WRONG_ROOT, f"the root element is <{verb.name[:100]}>", verb.line)
    version = verb.attributes.get("version")
    if version is not None and version not in _VERSIONS:
        raise MarkupProblem(WRONG_VERSION, f"'{version[:100]}' is no version of TwiML", verb.line)
    return verb


def _verb(element: etree._Element, depth: int) -> Verb:
    line = _line(element)
    if depth > DEEPEST:
        raise MarkupProblem(UNPARSABLE, f"elements are nested more than {DEEPEST} deep", line)
    text = [element.text or ""]
    children = []
    for child in element:
        # An entity reference has no name; none can be left once DOCTYPEs are refused, save by a flaw in that check.
        if not isinstance(child.tag, str):
            raise MarkupProblem(UNPARSABLE, "entity references are not supported", line)
        children.append(_verb(child, depth + 1))
        text.append(child.tail or "")
    # Attributes of a namespace (xsi:noNamespaceSchemaLocation in old samples) are no part of TwiML.
    attributes = {str(name): str(value) for name, value in element.attrib.items() if not str(name).startswith("{")}
    name = etree.QName(element).localname
    return Verb(name, MappingProxyType(attributes), "".join(text), tuple(children), line)


def _line(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 0


def _refuse_entities(text: str) -> None:
    """Refuse a DOCTYPE that declares things. It stands in the prolog only, so the text of messages is not searched."""
    at = 0
    while item := _PROLOG_ITEM.match(text, at):
        at = item.end()
    if _DOCTYPE.match(text, at):
        raise MarkupProblem(UNPARSABLE, "a DOCTYPE with declarations is not supported", text.count("\n", 0, at) + 1)


def _decode_xml(body: bytes, charset: str) -> str:
    """The document as text, its declaration left out. The encoding is told by BOM, then header, then declaration."""
    bom, encoding = next((mark for mark in _MARKS if body.startswith(mark[0])), (b"", ""))
    body = body[len(bom) :]
    if not encoding:
        declared = _DECLARATION.match(body[:200].decode("latin-1"))
        encoding = charset or (declared.group(1) if declared else "utf-8")
    try:
        name = codecs.lookup(encoding).name
        if name not in _ENCODINGS:
            raise LookupError
        text = body.decode(name)
    except (LookupError, ValueError):
        raise MarkupProblem(UNPARSABLE, f"the document is not readable as '{encoding[:40]}'", 1) from None
    # Only a declaration at the very start is one; after a blank line it stays in and fails, as it does at Twilio.
    if declaration := _ANY_DECLARATION.match(text):
        # Its line breaks stay, so that reported lines are those of the customer's file.
        text = "\n" * declaration.group().count("\n") + text[declaration.end() :]
    return text


def _decode_plain(body: bytes, charset: str) -> str:
    """Plain text in its charset, UTF-8 by default; bytes that fit neither are replaced rather than the reply lost."""
    try:
        name = codecs.lookup(charset or "utf-8").name
        return body.decode(name if name in _ENCODINGS else "utf-8", "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")

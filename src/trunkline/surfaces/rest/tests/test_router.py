"""Every address leads to the operation that was declared there, and every published one to an operation or to its name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from trunkline.kernel import catalogue
from trunkline.surfaces.rest.router import Found, Missing, Router, published_operations
from trunkline.surfaces.rest.write_reply import write_xml

ROUTER = Router(catalogue.resources(), catalogue.routes(), published_operations())
PUBLISHED = list(published_operations())
LATER = {"list": "GET", "create": "POST", "fetch": "GET", "update": "POST", "delete": "DELETE"}


def find(product: str, path: str, method: str) -> Found | Missing:
    """What stands at a path of a product, asked by the product's host."""
    found = ROUTER.find(f"{product}.localhost:4010", path, method)
    assert found is not None
    assert found[0].product == product
    return found[1]


def filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda m: f"x-{m[1]}-x", path)


def nameless(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


IN_FRONT = {(r.mount.product, r.method, nameless(r.mount.path)) for r in catalogue.routes() if not r.formats}
"""A product's route may stand in front of a verb that its resource declares, where the answer is more than the row."""


def test_every_declared_operation_is_found_with_its_names() -> None:
    for kind in catalogue.resources():
        for mount in kind.mounts:
            for verb in mount.verbs:
                path = mount.path + (f"/{{{mount.key}}}" if verb in ("fetch", "update", "delete") and mount.key else "")
                found = find(mount.product, filled(path) + mount.dialect.suffix, LATER[verb])
                assert isinstance(found, Found), (kind, path, verb)
                if (mount.product, LATER[verb], nameless(path)) not in IN_FRONT:
                    assert (found.operation.kind, found.operation.verb, found.operation.mount) == (kind, verb, mount)
                    assert found.path == {name: f"x-{name}-x" for name in re.findall(r"{(\w+)}", path)}


def test_every_route_is_found() -> None:
    for route in catalogue.routes():
        ending = sorted(route.formats or {""})[0]
        asked = filled(route.mount.path) + (f".{ending}" if ending else "")
        found = find(route.mount.product, asked, route.method)
        assert isinstance(found, Found), asked
        assert found.operation.handler is route.handler


def test_no_address_has_two_operations() -> None:
    seen: dict[tuple[str, str, str, str], object] = {}
    declared = [
        (r.mount.product, r.method, r.mount.path, e, r.handler) for r in catalogue.routes() for e in r.formats or {"", "json", "xml"}
    ]
    for kind in catalogue.resources():
        for m in kind.mounts:
            for verb in m.verbs:
                path = m.path + (f"/{{{m.key}}}" if verb in ("fetch", "update", "delete") and m.key else "")
                if (m.product, LATER[verb], nameless(path)) in IN_FRONT:
                    continue
                declared.append((m.product, LATER[verb], path, "json", (kind, m, verb)))  # type: ignore[arg-type]  # only told apart
    for product, method, path, ending, what in declared:
        place = (product, method, nameless(path), ending)
        assert place not in seen, (place, what, seen[place])
        seen[place] = what


@pytest.mark.parametrize("product", sorted({p for p, *_ in PUBLISHED}))
def test_every_published_operation_is_there_or_named(product: str) -> None:
    for _, method, path, name in (p for p in PUBLISHED if p[0] == product):
        found = find(product, filled(path), method)
        if isinstance(found, Missing):
            assert found.published, (method, path, name)


@given(st.text(max_size=60), st.sampled_from(["GET", "POST", "DELETE", "BREW"]), st.sampled_from(["", "api.twilio.com", "sync.localhost"]))
def test_any_path_is_placed_or_not_and_never_breaks(path: str, method: str, host: str) -> None:
    for asked in (f"/{path}", f"/2010-04-01/{path}", f"/2010-04-01/Accounts/{path}.json", f"/sync/v1/Services/{path}"):
        found = ROUTER.find(host, asked, method)
        assert found is None or isinstance(found[1], Found | Missing)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z]{1,5}(_[a-z]{1,5})?", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}(_[a-z]{1,6})?", fullmatch=True), VALUES, max_size=4))
def test_xml_is_well_formed_whatever_it_says(body: dict[str, object]) -> None:
    assert etree.fromstring(write_xml(body, "Thing")).tag == "TwilioResponse"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_xml_says_what_it_was_given(text: str) -> None:
    root = etree.fromstring(write_xml({"body": text}, "Message"))
    said = "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
    assert (root.findtext("Message/Body") or "") == said


@given(
    st.lists(st.dictionaries(st.just("body"), st.text(st.characters(exclude_categories=["Cs"])), min_size=1), max_size=4),
    st.text("a\"'&<>\n é"),
)
def test_a_page_in_xml_has_its_rows_and_its_links(rows: list[dict[str, str]], link: str) -> None:
    page = {"messages": rows, "uri": link, "page_size": 50, "next_page_uri": None}
    root = etree.fromstring(write_xml(page, "Message", "messages"))
    assert len(root.findall("Messages/Message")) == len(rows)
    listed = root.find("Messages")
    assert listed is not None
    assert (listed.get("uri"), listed.get("nextpageuri")) == (link, "")

"""A snippet is a program that says what was said, whatever that was."""

from __future__ import annotations

import ast
import json
import shlex
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.timeline.snippets import HELD_BACK, snippets

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_PARAMETERS = st.dictionaries(
    st.from_regex(r"\A[A-Z][A-Za-z]{0,12}\Z"), st.one_of(_TEXT, st.none(), st.lists(_TEXT, min_size=2, max_size=3))
)
URL = "http://127.0.0.1:4010/2010-04-01/Accounts/AC0/Messages.json"


def _said(parameters: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, HELD_BACK if one is None else one)
        for name, value in parameters.items()
        for one in (value if isinstance(value, list) else [value])
    ]


@given(_PARAMETERS)
def test_a_shell_reads_what_was_said(parameters: dict[str, Any]) -> None:
    words = shlex.split(
        snippets("POST", URL, parameters)["curl"].replace("\\\n", " ") if not parameters else snippets("POST", URL, parameters)["curl"]
    )
    given = [words[at + 1] for at, word in enumerate(words) if word == "--data-urlencode"]
    assert [tuple(pair.split("=", 1)) for pair in given] == _said(parameters)
    assert words[:4] == ["curl", "-X", "POST", URL]


@given(_PARAMETERS, st.sampled_from([URL, "http://127.0.0.1:4010/sync/v1/Services"]))
def test_python_reads_what_was_said(parameters: dict[str, Any], url: str) -> None:
    tree = ast.parse(snippets("POST", url, parameters)["python"])
    call = next(
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in ("create", "request")
    )
    values = [k.value for k in call.keywords] if url == URL else [k.value for k in call.keywords if k.arg == "data"]
    read = [ast.literal_eval(value) for value in values]
    if url == URL:
        assert sorted(map(str, read)) == sorted(str(v) for v in _folded(parameters).values())
    else:
        assert read == ([_folded(parameters)] if parameters else [])


@given(_PARAMETERS)
def test_node_reads_what_was_said(parameters: dict[str, Any]) -> None:
    text = snippets("POST", "http://127.0.0.1:4010/sync/v1/Services", parameters)["node"]
    for name, value in _folded(parameters).items():
        written = json.dumps({name: value}, ensure_ascii=False)[1:-1].replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        assert written in text
    assert "\u2028" not in text


@given(_PARAMETERS)
def test_what_is_read_has_its_parameters_in_the_address(parameters: dict[str, Any]) -> None:
    curl = shlex.split(snippets("GET", URL, parameters)["curl"])
    assert parse_qsl(urlsplit(curl[3]).query, keep_blank_values=True) == _said(parameters)
    assert "--data-urlencode" not in curl


def _folded(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: HELD_BACK if value is None else value for name, value in parameters.items()}


def test_a_message_is_made_as_the_libraries_make_one() -> None:
    found = snippets("POST", URL, {"To": "+1", "From": "+2", "Body": "it's", "MediaUrl": ["https://a", "https://b"]})
    assert (
        "client.messages.create(\n    to='+1',\n    from_='+2',\n    body=\"it's\",\n    media_url=['https://a', 'https://b'],\n)"
        in found["python"]
    )
    assert '    from: "+2",\n    body: "it\'s",\n    mediaUrl: ["https://a", "https://b"],\n' in found["node"]

"""Pages of error codes: whole in both languages, without anything that runs, and hostile to nobody."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from trunkline.foundations.error_codes.dictionary import LANGUAGES, entries, explain
from trunkline.foundations.error_codes.page import POLICY, error_page, language_of

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def test_every_entry_is_whole_and_in_its_language() -> None:
    assert len(entries()) > 200
    for code, words in entries().items():
        english, japanese = words["en"], words["ja"]
        for one in (japanese.title, japanese.meaning, japanese.causes, japanese.remedy):
            assert _JAPANESE.search(one), (code, one)
        for one in (english.title, english.meaning, english.causes, english.remedy):
            assert not _JAPANESE.search(one), (code, one)
        assert english.meaning.endswith(".") and english.remedy.endswith("."), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_all_that_is_known_and_leads_to_the_logs(language: str) -> None:
    for code in (21610, 20404, 99101):
        found = explain(code, language)
        assert found is not None
        page: Any = html.fromstring(error_page(code, language))
        text = "".join(page.itertext())
        for part in (found.title, found.meaning, found.remedy, *(c.strip() for c in found.causes.split(";"))):
            assert part in text
        addresses = [a.get("href") for a in page.iter("a")]
        assert f"/console/logs/messages?ErrorCode={code}" in addresses
        assert f"/console/logs/requests?ErrorCode={code}" in addresses
        assert any("twilio.com" in str(a) for a in addresses) == (code < 99_000)


def test_nothing_on_it_runs_and_the_policy_knows_its_style() -> None:
    page = error_page(21610, "en")
    style = re.search(r"<style>(.*?)</style>", page)
    assert style is not None
    assert f"'sha256-{b64encode(hashlib.sha256(style[1].encode()).digest()).decode()}'" in POLICY
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")
    tree: Any = html.fromstring(page)
    assert not list(tree.iter("script", "iframe", "object", "form", "img", "link"))
    assert not tree.xpath("//@*[name() = 'style' or starts-with(name(), 'on')]")


@given(st.integers(0, 999_999), st.sampled_from(LANGUAGES))
def test_any_number_has_a_page(code: int, language: str) -> None:
    page = error_page(code, language)
    assert str(code) in page
    assert f"<html lang={language}>" in page


@given(st.text(), st.text())
def test_whatever_is_asked_there_is_a_language(accepted: str, query: str) -> None:
    assert language_of(accepted, query) in LANGUAGES


def test_the_query_wins_and_then_the_first_known_language() -> None:
    assert language_of("ja,en;q=0.8", "") == "ja"
    assert language_of("fr-CA, ja-JP;q=0.9", "") == "ja"
    assert language_of("ja", "a=b&lang=en") == "en"
    assert language_of("", "lang=zz") == "en"

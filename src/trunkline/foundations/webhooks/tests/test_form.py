"""The form that is sent, held to the standard library's; and tokens that tell events apart."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.webhooks.actions.attempt_webhook import Webhook, encode_form

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(["MessageSid", "To", "a b", "x=1&y"])
VALUES = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(["+15551230001", "SM01", "", "%41", "ü + &", "a\n", "~-._"])
FORMS = st.dictionaries(NAMES, VALUES, max_size=8)


@given(FORMS)
def test_it_is_what_the_standard_library_writes(form: dict[str, str]) -> None:
    written = encode_form(form)
    assert written == urlencode(form)
    assert dict(parse_qsl(written, keep_blank_values=True, strict_parsing=bool(form))) == form


@given(FORMS, FORMS, st.sampled_from(["", "sent.2", "sent.3"]), st.sampled_from(["", "sent.2", "sent.3"]))
def test_a_token_is_the_same_for_the_same_event_only(one: dict[str, str], other: dict[str, str], event: str, second: str) -> None:
    def token(form: dict[str, str], event: str) -> str:
        return Webhook("AC0", "SM0", "https://a.example/", "POST", form, event=event).token(encode_form(form))

    assert (token(one, event) == token(other, second)) == (list(one.items()) == list(other.items()) and event == second)
    assert token(one, event) == token(dict(one), event)

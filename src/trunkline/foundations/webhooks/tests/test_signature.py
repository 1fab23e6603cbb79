"""Signatures against Twilio's own validator."""

import string

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the SDK ships no types

from trunkline.foundations.webhooks.signature import (
    has_body_hash,
    is_genuine,
    sign_form,
    sign_json,
    sign_url,
    signed_url,
    with_query,
)

# Twilio's validator parses the URL and writes it again, so only well-formed URLs can be compared.
hosts = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{2,5})?", fullmatch=True)
paths = st.from_regex(r"(/[a-zA-Z0-9._~%+-]{1,6}){1,3}", fullmatch=True)
queries = st.sampled_from(["", "?a=1", "?a=1&a=2&b=%20x+y", "?q=caf%C3%A9"])
ports = st.sampled_from(["", ":8080", ":8443"])
urls = st.builds(
    lambda scheme, host, port, path, query: f"{scheme}://{host}{port}{path}{query}",
    st.sampled_from(["http", "https"]),
    hosts,
    ports,
    paths,
    queries,
)
tokens = st.text(string.hexdigits, min_size=1, max_size=32)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
forms = st.lists(st.tuples(st.text(string.ascii_letters + "_", min_size=1, max_size=3), texts), max_size=8)


class MultiDict(dict[str, str]):
    """What a web framework hands to the validator: all values of a name."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    def getall(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]


@given(tokens, urls, forms)
def test_forms_pass_the_official_validator(token: str, url: str, form: list[tuple[str, str]]) -> None:
    signed = sign_form(token, url, form)
    assert RequestValidator(token).validate(url, MultiDict(form), signed.signature)
    assert is_genuine(token, signed.signature, signed.text)
    assert not RequestValidator(token).validate(url, MultiDict([*form, ("Forged", "1")]), signed.signature)


@given(tokens, urls, st.dictionaries(st.text(string.ascii_letters, min_size=1, max_size=5), texts, max_size=5))
def test_gets_pass_the_official_validator(token: str, url: str, parameters: dict[str, str]) -> None:
    called = with_query(url, parameters.items())
    signed = sign_url(token, called)
    assert signed.text == called
    assert RequestValidator(token).validate(called, {}, signed.signature)


@given(tokens, urls, texts)
def test_json_passes_the_official_validator(token: str, url: str, body: str) -> None:
    signed = sign_json(token, url, body.encode())
    assert RequestValidator(token).validate(signed.url, body, signed.signature)
    assert has_body_hash(signed.url, body.encode())
    assert not has_body_hash(signed.url, body.encode() + b" ")
    assert not RequestValidator(token).validate(signed.url, body + " ", signed.signature)


def test_the_documented_example() -> None:
    form = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
    ]
    signed = sign_form("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form)
    assert signed.signature == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert signed.text.startswith("https://mycompany.com/myapp.php?foo=1&bar=2CallSidCA1234567890ABCDECaller+1415")


def test_a_repeated_parameter_counts_each_different_value_once() -> None:
    signed = sign_form("t", "https://a.example/", [("b", "2"), ("a", "z"), ("b", "1"), ("b", "2")])
    assert signed.text == "https://a.example/azb1b2"


def test_what_of_the_url_is_signed() -> None:
    assert signed_url("https://user:p@ss@a.example:8443/x?y=@#rc=2") == "https://a.example:8443/x?y=@"
    assert signed_url("https://a.example:8443/x", port="drop") == "https://a.example/x"
    assert signed_url("https://[2001:db8::1]/x", port="drop") == "https://[2001:db8::1]/x"
    assert signed_url("https://[2001:db8::1]:443/x", port="drop") == "https://[2001:db8::1]/x"
    assert signed_url("http://a.example?x=/:@") == "http://a.example?x=/:@"


def test_query_parameters_go_before_the_fragment() -> None:
    assert with_query("http://a.example/x?y=1#rc=2", [("Body", "a b&c")]) == "http://a.example/x?y=1&Body=a+b%26c#rc=2"
    assert with_query("http://a.example/x", []) == "http://a.example/x"


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_configured_url_breaks_signing(token: str, url: str) -> None:
    assert len(sign_url(token, url).signature) == 28
    assert not is_genuine(token, url, url + "x")

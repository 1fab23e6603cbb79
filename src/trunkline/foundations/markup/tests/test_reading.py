"""Reading TwiML: what is understood, and that nothing a stranger sends does harm."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trunkline.foundations.markup import MarkupProblem, Plain, Shape, Verb, find_warnings, read

XML = "text/xml; charset=utf-8"


def tree(body: bytes | str, content_type: str = XML) -> Verb:
    document = read(body.encode() if isinstance(body, str) else body, content_type)
    assert isinstance(document, Verb)
    return document


def code_of(body: bytes, content_type: str = XML) -> int:
    with pytest.raises(MarkupProblem) as caught:
        read(body, content_type)
    assert str(caught.value).startswith(str(caught.value.code))
    return caught.value.code


def test_a_message_with_mixed_content() -> None:
    response = tree(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n'
        '  <Message to="+15551230001" action="/done">Hello <!-- no --><Media>https://a.example/1.png</Media>there'
        "<![CDATA[ <b>]]></Message>\n  <Redirect>/next</Redirect>\n</Response>"
    )
    message, redirect = response.children
    assert (message.name, message.line, redirect.line) == ("Message", 3, 4)
    assert dict(message.attributes) == {"to": "+15551230001", "action": "/done"}
    assert message.text == "Hello there <b>"
    assert [media.text for media in message.named("Media")] == ["https://a.example/1.png"]
    assert redirect.text == "/next"


def test_the_empty_response_and_the_old_schema_attributes() -> None:
    assert tree("<Response/>").children == ()
    response = tree(
        '<Response version="2010-04-01" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="twiml.xsd"><Sms>x</Sms></Response>'
    )
    assert dict(response.attributes) == {"version": "2010-04-01"} and response.children[0].name == "Sms"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<Response><Sms>né</Sms></Response>".encode("latin-1"), "text/xml; charset=ISO-8859-1"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><Response><Sms>né</Sms></Response>'.encode("latin-1"), "text/xml"),
        ("\ufeff<Response><Sms>né</Sms></Response>".encode(), "text/html"),
        ("\ufeff<Response><Sms>né</Sms></Response>".encode("utf-16-le"), "application/xml"),
        (b"<Response><Sms>n&#233;</Sms></Response>", 'Application/XML; Charset="utf-8"'),
    ],
)
def test_encodings(body: bytes, content_type: str) -> None:
    assert tree(body, content_type).children[0].text == "né"


def test_plain_text_is_the_reply_itself() -> None:
    assert read("Grüß <dich>".encode(), "text/plain; charset=utf-8") == Plain("Grüß <dich>")
    assert read(b"", "text/plain") == Plain("")
    assert read(b"gr\xfc", "text/plain; charset=latin-1") == Plain("grü")
    assert read(b"gr\xfc", "text/plain; charset=nonsense") == Plain("gr\ufffd")


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"<Response/>", "", 11200),
        (b'{"a":1}', "application/json", 12300),
        (b"ID3", "audio/mpeg", 12300),
        (b"", XML, 11770),
        (b" \r\n", XML, 11770),
        (b"<Response>" + b" " * 65536 + b"</Response>", XML, 11750),
        (b"hello", XML, 12100),
        (b"<Response><Say></Response>", XML, 12100),
        (b'\n<?xml version="1.0"?><Response/>', XML, 12100),
        (b"<Response>&nbsp;</Response>", XML, 12100),
        (b"<Response>\xff</Response>", XML, 12100),
        (b"<Response>\x00</Response>", XML, 12100),
        ("<Response/>".encode("utf-7"), "text/xml; charset=utf-7", 12100),
        (b"<Response/>", "text/xml; charset=rot13", 12100),
        (b"<Response>" + b"<a>" * 40 + b"</a>" * 40 + b"</Response>", XML, 12100),
        (b"<a>" * 9000, XML, 12100),
        (b"<!DOCTYPE html><html><body>500</body></html>", "text/html", 12102),
        (b"<response/>", XML, 12102),
        (b'<Response version="3"/>', XML, 12101),
    ],
)
def test_what_is_wrong_has_twilios_code(body: bytes, content_type: str, code: int) -> None:
    assert code_of(body, content_type) == code


def test_the_line_of_a_mistake_is_the_customers_line() -> None:
    with pytest.raises(MarkupProblem) as caught:
        read(b'<?xml version="1.0"?>\n<Response>\n<Say>\n</Response>', XML)
    assert caught.value.line == 4


BOMB = (
    '<?xml version="1.0"?><!-- x --> <!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Response x="&b;"><Sms>&b;</Sms></Response>'
)


@pytest.mark.parametrize(
    "document",
    [
        BOMB,
        '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><Response><Sms>&f;</Sms></Response>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]><Response/>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd" [ <!ATTLIST r a CDATA "1"> ]><Response/>',
        '<!DOCTYPE Response SYSTEM "file:///etc/passwd"><Response>&f;</Response>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_however_they_come(document: str, encoding: str) -> None:
    assert code_of(document.replace('<?xml version="1.0"?>', "").encode(encoding), "text/xml") == 12100


def test_words_that_look_like_a_doctype_are_only_words() -> None:
    assert tree("<Response><Sms><![CDATA[<!DOCTYPE r [<!ENTITY]]></Sms></Response>").children[0].text.startswith("<!D")
    assert tree("<!DOCTYPE Response><Response/>").name == "Response"


types = st.sampled_from(["text/xml", XML, "text/html", "application/xml; charset=utf-16", "text/plain", "", "image/png"])
fragments = st.sampled_from(
    [
        "<Response>",
        "</Response>",
        "<Say a='1'>",
        "</Say>",
        "&amp;",
        "&x;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml ",
        "?>",
        "<!DOCTYPE r [",
        "<!ENTITY x 'y'>",
        "]>",
        "\n",
        "\x00",
        "é",
        "xmlns:a='b'",
        "<a:Say>",
        "\ufeff",
    ]
)


@given(
    st.binary(max_size=200) | st.lists(fragments, max_size=15).map(lambda parts: "".join(parts).encode()),
    types | st.text(),
)
@example(b"<Response>&x;</Response>", "text/xml")
def test_bytes_of_any_kind_raise_nothing_but_a_markup_problem(body: bytes, content_type: str) -> None:
    try:
        document = read(body, content_type)
    except MarkupProblem as problem:
        assert problem.title and 11200 <= problem.code <= 12300
    else:
        assert isinstance(document, Plain) or document.name == "Response"


names = st.from_regex(r"[A-Z][A-Za-z]{0,5}", fullmatch=True)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=10)


@given(st.lists(st.tuples(names, words, words), max_size=6))
def test_what_is_written_is_read(elements: list[tuple[str, str, str]]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace(">", "&gt;")

    body = "".join(f'<{name} a="{escaped(value)}">{escaped(text)}</{name}>' for name, value, text in elements)
    read_back = [(verb.name, verb.attributes["a"], verb.text) for verb in tree(f"<Response>{body}</Response>").children]
    assert read_back == elements


def test_warnings_name_what_will_be_skipped() -> None:
    media = Shape(text=True)
    message = Shape(frozenset({"to"}), {"Media": media}, text=True)
    response = Shape(frozenset({"version"}), {"Message": message})
    document = tree('<Response>\n<Message too="1">x<Medium/></Message>\n<say>y</say>stray</Response>')
    warnings = find_warnings(document, response)
    assert [(warning.code, warning.line) for warning in warnings] == [(12200, 1), (12200, 2), (12200, 2), (12200, 3)]
    assert "'too'" in warnings[1].message and "'Medium'" in warnings[2].message and "'say'" in warnings[3].message
    assert find_warnings(tree('<Response><Message to="1">x<Media>u</Media></Message></Response>'), response) == []

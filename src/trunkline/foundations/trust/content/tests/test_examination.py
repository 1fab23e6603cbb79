"""What an examination finds in single texts, and that no text breaks it."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trunkline.foundations.trust.content import LexiconError, bands, box_pack, compile_pack, examine, is_near

letters = st.sampled_from("abcoins@$013457!|*._- \u200b\u0430\u043e\u0456\u0301ⓐ𝐚大ß İﬃ")
hostile = st.one_of(
    st.text(max_size=400),
    st.text(letters, max_size=400),
    st.lists(st.sampled_from(["casino", "c4s1n0 ", "a.com ", "http://", "кaзино "]), max_size=80).map("".join),
)


@given(hostile)
@example("\ud800 casino \udfff")
@example("\x00" * 50)
@example("İ" * 20 + " c@sino")
@example("xn--a.com http://xn--\u0430.com https:// ://")
def test_no_text_breaks_it_and_spans_lie_within(body: str) -> None:
    signals = examine(body)
    assert all(0 <= hit.span[0] <= hit.span[1] <= len(body) for hit in signals.hits)
    assert signals.obfuscated <= signals.categories
    assert 0 <= signals.phishing.score <= 1
    assert 0 <= signals.evasion.score <= 1
    scores = signals.scores
    assert abs(scores.notice + scores.promotion + scores.advocacy + scores.phishing - 1) < 1e-9
    json.dumps(signals.to_data())


@given(st.lists(hostile, min_size=2, max_size=4))
def test_what_came_before_does_not_matter(bodies: list[str]) -> None:
    first = examine(bodies[0])
    for body in bodies[1:]:
        examine(body)
    assert examine(bodies[0]) == first


numbers = st.from_regex(r"[0-9]{1,7}", fullmatch=True)
around = st.sampled_from(
    [" ", "x", "-", ".", "$", "@", " sale ", " friendly ", "/", "%", "(", "é", "'", "!", ": https://a.example/", " c@nnabis ", "12.com "]
)


@given(st.lists(st.tuples(around, numbers, numbers), min_size=1, max_size=6))
@example([(" ", "12345", "1488"), (" ", "777", "420"), (" friendly ", "80", "11")])
@example([(": https://a.example/", "123456", "654321"), (" c@nnabis ", "55", "77")])
def test_a_text_known_by_its_numbers_gets_its_own_answer(pieces: list[tuple[str, str, str]]) -> None:
    pack = box_pack()
    one = "".join(before + number for before, number, _ in pieces)
    other = "".join(before + number[: len(first)].ljust(len(first), "4") for before, first, number in pieces)
    pack.memory.clear()
    fresh = examine(other)
    pack.memory.clear()
    for _ in range(3):
        examine(one)
    assert examine(other) == fresh == examine(other)


def test_a_text_is_remembered_from_its_second_time_on() -> None:
    memory = box_pack().memory
    memory.clear()
    assert memory.find("Your code is 111111, see https://a.example/111111")[0] is None
    examine("Your code is 123456, see https://a.example/123456")
    known, _ = memory.find("Your code is 998877, see https://a.example/665544")
    assert known is not None
    assert known.urls == ("https://a.example/665544",)
    assert memory.find("x" * 9_000) == (None, None)
    assert memory.find("\ud800") == (None, None)


def test_a_long_text_is_remembered_by_a_digest_unless_it_is_full_of_numbers() -> None:
    memory = box_pack().memory
    memory.clear()
    long = "Ваш заказ 123456 готов к выдаче, пункт работает до вечера. " * 20
    fresh = examine(long)
    examine(long)
    known, _ = memory.find(long.replace("123456", "654321"))
    assert known == fresh
    assert memory.find(long.replace("готов", "гoтoв"))[0] is None
    numbers = "12 34 56 78 90 " * 80
    for _ in range(3):
        examine(numbers)
    assert memory.find(numbers) == (None, None)


@given(st.text("abcdefghijklmnopqrstuvwxyz ,.", max_size=60), st.text("abcdefghijklmnopqrstuvwxyz ,.", max_size=60))
def test_an_open_term_is_found_where_it_stands(before: str, after: str) -> None:
    body = f"{before} Roulette {after}"
    hit = next(hit for hit in examine(body).hits if hit.term == "roulette")
    assert body[slice(*hit.span)] == "Roulette"
    assert not hit.only_after_normalising


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("buy c@nnab1s here", "c@nnab1s"),
        ("our c.a.s.i.n.o night", "c.a.s.i.n.o"),
        ("a c a s i n o night", "a c a s i n o"),
        ("наше «кaзино», да", "кaзино"),
        ("see ｃａｎｎａｂｉｓ.", "ｃａｎｎａｂｉｓ"),
    ],
)
def test_the_place_of_a_disguise(body: str, written: str) -> None:
    hits = [hit for hit in examine(body).hits if hit.only_after_normalising]
    assert written in {body[slice(*hit.span)] for hit in hits}


@pytest.mark.parametrize(
    "body", ["Scunthorpe", "Essex", "Cockburn", "Penistone", "assassin", "canal", "Рот, нос, сор", "сех", "Bob and the boot"]
)
def test_words_that_only_contain_a_term(body: str) -> None:
    assert examine(body).hits == ()


def test_accents_of_the_language_are_no_disguise() -> None:
    for body in ("Préstamos rápidos", "PRESTAMOS RAPIDOS", "Pre\u0301stamos ra\u0301pidos"):
        signals = examine(body)
        assert signals.categories == {"loans"}
        assert not signals.obfuscated, body


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Turn left at Casino Street", True),
        ("Turn left at CASINO STREET", False),
        ("the casino street party", False),
        ("Casino nights in Main Street", False),
        ("Grüße aus Fucking, Oberösterreich", True),
        ("Fucking great, aus Wien", False),
        ("Rendez-vous avec Mme. Salope-Martin", True),
        ("Salope-Martin", False),
        ("Dr salope-martin", False),
        ("Dr Viagra sells it", False),
    ],
)
def test_a_listed_word_in_a_name_is_none(body: str, named: bool) -> None:
    assert (examine(body).hits == ()) is named


def test_joint_terms_need_company() -> None:
    assert not examine("The beer glasses are here").categories
    assert examine("Beer and wine for you").categories == {"alcohol"}
    assert examine("Cheap beer, buy now").categories == {"alcohol"}
    assert not examine("Your tramadol is ready at the pharmacy").categories
    assert examine("Buy tramadol, no prescription needed").categories == {"prescription_offer"}


def test_terms_in_addresses() -> None:
    signals = examine("See https://cheap-viagra.example/x", urls=["https://media.example/casino.png"])
    assert signals.categories == {"prescription_offer", "gambling"}


@pytest.mark.parametrize(
    "before", ["a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p ", "don't " * 30, "x1 " * 11, "é-è-é-è-é-è-é-è-é-è-é-è-é-è ", "l'été " * 40, "да1 " * 30]
)
def test_odd_pieces_before_it_do_not_hide_a_disguise(before: str) -> None:
    assert examine(f"{before}our c@sino").obfuscated == {"gambling"}


@given(
    st.lists(
        st.sampled_from(["don't", "10am", "e-mail", "c@sino", "сasino", "hello", "été", "l'eau", "x1", "да", "a-b-c-d-e-f", "-"]),
        max_size=40,
    )
)
def test_a_disguise_is_found_wherever_it_stands(words: list[str]) -> None:
    assert bool(examine(" ".join(words)).obfuscated) is bool({"c@sino", "сasino"} & {*words})


def test_traits_of_evasion() -> None:
    assert examine("hello" + " " * 30 + "there").evasion.padding == 30
    assert examine("hello" + "\n" * 12 + "there").evasion.blank_lines == 12
    assert examine("pay\u200bpal and am\u200bazon").evasion.invisible == 2
    assert examine("клaссно, вoт").evasion.mixed_script_words == ("клaссно", "вoт")
    assert examine("visit example[.]com").evasion.masked_link
    assert not examine("👨‍👩‍👧 می‌خواهم").evasion.invisible
    both, one = examine("c@sino"), examine("c@sin\u200bo")
    assert one.evasion.score > both.evasion.score > examine("casino").evasion.score == 0


def test_phishing_and_its_tests() -> None:
    bad = examine("Your PayPal account has been limited. Verify your account at paypa1.com/x")
    good = examine("PayPal: you sent 20.00 EUR to Anna. Details: paypal.com/activity")
    assert bad.phishing.score > 0.8
    assert {"lookalike", "credential", "threat", "link"} <= set(bad.phishing.features)
    assert good.phishing.score < 0.2
    assert examine("Open https://login.knowbe4.com/a").simulation == ("host:login.knowbe4.com",)
    assert examine("This is a phishing test by IT").simulation == ("words:phishing test",)
    assert not examine("Open https://example.com/a").simulation


def test_templates_are_near_when_only_names_numbers_and_links_differ() -> None:
    one = examine("Hi Maria, your loan offer of $4,000 is waiting, see https://a.example/1 before Friday").template
    two = examine("Hi Robert, your loan offer of $9,550 is waiting, see https://b.example/xyz before Friday").template
    other = examine("The parents' evening was moved to the gym because the hall is being painted this week").template
    assert is_near(one, two)
    assert not is_near(one, other)
    assert set(bands(one)) & set(bands(two))
    assert len(set(bands(one))) == 8
    assert examine("OK 123").template == 0
    assert not is_near(0, 0)


def test_more_lists_can_be_added_and_wrong_ones_are_named() -> None:
    head = 'source = "own"\nreviewed_on = 2026-11-22\n[[list]]\ncategory = "cheese"\n'
    pack = compile_pack(("mine", head + 'terms = "gouda, blue cheese"'))
    assert examine("Blue  cheese!", pack=pack).categories == {"cheese"}
    for text, words in [
        ("[[list]", "mine: "),
        ('[[list]]\ncategory = "a"', "reviewed_on"),
        (head + 'terms = "gouda, Gouda"', "twice"),
        (head + 'terms = "g"', "too short"),
        (head + 'terms = "gouda"\nstrength = "weak"', "'alone' or 'joint'"),
        (head + 'terms = "gouda"\nkind = "smell"', "smell"),
        (head + "terms = 3", "commas"),
        (head.replace('"cheese"', "3") + 'terms = "gouda"', "without a category"),
    ]:
        with pytest.raises(LexiconError, match=words):
            compile_pack(("mine", text))

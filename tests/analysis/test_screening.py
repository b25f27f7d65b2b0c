"""Screening: wording and model together, the same for a text in any company, and never an error."""

import pytest

from analysis.alarms import Kind, Level
from analysis.disclosures import load_disclosures
from analysis.screening import screen, screen_by_wording, screen_with
from analysis.suspicion import suspicion
from analysis.vectors import SPARSE
from tests.analysis.shared import rows_of


@pytest.fixture(scope="module")
def quick():
    """What is learnt by words and letters alone."""
    return suspicion(SPARSE)


def test_a_hint_is_found_and_explained_in_the_pupils_own_words(quick):
    text = "He says its our little SECRET and he comes in my room when mum is on nights"
    (found,) = screen_with(quick, [text])
    assert found.level is Level.RED
    assert found.kind is Kind.SEXUAL_HARM
    assert found.because
    assert all(words in text for words in found.because)


def test_an_ordinary_answer_is_not_flagged(quick):
    for found in screen_with(
        quick, ["more benches outside please", "a water fountain that works", "PE and art"]
    ):
        assert (found.level, found.kind, found.because) == (Level.NONE, None, ())


def test_a_text_gets_the_same_result_in_any_company_and_order(quick):
    texts = [each.text for each in load_disclosures()[::31]]
    together = screen_with(quick, texts)
    assert [screen_with(quick, [text])[0] for text in texts] == together
    assert screen_with(quick, texts[::-1])[::-1] == together


def test_the_graver_of_wording_and_model_counts(quick):
    for text, found in zip(
        texts := [each.text for each in load_disclosures()[::7]], screen_with(quick, texts), strict=True
    ):
        assert list(Level).index(found.level) <= list(Level).index(screen_by_wording(text).level)


def test_a_hint_is_not_drowned_in_a_long_text(quick):
    ordinary = "The buses are late and the toilets are locked and dinner takes too long. " * 60
    hint = "my stepdad locks me out and i sleep in the shed, please dont ring home"
    (found,) = screen_with(quick, [f"{ordinary}{hint}. {ordinary}"])
    assert found.level is Level.RED


@pytest.mark.parametrize(
    ("text", "staff", "pointed"),
    [
        ("Mr T said i was thick", (), True),
        ("i told Miss Khan and she helped", (), True),
        ("I miss my nan", (), False),
        ("we miss loads of lessons", (), False),
        ("the head knows and does nothing", (), True),
        ("the safeguarding lead told my dad", (), True),
        ("coach rubs my shoulders", (), True),
        ("got dragged out by a teacher", (), True),
        ("the bus driver stares at my legs", (), True),
        ("okafor hit my mate", ("Mrs T. Okafor",), True),
        ("okafor hit my mate", (), False),
        ("more teachers on the yard", (), False),
        ("my dad hits me", (), False),
        ("brown bread is minging", ("Mr Brown",), False),
        ("smith hit me", ("Mrs Jane Smith (DSL)",), True),
        ("jones grabbed me", ("Sam Jones, DSL",), True),
        ("mr jones grabbed me", ("Sam Jones, DSL",), True),
        ("okafor touches me", ("Dr P. Okafor MBE",), True),
        ("okafor touches me", ("Dr P.Okafor, B.A. (Hons), PhD",), True),
        ("okafor touches me", ("Okafor P.",), True),
        ("miss khan locks me in", ("Mary Anne O'Neill-Khan",), True),
        ("khan locks me in", ("Mary Anne O'Neill-Khan",), True),
        ("oneill khan shouted", ("Mary Anne O’Neill-Khan",), True),
        ("jane hit me", ("Mrs Jane Smith – DSL",), False),
        ("the mbe was nice", ("Dr P. Okafor MBE", "(DSL)", "", "-"), False),
    ],
)
def test_who_must_not_read_it_first(text, staff, pointed):
    assert screen_by_wording(text, staff=staff).points_at_staff is pointed


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "🙃😭🙃",
        "\u200b\u202e\u2066\ufeff",
        "\x00\x00 kill\x00 myself",
        "\ud800 lone \udfff",
        "<script>alert('x')</script>",
        '=HYPERLINK("http://x")',
        "-1+1",
        "मुझे घर पर डर लगता है",
        "أخاف أن أعود إلى البيت",
        "家に帰りたくない",
        "boję się wracać do domu",
        "İİİİ ﬁﬁ ß ǅ",
        "***!!!***" * 50,
    ],
)
def test_whatever_is_typed_is_read(quick, text):
    (found,) = screen_with(quick, [text])
    assert found.level in Level
    assert all(words in text for words in found.because)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "my ",
        "i dont ",
        "dad ",
        "k*",
        "he touched ",
        "no no ",
        "'",
        "!",
        "\u0301",
        "\u200b",
        "<b>",
        "mum ~ ",
        "1a",
    ],
)
def test_ten_thousand_characters_are_read(quick, piece):
    (found,) = screen_with(quick, [(piece * 10_000)[:10_000]])
    assert found.level in Level


def test_disclosures_are_sound():
    texts = [each.text for each in load_disclosures()]
    assert len(texts) == len(set(texts))
    for each in load_disclosures():
        assert each.text.strip() == each.text
        assert (each.kind is None) == (each.level is Level.NONE)
        assert each.writer


def test_comments_marked_by_a_person_are_found():
    """The 41 marked comments teach nothing, and each of the ordinary ones counts as if it taught nothing."""
    rows = rows_of("pupil_comments.csv")
    found = screen([row["text"] for row in rows])
    marked = [
        each.level is not Level.NONE
        for row, each in zip(rows, found, strict=True)
        if row["safeguarding"] == "1"
    ]
    ordinary = [
        each.level is not Level.NONE
        for row, each in zip(rows, found, strict=True)
        if row["safeguarding"] == "0"
    ]
    assert sum(marked) >= 0.90 * len(marked)
    assert sum(ordinary) <= 0.08 * len(ordinary)

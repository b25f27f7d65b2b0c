"""Printing: a report’s PDF can be read aloud, and holds whatever pupils wrote as plain text."""

import subprocess
import sys
from itertools import pairwise

import pytest

from tests.pdfs import read, tagged, words
from tests.voice.report_figures import HIDDEN_WORDS, content, rich_figures, small_figures
from voice.printing import printable, report_pdf

HOSTILE = (
    '#read("/etc/passwd")',
    "*[x] _a_ $y$ @ref <b> // not a comment /* nor this",
    "<script>alert(1)</script>",
    "] } ) #panic() \\u{41}",
    "sad 😭 and 🚌",
    "مرحبا",
    "żółty ї Ω",
)


def quoted(*texts: str) -> dict:
    return content(quotes=[{"theme": "SEN", "title": "Noise", "words": text} for text in texts])


@pytest.fixture(scope="module")
def rich() -> bytes:
    return report_pdf(content())


def test_a_report_is_tagged_and_says_its_language_and_title(rich):
    reader = read(rich)
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.root_object
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.metadata.title == "What pupils told us: Brook Lane High School"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_report_says_that_it_is_pdf_ua(rich):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in read(rich).root_object["/Metadata"].get_data()


def test_a_chart_is_told_in_words(rich):
    alts = [element["/Alt"] for element in tagged(rich, "/Figure")]
    assert alts == [rich_figures()["charts"]["barriers"]["words"]]


def test_headings_are_in_order_and_tables_have_header_cells(rich):
    levels = [element["/S"] for element in tagged(rich, "/H1", "/H2", "/H3")]
    assert levels[0] == "/H1"
    assert levels.count("/H1") == 1
    assert all(int(after[2]) - int(before[2]) <= 1 for before, after in pairwise(levels))
    assert len(tagged(rich, "/TH")) >= 3 * len(tagged(rich, "/Table"))


def test_the_same_content_makes_the_same_bytes(rich):
    assert report_pdf(content()) == rich


def test_a_report_fits_two_pages_and_an_annex_of_two_on_its_own_sheets(rich):
    pages = [page.extract_text() for page in read(rich).pages]
    assert len(pages) == 4
    assert "Actions so far" in pages[1]
    assert not any("Annex" in page for page in pages[:2])
    assert pages[2].startswith("Annex: how to read this report")


def test_figures_stand_in_words_and_numbers_beside_those_of_all_schools(rich):
    assert "About 4 in 10 (40%, 65 of 165) About 3 in 10 (32%, 760 of 2,395)" in words(rich)
    assert "About 4 in 10 40%, 65 of 165 About 3 in 10 32%" in words(rich)


def test_a_school_with_few_answers_shows_no_figure_of_its_own():
    figures = small_figures()
    for row in (*figures["headlines"], *figures["barriers"], *figures["written"], *figures["wants"]):
        row["authority"] = row["school"]  # leaves nothing but what is the school’s
    told = words(report_pdf(content(figures, quotes=[], actions=[])))
    assert "%" not in told
    assert " of 165" not in told
    assert "in 10" not in told
    assert HIDDEN_WORDS in told


def test_our_words_are_marked_and_stand_without_quotation_marks():
    ours = {"theme": "SEN", "title": "Noise", "words": "Corridors are loud", "ours": True}
    told = words(report_pdf(content(quotes=[ours])))
    assert "In our words: Corridors are loud" in told
    assert "“Corridors" not in told


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_pupil_wrote_is_only_ever_text(text):
    told = words(report_pdf(quoted(text)))
    if text == "مرحبا":  # a reader takes right-to-left letters out in the order they stand on the page
        assert text in told or text[::-1] in told
    else:
        assert text in told


def test_names_and_notes_are_only_ever_text():
    made = content(school={"name": "#strong[St *Mary’s*] @ 1", "urn": "9", "authority": "A #B"})
    made["figures"]["workshops"]["lines"] = [{"kind": "idea", "text": "= not a heading #eval(1)"}]
    pdf = report_pdf(made)
    assert "#strong[St *Mary’s*] @ 1" in words(pdf)
    assert "= not a heading #eval(1)" in words(pdf)
    assert read(pdf).metadata.title == "What pupils told us: #strong[St *Mary’s*] @ 1"


def test_a_word_without_end_stays_on_the_page():
    pages = read(report_pdf(quoted("a" * 280))).pages
    lines = "\n".join(page.extract_text() for page in pages).replace("\u200b", "").split("\n")
    broken = [line for line in lines if "aaa" in line]
    assert sum(line.count("a") for line in broken) == 280
    assert max(map(len, broken)) < 130  # about what fits between the margins


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x00b\x07c", "abc"),  # controls
        ("one\r\ntwo\tthree", "one  two three"),
        ("\ufffe\U0001ffff\ud83d!", "!"),  # numbers that are no sign
        ("\u202eevil\u2066", "evil"),  # signs that turn the rest of the line around
        ("👩‍👧 🫨", "👩‍👧 🫨"),
    ],
)
def test_signs_that_no_printer_has_are_left_out(text, printed):
    assert printable({"a": [text, 1, None]}) == {"a": [printed, 1, None]}
    assert report_pdf(quoted(text)).startswith(b"%PDF")


def test_a_report_without_charts_can_be_printed():
    assert report_pdf(content(rich_figures() | {"charts": {}})).startswith(b"%PDF")


def test_printing_is_loaded_without_the_print_and_chart_libraries():
    loads = "import sys, voice.printing; print([n for n in ('typst', 'matplotlib') if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

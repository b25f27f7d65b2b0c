"""Raw words on a page: nothing of a text is lost or moved, and what nobody would see is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.hiding import Placeholder, Span
from voice.raw_words import Mark, laid_out, pieces


def shown(text):
    return [(piece.words, piece.unseen) for piece in pieces(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("the bus", [("the bus", "")]),
        ("a\nb", [("a\nb", "")]),
        ("a\r\nb", [("a", ""), ("\n", ""), ("b", "")]),
        ("K\u200bai", [("K", ""), ("·", "ZERO WIDTH SPACE"), ("ai", "")]),
        ("K\u200dai", [("K", ""), ("·", "ZERO WIDTH JOINER"), ("ai", "")]),
        ("\u202ekai", [("·", "RIGHT-TO-LEFT OVERRIDE"), ("kai", "")]),
        ("a\0", [("a", ""), ("·", "SIGN 0000")]),
        ("a\ud83d", [("a", ""), ("\ufffd", "")]),
        ("👩\u200d👧", [("👩\u200d👧", "")]),  # one emoji of a mother and child
        ("می\u200cخواهم", [("می\u200cخواهم", "")]),  # as Persian is spelt
        ("मैं बस से", [("मैं बस से", "")]),
        ("", []),
    ],
)
def test_what_nobody_would_see_is_shown_and_no_script_is_broken(text, runs):
    assert shown(text) == runs


def test_marks_part_a_text_and_get_numbers():
    marks = [
        Mark(Span(8, 11, Placeholder.NAME), True, False),
        Mark(Span(0, 3, Placeholder.NAME), False, True),
    ]
    one, between, two = laid_out("Kai and Lee", marks)
    assert (one.words, one.number, one.is_on, one.is_suspect, one.value) == (
        "Kai",
        1,
        False,
        True,
        "0-3-name",
    )
    assert (between.words, between.span, between.value) == (" and ", None, "")
    assert (two.words, two.number, two.is_on, two.value) == ("Lee", 2, True, "8-11-name")


@pytest.mark.parametrize("span", [Span(2, 5), Span(0, 99), Span(3, 3)])
def test_marks_that_overlap_or_lie_outside_are_left_out(span):
    marks = [Mark(Span(0, 3), True, False), Mark(span, True, False)]
    assert [stretch.words for stretch in laid_out("Kai Lee", marks)] == ["Kai", " Lee"]


@given(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))),
)
def test_every_sign_of_a_text_is_in_one_piece_and_in_order(text, spans):
    found = laid_out(text, [Mark(Span(start, end), True, False) for start, end in spans])
    at = 0
    for piece in (piece for stretch in found for piece in stretch.pieces):
        assert piece.start == at < piece.end
        assert piece.is_whole or piece.words == text[piece.start : piece.end]
        piece.words.encode()
        at = piece.end
    assert at == len(text)

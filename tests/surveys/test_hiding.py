"""Hiding: phrases wherever they stand, spans where they stand, each with a word for what they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.masking import What, placeholder
from surveys.hiding import (
    HIDDEN,
    NothingHidden,
    Placeholder,
    Span,
    hide_words,
    storable,
    without_placeholders,
)


@pytest.mark.parametrize(
    ("text", "phrases", "shown"),
    [
        ("Kai and kai and KAI", ["Kai"], "[hidden] and [hidden] and [hidden]"),
        ("Kai Lee hit Kai", ["Kai", "Kai Lee"], "[hidden] hit [hidden]"),
        ("Kai Lee hit me", ["Kai", "Kai Lee"], "[hidden] hit me"),
        ("Kai hid it", ["Kai", "hid"], "[hidden] [hidden] it"),
        ("Kai", ["Kai", "kai", " KAI "], "[hidden]"),
        ("1+1? (Kai)", ["(kai)", "1+1?"], "[hidden] [hidden]"),
        ("ÉLODIE et élodie", ["Élodie"], "[hidden] et [hidden]"),
        ("a\\1b", ["\\1"], "a[hidden]b"),
        ("Kai Lee Marsh", ["Kai Lee", "Lee Marsh"], "[hidden]"),
        ("kai\nlee", ["Kai Lee"], "[hidden]"),
        ("anana", ["ana"], "[hidden]"),
    ],
)
def test_words_are_hidden_everywhere_in_any_case_longest_first(text, phrases, shown):
    assert hide_words(text, phrases) == shown


def test_words_that_are_not_there_are_named():
    with pytest.raises(NothingHidden, match="“Kay” is not in the text"):
        hide_words("Ask Kai", ["Kai", "Kay"])


@given(st.text(min_size=1), st.lists(st.text(min_size=1).filter(str.strip), min_size=1))
def test_no_hidden_word_is_left_whatever_it_is(text, phrases):
    for phrase in phrases:
        text += phrase
    shown = hide_words(text, phrases)
    left = shown.split(HIDDEN)
    assert [phrase for phrase in phrases for piece in left if phrase.strip() in piece] == []


@pytest.mark.parametrize(
    ("text", "spans", "phrases", "shown"),
    [
        ("Kai Lee hit Kai", [Span(0, 7, Placeholder.NAME)], [], "[name] hit Kai"),
        ("Kai Lee hit Kai", [Span(0, 7, Placeholder.NAME)], ["hit"], "[name] [hidden] Kai"),
        ("Kai Lee", [Span(0, 3, Placeholder.NAME), Span(3, 7, Placeholder.NAME)], [], "[name]"),
        ("9BKai", [Span(0, 2, Placeholder.CLASS), Span(2, 5, Placeholder.NAME)], [], "[class][name]"),
        ("Kai Lee", [Span(0, 5, Placeholder.NAME), Span(4, 7)], [], "[name]"),
        ("😀 Kai", [Span(2, 5, Placeholder.NAME)], [], "😀 [name]"),
        ("Kai", [Span(0, 3)], [], "[hidden]"),
    ],
)
def test_spans_are_hidden_where_they_stand(text, spans, phrases, shown):
    assert hide_words(text, phrases, spans) == shown


@pytest.mark.parametrize("span", [Span(0, 4), Span(-1, 2), Span(2, 2), Span(3, 1), Span(0, 10**6)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(NothingHidden, match="does not fit this text"):
        hide_words("Kai", [], [span])


def test_phrases_may_be_shown_as_what_they_are():
    assert hide_words("Ask Kai", ["kai"], what=Placeholder.NAME) == "Ask [name]"


def test_the_words_for_what_was_hidden_are_those_of_the_machine():
    assert {one.shown for one in Placeholder} == {placeholder(what) for what in What} | {HIDDEN}


def test_our_words_are_taken_out_again():
    assert without_placeholders("[name] and [pupil number] hit [x]").split() == ["and", "hit", "[x]"]


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_storable_can_be_stored_and_is_as_long(text):
    kept = storable(text)
    assert len(kept) == len(text)
    kept.encode()
    assert "\0" not in kept

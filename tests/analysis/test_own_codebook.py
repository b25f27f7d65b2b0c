"""Somebody’s own codebook needs a code and a name for each theme; the one that ships stays strict."""

import copy
import tomllib

import pytest

from analysis.codebook import PATH, CodebookUnsound, read_codebook
from analysis.lessons import CODEBOOK, lessons
from analysis.own_codebook import read_own_codebook


def own(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return read_own_codebook(path)


def test_a_code_and_a_name_are_enough(tmp_path):
    (theme,) = own(tmp_path, '[[theme]]\ncode = "bus_2"\nname = "Buses"\n').themes
    assert (theme.code, theme.name, theme.description, theme.phrases) == ("bus_2", "Buses", "", ())


def test_the_seeds_of_a_theme_that_does_not_ship_are_phrases(tmp_path):
    book = own(
        tmp_path, '[[theme]]\ncode = "X"\nname = "Buses"\nseeds = ["tram", "bus"]\nphrases = ["Bus"]\n'
    )
    assert book.themes[0].phrases == ("Bus", "tram")
    assert book.themes[0].seeds == ()


@pytest.mark.parametrize("field", ["name", "where", "description", "seeds", "phrases", "owners", "quick"])
def test_the_shipped_codebook_needs_every_field(field):
    book = copy.deepcopy(tomllib.loads(PATH.read_text(encoding="utf-8")))
    del book["theme"][0][field]
    with pytest.raises(CodebookUnsound, match=f"“{field}”"):
        read_codebook(book)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no"),
        ("theme = 3", "holds no"),
        ("theme = [3]", "holds no"),
        ("[[theme]]\nname = 'Buses'", "needs a “code”"),
        ("[[theme]]\ncode = 'X'", "needs a “name”"),
        ("[[theme]]\ncode = 'X;Y'\nname = 'Buses'", "without spaces"),
        ("[[theme]]\ncode = 'X'\nname = 'Buses'\nphrases = 'bus'", "“phrases”"),
        ("[[theme]]\ncode = 'X'\nname = 'Buses'\ncolour = 'red'", "does not know: colour"),
        ("[[theme]]\ncode = 'X'\nname = 'A'\n[[theme]]\ncode = 'X'\nname = 'B'", "share the code X"),
        ("[[theme]", "not a codebook in TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    with pytest.raises(CodebookUnsound, match=said):
        own(tmp_path, text)


def test_examples_of_other_themes_show_what_is_meant_by_none(tmp_path):
    book = own(tmp_path, '[[theme]]\ncode = "XTO"\nname = "Toilets"\nphrases = ["no loo roll"]\n')
    found = lessons(book)
    shipped = [writer != CODEBOOK for writer in found.writers]
    about = {text for text, held in zip(found.texts, found.themes[:, 0], strict=True) if held}
    others = {text for text, mine in zip(found.texts, shipped, strict=True) if mine} - about
    # Whoever says the theme’s name is an example; whoever says an unusual word of its phrases is none at all.
    assert any("toilets" in text for text in about)
    assert others
    assert not any("toilets" in text.lower().split() or "roll" in text.lower().split() for text in others)

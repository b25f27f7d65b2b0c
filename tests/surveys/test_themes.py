"""Themes: taken in from the codebook, brought up to date, never removed."""

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.themes import ThemeEntry, load_themes, theme_with_code, themes

BUL, TRV = ThemeEntry("BUL", "Bullying", "Being hurt"), ThemeEntry("TRV", "Getting to school", "Buses")


def test_a_newer_codebook_brings_themes_up_to_date_and_keeps_old_ones(record):
    first = load_themes(record, [BUL, TRV], version=1)
    again = load_themes(record, [TRV._replace(name="Travel"), ThemeEntry("SLP", "Sleep", "Tired")], version=2)
    assert again[0] is first[1]
    assert theme_with_code(record, "TRV").name == "Travel"
    assert theme_with_code(record, "BUL").codebook_version == 1
    assert [(theme.code, theme.codebook_version) for theme in themes(record)] == [
        ("BUL", 1),
        ("TRV", 2),
        ("SLP", 2),
    ]


def test_an_unknown_code_is_no_theme(record):
    with pytest.raises(NoResultFound):
        theme_with_code(record, "ZZZ")

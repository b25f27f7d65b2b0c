"""Names come from the codebook where a group is near a theme, else from its words; no two groups share one."""

from dataclasses import replace

import numpy as np

from analysis.codebook import Codebook, load_codebook
from analysis.labels import Label
from analysis.naming import LONGEST, propose, theme_centres

BOOK = load_codebook()
BUS = Label(("bus", "late", "driver"), ("bus stop",))
ROW = np.eye(4)


def names(labels, centroids=None, *, known=None, centres=None):
    vectors = np.array(centroids) if centroids is not None else np.ones((len(labels), 4))
    return propose(labels, vectors, known=known, centres=centres)


def test_without_a_codebook_words_make_the_name():
    (name,) = names([BUS])
    assert (name.name, name.near, name.nearness) == ("Bus stop, late, driver", None, 0.0)


def test_two_groups_with_the_same_words_get_different_names():
    assert [name.name for name in names([BUS, BUS, BUS])] == [
        "Bus stop, late, driver",
        "Bus stop, late, driver (2)",
        "Bus stop, late, driver (3)",
    ]


def test_a_group_in_a_themes_own_words_takes_its_name():
    (name,) = names([BUS], known=BOOK)
    assert (name.name, name.near) == ("Transport and the journey", "TRV")
    assert 0.6 <= name.nearness <= 1


def test_two_groups_near_one_theme_say_what_sets_them_apart():
    tram = Label(("tram", "bus", "stop"), ())
    found = names([BUS, tram], known=BOOK)
    assert [name.near for name in found] == ["TRV", "TRV"]
    assert found[0].name == "Transport and the journey: bus stop, late, driver"
    assert found[1].name == "Transport and the journey: tram, bus, stop"


def test_a_group_is_compared_by_direction_where_themes_have_one():
    codes = BOOK.codes[:4]
    book = Codebook(1, BOOK.themes[:4])
    centres = dict(zip(codes, ROW, strict=True))
    aside = Label(("zebra",), ())
    near, between = names([aside, aside], [ROW[1], ROW[0] + ROW[2]], known=book, centres=centres)
    assert (near.name, near.near) == (book.themes[1].name, codes[1])
    assert near.nearness > 0.9
    assert between.near is None
    assert between.name == "Zebra"
    assert 0 < between.nearness < 0.6


def test_less_nearness_is_enough_where_the_words_agree():
    book = Codebook(1, BOOK.themes[:4])
    centres = dict(zip(book.codes, ROW, strict=True))
    between = ROW[0] + ROW[2]
    (worded,) = names([Label(("bullied",), ())], [between], known=book, centres=centres)
    assert worded.near == "BUL"


def test_an_own_theme_without_seed_words_is_known_by_its_phrases():
    own = replace(
        BOOK.themes[0], code="ESC", name="E-scooters", seeds=(), phrases=("e-scooters on the path",)
    )
    (name,) = names([Label(("scooters", "path"), ())], known=Codebook(1, (own,)))
    assert name.near == "ESC"


def test_a_theme_lies_in_the_middle_of_what_it_says():
    book = Codebook(1, BOOK.themes[:2])
    centres = theme_centres(book, lambda texts: np.array([[len(text), 1.0] for text in texts]))
    theme = book.themes[0]
    lengths = [len(text) for text in (theme.description, *theme.phrases)]
    assert list(centres) == ["BUL", "FRD"]
    assert centres["BUL"].tolist() == [sum(lengths) / len(lengths), 1.0]


def test_names_fit_a_line():
    long = Label(tuple(f"{letter * 18}" for letter in "abcdef"), ())
    found = names([long, long, Label(("x" * 200,), ()), Label((), ())])
    assert all(0 < len(name.name) <= LONGEST for name in found)
    assert len({name.name for name in found}) == 4

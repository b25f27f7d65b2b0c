"""Learning: what lessons teach, what leaving one out gives, and that it can be kept and fetched again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import keeping
from analysis.calibration import Calibration, calibrate, leads
from analysis.codebook import load_codebook
from analysis.learning import learn
from analysis.lessons import CODEBOOK, CONFIRMED, Lessons, lessons
from analysis.space import make_space, read
from analysis.vectors import choose
from analysis.words import clean

ABOUT = {"bus": ("bus late", "the bus is full", "bus never came", "missed the bus"), "test": ("too many tests", "maths test", "scared of tests", "test on monday")}  # fmt: skip


def small(writer="examples", extra=()):
    """A few lessons on two themes, one writer each half."""
    rows = [(text, number) for number, texts in enumerate(ABOUT.values()) for text in texts] + list(extra)
    themes = np.array([[number == 0, number == 1] for _, number in rows])
    writers = tuple(writer if place % 2 else "a" for place in range(len(rows)))
    return Lessons(tuple(text for text, _ in rows), themes, themes, np.ones(len(rows)), writers)


def scores(learned, text):
    return learned.scores(learned.space.place(read([clean(text)])), None)[0]


def test_an_answer_scores_high_for_the_theme_of_lessons_like_it():
    learned = learn(small(), choose("sparse"))
    bus, test = scores(learned, "our bus was late")
    assert bus > 0.5 > test


def test_a_lesson_left_out_is_scored_as_if_it_had_never_been_there():
    whole = small()
    learned = learn(whole, choose("sparse"))
    row = whole.writers.index("examples")
    others = np.arange(len(whole.texts)) != row
    without = learned.seen[clean(whole.texts[row]).text]
    # The same sum done the long way: in the same space, with the same starting point, but without that lesson.
    from analysis import learning
    from analysis.kernel import likeness, points

    given = points(learned.space.place(read([clean(text) for text in whole.texts])), None)
    alike = likeness(given, given)
    goals = learning._goals(whole) - learned.usual
    system = alike[np.ix_(others, others)] + learning.DOUBT * np.eye(others.sum())
    long_way = alike[row, others] @ np.linalg.solve(system, goals[others]) + learned.usual
    assert without == pytest.approx(long_way, abs=1e-4)


@pytest.mark.usefixtures("few_lessons")
def test_confirmed_answers_let_what_shipped_fade_when_they_disagree():
    book = load_codebook()
    plain = lessons(book)
    assert plain.shipped.all()
    from analysis.examples import Example, load_examples

    swapped = [Example(f"{one.text} here", ("HLT",)) for one in load_examples()[:120]]
    learned = learn(lessons(book, swapped), choose("sparse"))
    assert learned.fade < 1
    assert book.codes[int(scores(learned, f"{load_examples()[1].text} here").argmax())] == "HLT"


def test_what_was_learnt_can_be_kept_and_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("VOICE_CACHE", str(tmp_path / "new"))
    learned = learn(small(), choose("sparse"))
    keeping.keep("learned-one.npz", learned)
    again = keeping.fetch("learned-one.npz")
    assert scores(again, "the bus was late").tobytes() == scores(learned, "the bus was late").tobytes()
    assert again.calibration == learned.calibration
    assert list(again.seen) == list(learned.seen)
    (tmp_path / "new" / "learned-one.npz").write_bytes(b"half of a fi")
    assert keeping.fetch("learned-one.npz") is None


def test_where_nothing_may_be_written_the_machine_learns_anew(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VOICE_CACHE", str(tmp_path / "file"))
    keeping.keep("learned-one.npz", learn(small(), choose("sparse")))
    assert keeping.fetch("learned-one.npz") is None


def test_another_lesson_method_or_weight_is_kept_under_another_name():
    names = {
        keeping.name_of(small(), "one"),
        keeping.name_of(small(), "two"),
        keeping.name_of(small(extra=[("new", 0)]), "one"),
        keeping.name_of(small(writer="b"), "one"),
    }
    assert len(names) == 4
    assert keeping.name_of(small(), "one") == keeping.name_of(small(), "one")


def test_every_lesson_that_ships_has_a_theme_and_a_writer():
    found = lessons(load_codebook())
    assert len(found.texts) > 4_000
    assert (found.themes.sum(axis=1) >= 1).all()
    assert (found.first.sum(axis=1) == 1).all()
    assert CODEBOOK in found.writers
    assert CONFIRMED not in found.writers
    assert (found.themes | ~found.first).all()


def test_answers_place_alike_whatever_is_beside_them():
    space = make_space([clean(text) for texts in ABOUT.values() for text in texts])
    together = space.place(read([clean("the bus test"), clean("xyzzy"), clean("")]))
    alone = space.place(read([clean("the bus test")]))
    assert (together.stems[[0]] != alone.stems).nnz == 0
    assert (together.by_letters()[[0]] != alone.by_letters()).nnz == 0
    assert together.stems[[1, 2]].nnz == 0


@settings(max_examples=60)
@given(st.lists(st.lists(st.floats(-1, 2), min_size=3, max_size=3), min_size=1, max_size=20))
def test_chances_are_shares_and_rise_with_the_score(rows):
    table = np.array(rows)
    chances = Calibration(8.0, 2.0, -4.0).chances(table)
    assert ((chances >= 0) & (chances <= 1)).all()
    for row, chance in zip(table, chances, strict=True):
        assert (np.diff(chance[np.argsort(row, kind="stable")]) >= -1e-12).all()


def test_a_curve_says_what_it_was_shown():
    random = np.random.default_rng(0)
    table = random.uniform(0, 1, (4_000, 2))
    right = random.uniform(size=table.shape) < 1 / (1 + np.exp(-(6 * table - 3)))
    said = calibrate(table, right).chances(table)
    for low in (0.1, 0.3, 0.5, 0.7):
        near = (said >= low) & (said < low + 0.2)
        assert right[near].mean() == pytest.approx(said[near].mean(), abs=0.05)


def test_with_nothing_to_fit_to_the_curve_is_still_a_curve():
    assert 0 < calibrate(np.zeros((3, 2)), np.zeros((3, 2), bool)).chances(np.full((1, 2), 0.5))[0, 0] < 1
    assert leads(np.ones((2, 1))).tolist() == [[0.0], [0.0]]

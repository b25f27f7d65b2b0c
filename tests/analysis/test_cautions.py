"""Warnings about themes: each rule fires where it should, stays quiet where it should, and shows no small number."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cautions import Caution, Kind, Row, cautions
from analysis.halves import halves
from analysis.movement import movement

NAMES = {"TRV": "The journey", "SLP": "Sleep", "BUL": "Bullying"}
SCHOOLS = ("A", "B", "C", "D")


def answers(number, themes, *, score=0.9, polarity="barrier", schools=SCHOOLS):
    return [
        Row(schools[n % len(schools)], tuple(themes), (score,) * len(themes), polarity) for n in range(number)
    ]


def found(rows, **more) -> set[tuple[str, Kind]]:
    return {(caution.theme, caution.kind) for caution in cautions(rows, NAMES, **more)}


def only(theme, kind, rows, **more) -> Caution:
    [caution] = [one for one in cautions(rows, NAMES, **more) if (one.theme, one.kind) == (theme, kind)]
    return caution


QUIET = [*answers(40, ["TRV"]), *answers(40, ["SLP"]), *answers(40, ["BUL"]), *answers(60, [])]


def test_a_sound_codebook_has_no_warning():
    assert cautions(QUIET, NAMES) == []


@pytest.mark.parametrize(
    ("rows", "thin"),
    [
        (answers(9, ["TRV"]), True),
        (answers(10, ["TRV"]), False),
        (answers(40, ["TRV"], schools=("A", "B")), True),
        ([], True),
    ],
)
def test_too_thin(rows, thin):
    assert (("TRV", Kind.THIN) in found([*rows, *answers(100, [])])) == thin


def test_too_wide_and_only_over_three_in_ten():
    assert ("TRV", Kind.WIDE) not in found([*answers(30, ["TRV"]), *answers(70, [])])
    rows = [*answers(40, ["TRV"]), *answers(60, [])]
    caution = only("TRV", Kind.WIDE, rows)
    assert caution.facts == ("About 4 in 10 of all answers are under it.",)
    assert "consider a split" in caution.reason


def test_too_few_answers_in_all_are_no_ground_to_call_a_theme_wide():
    assert ("TRV", Kind.WIDE) not in found([*answers(30, ["TRV"]), *answers(10, [])])


def test_overlapping_is_said_of_the_theme_whose_answers_are_shared():
    rows = [*answers(20, ["TRV", "SLP"]), *answers(20, ["TRV"]), *answers(80, ["SLP"]), *answers(200, [])]
    caution = only("TRV", Kind.OVERLAPPING, rows)
    assert caution.other == "SLP"
    assert "“Sleep”" in caution.reason
    assert caution.facts == ("About half of its answers are also under “Sleep”.",)
    assert ("SLP", Kind.OVERLAPPING) not in found(rows)


def test_praise_and_complaint_lumped():
    praise = answers(15, ["TRV"], polarity="works")
    rows = [*praise, *answers(35, ["TRV"]), *answers(10, ["TRV"], polarity="suggestion"), *answers(150, [])]
    caution = only("TRV", Kind.MIXED, rows)
    assert caution.facts == ("About 3 in 10 of its answers are praise.",)


def test_a_suggestion_asks_for_change_as_a_complaint_does():
    rows = [*answers(30, ["TRV"]), *answers(30, ["TRV"], polarity="suggestion"), *answers(150, [])]
    assert found(rows) == {("SLP", Kind.THIN), ("BUL", Kind.THIN)}
    assert ("TRV", Kind.MIXED) not in found(answers(60, ["TRV"], polarity="works"))


def test_much_unsure_is_more_than_half():
    half = [*answers(20, ["TRV"], score=0.3), *answers(20, ["TRV"]), *answers(200, [])]
    assert ("TRV", Kind.UNSURE) not in found(half)
    caution = only("TRV", Kind.UNSURE, [*half, *answers(10, ["TRV"], score=0.49)])
    assert caution.facts == ("About 6 in 10 of its answers are unsure.",)


@pytest.mark.parametrize(
    ("since", "words"), [("wave", "since the wave before"), ("method", "sorts differently")]
)
def test_moved(since, words):
    before = [*answers(20, ["TRV"]), *answers(180, [])]
    now = [*answers(50, ["TRV"]), *answers(150, [])]
    caution = only("TRV", Kind.MOVED, now, before=before, since=since)
    assert words in caution.reason
    assert "went up" in caution.reason
    assert caution.facts == (
        "About 1 in 10 of all answers were under it before.",
        "About 3 in 10 of all answers are under it now.",
    )
    assert "went down" in only("TRV", Kind.MOVED, before, before=now).reason
    assert ("TRV", Kind.MOVED) not in found(now, before=now)


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ((20, 200), (50, 200), "up"),
        ((50, 200), (20, 200), "down"),
        ((20, 200), (24, 200), None),  # too small a change
        ((4, 60), (8, 60), None),  # chance alone
        ((10, 1_000), (30, 1_000), None),  # three times as many, of next to nothing
        ((400, 1_000), (480, 1_000), None),  # beyond chance, yet much the same
        ((5, 49), (30, 49), None),  # too few to compare
        ((0, 200), (40, 200), "up"),
        ((0, 200), (0, 200), None),
    ],
)
def test_a_share_moves_by_more_than_chance_and_enough_to_matter(before, now, way):
    assert movement(before, now) == way


def cloud(middle, number, rng, spread=0.12):
    points = middle + rng.normal(0, spread, (number, len(middle)))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def test_a_theme_in_two_halves_is_told_from_themes_that_are_one():
    rng = np.random.default_rng(3)
    axes = np.eye(40)
    names = {code: code for code in ("AAA", "BBB", "CCC", "DDD", "EEE")}
    rows, vectors = [], []
    for number, code in enumerate(names):
        rows += answers(60, [code])
        middles = (axes[0], axes[9]) if code == "CCC" else (axes[number], axes[number])
        vectors += [cloud(middle, 30, rng) for middle in middles]
    given = np.vstack(vectors).astype(np.float32)
    wide = [one for one in cautions(rows, names, vectors=given) if one.kind is Kind.WIDE]
    assert [one.theme for one in wide] == ["CCC"]
    assert wide[0].facts == ("About half of them are in the smaller group.",)
    assert "may be two themes" in wide[0].reason


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(30, 80))
def test_halves_do_not_depend_on_the_order_of_the_answers(seed, number):
    rng = np.random.default_rng(seed)
    points = np.vstack([cloud(np.eye(8)[0], number, rng), cloud(np.eye(8)[1], number, rng)])
    one, other = halves(points), halves(points[::-1])
    assert one.likeness == pytest.approx(other.likeness)
    assert one.smaller == other.smaller


def test_answers_that_cannot_be_parted_have_no_halves():
    assert halves(np.zeros((50, 4))) is None
    assert halves(np.eye(4)[[0] * 50]) is None
    assert halves(np.eye(4)[[0, 1] * 10]) is None  # fewer than 30
    # Sums of rounded numbers, with no likeness within either group to compare with.
    assert halves(np.eye(60)) is None


rows_of_any_kind = st.lists(
    st.tuples(
        st.sampled_from(SCHOOLS),
        st.lists(st.sampled_from([*NAMES, "OLD"]), max_size=3, unique=True),
        st.sampled_from((0.2, 0.6, 1.0)),
        st.sampled_from(("barrier", "works", "suggestion")),
    ).map(lambda parts: Row(parts[0], tuple(parts[1]), (parts[2],) * len(parts[1]), parts[3])),
    max_size=120,
)


@settings(max_examples=60)
@given(rows_of_any_kind, rows_of_any_kind, st.randoms(use_true_random=False))
def test_order_has_no_say_and_no_small_number_is_told(rows, before, random):
    one = cautions(rows, NAMES, before=before)
    assert cautions(random.sample(rows, len(rows)), NAMES, before=before) == one
    for caution in one:
        assert caution.reason.endswith(".")
        for fact in caution.facts:
            # Shares in words or tenths only, which `protection` has let through.
            assert re.match(
                r"(About \d in 10|About half|Nearly all|Fewer than 1 in 10|Most|More than half|Some|Few) of ",
                fact,
            )
        if caution.kind is Kind.OVERLAPPING:
            assert caution.other in NAMES


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="needs a score"):
        cautions([Row("A", ("TRV",), (), "barrier")], NAMES)
    with pytest.raises(ValueError, match="needs a vector"):
        cautions(answers(3, ["TRV"]), NAMES, vectors=np.zeros((2, 4)))

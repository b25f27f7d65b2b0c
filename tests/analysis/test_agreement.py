"""Agreement between two codings: textbook figures, the usual tools as witnesses, and honest edges."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score, f1_score

from analysis.agreement import Agreement, agree
from analysis.distances import set_distances
from analysis.estimates import TOO_FEW, Estimate, advice, in_steps

CODES = ("TRV", "SLP", "BUL", "SAN")
codings = st.lists(st.sampled_from(CODES), max_size=3, unique=True)
some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True)
pairs_of_codings = st.lists(st.tuples(codings, codings), min_size=2, max_size=30)
WHOLE = ("kappa", "micro_f1", "macro_f1", "first_theme", "alpha")


def estimates(found: Agreement) -> list[Estimate]:
    return [*found.kappa_by_theme.values(), *(getattr(found, name) for name in WHOLE)]


def split(pairs):
    return [mine for mine, _ in pairs], [theirs for _, theirs in pairs]


def test_the_textbook_kappa():
    # 20 times both, 5 and 10 times one alone, 15 times neither: observed 0.7, by chance 0.5.
    pairs = [("A", "A")] * 20 + [("A", "B")] * 5 + [("B", "A")] * 10 + [("B", "B")] * 15
    found = agree(*split([([a], [b]) for a, b in pairs]))
    assert found.texts == 50
    assert found.kappa_by_theme["A"].value == pytest.approx(0.4)
    assert found.kappa.value == pytest.approx(0.4)
    assert found.first_theme.value == pytest.approx(0.7)
    assert found.kappa.words == "fair"
    assert found.first_theme.words == "about 7 in 10"


@settings(max_examples=40)
@given(pairs_of_codings)
def test_kappa_and_f1_agree_with_scikit_learn(pairs):
    one, other = split(pairs)
    found = agree(one, other, themes=CODES)
    used = [code for code in CODES if any(code in coding for coding in one + other)]
    table_one, table_other = (
        [[code in coding for code in CODES] for coding in side] for side in (one, other)
    )
    for column, code in enumerate(CODES):
        estimate = found.kappa_by_theme[code]
        mine, theirs = ([row[column] for row in table] for table in (table_one, table_other))
        if estimate.value is None:
            assert len({*mine, *theirs}) == 1
        else:
            assert estimate.value == pytest.approx(cohen_kappa_score(mine, theirs))
    if used:
        by_code = f1_score(np.array(table_one), np.array(table_other), average=None, zero_division=0)
        assert found.macro_f1.value == pytest.approx(np.mean([by_code[CODES.index(code)] for code in used]))
        micro = f1_score(np.array(table_one), np.array(table_other), average="micro", zero_division=0)
        assert found.micro_f1.value == pytest.approx(micro)
    assert found.first_theme.value == pytest.approx(np.mean([a[:1] == b[:1] for a, b in pairs]))


@settings(max_examples=40)
@given(st.lists(st.tuples(some_codes, some_codes), min_size=2, max_size=30))
def test_alpha_agrees_with_nltk(pairs):
    data = [(who, str(text), frozenset(pair[who])) for text, pair in enumerate(pairs) for who in (0, 1)]
    found = agree(*split(pairs)).alpha
    if len({labels for _, _, labels in data}) == 1:
        assert found.value is None
    else:
        assert found.value == pytest.approx(AnnotationTask(data=data, distance=masi_distance).alpha())


@given(st.lists(codings, min_size=1, max_size=8))
def test_distances_between_sets_are_distances(codings):
    sets = np.array([[code in coding for code in CODES] for coding in codings])
    found = set_distances(sets)
    assert np.allclose(found, found.T)
    assert ((found >= 0) & (found <= 1)).all()
    assert ((found < 1e-12) == (sets[:, None] == sets[None]).all(axis=2)).all()
    for i, one in enumerate(codings):
        for j, other in enumerate(codings):
            if one or other:
                assert found[i, j] == pytest.approx(masi_distance(set(one), set(other)))


@settings(max_examples=30)
@given(pairs_of_codings, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_texts_nor_of_the_coders_changes_anything(pairs, random):
    found = agree(*split(pairs))
    mixed = random.sample(pairs, len(pairs))
    assert agree(*split(mixed)) == found
    assert agree(*reversed(split(pairs))) == found


@settings(max_examples=40)
@given(pairs_of_codings, st.sampled_from([None, 3.0]))
def test_every_figure_lies_in_its_interval_and_in_bounds_and_none_is_nan(pairs, weight):
    weights = None if weight is None else [weight if a else 1.0 for a, _ in pairs]
    for estimate in estimates(agree(*split(pairs), themes=CODES, weights=weights)):
        assert estimate.words
        if estimate.value is None:
            assert (estimate.low, estimate.high, estimate.words) == (None, None, TOO_FEW)
            assert estimate.why
        else:
            assert -1 - 1e-9 <= estimate.low <= estimate.value <= estimate.high <= 1 + 1e-9
            assert not any(math.isnan(part) for part in astuple(estimate)[:3])


@given(pairs_of_codings)
@settings(max_examples=20)
def test_weighting_texts_alike_changes_nothing(pairs):
    plain, weighted = agree(*split(pairs)), agree(*split(pairs), weights=[7.0] * len(pairs))
    for before, after in zip(estimates(plain), estimates(weighted), strict=True):
        assert after.words == before.words
        assert (after.value is None) == (before.value is None)
        if before.value is not None:
            assert astuple(after)[:3] == pytest.approx(astuple(before)[:3])


def test_a_text_counts_as_many_as_it_stands_for():
    one, other = [["TRV"], ["TRV"], ["SLP"]], [["TRV"], ["SLP"], ["SLP"]]
    found = agree(one, other, weights=[1, 3, 1])
    assert found.first_theme.value == pytest.approx(2 / 5)
    assert found.micro_f1.value == pytest.approx(2 / 5)


def test_part_of_a_set_right_counts_in_part():
    right = [["TRV"], ["SLP"], ["BUL"], ["SAN"]] * 5
    part = [["TRV", "SAN"], *right[1:]]
    wrong = [["SAN"], *right[1:]]
    assert agree(right, wrong).alpha.value < agree(right, part).alpha.value < 1


def test_an_interval_narrows_with_more_texts_and_is_the_same_every_time():
    few = [(["TRV"], ["TRV"]), (["TRV"], ["SLP"]), (["SLP"], ["SLP"]), (["SLP"], ["SLP"])] * 5
    many = few * 10
    narrow, wide = agree(*split(many)).kappa, agree(*split(few)).kappa
    assert narrow.value == pytest.approx(wide.value)
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2
    assert agree(*split(few)) == agree(*split(few))


def test_identical_codings_agree_and_say_how_far_that_may_be_off():
    one = [["TRV"], ["SLP"]] * 6
    found = agree(one, one)
    for estimate in (found.kappa, found.alpha, found.micro_f1, found.first_theme):
        assert estimate.value == pytest.approx(1)
        assert estimate.low == pytest.approx(1 - 3 / 12)
    assert found.kappa_by_theme["TRV"].low == pytest.approx(1 - 3 / 6)
    assert agree(one * 20, one * 20).kappa.low > 0.98


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ([], [], "Fewer than 2 texts"),
        ([["TRV"]], [["TRV"]], "Fewer than 2 texts"),
        ([["TRV"], None], [["TRV"], ["SLP"]], "Fewer than 2 texts"),
        ([["TRV"], ["SLP"]], [None, None], "Only one coder"),
    ],
)
def test_too_little_is_said_as_data(one, other, why):
    found = agree(one, other, themes=["TRV"])
    for estimate in estimates(found):
        assert (estimate.value, estimate.words) == (None, TOO_FEW)
        assert why in estimate.why


def test_a_theme_nobody_used_and_one_that_every_text_has():
    found = agree([["TRV"]] * 12, [["TRV"]] * 12, themes=["PER", "TRV"])
    assert list(found.kappa_by_theme) == ["PER", "TRV"]
    assert found.kappa_by_theme["PER"].why == "Fewer than 10 texts were given this theme."
    assert "told from chance" in found.kappa_by_theme["TRV"].why
    assert found.kappa.value is None
    assert found.alpha.value is None
    assert found.first_theme.value == 1


def test_texts_that_fit_no_theme_for_either_are_agreed_on():
    found = agree([[]] * 12, [[]] * 12)
    assert found.first_theme.value == 1
    assert found.micro_f1.value is None
    assert "Neither" in found.micro_f1.why


def test_few_texts_or_few_uses_are_worked_out_but_not_put_into_words():
    few = agree([["TRV"], ["SLP"], ["SLP"]], [["TRV"], ["SLP"], ["TRV"]])
    assert few.kappa.value is not None
    assert few.kappa.words == TOO_FEW
    one = [["TRV"]] * 4 + [["SLP"]] * 10
    rare = agree(one, one).kappa_by_theme
    assert (rare["TRV"].words, rare["SLP"].words) == (TOO_FEW, "very good")
    assert "Fewer than 10 texts" in rare["TRV"].why


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="one entry for each text"):
        agree([["TRV"]], [])
    with pytest.raises(ValueError, match="above 0"):
        agree([["TRV"]], [["TRV"]], weights=[0])


@pytest.mark.parametrize(
    ("kappa", "words", "told"),
    [
        (-0.1, "poor", "Revise"),
        (0.0, "slight", "Revise"),
        (0.3, "fair", "Revise"),
        (0.5, "moderate", "Revise"),
        (0.6, "moderate", "Nearly"),
        (0.65, "good", "Nearly"),
        (0.7, "good", "rely"),
        (0.9, "very good", "rely"),
    ],
)
def test_a_kappa_is_read_by_landis_and_koch_and_judged_by_the_codebooks_rule(kappa, words, told):
    assert in_steps(kappa) == words
    assert told in advice(Estimate(kappa, kappa, kappa, words))


def test_no_advice_from_too_little():
    assert "more answers twice" in advice(Estimate(0.9, 0.1, 1.0, TOO_FEW, "Fewer than 10 texts."))

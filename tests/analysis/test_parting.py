"""Sums are exact, so the parting and how far groups stand apart do not depend on the order of adding."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from analysis.parting import MOST_ANSWERS, apart, middles, nearest, part, settle, whole
from analysis.searching import MOST_GROUPS, numbers_of_groups, search
from tests.analysis.topics import answers

ONES = np.ones(240, np.float32)


@pytest.fixture(scope="module")
def vectors():
    return whole(answers(40)[1])


def test_whole_numbers_keep_directions(vectors):
    exact = answers(40)[1]
    assert (vectors == vectors.round()).all()
    assert ((vectors * exact).sum(axis=1) / np.linalg.norm(vectors, axis=1) > 0.99999).all()
    assert not whole(np.zeros((2, 3))).any()


def test_products_and_sums_do_not_depend_on_the_order_of_adding(vectors):
    backwards = vectors[:, ::-1]
    assert (vectors @ vectors.T == backwards @ backwards.T).all()
    heaviest = np.full(240, MOST_ANSWERS // 240, np.float32)
    groups = np.zeros(240, dtype=np.int64)
    exact = (vectors.astype(np.int64) * int(heaviest[0])).sum(axis=0)
    assert (middles(vectors, heaviest, groups, 1)[0].astype(np.int64) == exact).all()


def test_the_silhouette_is_the_known_one(vectors):
    groups = part(vectors, ONES, 5, np.random.default_rng(0)).groups
    known = silhouette_score(vectors, groups, metric="cosine")
    assert apart(vectors, ONES, groups) == pytest.approx(known, abs=2e-3)


def test_weights_stand_for_copies(vectors):
    groups = part(vectors, ONES, 5, np.random.default_rng(0)).groups
    weights = np.where(np.arange(240) < 30, 3, 1).astype(np.float32)
    copied = np.repeat(np.arange(240), weights.astype(int))
    assert apart(vectors, weights, groups) == pytest.approx(
        apart(vectors[copied], np.ones(len(copied), np.float32), groups[copied]), abs=1e-4
    )


def test_one_group_stands_apart_from_nothing(vectors):
    assert apart(vectors, ONES, np.zeros(240, dtype=np.int64)) == -1


def test_more_groups_than_different_vectors_are_not_made():
    same = whole(np.ones((30, 4)))
    assert len(part(same, np.ones(30, np.float32), 5, np.random.default_rng(0)).centres) == 1


def test_held_centres_move_only_part_of_the_way(vectors):
    start = whole(np.roll(vectors[:1], 1, axis=1))
    free = settle(vectors, ONES, start).centres
    held = settle(vectors, ONES, start, held=start).centres
    assert (held @ start.T).item() > (free @ start.T).item()
    assert (held @ free.T).item() > (start @ free.T).item()


def test_an_empty_group_stays_where_it_is(vectors):
    centres = np.vstack([vectors[:3], vectors[:1]])
    assert 3 not in nearest(vectors, centres)  # of two that are equally near, the first has it
    settled = settle(vectors[:100], ONES[:100], centres)
    assert (settled.centres[:3] != centres[:3]).any()
    assert (settled.centres[3] == centres[3]).all() or 3 in settled.groups


def test_the_numbers_of_groups_grow_by_steps():
    assert numbers_of_groups(2) == [2]
    assert numbers_of_groups(5) == [3, 4, 5]
    grid = numbers_of_groups(1000)
    assert grid == sorted(set(grid))
    assert grid[-1] <= MOST_GROUPS


def test_more_answers_than_add_up_exactly_are_refused(vectors):
    with pytest.raises(ValueError, match=str(MOST_ANSWERS)):
        search(vectors, ONES * MOST_ANSWERS, most=3)

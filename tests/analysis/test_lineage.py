"""Groups keep their numbers from wave to wave, and what became of each is told."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.discovery import Discovery, Group, SavedGroup, discover
from analysis.lineage import Kind, Link, NothingToFollow, follow
from analysis.vectors import choose
from tests.analysis.shared import rows_of
from tests.analysis.topics import DIMENSIONS, answers, direction

FOUR = ("bus", "toilets", "maths", "sleep")


def waves(first, second, *, each=80, **kept):
    """Two waves about some topics: the saved groups of the first, and the second followed on from it."""
    texts, vectors, _ = answers(each, *first)
    before = [group.saved() for group in discover(texts, vectors).groups]
    texts, vectors, topics = answers(each, *second, seed=9)
    return before, discover(texts, vectors, saved=before, **kept), topics


def topic_of(group):
    return max(
        ("bus", "toilets", "maths", "sleep", "friends", "dinner"),
        key=lambda one: direction(one) @ group.centroid,
    )


def kinds(links):
    return {(link.kind.value, link.before, link.now) for link in links}


def test_the_same_topics_keep_their_numbers():
    before, now, _ = waves(FOUR, FOUR)
    assert [topic_of(group) for group in before] == [topic_of(group) for group in now.groups]
    assert kinds(follow(before, now)) == {("kept", number, number) for number in (1, 2, 3, 4)}
    assert np.mean(np.array(now.came_from) == np.array(now.nearest)) >= 0.99


def test_a_new_topic_gets_a_number_above_all_that_were_ever_given():
    before, now, _ = waves(FOUR, (*FOUR, "dinner"), highest=17)
    assert [group.number for group in now.groups] == [1, 2, 3, 4, 18]
    assert topic_of(now.groups[-1]) == "dinner"
    (new,) = (link for link in follow(before, now) if link.kind is Kind.NEW)
    assert (new.before, new.now, new.share) == (None, 18, 1.0)
    assert new.answers == now.nearest.count(18)


def test_a_topic_that_nobody_speaks_of_keeps_its_number_at_zero():
    before, now, _ = waves(FOUR, FOUR[:3])
    (silent,) = (group.number for group in before if topic_of(group) == "sleep")
    kept = now.groups[silent - 1]
    assert (kept.number, kept.size, kept.members, kept.quotes) == (silent, 0, (), ())
    assert kept.words == before[silent - 1].words
    assert kept.centroid == before[silent - 1].centroid
    assert ("gone", silent, None) in kinds(follow(before, now))


def test_a_number_is_not_used_again_when_its_group_was_empty_for_a_wave():
    _, now, _ = waves(FOUR, FOUR[:3])
    texts, vectors, _ = answers(80, *FOUR[:3], "dinner", seed=3)
    third = discover(texts, vectors, saved=[group.saved() for group in now.groups])
    assert [group.number for group in third.groups] == [1, 2, 3, 4, 5]
    assert topic_of(third.groups[-1]) == "dinner"


def test_a_few_late_answers_are_placed_and_open_no_group():
    texts, vectors, _ = answers(80, *FOUR)
    before = [group.saved() for group in discover(texts, vectors).groups]
    late, found, topics = answers(1, *FOUR, seed=4)
    now = discover(late, found, saved=before)
    assert [topic_of(before[number - 1]) for number in now.nearest] == topics
    assert "Too few different answers to look for new groups" in now.note


def test_no_answers_leave_all_groups_as_they_were():
    before, _, _ = waves(FOUR, FOUR)
    now = discover([], np.zeros((0, DIMENSIONS)), saved=before)
    assert [group.saved() for group in now.groups] == before
    assert kinds(follow(before, now)) == {("gone", number, None) for number in (1, 2, 3, 4)}


def group(number, way, words=("bus",), size=40):
    return Group(number, words, (), "", None, 0.0, size, way, (), ())


def found(groups, came_from, nearest):
    return Discovery(tuple(groups), tuple(nearest), tuple(nearest), tuple(came_from), "")


def test_other_words_under_the_same_number_are_a_new_name():
    before = [SavedGroup(1, ("bus", "drivers"), (1, 0))]
    now = found([group(1, (1, 0), ("tram", "fare"))], [1] * 10, [1] * 10)
    assert follow(before, now) == [Link(Kind.RENAMED, 1, 1, 10, 1.0)]
    same = found([group(1, (1, 0), ("Buses", "driver"))], [1] * 10, [1] * 10)
    assert follow(before, same) == [Link(Kind.KEPT, 1, 1, 10, 1.0)]


def test_a_new_group_out_of_one_old_one_is_split_off_it():
    before = [SavedGroup(1, ("bus",), (1, 0)), SavedGroup(2, ("loo",), (0, 1))]
    groups = [group(1, (1, 0)), group(2, (0, 1), ("loo",)), group(3, (0.8, 0.6))]
    now = found(groups, [1] * 30 + [2] * 10, [1] * 20 + [3] * 10 + [2] * 10)
    assert follow(before, now) == [
        Link(Kind.KEPT, 1, 1, 20, 0.667),
        Link(Kind.KEPT, 2, 2, 10, 1.0),
        Link(Kind.SPLIT, 1, 3, 10, 0.333),
    ]


def test_two_groups_that_have_come_to_say_the_same_could_be_merged():
    before = [SavedGroup(1, ("bus",), (1, 0)), SavedGroup(2, ("tram",), (0, 1))]
    groups = [group(1, (0.8, 0.6), size=20), group(2, (0.6, 0.8), ("tram",), size=10)]
    now = found(groups, [1] * 20 + [2] * 10, [1] * 20 + [2] * 10)
    assert Link(Kind.MERGED, 2, 1, 10, 0.333) in follow(before, now)
    alike = [replace(before[0], centroid=(0.8, 0.6)), replace(before[1], centroid=(0.6, 0.8))]
    assert Kind.MERGED not in {link.kind for link in follow(alike, now)}


def test_a_first_wave_is_all_new():
    texts, vectors, _ = answers(80, *FOUR)
    now = discover(texts, vectors)
    links = follow([], now)
    assert kinds(links) == {("new", None, number) for number in (1, 2, 3, 4)}
    assert sum(link.answers for link in links) == len(texts)


def test_groups_found_without_the_earlier_ones_cannot_be_followed():
    texts, vectors, _ = answers(80, *FOUR)
    now = discover(texts, vectors)
    with pytest.raises(NothingToFollow):
        follow([group.saved() for group in now.groups], now)


def test_97_of_100_real_answers_keep_their_group_in_a_second_wave():
    rows = rows_of("stress_sentences_sad.csv")[:1200]
    texts = [row["text"] for row in rows]
    vectors = choose("meaning").encode(texts)
    before = [one.saved() for one in discover(texts[::2], vectors[::2]).groups]
    now = discover(texts[1::2], vectors[1::2], saved=before)
    assert np.mean(np.array(now.came_from) == np.array(now.nearest)) >= 0.97
    assert [one.number for one in now.groups] == [one.number for one in before]

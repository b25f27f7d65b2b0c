"""Groups are found where there are any, and nothing breaks where there are none."""

import pytest

from analysis.codebook import load_codebook
from analysis.discovery import discover
from analysis.examples import load_examples

TEXTS = [example.text for example in load_examples()]


@pytest.mark.parametrize(
    "texts", [[], ["bus"], ["a", "b", "c", "d", "e"], ["bus is late"] * 60, [""] * 40, [".", "idk"] * 30]
)
def test_too_little_gives_no_groups_and_says_so(texts):
    found = discover(texts)
    assert found.groups == (-1,) * len(texts)
    assert found.labels == {}
    assert "Too few" in found.note


def test_answers_without_a_shared_word_give_no_groups():
    found = discover([f"wordone{n}q wordtwo{n}q" for n in range(40)])
    assert set(found.groups) == {-1}


def test_plain_groups_are_found():
    buses = [
        f"the bus driver left the stop {word}"
        for word in ["early", "late", "full", "empty", "angry", "twice", "again", "fast"]
    ]
    loos = [
        f"toilets locked and no soap {word}"
        for word in ["early", "late", "full", "empty", "angry", "twice", "again", "fast"]
    ]
    maths = [
        f"algebra homework equations hard {word}"
        for word in ["early", "late", "full", "empty", "angry", "twice"]
    ]
    found = discover(buses + loos + maths, known=load_codebook())
    for part in (found.groups[:8], found.groups[8:16]):
        assert len(set(part) - {-1}) == 1
    assert {"TRV", "FAC"} <= {label.near_theme for label in found.labels.values()}


def test_the_same_answers_give_the_same_groups():
    assert discover(TEXTS[:300]) == discover(TEXTS[:300])


def test_few_answers_come_with_a_warning():
    assert "fewer than 300" in discover(TEXTS[:120]).note


def test_labels_describe_their_groups():
    found = discover(TEXTS[:400], known=load_codebook())
    assert found.labels
    for group, label in found.labels.items():
        members = {place for place, number in enumerate(found.groups) if number == group}
        assert label.size == len(members) >= 5
        assert set(label.examples) <= members
        assert len(set(label.examples)) == len(label.examples)
    assert -1 in found.groups


def test_the_largest_group_comes_first():
    sizes = [label.size for label in discover(TEXTS[:400]).labels.values()]
    assert sizes == sorted(sizes, reverse=True)

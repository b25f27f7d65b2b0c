"""Groups are found where there are any, and nothing breaks where there are none."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis.codebook import load_codebook
from analysis.discovery import SAMPLE, SavedGroup, SavedGroupsUnfit, discover
from analysis.examples import load_examples
from analysis.naming import theme_centres
from analysis.vectors import choose
from tests.analysis.topics import DIMENSIONS, answers, direction

PUPILS = [example.text for example in load_examples()[:400]]


@pytest.fixture(scope="module")
def pupils():
    """Vectors of 400 pupils’ answers."""
    return choose("meaning").encode(PUPILS)


def lone(texts, dimensions=8):
    """A vector for each text, the same for the same text."""
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    vectors = np.random.default_rng(1).standard_normal((len(places) or 1, dimensions))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return (
        vectors[[places[text] for text in texts]].astype(np.float32) if texts else np.zeros((0, dimensions))
    )


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["bus"],
        ["a", "b", "c", "d", "e"],
        ["bus is late"] * 60,
        ["bus is late"] * 5000,
        [""] * 40,
        [".", "idk"] * 30,
        ["😭", "💀💀", "😂"] * 20,
        ["x" * 20_000, "الحافلة متأخرة", "\x00"],
    ],
)
def test_too_little_gives_no_groups_and_says_so(texts):
    found = discover(texts, lone(texts))
    assert found.of == found.nearest == (-1,) * len(texts)
    assert found.groups == ()
    assert found.leftovers == tuple(range(len(texts)))
    assert "Too few" in found.note


def test_no_vectors_at_all_are_no_answers():
    assert discover([], np.zeros(0)).groups == ()


def test_answers_that_say_nothing_together_give_no_groups():
    texts = [f"wordone{n}q wordtwo{n}q" for n in range(400)]
    found = discover(texts, lone(texts, dimensions=384))
    assert set(found.of) == {-1}
    assert "No groups stood out" in found.note


def test_texts_without_words_are_in_no_group():
    texts, vectors, _ = answers(80)
    texts[:3], vectors[2] = ["idk", ".", "ζ"], 0
    found = discover(texts, vectors)
    assert found.nearest[:3] == found.of[:3] == (-1, -1, -1)
    assert min(found.nearest[3:]) > 0


def test_the_number_of_topics_is_found_and_so_are_they():
    texts, vectors, topics = answers(80)
    found = discover(texts, vectors)
    assert len(found.groups) == 6
    assert adjusted_rand_score(topics, found.nearest) > 0.95
    for group in found.groups:
        about = Counter(topics[place] for place in group.members).most_common(1)[0][0]
        assert about in group.words
        assert direction(about) @ np.array(group.centroid) > 0.9


def test_members_are_those_clearly_in_a_group_and_quotes_are_among_them():
    texts, vectors, _ = answers(80)
    found = discover(texts, vectors)
    for group in found.groups:
        assert group.members == tuple(p for p, number in enumerate(found.of) if number == group.number)
        assert group.size == len(group.members)
        assert set(group.quotes) <= set(group.members)
        assert len(set(group.quotes)) == len(group.quotes) == 3
    assert 0 < len(found.leftovers) < 0.25 * len(texts)
    assert all(number in (-1, near) for number, near in zip(found.of, found.nearest, strict=True))


def test_the_largest_group_comes_first():
    texts, vectors, _ = answers(60)
    more, further, _ = answers(90, "toilets", seed=5)
    found = discover(texts + more, np.vstack([vectors, further]))
    assert [group.number for group in found.groups] == [1, 2, 3, 4, 5, 6]
    sizes = [group.size for group in found.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert "toilets" in found.groups[0].words


def test_few_answers_give_few_groups_and_a_warning():
    texts, vectors, _ = answers(20)
    found = discover(texts, vectors)
    assert 0 < len(found.groups) <= 4
    assert "fewer than 300" in found.note


def test_copies_of_an_answer_stay_together_and_do_not_hide_the_others():
    texts, vectors, topics = answers(60)
    copies = 200
    found = discover(texts + texts[:1] * copies, np.vstack([vectors, np.repeat(vectors[:1], copies, axis=0)]))
    assert len({found.nearest[0], *found.nearest[-copies:]}) == 1
    assert adjusted_rand_score(topics, found.nearest[: len(topics)]) > 0.9


def test_more_answers_than_are_looked_at_are_all_placed():
    texts, vectors, topics = answers(SAMPLE // 4)
    found = discover(texts, vectors.astype(np.float16))
    assert len(texts) > SAMPLE
    assert adjusted_rand_score(topics, found.nearest) > 0.95


def test_real_answers_are_labelled_in_the_codebooks_words_where_near(pupils):
    book = load_codebook()
    found = discover(
        PUPILS, pupils, known=book, centres=theme_centres(book, choose("meaning").encode), progress=None
    )
    names = [group.name for group in found.groups]
    assert len(set(names)) == len(names)
    near = [group for group in found.groups if group.near]
    assert any(group.near == "TRV" and "bus" in group.words for group in near)
    assert all(0.4 <= group.nearness <= 1 for group in near)


def test_progress_goes_from_nothing_to_one(pupils):
    shares: list[float] = []
    discover(PUPILS, pupils, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_result_does_not_depend_on_threads(pupils):
    results = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            results.append(repr(discover(PUPILS, pupils)))
    assert results[0] == results[1]


def test_another_process_finds_the_same(tmp_path: Path, pupils):
    np.save(tmp_path / "vectors.npy", pupils)
    script = (
        "import sys, numpy; from analysis.discovery import discover; from analysis.examples import load_examples\n"
        "texts = [example.text for example in load_examples()[:400]]\n"
        "print(repr(discover(texts, numpy.load(sys.argv[1]))))"
    )
    # Python shuffles the order of sets anew in every process.
    there = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "vectors.npy")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "7", "OPENBLAS_NUM_THREADS": "2"},
    ).stdout
    assert there.strip() == repr(discover(PUPILS, pupils))


def test_saved_groups_of_another_space_are_refused():
    texts, vectors, _ = answers(30)
    with pytest.raises(SavedGroupsUnfit, match="another kind of vectors"):
        discover(texts, vectors, saved=[SavedGroup(1, ("bus",), (0.1, 0.2))])


def test_two_saved_groups_with_one_number_are_refused():
    texts, vectors, _ = answers(30)
    group = SavedGroup(1, ("bus",), tuple(direction("bus")))
    with pytest.raises(SavedGroupsUnfit, match="share a number"):
        discover(texts, vectors, saved=[group, group])


def test_vectors_and_texts_must_pair_up():
    with pytest.raises(ValueError, match="1 texts came with 2 vectors"):
        discover(["bus"], np.ones((2, DIMENSIONS)))

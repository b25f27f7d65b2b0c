"""The same work in this process, in two and on a small cluster gives the same results in the same order."""

import os
import subprocess
import sys
from itertools import count, islice
from pathlib import Path

import pytest

from analysis import coding, spreading
from analysis.codebook import load_codebook
from analysis.coding import Coder, code, coder_for
from analysis.examples import load_examples, load_phrases
from analysis.meaning import meaning
from analysis.sparse import sparse_backend
from analysis.spreading import SpreadingFailed, over
from analysis.vectors import BackendMissing, again, choose

BOOK = load_codebook()
# The made-up halves of real answers, short ones, other languages, and what says nothing.
TEXTS = [
    *(f"{example.text} again" for example in load_examples()[:40]),
    *(f"{example.text[:40]} innit" for example in load_phrases()[:40]),
    *("idk", "", "🤷", "bus", "the bus is late", "mera naam", "xylophone gherkin", "الحافلة متأخرة"),
]


def doubled(number):
    return 2 * number


def refused(number):
    raise BackendMissing(f"not with {number}")


def parts(texts, size):
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def joined(found):
    return [one for part in found for one in part]


@pytest.mark.parametrize("processes", [None, 1, 2])
def test_results_come_in_order(processes):
    assert list(over(doubled, range(9), processes=processes)) == list(range(0, 18, 2))
    assert list(over(doubled, [], processes=processes)) == []


def test_a_few_parts_are_done_here_and_many_in_processes(monkeypatch):
    asked = []

    def in_processes(function, waiting, processes):
        asked.append(processes)
        return map(function, waiting)

    monkeypatch.setattr(spreading, "cores", lambda: 2)
    monkeypatch.setattr(spreading, "_in_processes", in_processes)
    assert list(over(doubled, range(spreading.WORTH_SPREADING - 1))) == [0, 2, 4]
    assert asked == []
    assert len(list(over(doubled, range(spreading.WORTH_SPREADING)))) == spreading.WORTH_SPREADING
    assert asked == [2]


@pytest.mark.parametrize("processes", [1, 2])
def test_parts_are_taken_as_they_are_needed(processes):
    taken = count()
    found = over(doubled, taken, processes=processes)
    assert list(islice(found, 3)) == [0, 2, 4]
    found.close() if hasattr(found, "close") else None
    assert next(taken) <= 3 + spreading.AHEAD * processes


@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_with_a_part_is_heard(processes):
    with pytest.raises(BackendMissing, match="not with 0"):
        list(over(refused, range(5), processes=processes))


def test_a_process_that_dies_is_said():
    with pytest.raises(SpreadingFailed, match="stopped before it was done"):
        list(over(os._exit, range(5), processes=2))


@pytest.mark.parametrize("backend", ["sparse", "meaning"])
def test_how_answers_are_parted_changes_nothing(backend):
    """To the last digit: chances before rounding, and everything that comes of them."""
    coder = coder_for(BOOK, (), choose(backend))
    whole = coder(TEXTS)
    for size in (1, 7, 50):
        assert joined(coder(part) for part in parts(TEXTS, size)) == whole
    assert coder(TEXTS[::-1])[::-1] == whole
    assert exact(coder, TEXTS) == b"".join(exact(coder, part) for part in parts(TEXTS, 7))
    assert exact(coder, TEXTS) == b"".join(exact(coder, [text]) for text in TEXTS)


def exact(coder: Coder, texts):
    """Scores as they are before anything is rounded."""
    cleaned = [coding.clean(text) for text in texts]
    placed = coder.learned.space.place(coding.read(cleaned))
    vectors = coder.backend.encode(texts) if coder.backend.name == "meaning" else None
    return coder.learned.scores(placed, vectors).tobytes()


@pytest.mark.parametrize("backend", ["sparse", "meaning"])
def test_two_processes_code_like_one(backend, monkeypatch):
    chosen = choose(backend)
    here = code(TEXTS, BOOK, backend=chosen)
    monkeypatch.setitem(coding.BATCH, backend, 20)
    monkeypatch.setattr(
        coding, "over", lambda work, parts, **how: over(work, parts, **how | {"processes": 2})
    )
    assert code(TEXTS, BOOK, backend=chosen) == here


def test_a_backend_must_be_the_same_elsewhere():
    assert again("sparse", sparse_backend().method) is sparse_backend()
    assert again("meaning", meaning().method) is meaning()
    with pytest.raises(BackendMissing, match="Another machine compares by MiniLM"):
        again("meaning", "MiniLM of another make")


@pytest.mark.alone
def test_a_cluster_of_two_codes_like_this_process():
    """In a process of its own: the cluster’s threads and sockets are no business of the other tests."""
    pytest.importorskip("distributed", reason="Dask is an optional extra: requirements/many.txt")
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.analysis.on_a_cluster"],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert found.stdout.split() == ["2", "workers,", "the", "same"], found.stderr

"""How often the machine is right about answers it was not taught: by school, by another hand, and how sure it was.

The comments are those of the demonstration (synthetic, coded while they were written). `unseen.csv` beside this file was
written and coded by somebody who saw none of the examples; nothing is ever learnt from it.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import load_codebook
from analysis.coding import LEAST_FIRST, LEAST_FURTHER, MOST
from analysis.examples import EXAMPLES
from analysis.learned import Learned
from analysis.learning import learn
from analysis.lessons import Lessons, lessons
from analysis.readable import readable
from analysis.space import read
from analysis.vectors import Backend, choose
from analysis.words import clean

ROOT = Path(__file__).resolve().parents[2]
COMMENTS = ROOT / "voice" / "demo" / "pupil_comments.csv"
UNSEEN = Path(__file__).with_name("unseen.csv")
BOOK = load_codebook()
FOLDS = 5
ROUNDS = 1_000
SUREST = 0.4

Table = NDArray[np.float64]
Answers = list[tuple[str, list[str], str]]


def measure_accuracy() -> None:
    """Print F1 and how often the first theme is right, with 95 % intervals, for both backends."""
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        comments = [
            (row["text"], row["themes"].split(";"), row["school"])
            for row in csv.DictReader(file)
            if row["safeguarding"] != "1"
        ]
    with UNSEEN.open(encoding="utf-8", newline="") as file:
        unseen = [(row["text"], row["themes"].split(";"), "") for row in csv.DictReader(file)]
    everything = lessons(BOOK)
    for name in ("meaning", "sparse"):
        backend = choose(name)
        _say(f"{name}: other schools’ comments taught", *_by_school(everything, comments, backend))
        without = _without(everything, {text for text, _, _ in comments})
        _say(
            f"{name}: no comments taught, phrases only",
            _chances(learn(without, backend), comments, backend),
            comments,
        )
        _say(f"{name}: another hand’s answers", _chances(learn(everything, backend), unseen, backend), unseen)


def _by_school(everything: Lessons, comments: Answers, backend: Backend) -> tuple[Table, Answers]:
    """Each school’s comments coded by what was learnt from other schools’ comments and the phrases."""
    schools = sorted({school for _, _, school in comments})
    chances, rows = [], []
    for fold in range(FOLDS):
        held = [row for row in comments if schools.index(row[2]) % FOLDS == fold]
        learned = learn(_without(everything, {text for text, _, _ in held}), backend)
        chances.append(_chances(learned, held, backend))
        rows += held
    return np.vstack(chances), rows


def _without(everything: Lessons, texts: set[str]) -> Lessons:
    kept = np.array(
        [
            writer != EXAMPLES.stem or text not in texts
            for text, writer in zip(everything.texts, everything.writers, strict=True)
        ]
    )
    places = np.flatnonzero(kept)
    return Lessons(
        tuple(everything.texts[place] for place in places),
        everything.themes[kept],
        everything.first[kept],
        everything.weights[kept],
        tuple(everything.writers[place] for place in places),
    )


def _chances(learned: Learned, answers: Answers, backend: Backend) -> Table:
    cleaned = [clean(text) for text, _, _ in answers]
    vectors = backend.encode([readable(one) for one in cleaned]) if backend.name == "meaning" else None
    scores = learned.scores(learned.space.place(read(cleaned)), vectors)
    return learned.calibration.chances(scores.astype(np.float64)).round(3)


def _say(what: str, chances: Table, answers: Answers) -> None:
    right = np.array([[code in themes for code in BOOK.codes] for _, themes, _ in answers])
    main = np.array([BOOK.codes.index(themes[0]) for _, themes, _ in answers])
    ranks = np.argsort(np.argsort(-chances, axis=1, kind="stable"), axis=1)
    given = (chances >= np.where(ranks == 0, LEAST_FIRST, LEAST_FURTHER)) & (ranks < MOST)
    first = chances.argmax(axis=1)
    hit = right[np.arange(len(first)), first]
    sure = np.sort(np.argsort(-chances.max(axis=1), kind="stable")[: int(SUREST * len(first))])
    draws = np.random.default_rng(0).integers(0, len(first), (ROUNDS, len(first)))
    both, put, had = (given & right).sum(axis=1), given.sum(axis=1), right.sum(axis=1)
    f1 = 2 * both.sum() / (put.sum() + had.sum())
    f1s = 2 * both[draws].sum(axis=1) / (put[draws] + had[draws]).sum(axis=1)
    print(
        f"{what:48s} {len(first):5d} answers  micro-F1 {_with_interval(f1, f1s)}  "
        f"first theme among theirs {_with_interval(hit.mean(), hit[draws].mean(axis=1))}, "
        f"is their first {(first == main).mean():.2f}  "
        f"on the surest {SUREST:.0%} {_of(hit[sure])}"
    )
    said = [
        (low, (chances.max(axis=1) >= low) & (chances.max(axis=1) < low + 0.2))
        for low in (0.2, 0.4, 0.6, 0.8)
    ]
    print(
        "    said and came true:",
        ", ".join(f"{chances.max(axis=1)[k].mean():.2f} {hit[k].mean():.2f}" for _, k in said if k.any()),
    )


def _of(hits: NDArray[np.bool_]) -> str:
    draws = np.random.default_rng(0).integers(0, len(hits), (ROUNDS, len(hits)))
    return _with_interval(hits.mean(), hits[draws].mean(axis=1))


def _with_interval(figure: float, figures: Sequence[float] | Table) -> str:
    low, high = np.percentile(figures, [2.5, 97.5])
    return f"{figure:.3f} ({low:.2f}–{high:.2f})"


if __name__ == "__main__":
    measure_accuracy()

"""Learning from coded answers: kernel ridge regression, one weight a lesson and theme, solved in one step.

Solving in one step makes the result the same every time, and gives for nothing what other methods must repeat the
work for: how each lesson would have been coded by all the others (the shortcut for leaving out, as in Allen’s PRESS
statistic). From that the machine knows how far its own scores can be trusted before anybody has checked one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.calibration import calibrate
from analysis.examples import EXAMPLES
from analysis.keeping import encoded
from analysis.kernel import LETTERS, WORDS, Floats32, likeness, points
from analysis.learned import Learned
from analysis.lessons import CODEBOOK, CONFIRMED, Lessons
from analysis.readable import readable
from analysis.space import make_space, read
from analysis.vectors import MEANING, Backend, Vectors
from analysis.words import clean

# How far one lesson may be contradicted by the rest. From 0.35 to 1 the result hardly moves.
DOUBT = 0.5
# How much of what shipped with Voice still counts, tried in turn once people here have confirmed enough.
FADES = (1.0, 0.5, 0.25, 0.1)
# Confirmed answers before the examples may fade at all: with fewer, chance would choose.
ENOUGH_TO_FADE = 100
# … and no more than these are asked, evenly over all of them: enough to choose one of four by.
ASKED_TO_FADE = 400
# What a lesson’s further themes count beside its main one. At 1 the machine finds a few more of them and more often
# mistakes which is the main one; between 0.5 and 0.8 little changes.
FURTHER = 0.65


def learn(lessons: Lessons, backend: Backend) -> Learned:
    """Learn every theme from all lessons."""
    cleaned = [clean(text) for text in lessons.texts]
    space = make_space(cleaned)
    vectors = _meanings(lessons, [readable(answer) for answer in cleaned], backend)
    given = points(space.place(read(cleaned)), vectors)
    with threadpool_limits(limits=1):
        alike = likeness(given, given)
        weights, fade = _faded(alike, lessons)
        usual = _usual(lessons, weights)
        factor = _factor(alike, weights)
        del alike
        solved = _solve(factor, _goals(lessons) - usual)
        without = _without(lessons, solved, _inverse(factor))
    # The whole answers alone: by other hands than the phrases, and harder, so the machine does not think too well of
    # itself.
    answers = [row for row, writer in enumerate(lessons.writers) if writer == EXAMPLES.stem]
    return Learned(
        space=space,
        stems=np.asarray(WORDS * (given.placed.stems.T @ solved), dtype=np.float32),
        letters=np.asarray(LETTERS * (given.letters.T @ solved), dtype=np.float32),
        meanings=solved if vectors is not None else np.zeros((0, solved.shape[1]), dtype=np.float32),
        vectors=vectors,
        usual=usual,
        calibration=calibrate(without.writer[answers], lessons.themes[answers]),
        fade=fade,
        seen={
            cleaned[row].text: without.alone[row]
            for row, writer in enumerate(lessons.writers)
            if writer not in (CODEBOOK, CONFIRMED)
        },
    )


@dataclass(frozen=True)
class Without:
    """Scores of the lessons as others would have it: without the lesson itself, and without all its writer’s."""

    alone: Floats32
    writer: Floats32


def _meanings(lessons: Lessons, texts: Sequence[str], backend: Backend) -> Vectors | None:
    """Return the lessons’ vectors. Those that shipped are kept in a file; pupils’ words never are."""
    if backend.name != MEANING:
        return None
    shipped = np.flatnonzero(lessons.shipped)
    confirmed = np.flatnonzero(~lessons.shipped)
    known = encoded([texts[int(row)] for row in shipped], backend)
    found = np.zeros((len(texts), known.shape[1]), dtype=np.float32)
    found[shipped] = known
    found[confirmed] = backend.encode([texts[int(row)] for row in confirmed])
    return found


def _goals(lessons: Lessons) -> Floats32:
    """Return what each lesson’s score for each theme should be."""
    return np.where(lessons.first, 1.0, FURTHER * lessons.themes).astype(np.float32)


def _usual(lessons: Lessons, weights: NDArray[np.float64]) -> Floats32:
    answers = np.array([writer != CODEBOOK for writer in lessons.writers])
    chosen = answers if answers.any() else ~answers
    return np.average(_goals(lessons)[chosen], axis=0, weights=weights[chosen]).astype(np.float32)


def _factor(alike: Floats32, weights: NDArray[np.float64]) -> Floats32:
    """Return the lower Cholesky factor of the system that weighs the lessons."""
    system = alike + np.diag((DOUBT / weights).astype(np.float32))
    factor, _ = scipy.linalg.cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(factor)


def _solve(factor: Floats32, goals: Floats32) -> Floats32:
    """Return the weight of each lesson for each theme."""
    return np.asarray(scipy.linalg.cho_solve((factor, True), goals, check_finite=False))


def _inverse(factor: Floats32) -> Floats32:
    """Return the inverse that leaving out is read off. The factor is used up."""
    inverse, _ = scipy.linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    upper = np.triu_indices_from(inverse, 1)
    inverse[upper] = inverse.T[upper]
    return np.asarray(inverse)


def _without(lessons: Lessons, solved: Floats32, inverse: Floats32) -> Without:
    known = _goals(lessons)
    alone = known - solved / np.diagonal(inverse)[:, None]
    writer = alone.copy()
    for name in dict.fromkeys(lessons.writers):
        if name in (CODEBOOK, CONFIRMED):
            continue
        rows = np.flatnonzero([each == name for each in lessons.writers])
        block = inverse[np.ix_(rows, rows)]
        writer[rows] = known[rows] - scipy.linalg.solve(
            block, solved[rows], assume_a="pos", check_finite=False
        )
    return Without(alone, writer)


def _faded(alike: Floats32, lessons: Lessons) -> tuple[NDArray[np.float64], float]:
    """Return the weight of each lesson, the shipped ones fading as far as confirmed answers are better coded for it."""
    confirmed = ~lessons.shipped
    if confirmed.sum() < ENOUGH_TO_FADE:
        return lessons.weights, 1.0
    asked = np.flatnonzero(confirmed)
    asked = asked[:: -(-len(asked) // ASKED_TO_FADE)]
    ones = np.zeros((len(confirmed), len(asked)), dtype=np.float32)
    ones[asked, np.arange(len(asked))] = 1
    missed: list[tuple[float, float]] = []
    for fade in FADES:
        weights = np.where(confirmed, lessons.weights, lessons.weights * fade)
        factor = _factor(alike, weights)
        solved = _solve(factor, _goals(lessons) - _usual(lessons, weights))
        certain = np.diagonal(_solve(factor, ones)[asked])
        missed.append((round(float(np.mean((solved[asked] / certain[:, None]) ** 2)), 6), -fade))
    best = -min(missed)[1]
    return np.where(confirmed, lessons.weights, lessons.weights * best), best

"""Explaining one coding: every theme’s chance, what each word added to it, and the lessons that are most alike.

The parts add up to the score that decided; nothing is told that was not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook
from analysis.coding import Coded, Coder
from analysis.examples import Example
from analysis.kernel import LETTERS, MEANING, WORDS, likeness, points
from analysis.learned import by_meaning
from analysis.lessons import lessons
from analysis.readable import readable
from analysis.space import END, Placed, read
from analysis.vectors import MEANING as BY_MEANING
from analysis.vectors import Vectors
from analysis.words import Cleaned, clean, stem

# Lessons shown as the most alike.
NEAREST = 3

AS_A_WHOLE = "meaning of the whole"
SENTENCE_END = "where a sentence ends"
USUAL = "how common the theme is"


@dataclass(frozen=True)
class Part:
    """A word or pair of words of the answer, or what is no word, and what it added to each theme’s score."""

    words: str
    added: tuple[float, ...]


@dataclass(frozen=True)
class Lesson:
    """A lesson, its themes, and how alike it is to the answer, from 0 to 1."""

    text: str
    themes: tuple[str, ...]
    likeness: float


@dataclass(frozen=True)
class Explanation:
    """Why an answer was coded as it was. Chances and what parts added are in the order of the codebook."""

    text: str
    coded: Coded
    chances: tuple[float, ...]
    parts: tuple[Part, ...]
    nearest: tuple[Lesson, ...]
    is_example: bool
    """Whether it is worded like a lesson: then its chances are what all other lessons gave, and parts do not add up."""


class Explainer:
    """Explains what a coder does; what it learnt from is read once."""

    def __init__(self, coder: Coder, codebook: Codebook, confirmed: Sequence[Example] = ()) -> None:
        self.coder = coder
        self._codes = codebook.codes
        self._lessons = lessons(codebook, confirmed)
        learned = coder.learned
        cleaned = [clean(text) for text in self._lessons.texts]
        self._taught = points(learned.space.place(read(cleaned)), learned.vectors)

    def explain(self, text: str) -> Explanation:
        """Explain the coding of one answer."""
        coder, learned = self.coder, self.coder.learned
        cleaned = clean(text)
        placed = learned.space.place(read([cleaned]))
        vectors = coder.backend.encode([readable(cleaned)]) if coder.backend.name == BY_MEANING else None
        return Explanation(
            text=text,
            coded=coder([text])[0],
            chances=tuple(coder.chances([cleaned], placed)[0].tolist()),
            parts=(*self._by_words(cleaned, placed), *self._by_the_rest(vectors)),
            nearest=self._nearest(placed, vectors),
            is_example=cleaned.text in learned.seen,
        )

    def _by_words(self, cleaned: Cleaned, placed: Placed) -> list[Part]:
        """What each different word added by its stem and its letters, and each pair of stems that lessons know."""
        learned, found = self.coder.learned, placed.found
        by_stem = {
            int(column): float(value) * learned.stems[column].astype(np.float64)
            for column, value in zip(placed.stems.indices, placed.stems.data, strict=True)
        }
        weights = placed.words.toarray()[0]
        by_letters = np.asarray(placed.letters @ learned.letters, dtype=np.float64)
        nothing = np.zeros(len(self._codes))
        parts = []
        said = [found.words[number] for number in found.order]
        for word in dict.fromkeys(said):
            number = found.words.index(word)
            added = weights[number] * by_letters[number] + by_stem.pop(int(placed.stem_of[number]), nothing)
            parts.append(_part(SENTENCE_END if word == END else cleaned.as_said(word), added))
        for one, next_one in pairwise(said):
            pair = learned.space.stems.get(f"{_stem(one)} {_stem(next_one)}")
            if pair is not None and pair in by_stem:
                words = " ".join(cleaned.as_said(word) for word in (one, next_one))
                parts.append(_part(f"{words} (together)", by_stem.pop(pair)))
        return parts

    def _by_the_rest(self, vectors: Vectors | None) -> list[Part]:
        learned = self.coder.learned
        parts = [_part(USUAL, learned.usual)]
        if vectors is not None and learned.vectors is not None:
            whole = by_meaning(vectors, learned.vectors, learned.meanings)[0]
            parts.insert(0, _part(AS_A_WHOLE, whole))
        return parts

    def _nearest(self, placed: Placed, vectors: Vectors | None) -> tuple[Lesson, ...]:
        most = WORDS + LETTERS + (MEANING if vectors is not None else 0.0)
        alike = (likeness(points(placed, vectors), self._taught)[0] / most).round(3)
        taught = self._lessons
        nearest: dict[str, Lesson] = {}
        for number in np.argsort(-alike, kind="stable").tolist():
            if alike[number] <= 0 or len(nearest) == NEAREST:
                break
            themes = tuple(
                code for code, held in zip(self._codes, taught.themes[number], strict=True) if held
            )
            text = taught.texts[number]
            nearest.setdefault(text, Lesson(text, themes, float(alike[number])))
        return tuple(nearest.values())


def _stem(word: str) -> str:
    return END if word == END else stem(word)


def _part(words: str, added: NDArray[np.floating]) -> Part:
    return Part(words, tuple(np.asarray(added, dtype=np.float64).round(3).tolist()))

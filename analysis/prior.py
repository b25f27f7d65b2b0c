"""What the codebook alone says about an answer: its seed words, and how near it is to the phrases.

Works from the first answer, before anybody has coded one, and stays as the prior once examples exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from analysis.codebook import Codebook
from analysis.words import Cleaned, clean, joined

Matrix = Any  # scipy’s sparse matrices carry no types
Scores = NDArray[np.float64]

# The longest seed in the codebook has six words; longer runs never match.
LONGEST_SEED = 6
# How many phrases of a theme an answer is compared with: the mean of the nearest three is steadier than
# the nearest one and, unlike the mean of all, does not punish a theme for being broad.
NEAREST = 3


def split(text: str) -> list[str]:
    """Tokens are stems already, parted by spaces."""
    return text.split()


@dataclass(frozen=True)
class Space:
    """Turns answers into sparse vectors: stems and pairs of stems, and runs of letters that survive typos."""

    words: TfidfVectorizer
    letters: TfidfVectorizer

    def place(self, cleaned: Sequence[Cleaned]) -> tuple[Matrix, Matrix]:
        return (
            self.words.transform([joined(answer) for answer in cleaned]),
            self.letters.transform([answer.text for answer in cleaned]),
        )


def make_space(cleaned: Sequence[Cleaned]) -> Space:
    """A space fitted to these answers."""
    words = TfidfVectorizer(
        tokenizer=split, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True
    )
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True, dtype=np.float64
    )
    words.fit([joined(answer) for answer in cleaned])
    letters.fit([answer.text for answer in cleaned])
    return Space(words, letters)


@dataclass(frozen=True)
class Seeds:
    """The codebook’s seed words, ready to be found in answers."""

    finder: CountVectorizer
    names: tuple[str, ...]
    weights: Matrix  # themes by seeds


def make_seeds(codebook: Codebook, reference: Sequence[Cleaned]) -> Seeds:
    """Each seed weighted: more when long or rare among the reference answers, less when themes share it."""
    owners: dict[str, set[int]] = {}
    for number, theme in enumerate(codebook.themes):
        for seed in theme.seeds:
            owners.setdefault(joined(clean(seed)), set()).add(number)
    owners.pop("", None)
    names = tuple(sorted(owners))
    finder = CountVectorizer(
        tokenizer=split,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, LONGEST_SEED),
        vocabulary=list(names),
        binary=True,
    )
    seen = np.asarray(finder.transform([joined(answer) for answer in reference]).sum(axis=0)).ravel()
    rarity = np.log((1 + len(reference)) / (1 + seen)) + 1
    weights = np.zeros((len(codebook.themes), len(names)))
    for column, name in enumerate(names):
        for number in owners[name]:
            weights[number, column] = rarity[column] * np.sqrt(len(name.split())) / len(owners[name])
    return Seeds(finder, names, sparse.csr_matrix(weights))


@dataclass(frozen=True)
class Reading:
    """What was found in a batch of answers, one row an answer."""

    words: Matrix  # by stems and pairs of stems
    letters: Matrix  # by runs of letters
    seeds: Matrix  # by seeds
    seed_scores: Scores  # by themes, centred
    phrase_scores: Scores  # by themes, centred

    def rows(self, wanted: NDArray[np.bool_]) -> Reading:
        return Reading(
            self.words[wanted],
            self.letters[wanted],
            self.seeds[wanted],
            self.seed_scores[wanted],
            self.phrase_scores[wanted],
        )


@dataclass(frozen=True)
class Prior:
    """The codebook made ready to be held against answers, with what is usual among reference answers."""

    space: Space
    seeds: Seeds
    phrases: tuple[Matrix, Matrix]
    phrase_theme: NDArray[np.int64]
    names: tuple[str, ...]  # the stems and pairs of stems, by column
    usual: tuple[tuple[Scores, Scores], tuple[Scores, Scores]]

    def read(self, cleaned: Sequence[Cleaned], *, own_phrases: bool = False) -> Reading:
        """Score answers. With `own_phrases` they are the phrases themselves, none compared with itself."""
        words, letters = self.space.place(cleaned)
        found = self.seeds.finder.transform([joined(answer) for answer in cleaned])
        near = _nearness(words, letters, self.phrases, self.phrase_theme, own_phrases)
        seeds = np.asarray((found @ self.seeds.weights.T).todense())
        return Reading(words, letters, found, _centre(seeds, self.usual[0]), _centre(near, self.usual[1]))


def make_prior(codebook: Codebook, reference: Sequence[Cleaned]) -> Prior:
    """The prior for a codebook. The reference answers say what is usual; their themes are not looked at.

    Scores are compared with a fixed reference and not with the batch, so that one late answer alone is
    coded as it would have been among thousands.
    """
    phrases = [
        (clean(phrase), number) for number, theme in enumerate(codebook.themes) for phrase in theme.phrases
    ]
    cleaned = [phrase for phrase, _ in phrases]
    themes = np.array([number for _, number in phrases])
    space = make_space([*reference, *cleaned])
    seeds = make_seeds(codebook, reference)
    placed = space.place(cleaned)
    words, letters = space.place(reference)
    found = seeds.finder.transform([joined(answer) for answer in reference])
    scores = np.asarray((found @ seeds.weights.T).todense())
    near = _nearness(words, letters, placed, themes, False)
    return Prior(
        space,
        seeds,
        placed,
        themes,
        tuple(space.words.get_feature_names_out()),
        (_usual(scores), _usual(near)),
    )


def _nearness(
    words: Matrix, letters: Matrix, phrases: tuple[Matrix, Matrix], theme: NDArray[np.int64], own: bool
) -> Scores:
    """How near each answer is to the nearest phrases of each theme, 0 to 1."""
    near: Scores = ((words @ phrases[0].T + letters @ phrases[1].T) / 2).toarray()
    if own:
        np.fill_diagonal(near, 0)
    columns = [
        np.partition(near[:, theme == number], -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
        for number in range(int(theme.max()) + 1)
    ]
    return np.stack(columns, axis=1)


def _usual(scores: Scores) -> tuple[Scores, Scores]:
    # The small term keeps a theme that no reference answer touches from dividing by zero.
    return scores.mean(axis=0), scores.std(axis=0) + 1e-3


def _centre(scores: Scores, usual: tuple[Scores, Scores]) -> Scores:
    """Centre by theme, then by answer: what counts is what stands out for this theme in this answer."""
    by_theme = (scores - usual[0]) / usual[1]
    centred: Scores = by_theme - by_theme.mean(axis=1, keepdims=True)
    return centred

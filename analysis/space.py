"""The space of words: where answers lie by the words, pairs of words and letters they are made of.

Everything is worked out once for each different word, not once for each answer, so that a million answers are read
in a minute. A word nobody has seen before is still placed by its letters, which is how a misspelling is understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.words import Cleaned, stem

Matrix = Any  # scipy’s sparse matrices carry no types
Floats = NDArray[np.float64]
Places = NDArray[np.int64]

END = "."
# Runs of three to five letters, with the ends of the word marked: the usual choice against misspelling.
SHORTEST_RUN, LONGEST_RUN = 3, 5
# A run of letters met in one word only says nothing that the word does not say itself.
RUN_SEEN_IN = 2
# Words whose runs are remembered. A million answers hold fewer; a slip of spelling is a word too.
REMEMBERED = 200_000


@dataclass(frozen=True)
class Read:
    """Answers taken apart: each different word once, and for every answer which words it has."""

    words: list[str]  # the different words, in alphabetical order; an end of a sentence is “.”
    order: Places  # the place in `words` of every word of every answer, one answer after another
    starts: Places  # where each answer begins in `order`, and one more for the end

    @property
    def size(self) -> int:
        return len(self.starts) - 1

    def rows(self) -> Places:
        """For every word in `order`, the number of its answer."""
        return np.repeat(np.arange(self.size), np.diff(self.starts))


def read(cleaned: Iterable[Cleaned]) -> Read:
    """Take answers apart."""
    said: list[str] = []
    starts = [0]
    for answer in cleaned:
        said += answer.text.split()
        starts.append(len(said))
    # In alphabetical order, and not as they come: an answer’s words are then added up in the same order whatever
    # other answers are read with it, so that its sums are the same to the last digit.
    words = sorted(set(said))
    places = {word: place for place, word in enumerate(words)}
    order = np.array([places[word] for word in said], dtype=np.int64)
    return Read(words, order, np.array(starts, dtype=np.int64))


@dataclass(frozen=True)
class Placed:
    """Answers in the space, one row each: by stems and pairs of stems, and by words whose letters count."""

    stems: Matrix  # answers by stems and pairs of stems; each row of length one
    words: Matrix  # answers by the different words of `letters`; each row of length one
    letters: Matrix  # those words by runs of letters; each row of length one
    found: Read  # the answers taken apart
    stem_of: Places  # for each different word the column of its stem in `stems`, or -1

    def by_letters(self) -> Matrix:
        """Answers by runs of letters."""
        return (self.words @ self.letters).tocsr()


@dataclass(frozen=True)
class Space:
    """What is known of words from the answers it was made of: which there are, and how rare each is."""

    stems: dict[str, int]
    stem_rarity: Floats
    word_rarity: dict[str, float]
    rarest: float
    runs: dict[str, int]
    run_rarity: Floats
    _seen: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def place(self, found: Read) -> Placed:
        """Place answers in the space. An answer’s place does not depend on the others."""
        stem_of, stems = _stems(found)
        pairs, which, rows = _pairs(found, stem_of, stems)
        columns = np.array([self.stems.get(name, -1) for name in stems], dtype=np.int64)[stem_of]
        of_pairs = np.array([self.stems.get(name, -1) for name in pairs], dtype=np.int64)[which]
        by_stems = self._by_stems(
            found.size, np.append(columns[found.order], of_pairs), np.append(found.rows(), rows)
        )
        return Placed(by_stems, self._by_words(found), self._letters(found.words), found, columns)

    def _by_stems(self, answers: int, column: Places, row: Places) -> Matrix:
        row, column = row[column >= 0], column[column >= 0]
        counts = sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(answers, len(self.stems)))
        counts.data[:] = 1.0  # said twice is still said
        counts.data *= self.stem_rarity[counts.indices]
        return _of_length_one(counts)

    def _by_words(self, found: Read) -> Matrix:
        rarity = np.array([self.word_rarity.get(word, self.rarest) for word in found.words])
        rarity[[word == END for word in found.words]] = 0.0
        counts = sparse.csr_matrix(
            (np.ones(len(found.order)), found.order, found.starts), shape=(found.size, len(found.words))
        )
        counts.sum_duplicates()
        counts.data[:] = rarity[counts.indices]
        return _of_length_one(counts)

    def _letters(self, words: Sequence[str]) -> Matrix:
        columns: list[int] = []
        starts = [0]
        for word in words:
            columns += self._runs_of(word)
            starts.append(len(columns))
        values = self.run_rarity[columns] if columns else np.zeros(0)
        return _of_length_one(
            sparse.csr_matrix(
                (values, np.array(columns, dtype=np.int64), starts), shape=(len(words), len(self.runs))
            )
        )

    def _runs_of(self, word: str) -> list[int]:
        """Return the columns of a word’s runs of letters; most words come again in the next part of the answers."""
        columns = self._seen.get(word)
        if columns is None:
            columns = sorted({self.runs[run] for run in _runs(word) if run in self.runs})
            if len(self._seen) < REMEMBERED:
                self._seen[word] = columns
        return columns


def make_space(cleaned: Sequence[Cleaned]) -> Space:
    """A space that knows the words of these answers."""
    found = read(cleaned)
    stem_of, stems = _stems(found)
    pairs, which, rows = _pairs(found, stem_of, stems)
    seen = np.concatenate(
        [
            _answers_with(stem_of[found.order], found.rows(), len(stems)),
            _answers_with(which, rows, len(pairs)),
        ]
    )
    in_words: dict[str, int] = {}
    for word in found.words:
        for run in dict.fromkeys(_runs(word)):
            in_words[run] = in_words.get(run, 0) + 1
    runs = [run for run, number in in_words.items() if number >= RUN_SEEN_IN]
    in_answers = _answers_with(found.order, found.rows(), len(found.words))
    return Space(
        stems={name: number for number, name in enumerate((*stems, *pairs))},
        stem_rarity=_rarity(seen, found.size),
        word_rarity=dict(zip(found.words, _rarity(in_answers, found.size).tolist(), strict=True)),
        rarest=float(_rarity(np.zeros(1), found.size)[0]),
        runs={run: number for number, run in enumerate(runs)},
        run_rarity=_rarity(np.array([in_words[run] for run in runs]), len(found.words)),
    )


def _stems(found: Read) -> tuple[Places, list[str]]:
    """For each different word the number of its stem, and the different stems."""
    named: dict[str, int] = {}
    numbers = [named.setdefault(END if word == END else stem(word), len(named)) for word in found.words]
    return np.array(numbers, dtype=np.int64), list(named)


def _pairs(found: Read, stem_of: Places, stems: Sequence[str]) -> tuple[list[str], Places, Places]:
    """The different pairs of stems that follow each other; which pairs there are, and in which answers."""
    order, rows = stem_of[found.order], found.rows()
    together = rows[:-1] == rows[1:]
    keys = order[:-1][together] * len(stems) + order[1:][together]
    different, which = np.unique(keys, return_inverse=True)
    pairs = [f"{stems[key // len(stems)]} {stems[key % len(stems)]}" for key in different.tolist()]
    return pairs, which.astype(np.int64), rows[:-1][together]


def _answers_with(order: Places, rows: Places, of: int) -> Places:
    """In how many answers each thing is, however often it is said there."""
    once = np.unique(rows * max(of, 1) + order) % max(of, 1)
    return np.bincount(once, minlength=of)


def _runs(word: str) -> list[str]:
    if word == END:
        return []
    marked = f" {word} "
    return [
        marked[start : start + length]
        for length in range(SHORTEST_RUN, LONGEST_RUN + 1)
        for start in range(max(len(marked) - length + 1, 1))
    ]


def _rarity(seen: NDArray[Any], of: int) -> Floats:
    """How much it says that something is there: the usual inverse document frequency, smoothed."""
    rarity: Floats = np.log((1 + of) / (1 + np.asarray(seen, dtype=np.float64))) + 1
    return rarity


def _of_length_one(rows: Matrix) -> Matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return (sparse.diags_array(1 / lengths) @ rows).tocsr()

"""Sparse: vectors from the words and letters of an answer, with nothing but scikit-learn behind them.

The directions are those in which the shipped examples differ most (latent semantic analysis), so that a saved centre of
a group means the same in the next wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.kernel import Floats32
from analysis.space import Space, make_space, read
from analysis.vectors import SPARSE, Progress, Vectors, distinct
from analysis.words import clean

# Enough directions to hold what tells themes apart; more follow single words.
DIMENSIONS = 100
# Answers at a time: bounds memory.
BATCH = 20_000


class Sparse:
    """The space of words, seen from the directions that matter most."""

    name = SPARSE
    method = "words and letters, version 1"

    def __init__(self, space: Space, stems: Floats32, letters: Floats32) -> None:
        self._space = space
        self._stems = stems
        self._letters = letters

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text; see `analysis.vectors.Backend`."""
        once, rows = distinct(texts)
        found = np.zeros((len(once), self._stems.shape[1]), dtype=np.float32)
        for start in range(0, len(once), BATCH):
            placed = self._space.place(read(map(clean, once[start : start + BATCH])))
            part = placed.stems @ self._stems + placed.words @ (placed.letters @ self._letters)
            lengths = np.linalg.norm(part, axis=1, keepdims=True)
            found[start : start + BATCH] = part / np.where(lengths == 0, 1, lengths)
            if progress:
                progress(min(start + BATCH, len(once)) / len(once))
        return found[rows]


@lru_cache(maxsize=1)
def sparse_backend() -> Sparse:
    """Return the backend, its directions worked out once from the shipped examples."""
    from sklearn.decomposition import TruncatedSVD

    from analysis.examples import load_examples, load_phrases

    cleaned = [clean(example.text) for example in (*load_phrases(), *load_examples())]
    space = make_space(cleaned)
    placed = space.place(read(cleaned))
    both = sparse.hstack([placed.stems, placed.by_letters()]).tocsr()
    with threadpool_limits(limits=1):
        directions = TruncatedSVD(DIMENSIONS, random_state=0).fit(both).components_.T.astype(np.float32)
    # To six places: beyond that, machines differ.
    directions = directions.round(6)
    split = placed.stems.shape[1]
    return Sparse(space, directions[:split], directions[split:])

"""Sparse: vectors from the words of an answer, with nothing but scikit-learn behind them.

Letters, and words that every answer has, are left out: groups found with them hardly agree with how people label
sentences (ARI 0.04), without them they do (0.2). The directions are those in which the shipped examples differ most (latent semantic analysis), so that a saved centre of
a group means the same in the next wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.examples import load_examples, load_phrases
from analysis.keeping import kept
from analysis.kernel import Floats32
from analysis.space import END, Space, make_space, read
from analysis.vectors import SPARSE, Progress, Vectors, again, distinct
from analysis.words import clean, stem

# Enough directions to hold what tells themes apart; more follow single words.
DIMENSIONS = 100
# Answers at a time: bounds memory.
BATCH = 20_000


class Sparse:
    """The space of words, seen from the directions that matter most."""

    name = SPARSE
    method = "words and letters, version 1"

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        """Be made anew in another process."""
        return again, (self.name, self.method)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text; see `analysis.vectors.Backend`."""
        space, directions = _directions()
        once, rows = distinct(texts)
        found = np.zeros((len(once), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(once), BATCH):
            placed = space.place(read(map(clean, once[start : start + BATCH])))
            part = placed.stems @ directions
            lengths = np.linalg.norm(part, axis=1, keepdims=True)
            found[start : start + BATCH] = part / np.where(lengths == 0, 1, lengths)
            if progress:
                progress(min(start + BATCH, len(once)) / len(once))
        return found[rows]


@lru_cache(maxsize=1)
def sparse_backend() -> Sparse:
    """Return the backend."""
    return Sparse()


@lru_cache(maxsize=1)
def _directions() -> tuple[Space, Floats32]:
    """Return the space of the shipped examples and its main directions, one row a stem or pair of stems.

    Coding does without them, so they are worked out when somebody first looks for groups, and kept.
    """
    texts = [example.text for example in (*load_phrases(), *load_examples())]
    cleaned = [clean(text) for text in texts]
    space = make_space(cleaned)

    def main() -> Floats32:
        from sklearn.decomposition import TruncatedSVD

        from analysis.labels import STOP

        empty = STOP | {stem(word) for word in STOP} | {END}
        telling = np.array([not empty.issuperset(name.split()) for name in space.stems], dtype=np.float32)
        stems = space.place(read(cleaned)).stems @ sparse.diags_array(telling)
        with threadpool_limits(limits=1):
            found = TruncatedSVD(DIMENSIONS, random_state=0).fit(stems).components_.T * telling[:, None]
        # To six places: beyond that, machines differ.
        return np.asarray(found.astype(np.float32).round(6))

    return space, kept("directions", texts, main)

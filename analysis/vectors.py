"""Vectors: answers as points, near to each other when they say alike things. One interface, two ways behind it.

“Meaning” is a small language model that knows that “battered” and “beaten up” are one thing; “sparse” compares the
words and letters themselves, needs nothing but scikit-learn, and is taken when the model is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[float], None]

MEANING, SPARSE = "meaning", "sparse"
NAMES = (MEANING, SPARSE)


class BackendMissing(Exception):
    """The vectors asked for cannot be made on this machine; the message says what to do."""


class Backend(Protocol):
    """A way to turn answers into vectors."""

    def __hash__(self) -> int:
        """Each is made once."""

    @property
    def name(self) -> str:
        """Which of `NAMES` this is."""

    @property
    def method(self) -> str:
        """The name and version that are stored with what was found by it."""

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text; a row of zeros where there is nothing to go by.

        A text’s row does not depend on what other texts are asked about with it.
        """


def choose(name: str | None = None) -> Backend:
    """Return the backend of this name; without a name, meaning where its model is there, else sparse.

    Raises `BackendMissing` when it is asked for by name and cannot be had.
    """
    if name not in (None, *NAMES):
        raise BackendMissing(f"There is no backend called “{name}”; choose “{MEANING}” or “{SPARSE}”.")
    if name != SPARSE:
        from analysis.meaning import ModelMissing, meaning

        try:
            return meaning()
        except ModelMissing as missing:
            if name == MEANING:
                raise BackendMissing(str(missing)) from missing
    from analysis.sparse import sparse_backend

    return sparse_backend()


def again(name: str, method: str) -> Backend:
    """Return the backend of this name in another process or on another machine, where it must be the same one.

    Raises `BackendMissing` otherwise: half of the answers would be compared in another way than the rest.
    """
    found = choose(name)
    if found.method != method:
        raise BackendMissing(
            f"Another machine compares by {found.method} and not by {method}; install the same."
        )
    return found


def distinct(texts: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Return each text once, in order of first sight, and for every text the place of its one copy."""
    places: dict[str, int] = {}
    rows = [places.setdefault(text, len(places)) for text in texts]
    return list(places), np.array(rows, dtype=np.intp)

"""The pupil’s own words that made the machine propose a theme.

They are read off the weights that decided, so they are the real reason and not a story told afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.learned import Learned
from analysis.space import Placed, Places
from analysis.words import Cleaned, stem

# More than four words would be most of the answer again.
MOST = 4
# A word that adds less than this share of what the weightiest adds is not worth naming.
WORTH_NAMING = 0.3
# Words that hold a sentence together explain nothing on their own.
_EMPTY = """
a about after all also always am an and any are as at be because been being but by can cant did do does
doesnt dont even for from get go got had has have havent he her here him his how i if in into is isnt it
its ive just like me more most much my no not of off on one only or our out over really she should so
some than that the their them then there they this to too up us very was wasnt we were what when where
which while who why will with wont would you your im id ill . people school thing things make makes lot
every
"""


@dataclass(frozen=True)
class Reasons:
    """What each word of a batch of answers adds to each theme, worked out once for every different word."""

    placed: Placed
    by_letters: NDArray[np.float32]  # different words by themes
    by_stem: NDArray[np.float32]  # different words by themes

    @classmethod
    def of(cls, placed: Placed, learned: Learned) -> Reasons:
        by_stem = np.where(placed.stem_of[:, None] >= 0, learned.stems[placed.stem_of], 0)
        rarity = np.where(placed.stem_of >= 0, learned.space.stem_rarity[placed.stem_of], 0)
        letters = np.asarray(placed.letters @ learned.letters, dtype=np.float32)
        return cls(placed, letters, (by_stem * rarity[:, None]).astype(np.float32))

    def why(
        self, texts: Sequence[str], cleaned: Sequence[Cleaned], called: Sequence[tuple[int, int]]
    ) -> list[tuple[str, ...]]:
        """For each call, the number of an answer and of its theme, one to four of the answer’s own words.

        They stand in the answer’s order; those next to each other stay together.
        """
        found = self.placed.found
        rows, themes = np.array(called, dtype=np.int64).reshape(-1, 2).T
        # The words of every call, one call after another.
        lengths = np.diff(found.starts)[rows]
        call = np.repeat(np.arange(len(rows)), lengths)
        first = (np.cumsum(lengths) - lengths)[call]
        place = np.arange(len(call)) - first
        word = found.order[found.starts[rows][call] + place]
        worth = self._worth(word, themes[call])
        ranked = np.lexsort((place, -worth, call))
        # Sorting kept the words of a call together: a word’s rank is how far it is from the first.
        rank = place
        enough = worth[ranked] >= WORTH_NAMING * worth[ranked[first]]
        chosen = np.sort(ranked[(rank < MOST) & ((rank == 0) | (enough & (worth[ranked] > 0)))])
        of_call: list[list[tuple[int, str]]] = [[] for _ in called]
        for number, at, name in zip(
            call[chosen].tolist(), place[chosen].tolist(), word[chosen].tolist(), strict=True
        ):
            of_call[number].append((at, found.words[name]))
        return [
            _together(words, cleaned[row], texts[row])
            for words, (row, _) in zip(of_call, called, strict=True)
        ]

    def _worth(self, words: Places, themes: Places) -> NDArray[np.float64]:
        """What each of these words adds to the theme beside it; nothing where it explains nothing on its own."""
        empty = np.array([stem(word) in _empty() for word in self.placed.found.words], dtype=bool)
        added = (self.by_letters[words, themes] + self.by_stem[words, themes]).astype(np.float64)
        return np.where(empty[words], 0.0, added)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for word in _EMPTY.split())


def _together(chosen: Sequence[tuple[int, str]], cleaned: Cleaned, text: str) -> tuple[str, ...]:
    """The words as the pupil wrote them; a run of chosen words as one where it stands so in the answer."""
    flat = " ".join(text.lower().split())
    said: list[str] = []
    last = None
    for place, counted in chosen:
        word = cleaned.as_said(counted)
        if word not in flat:
            continue
        if last == place - 1 and said and f"{said[-1]} {word}" in flat:
            said[-1] = f"{said[-1]} {word}"
        elif not any(word in other for other in said):
            said.append(word)
        last = place
    return tuple(said)

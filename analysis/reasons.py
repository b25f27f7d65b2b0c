"""The pupil’s own words that made the machine propose a theme.

They are read off the weights that decided, so they are the real reason and not a story told afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.learned import Learned
from analysis.space import Placed
from analysis.words import Cleaned, stem

# More than four words would be most of the answer again.
MOST = 4
# A word that adds less than this share of what the weightiest adds is not worth naming.
WORTH_NAMING = 0.3
# Words that hold a sentence together explain nothing on their own.
_EMPTY = frozenset(
    stem(word)
    for word in [
        "a",
        "about",
        "after",
        "all",
        "also",
        "always",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "being",
        "but",
        "by",
        "can",
        "cant",
        "did",
        "do",
        "does",
        "doesnt",
        "dont",
        "even",
        "for",
        "from",
        "get",
        "go",
        "got",
        "had",
        "has",
        "have",
        "havent",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "isnt",
        "it",
        "its",
        "ive",
        "just",
        "like",
        "me",
        "more",
        "most",
        "much",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "one",
        "only",
        "or",
        "our",
        "out",
        "over",
        "really",
        "she",
        "should",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "too",
        "up",
        "us",
        "very",
        "was",
        "wasnt",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "wont",
        "would",
        "you",
        "your",
        "im",
        "id",
        "ill",
        ".",
        "people",
        "school",
        "thing",
        "things",
        "make",
        "makes",
        "lot",
        "every",
    ]
)


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

    def why(self, text: str, cleaned: Cleaned, row: int, theme: int) -> tuple[str, ...]:
        """One to four of the answer’s own words, in its order; those next to each other stay together."""
        found = self.placed.found
        order = found.order[found.starts[row] : found.starts[row + 1]]
        words = [found.words[number] for number in order]
        added = self.by_letters[order, theme] + self.by_stem[order, theme]
        worth = [
            0.0 if stem(word) in _EMPTY else float(each) for word, each in zip(words, added, strict=True)
        ]
        best = sorted(range(len(words)), key=lambda place: (-worth[place], place))[:MOST]
        if not best:
            return ()
        least = WORTH_NAMING * worth[best[0]]
        chosen = sorted(place for place in best if worth[place] > 0 and worth[place] >= least) or best[:1]
        return _together(chosen, words, cleaned, " ".join(text.lower().split()))


def _together(chosen: list[int], words: list[str], cleaned: Cleaned, flat: str) -> tuple[str, ...]:
    """The words as the pupil wrote them; a run of chosen words as one where it stands so in the answer."""
    said: list[str] = []
    last = None
    for place in chosen:
        word = cleaned.as_said(words[place])
        if word not in flat:
            continue
        if last == place - 1 and said and f"{said[-1]} {word}" in flat:
            said[-1] = f"{said[-1]} {word}"
        elif not any(word in other for other in said):
            said.append(word)
        last = place
    return tuple(said)

"""Text made plain for comparing: small letters without accents, in the Latin alphabet where a letter has a twin there.

Every plain character remembers where it stood, so that what is found in plain text can be marked in the pupil’s own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not take apart into a plain letter and an accent, and signs that stand for plainer ones.
_TWINS = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ə": "e", "ħ": "h",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "′": "'", "＇": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "。": ".", "․": ".", "·": ".", "•": ".", "∙": ".",
}  # fmt: skip
# Marks on a letter and invisible characters: they are read over.
_READ_OVER = ("Mn", "Me", "Cf")


@dataclass(frozen=True)
class Folded:
    """Plain text, and for each of its characters (and its end) the place in the text as it was written."""

    plain: str
    at: Sequence[int]

    def where(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of plain text, which must not be empty, stands in the text as it was written."""
        return self.at[start], max(self.at[end], self.at[end - 1] + 1)


def fold(text: str) -> Folded:
    """Make a text plain and keep count of where everything stood."""
    if text.isascii():
        return Folded(text.lower().replace("`", "'"), range(len(text) + 1))
    plain: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        letters = _plain(character)
        plain.append(letters)
        at.extend([place] * len(letters))
    return Folded("".join(plain), [*at, len(text)])


def folded(text: str) -> str:
    """A text made plain, where it does not matter what stood where."""
    return fold(text).plain


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character made plain; empty for marks and invisible ones."""
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if unicodedata.category(character) in _READ_OVER:
        return ""
    small = character.lower()
    if small in _TWINS:
        return _TWINS[small]
    parts = unicodedata.normalize("NFKD", small)
    kept = "".join(part for part in parts if unicodedata.category(part) not in _READ_OVER)
    return "".join(_TWINS.get(part, part) for part in kept.lower()) or character

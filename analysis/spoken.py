"""Spoken: a text as plain words, each with its place in what was written.

Alarms are looked for in plain words and shown in the pupil’s own: “K!lling  mysellf” is read as “killing myself”, and
a reader is shown “K!lling  mysellf”. Reads whatever was typed, in time that grows with its length and no faster.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass

from analysis.rewriting import MARKS
from analysis.short_forms import SHORT_FORMS

END = "."
# Characters that take no room or turn the direction of writing: inside a word they hide it from a search.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f"
# A word, with what may stand inside one: apostrophes, and signs typed in the place of a letter.
_PIECE = re.compile(
    rf"[\w{MARKS}](?:[\w{MARKS}{UNSEEN}]|['’‘`´!*@$](?=[\w{MARKS}{UNSEEN}*@$]))*|[.!?;\n]+", re.IGNORECASE
)
_LEFT_OUT = re.compile(rf"['’‘`´{UNSEEN}]")
_STRETCHED = re.compile(r"(\w)\1{2,}")
# Digits and signs that look like a letter.
_LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")
_LETTER_LEFT_BLANK = "*"
_LETTERS = re.compile(r"[a-z]+")
# A slip in a shorter word could be any word.
LEAST_LETTERS = 4
# No word that matters is longer; what is longer is noise and would only cost time.
LONGEST_WORD = 30
# Words whose plain form is remembered: pupils’ words are few, and each is looked into once.
REMEMBERED = 100_000


@dataclass(frozen=True)
class Spoken:
    """Plain words with one space before, between and after them, and for each where it stands in the text."""

    text: str
    flat: str
    _starts: tuple[int, ...]  # where each word begins in `flat`
    _places: tuple[tuple[int, int], ...]  # where each word stands in `text`

    def as_written(self, start: int, end: int) -> str:
        """Return what was written where these letters of `flat` stand."""
        places = [
            place
            for at, place in zip(self._starts, self._places, strict=True)
            if start <= at < end and self.flat[at] != END
        ]
        return self.text[places[0][0] : places[-1][1]] if places else ""


class Listener:
    """Reads texts as plain words, with the words in mind that it listens for."""

    def __init__(self, short: Mapping[str, str], vocabulary: Set[str]) -> None:
        """`short` are short forms written out; slips are mended where that gives a word of the vocabulary."""
        self._short = short
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, text: str) -> Spoken:
        words: list[str] = []
        starts: list[int] = []
        places: list[tuple[int, int]] = []
        at = 1
        for piece in _PIECE.finditer(text):
            for word in self._plain(piece.group()):
                words.append(word)
                starts.append(at)
                places.append(piece.span())
                at += len(word) + 1
        return Spoken(text, f" {' '.join(words)} ", tuple(starts), tuple(places))

    def _plain(self, piece: str) -> tuple[str, ...]:
        """Return the plain words of a piece: one as a rule, several for a short form, or none."""
        if piece[0] in ".!?;\n":
            return (END,)
        piece = piece[:LONGEST_WORD]
        plain = self._known.get(piece)
        if plain is None:
            plain = tuple(self._mended(_LEFT_OUT.sub("", folded(piece))).split())
            if len(self._known) < REMEMBERED:
                self._known[piece] = plain
        return plain

    def _mended(self, word: str) -> str:
        if (written_out := self._written_out(word)) is not None:
            return written_out
        letters = _STRETCHED.sub(r"\1\1", word.translate(_LOOKS_LIKE))
        for guess in (letters, _STRETCHED.sub(r"\1", word.translate(_LOOKS_LIKE))):
            # “2day” is a short form and “k1ll” a word; “9b” and “10” are what they are.
            if not word.isdecimal() and (found := self._written_out(guess)) is not None:
                return found
        if _LETTER_LEFT_BLANK in word:
            return self._filled_in(word)
        return self._repaired(letters) if len(word) >= LEAST_LETTERS else word

    def _written_out(self, word: str) -> str | None:
        for known in (self._short, SHORT_FORMS):
            if word in known:
                return known[word]
        return word if word in self._vocabulary else None

    def _filled_in(self, word: str) -> str:
        """“k*ll”: the first word of the vocabulary that fits."""
        wanted = re.compile("".join("[a-z]" if sign == "*" else re.escape(sign) for sign in word))
        return next((each for each in sorted(self._vocabulary) if wanted.fullmatch(each)), word)

    def _repaired(self, word: str) -> str:
        if not _LETTERS.fullmatch(word):
            return word
        # Imported here: the word lists take a moment to load, and the website starts without them.
        from analysis.spelling import repaired

        mended = repaired(word)
        return mended if mended in self._vocabulary else word


def folded(piece: str) -> str:
    """Return a piece in lower case and without accents."""
    if piece.isascii():
        return piece.lower()
    parts = unicodedata.normalize("NFKD", piece.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).replace(END, "")

"""From an answer as it was written to words that can be counted.

Each answer is lower-cased, short forms are written out, slips of spelling are put right, and words that mean
something else in a school ("period 3", "miss", "mocks") are rewritten to their meaning. What was rewritten is
remembered, so that a reader is always shown the pupil’s own words and never ours.
"""

from __future__ import annotations

import re
from bisect import insort
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.denials import HARM_WORDS, without_denied_harms
from analysis.rewriting import MARKS, remember, rewrite
from analysis.school_english import CANNOT_TELL, MEANINGS, OPENER_WORDS, OPENERS
from analysis.school_words import OF_HOME
from analysis.short_forms import SHORT_FORMS
from analysis.signs import signs_to_words
from analysis.spelling import is_school_word, known, repaired

# A school answer is short; the longest box takes 500 characters and a typed-up note not many more. What
# lies beyond this many characters is not read for themes, so that one pasted novel cannot stall a wave.
LONGEST = 5_000

# A word with the apostrophes inside it, or the marks that end a sentence.
_PIECE = re.compile(r"\w+(?:['`]\w+)*|[.!?;\n]+", re.ASCII)
_PIECE_ANY_SCRIPT = re.compile(rf"[\w{MARKS}]+(?:['’‘`´][\w{MARKS}]+)*|[.!?;\n]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_SENTENCE_ENDS = re.compile(r"[ .]*\.[ .]*")

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\b")

# When at least this many words of an answer, and half of all, are in no English list, the answer is taken to
# be in another language and its words are left alone: “mera naam” is not a slip for “era name”.
FOREIGN_WORDS = 3
# By chance a short word of any language is near some English word; from this length on hardly one is.
TELLING_LETTERS = 5


@dataclass(frozen=True)
class Cleaned:
    """An answer made ready for counting, and where its rewritten words came from."""

    text: str
    said: dict[str, str]

    @property
    def words(self) -> list[str]:
        return [word for word in self.text.split() if word != "."]

    @property
    def stems(self) -> list[str]:
        return [stem(word) for word in self.words]

    def as_said(self, word: str) -> str:
        """The pupil’s own words behind a counted word."""
        return self.said.get(word, word)


@lru_cache(maxsize=50_000)
def clean(text: str) -> Cleaned:
    """Make an answer ready for counting. The answer itself is not changed anywhere."""
    said: dict[str, str] = {}
    flat = signs_to_words(text[:LONGEST], said)
    pieces = (_PIECE if flat.isascii() else _PIECE_ANY_SCRIPT).findall(flat)
    plain = _plain_words(pieces, text)
    if plain != pieces:
        for piece, word in zip(pieces, plain, strict=True):
            if word != piece and word != ".":
                remember(piece, word, said)
    flat = " ".join(filter(None, plain))
    words = set(flat.split())
    if not OPENER_WORDS.isdisjoint(words):
        flat = " ".join(OPENERS.sub(" ", flat).split())
    if not HARM_WORDS.isdisjoint(words):
        flat = without_denied_harms(flat, said)
    flat = _as_meant(flat, said)
    return Cleaned(_SENTENCE_ENDS.sub(" . ", flat).strip(" ."), said)


def cannot_tell(cleaned: Cleaned) -> bool:
    """Whether the whole answer says no more than “I don’t know” or “.”."""
    return CANNOT_TELL.fullmatch(cleaned.text.replace(" . ", " ").strip()) is not None or not cleaned.words


def joined(cleaned: Cleaned) -> str:
    """Stems in a row, with sentence ends kept, for counting runs of words."""
    return " ".join("." if word == "." else stem(word) for word in cleaned.text.split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its endings, so that “bullies” and “bullied” count together."""
    return str(_stemmer().stem(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    # Imported here: nltk takes over a second to load, and the website starts without it.
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


def _plain_words(pieces: list[str], text: str) -> list[str]:
    """Each piece as a plain word: short forms written out and slips put right, if the answer is in English."""
    plain = [_plain_word(piece) for piece in pieces]
    slips = [word for word in plain if not _in_order(word)]
    if not slips:
        return plain
    if _foreign(slips, len(plain) - plain.count(".")):
        return [_bare(piece) for piece in pieces]
    mended = {slip: guess for slip in slips if (guess := _mended(slip, text)) != slip}
    return [mended.get(word, word) for word in plain] if mended else plain


@lru_cache(maxsize=200_000)
def _plain_word(piece: str) -> str:
    """One word without apostrophes and stretched letters, its short form written out; “.” for a sentence end."""
    plain = _STRETCHED.sub(lambda run: run[1] * (2 if run[1] in "eols" else 1), _bare(piece))
    return SHORT_FORMS.get(plain, plain)


def _bare(piece: str) -> str:
    return "." if piece[0] in ".!?;\n" else piece.translate(_APOSTROPHES)


@lru_cache(maxsize=200_000)
def _in_order(plain: str) -> bool:
    """Whether there is nothing to look into: an English word, or none at all (numbers, signs, single letters)."""
    return len(plain) < 2 or not plain.isalpha() or (known(plain) and plain not in OF_HOME)


def _foreign(slips: list[str], words: int) -> bool:
    """Whether an answer is in another language: most words strange, and few of the long ones near an English word."""
    if len(slips) < FOREIGN_WORDS or 2 * len(slips) < words:
        return False
    telling = [slip for slip in slips if len(slip) >= TELLING_LETTERS] or slips
    return 2 * sum(repaired(slip) != slip for slip in telling) <= len(telling)


def _mended(slip: str, text: str) -> str:
    """What a slip most likely stands for. What is written like a name is left alone, unless school is near."""
    guess = repaired(slip)
    if guess == slip or (slip in _names(text) and not is_school_word(guess)):
        return slip
    return SHORT_FORMS.get(guess, guess)


def _names(text: str) -> set[str]:
    """Lower-cased words that stand in the text like names: with a capital, and not where a sentence starts."""
    return {name.lower() for name in _NAME.findall(text[:LONGEST])}


def _as_meant(flat: str, said: dict[str, str]) -> str:
    """Words that mean something else here, rewritten; a meaning may wake a later rule."""
    due = MEANINGS.woken(flat.split())
    for number in due:  # grows while it is walked
        rule = MEANINGS.rules[number]
        meant = rewrite(rule.wording, rule.meaning, flat, said)
        if meant != flat:
            flat = meant
            for later in MEANINGS.woken(rule.meaning.split()):
                if later > number and later not in due:
                    insort(due, later)
    return flat

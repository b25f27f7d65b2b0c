"""From an answer as it was written to words that can be counted.

Each answer is lower-cased, short forms are written out, and words that mean something else in a school
("period 3", "miss", "mocks") are rewritten to their meaning. What was rewritten is remembered, so that a reader
is always shown the pupil’s own words and never ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.school_english import (
    BEFORE,
    CANNOT_TELL,
    DENIED,
    EMOJI,
    HARM,
    MEANINGS,
    NOT_OVER,
    OPENERS,
    OVER_NOW,
    SHORT_FORMS,
    UNTOUCHED,
    WAVED_AWAY,
)

# A school answer is short; the longest box takes 500 characters and a typed-up note not many more. What
# lies beyond this many characters is not read for themes, so that one pasted novel cannot stall a wave.
LONGEST = 5_000

WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_CONTRACTED = re.compile(r"\w+(?:['’‘`´]\w+)+")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_ENDS = re.compile(r"[.!?;\n]+")
_NOT_WORDS = re.compile(r"[^\w.]+")


@dataclass(frozen=True)
class Cleaned:
    """An answer made ready for counting, and where its rewritten words came from."""

    text: str
    said: dict[str, str]

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.text)

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
    flat = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("\x00", " ")
    flat = _emoji_to_words(flat, said)
    flat = _rewrite(_CONTRACTED, lambda found: _APOSTROPHES.sub("", found), flat, said)
    flat = _ENDS.sub(" . ", flat)
    flat = _NOT_WORDS.sub(" ", flat)
    flat = _rewrite(WORD, _plain_word, flat, said)
    flat = OPENERS.sub(" ", flat)
    flat = re.sub(r" {2,}", " ", flat).strip()
    flat = _deny(flat, said)
    for pattern, meaning in MEANINGS:
        flat = _rewrite(pattern, meaning, flat, said)
    return Cleaned(re.sub(r"[ .]*\.[ .]*", " . ", flat).strip(" ."), said)


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


def _rewrite(
    pattern: re.Pattern[str], meaning: str | Callable[[str], str], flat: str, said: dict[str, str]
) -> str:
    """Put the meaning where the pattern stands and remember which words stood there."""

    def swap(match: re.Match[str]) -> str:
        found = match.group()
        new = meaning if isinstance(meaning, str) else meaning(found)
        if new != found:
            source = " ".join(dict.fromkeys(said.get(word, word) for word in found.split()))
            for word in set(WORD.findall(new)) - set(WORD.findall(found)):
                said.setdefault(word, source)
        return new

    return pattern.sub(swap, flat)


def _emoji_to_words(flat: str, said: dict[str, str]) -> str:
    """Emoji speak: those we know become words, the rest keep their Unicode name as one word."""
    out = []
    for sign in flat:
        word = EMOJI.get(sign)
        if word is None and unicodedata.category(sign) == "So":
            word = unicodedata.name(sign, "sign").lower().replace(" ", "_").replace("-", "_")
        if word:
            said.setdefault(word, sign)
            word = f" {word} "
        out.append(sign if word is None else word)
    return "".join(out)


def _plain_word(word: str) -> str:
    """One word without stretched letters, its short form written out."""
    plain = _STRETCHED.sub(lambda run: run[1] * (2 if run[1] in "eols" else 1), word)
    return SHORT_FORMS.get(plain, plain)


def _deny(flat: str, said: dict[str, str]) -> str:
    """Take denied and settled harms out of the count: “no bullying here” is not about bullying."""
    sentences = flat.split(" . ")
    for number, sentence in enumerate(sentences):
        if not WAVED_AWAY.search(sentence):
            sentence = _rewrite(UNTOUCHED, "deniedproblem", sentence, said)
            sentences[number] = _rewrite(DENIED, "deniedproblem", sentence, said)
    flat = " . ".join(sentences)
    if BEFORE.search(flat) and OVER_NOW.search(flat) and not NOT_OVER.search(flat):
        flat = _rewrite(HARM, "solvedproblem", flat, said)
    return flat

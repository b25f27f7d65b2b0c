"""Careful repair of spelling: a slip is put right where one likely word is near, and left alone where none is.

What is in a general word list, in our own school words, or on purpose (slang, names of apps) is never touched, nor
are short words, words with digits or letters beyond a to z. School words come first: “corridr” is a corridor.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log10

from symspellpy import SymSpell, Verbosity

from analysis.codebook import load_codebook
from analysis.examples import load_examples, load_phrases
from analysis.school_words import KNOWN, SCHOOL
from analysis.short_forms import SHORT_FORMS

# Almost any two letters are one slip away from any other two (“in”, “it”, “on”).
LEAST_LETTERS = 3
# Two slips in one word are believed from this length on: shorter words two slips apart are other words.
LONG_LETTERS = 8
# How many words of the general list, most frequent first, a repair may lead to. Pupils’ own words are nearly
# all among the first twenty thousand; what is rarer (“lingcod”) is more likely a wrong guess than a word meant.
COMMON, COMMON_FAR, COMMON_SHORT, COMMON_SHORTEST = 20_000, 10_000, 8_000, 1_000
SHORT_LETTERS = 5

# What speaks for a guess, in powers of ten of how frequent a word would have to be to weigh as much: a word about
# school, each tenfold use in the answers and phrases that ship with Voice, the first letter kept, the same letters in
# another order or number (“freind”, “stoped”), and a letter left out, which happens in one way where a wrong or an
# added letter has twenty-five. Chosen on slips made by chance in the phrase bank; a broad optimum.
SCHOOL_WORD, TENFOLD_USE, SAME_START, SAME_LETTERS, LEFT_OUT = 1.0, 1.5, 1.0, 4.0, 2.5
# Words of ours that the general list lacks (“dont”, “vape”) count as about as frequent as “homework”.
UNLISTED = 7.5

_LETTERS = re.compile(r"[a-z]+")
_APOSTROPHES = re.compile(r"['’]")


def known(word: str) -> bool:
    """Whether a lower-case word stands in one of our lists, or is the plural of one that does."""
    words = _lists().known
    return word in words or (len(word) > 4 and word[-1] == "s" and word[:-1] in words)


@lru_cache(maxsize=200_000)
def repaired(word: str) -> str:
    """The word a lower-case slip most likely stands for, or the word itself."""
    if len(word) < LEAST_LETTERS or not _LETTERS.fullmatch(word) or known(word):
        return word
    if word.endswith("in") and known(word + "g"):
        return word + "g"  # “goin”, “stressin”: the way it is said
    near = _best(word, 1)
    if near is None and len(word) >= LONG_LETTERS:
        near = _best(word, 2)
    return near or word


def is_school_word(word: str) -> bool:
    """Whether the word is one that the codebook or our list of school words holds."""
    return word in _lists().school


@dataclass(frozen=True)
class _Lists:
    """The words there are: how frequent each is in general, and which are about school."""

    frequency: dict[str, int]
    use: Counter[str]  # by pupils, as far as what ships with Voice tells
    school: frozenset[str]
    known: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    """Read from the frequency list that ships with symspellpy (MIT; Google n-grams met with SCOWL, 82,765 words)."""
    source = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = source.read_text(encoding="utf-8-sig").splitlines()
    frequency = {word: int(count) for word, count in (line.split() for line in lines)}
    themes = load_codebook().themes
    seeds = _count(seed for theme in themes for seed in theme.seeds)
    written_out = set(" ".join(SHORT_FORMS.values()).split())
    known_words = KNOWN | SHORT_FORMS.keys() | written_out | seeds.keys() | frequency.keys()
    use = seeds + _count(phrase for theme in themes for phrase in theme.phrases)
    use += _count(example.text for example in (*load_examples(), *load_phrases()))
    # An answer or a phrase may hold a slip itself; only its words that others know are words to lead slips to.
    use = Counter({word: count for word, count in use.items() if word in known_words})
    return _Lists(frequency, use, SCHOOL | seeds.keys(), frozenset(known_words))


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(_LETTERS.findall(_APOSTROPHES.sub("", " ".join(texts).lower())))


def _best(word: str, slips: int) -> str | None:
    """The likeliest word at most this many slips away: a swap, a letter too many, too few, or a wrong one."""
    lists = _lists()
    found = [hit.term for hit in _finder(slips).lookup(word, Verbosity.CLOSEST, max_edit_distance=slips)]
    likely = [guess for guess in found if _likely(word, guess)]

    def likelihood(guess: str) -> tuple[float, str]:
        weight = log10(lists.frequency[guess]) if guess in lists.frequency else UNLISTED
        weight += SCHOOL_WORD * (guess in lists.school) + TENFOLD_USE * log10(1 + lists.use[guess])
        weight += SAME_START * (guess[0] == word[0]) + SAME_LETTERS * (set(guess) == set(word))
        weight += LEFT_OUT * (len(guess) > len(word))
        return weight, guess

    return max(likely, key=likelihood, default=None)


def _likely(word: str, guess: str) -> bool:
    """Whether a guess is familiar enough: the shorter the slip, the more words are near it by chance."""
    if len(word) == LEAST_LETTERS:
        # A letter left out or changed round is believed; “bpd” is no slip for “bed”.
        complete = set(guess) == set(word) or len(guess) > len(word)
        return complete and (guess in _most_common(COMMON_SHORTEST) or _lists().use[guess] > 2)
    familiar = guess in _lists().use or guess in _lists().school or guess in _most_common(COMMON_SHORT)
    return familiar or len(word) > SHORT_LETTERS


@lru_cache(maxsize=4)
def _most_common(number: int) -> frozenset[str]:
    frequency = _lists().frequency
    return frozenset(sorted(frequency, key=lambda word: (-frequency[word], word))[:number])


@lru_cache(maxsize=2)
def _finder(slips: int) -> SymSpell:
    """An index of the words that repairs may lead to; for two slips only of the long ones."""
    finder = SymSpell(max_dictionary_edit_distance=slips, prefix_length=7)
    least = LEAST_LETTERS if slips == 1 else LONG_LETTERS - 2
    common = _most_common(COMMON if slips == 1 else COMMON_FAR)
    for word in sorted(common | _lists().school | _lists().use.keys() | KNOWN):
        if len(word) >= least and _LETTERS.fullmatch(word):
            finder.create_dictionary_entry(word, 1)
    return finder

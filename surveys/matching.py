"""Matching: telling that two wordings mean the same, for files that other people’s forms and registers made."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log

MARGIN = 0.15
"""The best match must stand out from the next by this much; else nobody could say which one was meant."""

SAME = (
    {"strongly agree", "agree strongly", "completely agree", "totally agree", "agree a lot"},
    {"agree", "agree a bit", "agree a little", "slightly agree", "tend to agree", "somewhat agree"},
    {
        "neither agree nor disagree",
        "neither agree or disagree",
        "neutral",
        "neither",
        "in the middle",
        "unsure",
    },
    {"disagree", "disagree a bit", "disagree a little", "slightly disagree", "tend to disagree"},
    {"strongly disagree", "disagree strongly", "completely disagree", "totally disagree", "disagree a lot"},
    {"never", "not at all"},
    {"hardly ever", "rarely", "seldom", "almost never", "once or twice"},
    {"sometimes", "occasionally"},
    {"often", "a lot", "frequently"},
    {
        "nearly always",
        "always",
        "all the time",
        "almost always",
        "very often",
        "nearly every day",
        "every day",
    },
    {"girl", "a girl", "female", "woman"},
    {"boy", "a boy", "male", "man"},
    {"non binary", "nonbinary"},
    {"rather not say", "prefer not to say", "i would rather not say", "i prefer not to say"},
    {"not sure", "unsure", "don t know", "do not know", "i don t know", "maybe"},
    {"other", "something else", "somewhere else", "another", "other please specify", "none of the above"},
    {"nothing", "nothing much", "nothing makes it hard", "nothing made it hard", "none of these"},
)
"""Answers that stand for one another although they share few letters."""

_SAY_NOTHING = (
    "a an and any are as at be being been by can did do does for from had has have here i if in is it me my of on or "
    "our so that the there these they this those to too us was we what when which who will with would you your"
)
_DENY = "not no never don doesn didn isn aren wasn won t cannot without nobody nothing none"
"""The “t” is what is left of “can’t” once punctuation has gone."""


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return a wording without what exports change: case, dashes, quotes, spaces, punctuation, a number in front."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    text = re.sub(r"^\s*(?:q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s+", "", text)
    words = re.sub(r"[\W_]+", " ", text).split()
    return re.sub(r"\b(?:year|yr|y) ?(\d{1,2})\b", r"year \1", " ".join(words))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "ied", "edly", "ed", "es", "er", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=50_000)
def _stems(words: str) -> frozenset[str]:
    stems = frozenset(_stem(word) for word in words.split() if word not in _SAY_NOTHING.split())
    return stems or frozenset(words.split())


class Words:
    """A list of wordings by code, in which the one that another wording means can be found."""

    def __init__(self, wordings: Mapping[str, str]) -> None:
        self._plain = {code: plain(text) for code, text in wordings.items()}
        seen = Counter(stem for words in self._plain.values() for stem in _stems(words))
        # A word that few of the wordings hold tells more than one they share.
        self._weight = {stem: 1 + log(len(self._plain) / count) for stem, count in seen.items()}
        self._weight_of_others = 0.6 * (1 + log(len(self._plain) + 1))

    def best(self, text: str, *, least: float) -> tuple[str, float] | None:
        """Return the code that a wording means and how alike they are (0 to 1).

        ``None`` when none is at least so alike, or when two are about equally alike.
        """
        words = plain(text)
        if words.isdigit():
            words = f"year {words}"
        ranked = sorted(
            ((self._likeness(words, own), code) for code, own in self._plain.items()), reverse=True
        )
        if not words or not ranked or ranked[0][0] < least:
            return None
        if len(ranked) > 1 and ranked[0][0] < 1 and ranked[0][0] - ranked[1][0] < MARGIN:
            return None
        return ranked[0][1], ranked[0][0]

    def likeness(self, text: str) -> dict[str, float]:
        """Return how alike a wording is to each on the list, from 0 to 1."""
        return {code: self._likeness(plain(text), own) for code, own in self._plain.items()}

    def _likeness(self, words: str, own: str) -> float:
        if words == own or any(words in same and own in same for same in SAME):
            return 1.0
        theirs, ours = _stems(words), _stems(own)
        shared = self._sum(theirs & ours)
        return min(0.99, 2 * shared / (self._sum(theirs) + self._sum(ours)))

    def _sum(self, stems: frozenset[str]) -> float:
        return sum(self._weight.get(stem, self._weight_of_others) for stem in stems) or 1e-9


def opposed(one: str, other: str) -> bool:
    """Say whether one of two statements denies something and the other does not."""
    denials = set(_DENY.split())
    return denials.isdisjoint(plain(one).split()) != denials.isdisjoint(plain(other).split())

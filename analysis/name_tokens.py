"""The words of a text, each with what it is alone: read past possessives, hyphens and stretched letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.english import is_english, stands_in_a_list
from analysis.name_lists import PERHAPS, PLAIN, Names, Sort, is_famous

_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*|&")
_STRETCHED = re.compile(r"(.)\1{2,}")
_SENTENCE_END = re.compile(r"[.!?\n;:]")


@dataclass(frozen=True)
class Token:
    """A word, where it stands in plain text, what it is alone, and how it is written."""

    start: int
    end: int
    word: str
    sort: Sort
    capital: bool
    opens: bool  # first of a sentence
    listed: bool  # after a comma


def tokens_of(written: str, plain: str, names: Names) -> list[Token]:
    tokens: list[Token] = []
    last = 0
    shouted = sum(map(str.isupper, written)) > sum(map(str.islower, written))
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        between = plain[last:start]
        word, sort = _read(found[0], names)
        end = start + len(word) if found[0].startswith(word) else end
        opens = not tokens or _SENTENCE_END.search(between) is not None
        capital = not shouted and written[start : start + 1].isupper()
        tokens.append(Token(start, end, word, sort, capital, opens, "," in between))
        last = found.end()
    return tokens


def _read(word: str, names: Names) -> tuple[str, Sort]:
    """A word without a possessive ending or stretched letters, and what it is."""
    if word.endswith("'s"):
        word = word[:-2]
    sort = names.sort(word)
    if sort in PERHAPS:
        return word, sort
    if "-" in word or "'" in word:
        return word, _of_parts(word, names)
    if _STRETCHED.search(word):
        for kept in (r"\1", r"\1\1"):
            short = _STRETCHED.sub(kept, word)
            plainer = names.sort(short)
            if plainer in PERHAPS or is_english(short):
                return word, plainer
        return word, Sort.NEARLY
    if word[-1] == "s" and not stands_in_a_list(word) and names.sort(word[:-1]) in PLAIN:
        return word[:-1], Sort.NAME  # “emmas bag”
    return word, sort


def _of_parts(word: str, names: Names) -> Sort:
    """What a word with a hyphen or an apostrophe is: a name if it is one without, or if a part of it is."""
    joined = word.replace("'", "").replace("-", "")
    if is_english(joined) or word.endswith("n't"):
        return Sort.WORD
    sort = names.sort(joined)
    if sort in PLAIN or "-" not in word:
        return sort
    parts = [names.sort(part) for part in re.split(r"['\-]", word) if len(part) > 2]
    if Sort.NAME in parts or Sort.SURNAME in parts:
        return Sort.NAME
    return Sort.UNKNOWN if parts and all(part is Sort.UNKNOWN for part in parts) else Sort.WORD


def famous(tokens: Sequence[Token]) -> set[int]:
    """Places of words that together name somebody whom everybody knows."""
    found: set[int] = set()
    words = [token.word for token in tokens]
    for place, token in enumerate(tokens):
        for many in (4, 3, 2):
            near = tuple(words[place : place + many])
            if len(near) == many and token.sort is not None and is_famous(near):
                found.update(range(place, place + many))
    return found


def initial(word: str) -> bool:
    """Whether a word may be the first letter of a surname: “ryan b”, but not “jack n me”, “they r” or “thanks x”."""
    return len(word) == 1 and word.isalpha() and word not in "aiunxr"

"""Names in disguise: with figures and signs for letters (“m0hammed”), or spelt out letter by letter (“j a c k”)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from analysis.listing import listed
from analysis.marks import Mark, What
from analysis.name_lists import PLAIN, Names, Sort

_MIXED = re.compile(
    r"(?<![a-z0-9@$!*_.])(?=[a-z0-9@$!|*]{0,20}[0-9@$!|*][a-z]|[a-z0-9$!]{0,20}[a-z][0-9$@])[a-z0-9@$!|*]{3,20}(?<![!|])(?![a-z0-9@_])"
)
# “5am”, “20ps”, “3rd”: numbers with what they count.
_COUNTED = re.compile(r"\d+[a-z]{1,4}|yr?\d+s?")
_SPELT = re.compile(r"(?<![a-z0-9'])[a-z](?:[ .\-_*][a-z]){2,14}(?![a-z0-9'])")
_BETWEEN = re.compile(r"[ .\-_*]")
_LETTERS = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i", "|": "il",
    "*": "aeiou",
}  # fmt: skip
# Said with a figure by many, and nobody’s name.
_SHORT = listed(
    "sum1 some1 any1 every1 no1 ne1 ev1 evry1 b4 m8 m8s gr8 l8 l8r h8 w8 str8 2day 2nite 4ever be4 sk8 k1ds"
)
# Readings of one word; more than this and nobody could read it either.
MOST_READINGS = 64


def find_disguised(plain: str, names: Names) -> Iterator[Mark]:
    """Find names written with figures and signs, or with something between their letters."""
    for found in _MIXED.finditer(plain):
        if (
            found[0] not in _SHORT
            and not _COUNTED.fullmatch(found[0])
            and sum(map(str.isalpha, found[0])) >= 2
            and any(_is_name(word, names) for word in _readings(found[0]))
        ):
            yield Mark(*found.span(), What.NAME)
    for found in _SPELT.finditer(plain):
        if _is_name(_BETWEEN.sub("", found[0]), names):
            yield Mark(*found.span(), What.NAME)


def _is_name(word: str, names: Names) -> bool:
    return names.sort(word) in (*PLAIN, Sort.DOUBTFUL) or (
        word.endswith("s") and names.sort(word[:-1]) is Sort.NAME
    )


def _readings(word: str) -> Iterator[str]:
    letters = [_LETTERS.get(letter, letter) for letter in word]
    return ("".join(reading) for reading in islice(product(*letters), MOST_READINGS))

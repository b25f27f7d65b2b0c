"""Slips of the pen as they happen on a keyboard and a phone, made by chance from a seed.

The repair knows nothing of keyboards or of these slips: it is judged on them.
"""

import re
from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {
    letter: (row, column + row / 4)
    for row, letters in enumerate(_ROWS)
    for column, letter in enumerate(letters)
}


def _beside(letter: str) -> str:
    """The keys around a letter’s own."""
    row, column = _PLACES.get(letter.lower(), (1, 5))
    return "".join(
        other
        for other, (its_row, its_column) in sorted(_PLACES.items())
        if other != letter.lower() and abs(its_row - row) <= 1 and abs(its_column - column) <= 1.1
    )


def slip(word: str, chance: Random) -> str:
    """The word with one letter added, left out, mistaken, or changed round with the next."""
    at = chance.randrange(len(word))
    kind = chance.choice(("added", "left out", "mistaken", "changed round"))
    if kind == "added":
        return word[:at] + chance.choice(_beside(word[at])) + word[at:]
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "mistaken" or at + 1 == len(word):
        return word[:at] + chance.choice(_beside(word[at])) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def with_slips(text: str, chance: Random, *, share: float) -> str:
    """The text with this share of its words slipped, 0 to 1."""
    return re.sub(
        r"[A-Za-z]+",
        lambda word: slip(word.group(), chance) if chance.random() < share else word.group(),
        text,
    )

"""Which of two themes in one answer comes first, where the codebook’s owners have ruled on it.

Scores say how sure the machine is of each theme, not which one the answer is mainly about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.words import Cleaned

_PERIOD = r"\b(?:periods?|periodstart|leak\w*|bleed\w*|bled|pads?|tampons?|cramps?|sanitary)\b"

# (first, second, words that must be there): the cause before what followed from it, the particular before the general.
_RULINGS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (first, second, re.compile(words))
    for first, second, words in (
        # A late bus that ends in a detention is about the bus.
        ("TRV", "SAN", r"\b(?:late|missed|cancelled|never came|didnt (?:come|turn up)|full|drove past)\b"),
        ("HOM", "SAN", r"\b(?:late|detentions?|isolation)\b"),
        # Toilets on a period are about the period; toilets people are afraid of are about safety.
        ("PER", "FAC", _PERIOD),
        ("PER", "SAN", _PERIOD),
        ("SAF", "FAC", r"\b(?:vap\w+|scared|fights?|fighting|unsafe|not safe|smok\w+|crush\w*)\b"),
        # Where an identity is named, it comes before the bullying.
        (
            "DIS",
            "BUL",
            r"\b(?:racis\w+|slurs?|homophob\w+|transphob\w+|sexis\w+|gay|hijab|accent|religion|skin)\b",
        ),
    )
)


def in_order(picked: Sequence[int], codes: Sequence[str], cleaned: Cleaned) -> list[int]:
    """The picked themes with the main one first. Only the first place is ruled on."""
    picked = list(picked)
    if len(picked) < 2:
        return picked
    named = [codes[number] for number in picked]
    for first, second, words in _RULINGS:
        if named[0] == second and first in named and words.search(cleaned.text):
            place = named.index(first)
            picked.insert(0, picked.pop(place))
            named.insert(0, named.pop(place))
    return picked

"""Reviewing: answers that say alike things, how sure the machine is in words, and how long the checking will take."""

import re
from collections.abc import Sequence
from itertools import pairwise

from surveys.reviewing import Left
from voice.insight.finding import words_of

NEAR = {"meaning": 0.4, "sparse": 0.4}
"""How near two answers must be to be shown as alike, as a cosine, by what the vectors are made of. Measured on 1,096 made-up
comments, for one whose first theme is right: of the others with the same first theme 71 in 100 are about it, of those this
near by “meaning” 85 in 100 (three of them on average, and above 0.5 hardly one), by “sparse” 78 in 100 (two of them). All
their themes together are right for 54 in 100 alone, so that only the one theme is settled for many at once."""


def alike(texts: Sequence[str], to: str, *, most: int) -> list[int]:
    """Return the places of the texts that say something like this one, the nearest first."""
    from analysis.vectors import choose

    backend = choose()
    vectors = backend.encode([words_of(to), *(words_of(text) for text in texts)])
    closeness = [float(near) for near in vectors[1:] @ vectors[0]]
    near = [place for place, how in enumerate(closeness) if how >= NEAR[backend.name]]
    return sorted(near, key=lambda place: (-closeness[place], place))[:most]


def chance_in_words(chance: float) -> str:
    """Say a chance as people do, in steps of a tenth."""
    from analysis.shares import tenths

    number = tenths(chance)
    if number in (0, 10):
        return "less than 1 in 10" if number == 0 else "more than 9 in 10"
    return f"about {number} in 10"


def effort_in_words(left: Left) -> str:
    """Say how long the checking will take until 9 in 10 of the themes are right, by the machine’s own chances."""
    from analysis.effort import effort

    return effort(left.waiting, decided=left.decided).sentence


def seconds_each() -> str:
    """Return how long one answer is taken to take, as a number of seconds."""
    from analysis.effort import SECONDS_EACH

    return f"{SECONDS_EACH:g}"


def marked(text: str, phrases: Sequence[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether one of these phrases stands there, however it is written."""
    edges = {0, len(text)}
    inside: set[int] = set()
    for phrase in phrases:
        words = r"\s+".join(re.escape(word) for word in phrase.split())
        for found in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) if words else ():
            inside.update(range(*found.span()))
    edges |= {place for place in range(1, len(text)) if (place in inside) != (place - 1 in inside)}
    return [(text[start:end], start in inside) for start, end in pairwise(sorted(edges))]

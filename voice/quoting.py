"""Quoting: which of the cleared quotes stand in a report or a paper, in an order that tells nothing."""

import hashlib
from collections.abc import Iterable

from surveys.quotes import Quoted

MOST_QUOTES = 6
"""Enough to hear more than one voice, and room for them on the second page."""


def chosen_quotes(cleared: Iterable[Quoted], *, place: str, edition: str) -> list[Quoted]:
    """Return up to six quotes, the themes taking turns: one of each pupil, and no words twice.

    ``place`` is the key of where they stand: the same ones are chosen there again. ``edition`` gives them an order of
    its own, so that two editions do not show by what they share how the record is ordered (trust.md, 2.3, rule 10).
    """
    by_theme: dict[str, list[Quoted]] = {}
    for quote in sorted(cleared, key=lambda one: _shuffled(place, one.answer_id, one.theme_code)):
        by_theme.setdefault(quote.theme_code, []).append(quote)
    chosen: list[Quoted] = []
    for quote in _in_turn(by_theme):
        is_heard_already = any(
            quote.response_id == other.response_id or quote.words == other.words for other in chosen
        )
        if not is_heard_already:
            chosen.append(quote)
    return sorted(chosen[:MOST_QUOTES], key=lambda one: _shuffled(place, edition, one.answer_id))


def _in_turn(by_theme: dict[str, list[Quoted]]) -> Iterable[Quoted]:
    """Yield the first quote of each theme, then the second of each, so that no theme fills the page."""
    deepest = max((len(quotes) for quotes in by_theme.values()), default=0)
    for turn in range(deepest):
        for quotes in by_theme.values():
            if turn < len(quotes):
                yield quotes[turn]


def _shuffled(*keys: str) -> str:
    return hashlib.sha256("/".join(keys).encode()).hexdigest()

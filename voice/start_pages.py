"""Start pages: where a pupil types a code, in each language, and the same page with what was wrong."""

from collections.abc import Callable, Mapping

from flask import current_app
from sqlalchemy.orm import Session

from surveys.doors import Door
from surveys.languages import ENGLISH
from surveys.page_words import page_words
from voice.database import engine_of
from voice.kept import Kept
from voice.papers import GAP, Drawn, draw_fixed
from voice.rendering import day

WORDS_SECONDS = 60.0
"""How long a page is kept before the record is asked for its words again: a translator’s change shows within a minute."""
MOST_PAGES = 256
"""Languages times the sentences below, and a few days and hours that stand in them."""


class StartPages:
    """Start pages, drawn once. What a pupil typed is put into a gap, so that a flood of wrong codes draws none anew."""

    def __init__(self) -> None:
        self._kept = Kept[tuple[str, ...], Drawn](seconds=WORDS_SECONDS, most=MOST_PAGES)

    def page(self, language: str) -> Drawn:
        """Return the page with nothing typed."""
        return self._get((language,), lambda: Drawn(draw_fixed("responses/start.html", language)))

    def with_problem(self, sentence: str, language: str, door: Door | None = None) -> Drawn:
        """Return the page that says what was wrong (the key of a sentence), with a gap for what was typed.

        ``door``: where the code leads, for the day or the hours that the sentence names.
        """
        named = _named(door, language) if door is not None else {}
        key = language, sentence, *named.values()
        return self._get(key, lambda: _draw_problem(sentence, language, named))

    def _get(self, key: tuple[str, ...], draw: Callable[[], Drawn]) -> Drawn:
        drawn = self._kept.get(key, draw)
        assert drawn is not None  # drawing gives a page or an error
        return drawn


def _draw_problem(sentence: str, language: str, named: Mapping[str, str]) -> Drawn:
    with Session(engine_of(current_app)) as looking:
        problem = page_words(looking, version_id=None, language=language)[sentence]
    for name, value in named.items():
        problem = problem.replace("{" + name + "}", value)
    return Drawn(draw_fixed("responses/start.html", language, typed=GAP, problem=problem))


def _named(door: Door, language: str) -> dict[str, str]:
    # Other languages have other names for the months; figures are read in all of them.
    named = {"day": day(door.opens_on) if language == ENGLISH.code else f"{door.opens_on:%d/%m/%Y}"}
    if door.from_time is not None and door.to_time is not None:
        named |= {"from": f"{door.from_time:%H:%M}", "to": f"{door.to_time:%H:%M}"}
    return named

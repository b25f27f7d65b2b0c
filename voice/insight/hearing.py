"""Hearing: everything that was heard in a wave, taken from the record as the plain rows that are counted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from analysis.cube import Cube
from analysis.heard import Asked, Heard, Option, Written
from surveys.evidence import Held, themes_held_by_answers, themes_held_by_notes
from surveys.heard import schools_of_programmes, schools_of_writers
from surveys.local_places import places_of
from surveys.questions import Kind, Question
from surveys.responses import responses_of_wave
from surveys.surveys import choice_key
from surveys.themes import live_codes, live_themes
from surveys.waves import Wave
from voice.insight.schooling import is_small


def heard(session: Session, wave: Wave, told: Cube | None = None) -> Heard:
    """Return everything that was heard in a wave, as the plain rows that are counted; ``told``: what was told of it before."""
    from voice.insight.evidencing import lines_beside

    urns = {place.school_id: place.school.urn for place in wave.schools}
    local = {urn: places_of(session, school_id) for school_id, urn in urns.items()}
    return Heard(
        schools=tuple(sorted(urns.values())),
        ticks=[(urns[school_id], picks) for school_id, picks in responses_of_wave(session, wave.id)],
        writers={one: urns[school_id] for one, school_id in schools_of_writers(session, wave.id).items()},
        written=[_written(held) for held in themes_held_by_answers(session, wave.id)],
        said=[_written(held) for held in themes_held_by_notes(session)],
        programmes=schools_of_programmes(session),
        asked=_asked(wave, live_codes(session)),
        themes=[(theme.code, theme.name) for theme in live_themes(session)],
        own_places={urn: [Option(*place) for place in places.added] for urn, places in local.items()},
        own_names={urn: places.renamed for urn, places in local.items()},
        rolls={place.school.urn: place.roll for place in wave.schools},
        small=frozenset(place.school.urn for place in wave.schools if is_small(place)),
        beside=lines_beside(session, wave, told=told),
    )


def _written(held: Held) -> Written:
    return Written(held.response_or_session_id, held.theme_code, tuple(held.because), held.is_decided)


def _asked(wave: Wave, live: Mapping[str, str]) -> dict[str, Asked]:
    words = wave.version.words()
    return {
        question.code: Asked(
            rows=_options(question, words, question.rows, live),
            columns=_options(question, words, question.columns, live),
            alone=frozenset(choice.code for choice in question.choices if choice.alone),
            words=words.get(question.code, ""),
        )
        for question in wave.version.questions
        if question.kind is not Kind.TEXT
    }


def _options(
    question: Question, words: dict[str, str], choices: list[Any], live: Mapping[str, str]
) -> tuple[Option, ...]:
    return tuple(
        Option(
            choice.code,
            words.get(choice_key(question, choice), choice.code),
            # A choice counts under the theme that its own was merged into.
            live.get(choice.theme_code) if choice.theme_code else None,
        )
        for choice in choices
    )

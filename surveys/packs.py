"""Packs: what the record must say before a school’s pack or its tickets can be printed."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.languages import ENGLISH, LANGUAGES, Language
from surveys.questions import Wording, WordingStatus
from surveys.responses import Response
from surveys.tickets import unused_tickets
from surveys.waves import WaveSchool

ENOUGH = 0.5
"""The share of a survey’s own words that a language must have. With fewer, a page is English in another frame."""
TENS = 10
"""What the room for tickets is told in, so that nobody learns from it how many pupils have answered."""


class Spoken(NamedTuple):
    """A language that a survey can be printed in."""

    language: Language
    is_draft: bool
    """Some of its words were checked by nobody who speaks it."""


def languages_of(session: Session, version_id: str) -> list[Spoken]:
    """Return the languages that most of a survey version can be read in, in the order of pupils’ lists."""
    query = (
        select(Wording.language, Wording.status, func.count())
        .where(Wording.version_id == version_id)
        .group_by(Wording.language, Wording.status)
    )
    said, drafts = Counter[str](), Counter[str]()
    for language, status, count in session.execute(query):
        said[language] += count
        drafts[language] += count if status is WordingStatus.DRAFT else 0
    return [
        Spoken(language, drafts[code] > 0)
        for code, language in LANGUAGES.items()
        if said[code] > said[ENGLISH.code] * ENOUGH
    ]


def room_for_tickets(session: Session, place: WaveSchool) -> int | None:
    """Return how many more tickets a school may print under its cap, or ``None`` where it has none.

    Every ticket is an answer that somebody can give, so tickets and answers together stay under the cap. They are
    counted in full tens: the room may be up to nine too large.
    """
    if place.cap is None:
        return None
    answered = session.scalar(select(func.count()).where(Response.wave_school_id == place.id)) or 0
    return max(0, place.cap - (answered + unused_tickets(session, place.id)) // TENS * TENS)

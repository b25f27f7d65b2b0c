"""Strings: everything that pupils read of a survey version, in the order they meet it, and where each one stands."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definitions import frame_words
from surveys.languages import ENGLISH
from surveys.questions import Axis, Question, Wording
from surveys.surveys import Survey, SurveyVersion, Variant, choice_key

PARTS = {
    "page": "Around the questions",
    "agree": "Scale of agreeing",
    "often": "Scale of how often",
    "faces": "Scale of faces",
    "shell": "Frame of every page",
    "start": "Start page",
    "help": "“Get help now”",
    "sent": "After sending",
    "closed": "When the survey has closed",
    "lost": "When a form cannot be used",
    "talk": "“I want someone to talk to me”",
    "paper": "On paper",
}
"""Where a string that belongs to no question stands, by how its key begins, in the order of a sheet."""
ELSEWHERE = "Elsewhere"


class String(NamedTuple):
    """One string as English says it. It is translated as a whole."""

    key: str
    where: str
    english: str
    is_shared: bool
    """True when the survey has no words of its own for it and says what every survey’s pages say."""


def strings_of(session: Session, version: SurveyVersion) -> list[String]:
    """Return every string that pupils read of a version: its own first, then those that all surveys share."""
    own = english_of(session, version.id)
    frame = frame_id(session)
    shared = english_of(session, frame) if frame else frame_words()
    english = {**shared, **own}
    return [String(key, where, english[key], key not in own) for key, where in _in_order(version, english)]


def frame_id(session: Session) -> str | None:
    """Return the key of the version that holds the shared words now; ``None`` before they were taken into the record."""
    newest = select(SurveyVersion.id).join(Survey).where(Survey.variant == Variant.FRAME)
    return session.scalars(newest.order_by(SurveyVersion.number.desc()).limit(1)).first()


def english_of(session: Session, version_id: str) -> dict[str, str]:
    """Return a version’s own English words by key."""
    query = select(Wording.key, Wording.text)
    query = query.where(Wording.version_id == version_id, Wording.language == ENGLISH.code)
    return {row.key: row.text for row in session.execute(query.order_by(Wording.key))}


def _in_order(version: SurveyVersion, english: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    places: dict[str, str] = {}
    for number, question in enumerate(version.questions, start=1):
        for key, where in _of_question(question, number, english):
            places.setdefault(key, where)
    yield from ((key, where) for key, where in places.items() if key in english)
    parts, written = list(PARTS), list(frame_words())

    def place(key: str) -> tuple[int, int, str]:
        part = key.partition(".")[0]
        return (
            parts.index(part) if part in PARTS else len(parts),
            written.index(key)
            if key in frame_words()
            else -1,  # a survey’s own title and first words come first
            key,
        )

    for key in sorted(english.keys() - places.keys(), key=place):
        yield key, PARTS.get(key.partition(".")[0], ELSEWHERE)


def _of_question(question: Question, number: int, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    code = question.code
    yield f"section.{question.section}", "Heading of a section"
    yield code, f"Question {number}"
    yield f"{code}.hint", f"Question {number}, hint"
    for choice in (*question.rows, *question.columns):
        yield f"{code}.before.{choice.code}", f"Question {number}, heading above choices"
        if (key := choice_key(question, choice)).startswith(f"{code}."):
            yield key, f"Question {number}, {'choice' if choice.axis is Axis.ROW else 'time'}"
    for key in keys:
        if key.startswith(f"{code}."):
            yield key, f"Question {number}, when something is wrong"

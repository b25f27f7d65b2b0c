"""Masking: what the machine would hide in a text, for the reader to agree or not. It decides nothing."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.masking import Known, find_marks
from surveys.hiding import Placeholder, Span
from surveys.known_names import NamePart, count_known_names, known_names, staff_of
from surveys.texts import FreeText


class Marked(NamedTuple):
    """Words that may tell of a person; those that surely do are hidden unless the reader says otherwise."""

    span: Span
    is_sure: bool


class _Names(NamedTuple):
    """A deployment’s own lists of names, and how many they were."""

    number: int
    first_names: frozenset[str]
    surnames: frozenset[str]


# Thousands of names that change a few times a year: read again only when there are more or fewer of them.
_names: WeakKeyDictionary[Engine, _Names] = WeakKeyDictionary()


def marks_in(session: Session, text: FreeText) -> list[Marked]:
    """Return what may tell of a person in a text, in order; with the names of its school and of who works there."""
    names = _names_known(session)
    known = Known(
        staff=staff_of(session, text.school_id),
        schools=frozenset({text.school_name}),
        first_names=names.first_names,
        surnames=names.surnames,
    )
    return [
        Marked(Span(mark.start, mark.end, Placeholder(mark.what.value)), mark.sure)
        for mark in find_marks(text.text, known)
    ]


def _names_known(session: Session) -> _Names:
    engine = session.get_bind().engine
    number = count_known_names(session)
    kept = _names.get(engine)
    if kept is None or kept.number != number:
        first_names, surnames = (known_names(session, part) for part in (NamePart.FIRST, NamePart.SURNAME))
        kept = _names[engine] = _Names(number, first_names, surnames)
    return kept

"""Local places: what a school’s own pupils call a place, and places that only this school has."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.definitions import BANK, read_definition
from surveys.lines import one_line, same_words
from surveys.schools import School
from surveys.waves import Wave, WaveSchool

MOST_ADDED = 8
"""Places a school may add to the list, which already names sixteen: a longer one is not read to its end."""
LONGEST_NAME = 60
"""Signs of a place’s name: two lines on a phone. Every name of the list is shorter than half of this."""
PLACES_QUESTION = "hot_place"
NO_PLACE = frozenset({"nowhere", "elsewhere"})
"""Answers on the list of places that are no place, and so have no name of their own at any school."""


class LocalPlace(Base):
    """A place of one school: another name for a place of the list, or one more."""

    __tablename__ = "local_place"
    __table_args__ = rules(UniqueConstraint("school_id", "code"))

    id: Mapped[Key]
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    code: Mapped[str] = mapped_column(String(40))
    """The code of the place that is renamed, or one of its own (``local_…``), which never comes to mean another."""
    name: Mapped[Name]
    is_dropped: Mapped[bool] = mapped_column(default=False)
    """Asked no more; kept, so that earlier answers can still be read."""

    school: Mapped[School] = relationship()

    @property
    def is_added(self) -> bool:
        """True for a place that only this school has."""
        return self.code.startswith("local_")

    @property
    def number(self) -> int:
        """The number in an added place’s code; 0 for a place of the list."""
        return int(self.code.removeprefix("local_")) if self.is_added else 0


class LocalPlaceProblem(Exception):
    """A place that cannot be named, added or taken away as asked, in a sentence for staff."""


class Places(NamedTuple):
    """What a school calls its places."""

    renamed: Mapping[str, str]
    """The school’s own name of a place of the list, by code."""
    added: Sequence[tuple[str, str]]
    """Code and name of each place that only this school has, in the order they were added."""


@cache
def listed_places() -> Mapping[str, str]:
    """Return the places that the bank’s list names, by code, as pupils read them in English."""
    bank = read_definition(BANK / "secondary.toml")
    question = next(row for row in bank.questions if row["code"] == PLACES_QUESTION)
    return {
        code: bank.words[f"{PLACES_QUESTION}.{code}"] for code in question["choices"] if code not in NO_PLACE
    }


def places_of(session: Session, school_id: str) -> Places:
    """Return what a school calls its places now."""
    kept = [place for place in _all_of(session, school_id) if not place.is_dropped]
    return Places(
        renamed={place.code: place.name for place in kept if not place.is_added},
        added=tuple((place.code, place.name) for place in kept if place.is_added),
    )


def rename_place(session: Session, *, school: School, code: str, name: str, on: date) -> None:
    """Give a place of the list the name that a school’s pupils use; an empty name gives it back the list’s own.

    Raises ``LocalPlaceProblem`` when the name is too long or taken, the place is not on the list, or the school is
    in an open wave.
    """
    _check_not_asked_now(session, school, on)
    if code not in listed_places():
        raise LocalPlaceProblem("That place is not on the list. Load the page again and choose one that is.")
    earlier = next((place for place in _all_of(session, school.id) if place.code == code), None)
    name = one_line(name)
    if not name or same_words(name, listed_places()[code]):
        # The place is the same whatever it is called, so nothing is lost when its other name goes.
        if earlier is not None:
            session.delete(earlier)
    else:
        _check_name(session, school, name, but=code)
        if earlier is None:
            session.add(LocalPlace(school=school, code=code, name=name))
        else:
            earlier.name = name
    session.flush()


def add_place(session: Session, *, school: School, name: str, on: date) -> LocalPlace:
    """Add a place that only this school has; one of the same name that was taken away before comes back as it was.

    Raises ``LocalPlaceProblem`` when the name is empty, too long or taken, there are ``MOST_ADDED`` already, or the
    school is in an open wave.
    """
    _check_not_asked_now(session, school, on)
    name = one_line(name)
    if not name:
        raise LocalPlaceProblem("Write the name of the place.")
    _check_name(session, school, name)
    own = [place for place in _all_of(session, school.id) if place.is_added]
    if sum(not place.is_dropped for place in own) >= MOST_ADDED:
        raise LocalPlaceProblem(
            f"A school may add {MOST_ADDED} places. Take one away first: pupils do not read a longer list to its end."
        )
    place = next((place for place in own if same_words(place.name, name)), None)
    if place is None:
        number = max((place.number for place in own), default=0) + 1
        place = LocalPlace(school=school, code=f"local_{number}", name=name)
        session.add(place)
    place.name, place.is_dropped = name, False
    session.flush()
    return place


def drop_place(session: Session, *, school: School, code: str, on: date) -> LocalPlace:
    """Ask about an added place no more; what pupils said of it before can still be read.

    Raises ``LocalPlaceProblem`` when the school has no such place or is in an open wave.
    """
    _check_not_asked_now(session, school, on)
    for place in _all_of(session, school.id):
        if place.code == code and place.is_added and not place.is_dropped:
            place.is_dropped = True
            session.flush()
            return place
    raise LocalPlaceProblem("That place is not on this school’s list any more, so nothing was changed.")


def open_wave_of(session: Session, *, school: School, on: date) -> Wave | None:
    """Return a wave that takes answers from this school on a day, or ``None``."""
    query = select(Wave).join(WaveSchool).where(WaveSchool.school_id == school.id).order_by(Wave.name)
    return next((wave for wave in session.scalars(query) if wave.is_open(on)), None)


def _all_of(session: Session, school_id: str) -> list[LocalPlace]:
    query = select(LocalPlace).where(LocalPlace.school_id == school_id)
    return sorted(session.scalars(query), key=lambda place: (place.number, place.code))


def _check_not_asked_now(session: Session, school: School, on: date) -> None:
    if (wave := open_wave_of(session, school=school, on=on)) is not None:
        raise LocalPlaceProblem(
            f"{school.name} is in “{wave.name}”, which is open. Its places can change again when that has closed: "
            "until then, the same tick must mean the same place."
        )


def _check_name(session: Session, school: School, name: str, *, but: str | None = None) -> None:
    if len(name) > LONGEST_NAME:
        raise LocalPlaceProblem(
            f"Use at most {LONGEST_NAME} letters and spaces, so that it fits on a phone. This name has {len(name)}."
        )
    if not any(sign.isalnum() for sign in name):
        raise LocalPlaceProblem("Write the name in letters or numbers, so that it can be read out.")
    shown = places_of(session, school.id)
    names = {**listed_places(), **shown.renamed, **dict(shown.added)}
    if any(same_words(name, other) for code, other in names.items() if code != but):
        raise LocalPlaceProblem(f"There is already a place called “{name}” on this school’s list.")

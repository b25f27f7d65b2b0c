"""Doors: what a typed code opens – a school’s place in a wave, and whether it takes answers at this moment."""

import enum
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Subquery,
    bindparam,
    case,
    false,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from surveys.base import LONDON
from surveys.class_codes import ClassCode
from surveys.codes import CODE_LENGTH, tidy_code
from surveys.cover import HAS_DUTY_OFFICER, Cover, covered_until
from surveys.help_lines import OLDEST_CHECK
from surveys.responses import Receipt, Response
from surveys.schools import School
from surveys.surveys import SurveyVersion
from surveys.tickets import TICKET_LENGTH
from surveys.waves import Wave, WaveSchool, WaveState, state_between

ROOM_FOR_A_CLASS = 30
"""Forms taken past the cap: pupils who opened the page while there was room are not turned away; a flood is."""
SATURDAY = 5


class DoorState(enum.StrEnum):
    """What a pupil finds. The first that applies is told, in this order; ``OPEN`` when none does."""

    PLANNED = "planned"
    CLOSED = "closed"
    PAUSED = "paused"
    OUT_OF_HOURS = "out of hours"
    FULL = "full"
    OPEN = "open"


class Door(NamedTuple):
    """A school’s place in a wave, as a pupil’s request needs it: plain values, in one statement."""

    place_id: str
    school_id: str
    school_name: str
    version_id: str
    words_edition: int
    opens_on: date
    closes_on: date
    ended_on: date | None
    from_time: time | None
    to_time: time | None
    is_paused: bool
    covered_until: date | None
    """The last day on which cover and help lines can be relied on; ``None`` if they cannot at all."""
    cap: int | None
    taken: int
    """Of the class when it was opened with a class’s code, else of the school."""
    class_code_id: str | None = None
    ticket: str | None = None
    """The keyed hash of the ticket it was opened with."""
    is_link: bool = False

    def state(self, now: datetime) -> DoorState:
        """Say what somebody finds who opens it at an (aware) moment."""
        now = now.astimezone(LONDON)
        wave = state_between(self.opens_on, self.closes_on, self.ended_on, on=now.date())
        if wave is not WaveState.OPEN:
            return DoorState(wave.value)
        if self._is_paused(now.date()):
            return DoorState.PAUSED
        if not self._is_in_hours(now):
            return DoorState.OUT_OF_HOURS
        return DoorState.OPEN if self._has_room(0) else DoorState.FULL

    def takes(self, now: datetime) -> DoorState:
        """Say whether a finished form is taken: ``OPEN``, or why not.

        Hours do not matter here: a page that was opened in hours may be finished after them.
        """
        on = now.astimezone(LONDON).date()
        if state_between(self.opens_on, self.closes_on, self.ended_on, on=on) is not WaveState.OPEN:
            return DoorState.CLOSED
        if self._is_paused(on):
            return DoorState.PAUSED
        return DoorState.OPEN if self._has_room(ROOM_FOR_A_CLASS) else DoorState.FULL

    def _is_paused(self, on: date) -> bool:
        return self.is_paused or self.covered_until is None or on > self.covered_until

    def _is_in_hours(self, now: datetime) -> bool:
        if self.from_time is None or self.to_time is None:
            return True
        return now.weekday() < SATURDAY and self.from_time <= now.time() < self.to_time

    def _has_room(self, over: int) -> bool:
        # A ticket is good for one answer and was counted out by hand: no cap applies to it.
        return self.cap is None or self.ticket is not None or self.taken < self.cap + over


def door_with_code(connection: Connection, typed: str, *, mark: Callable[[str], str]) -> Door | None:
    """Return the door that a typed code opens, or ``None``.

    A school’s or a class’s code has 8 signs. A ticket has 10, and ``mark`` says under which keyed hash it waits.
    """
    wanted = tidy_code(typed)
    if len(wanted) == CODE_LENGTH:
        return _door(connection.execute(_DOOR_WITH_CODE, {"wanted": wanted}).first())
    if len(wanted) == TICKET_LENGTH:
        return _door(connection.execute(_DOOR_WITH_TICKET, {"wanted": mark(wanted)}).first())
    return None


def door_with_id(connection: Connection, place_id: str, class_code_id: str | None = None) -> Door | None:
    """Return the door of a school’s place in a wave, or of one class of it, by key, or ``None``."""
    if class_code_id is None:
        return _door(connection.execute(_DOOR_WITH_ID, {"wanted": place_id}).first())
    wanted = {"wanted": place_id, "wanted_class": class_code_id}
    return _door(connection.execute(_DOOR_WITH_CLASS, wanted).first())


def doors_of_wave(session: Session, wave_id: str) -> dict[str, Door]:
    """Return the door of each school in a wave, by the key of its place."""
    doors = (_door(row) for row in session.execute(_DOORS_OF_WAVE, {"wanted": wave_id}))
    return {door.place_id: door for door in doors if door is not None}


def _door(row: Row[*tuple[Any, ...]] | None) -> Door | None:
    if row is None:
        return None
    told = row._asdict()
    until = covered_until(
        told.pop("confirmed_on"),
        told.pop("lines_checked_on"),
        has_duty_officer=told.pop("has_duty_officer"),
    )
    return Door(covered_until=until, **told)


# The ways in: each gives the place it leads to and whose cap counts. Statements are built once: a whole year group
# asks in the same minute, and building one costs as much as running it.
_TAKEN_OF_SCHOOL = (
    select(func.count())
    .where(Response.wave_school_id == WaveSchool.id)
    .correlate(WaveSchool)
    .scalar_subquery()
)
_NOTHING = literal(None, Receipt.mark.type)
_BY_SCHOOL = select(
    WaveSchool.id.label("place_id"),
    # Where pupils draw tickets, the tickets were counted out and nothing else opens the page.
    case((WaveSchool.uses_tickets, null()), else_=WaveSchool.cap).label("cap"),
    _TAKEN_OF_SCHOOL.label("taken"),
    _NOTHING.label("class_code_id"),
    _NOTHING.label("ticket"),
    false().label("is_link"),
)
_BY_CLASS = select(
    ClassCode.wave_school_id.label("place_id"),
    ClassCode.cap.label("cap"),
    ClassCode.taken.label("taken"),
    ClassCode.id.label("class_code_id"),
    _NOTHING.label("ticket"),
    false().label("is_link"),
).join(WaveSchool, WaveSchool.id == ClassCode.wave_school_id)
_BY_TICKET = select(
    Receipt.wave_school_id.label("place_id"),
    null().label("cap"),
    literal(0).label("taken"),
    _NOTHING.label("class_code_id"),
    Receipt.mark.label("ticket"),
    Receipt.is_link.label("is_link"),
)


def _doors(way: Subquery) -> Select[*tuple[Any, ...]]:
    return (
        select(
            WaveSchool.id.label("place_id"),
            WaveSchool.school_id,
            School.name.label("school_name"),
            Wave.version_id,
            SurveyVersion.words_edition,
            Wave.opens_on,
            Wave.closes_on,
            Wave.ended_on,
            Wave.from_time,
            Wave.to_time,
            (WaveSchool.is_paused | Wave.paused_for.is_not(None)).label("is_paused"),
            Cover.confirmed_on,
            OLDEST_CHECK.label("lines_checked_on"),
            HAS_DUTY_OFFICER.label("has_duty_officer"),
            way.c.cap,
            way.c.taken,
            way.c.class_code_id,
            way.c.ticket,
            way.c.is_link,
        )
        .select_from(way)
        .join(WaveSchool, WaveSchool.id == way.c.place_id)
        .join(Wave, Wave.id == WaveSchool.wave_id)
        .join(SurveyVersion, SurveyVersion.id == Wave.version_id)
        .join(School, School.id == WaveSchool.school_id)
        .outerjoin(Cover, Cover.school_id == School.id)
    )


_WANTED = bindparam("wanted", type_=Receipt.mark.type)
_DOOR_WITH_CODE = _doors(
    union_all(
        _BY_SCHOOL.where(WaveSchool.code == _WANTED, ~WaveSchool.uses_tickets),
        _BY_CLASS.where(ClassCode.code == _WANTED, ~WaveSchool.uses_tickets),
    ).subquery()
)
_DOOR_WITH_TICKET = _doors(
    _BY_TICKET.where(Receipt.mark == _WANTED, Receipt.wave_school_id.is_not(None)).subquery()
)
_DOOR_WITH_ID = _doors(_BY_SCHOOL.where(WaveSchool.id == _WANTED).subquery())
_DOORS_OF_WAVE = _doors(_BY_SCHOOL.where(WaveSchool.wave_id == _WANTED).subquery())
_DOOR_WITH_CLASS = _doors(
    _BY_CLASS.where(ClassCode.id == bindparam("wanted_class"), WaveSchool.id == _WANTED).subquery()
)

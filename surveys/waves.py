"""Waves: one asking of a survey, between dates, in chosen schools, each with its own code."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from surveys.base import Base, Key, Link, Name, rules
from surveys.codes import CODE_LENGTH, cap_for, new_code
from surveys.cover import in_words, missing_cover
from surveys.questions import Wording
from surveys.schools import School
from surveys.surveys import SurveyVersion


class WaveState(enum.StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


def state_between(opens_on: date, closes_on: date, ended_on: date | None, *, on: date) -> WaveState:
    """Say what a wave with these days is on a day; ``ended_on`` is the first day without answers, if closed early."""
    if on < opens_on:
        return WaveState.PLANNED
    if on > closes_on or (ended_on is not None and on >= ended_on):
        return WaveState.CLOSED
    return WaveState.OPEN


class PauseCause(enum.StrEnum):
    """Why a wave stopped itself."""

    RED_UNSEEN = "red unseen"
    BACKLOG = "backlog"  # more texts wait than the readers can read


class Wave(Base):
    __tablename__ = "wave"
    __table_args__ = rules(
        CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),
        CheckConstraint("(from_time is null) = (to_time is null)", name="hours_have_two_ends"),
        CheckConstraint("from_time is null or from_time < to_time", name="hours_go_forward"),
    )

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    version_id: Mapped[Link] = mapped_column(ForeignKey("survey_version.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day on which answers are taken."""
    ended_on: Mapped[date | None]
    """The day a person closed it early."""
    from_time: Mapped[time | None]
    """With ``to_time``: the hours of school days in which its codes work; at any time when both are ``None``."""
    to_time: Mapped[time | None]
    paused_for: Mapped[PauseCause | None]
    """Why it paused itself in every school; a person lets it go on."""

    version: Mapped[SurveyVersion] = relationship()
    schools: Mapped[list["WaveSchool"]] = relationship(back_populates="wave", cascade="all, delete-orphan")

    def state(self, on: date) -> WaveState:
        """Say whether the wave is planned, open or closed on a day."""
        return state_between(self.opens_on, self.closes_on, self.ended_on, on=on)

    @property
    def last_day(self) -> date:
        """The last day on which it takes answers, or took them."""
        if self.ended_on is None:
            return self.closes_on
        return min(self.closes_on, max(self.opens_on, self.ended_on - timedelta(days=1)))

    def is_open(self, on: date) -> bool:
        return self.state(on) is WaveState.OPEN


class WaveSchool(Base):
    """A school in a wave, with the code its pupils type."""

    __tablename__ = "wave_school"
    __table_args__ = rules(UniqueConstraint("wave_id", "school_id"))

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    school_id: Mapped[Link] = mapped_column(ForeignKey("school.id"))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    roll: Mapped[int | None]
    """Pupils on roll when the wave was made, the base of the response rate."""
    cap: Mapped[int | None]
    """The most answers its code opens; ``None`` where nobody knows how many pupils there are."""
    is_paused: Mapped[bool] = mapped_column(default=False)
    """A person has stopped it for now."""
    uses_tickets: Mapped[bool] = mapped_column(default=False)
    """Pupils draw one-time tickets from a hat; the school’s own code opens nothing."""

    wave: Mapped[Wave] = relationship(back_populates="schools")
    school: Mapped[School] = relationship(lazy="joined")

    @property
    def is_stopped(self) -> bool:
        """No answers are taken for now: a person has paused it here, or the whole wave has paused itself."""
        return self.is_paused or self.wave.paused_for is not None

    @property
    def printed_code(self) -> str:
        """The code in two halves, as it is read out."""
        return f"{self.code[:4]}-{self.code[4:]}"


class WaveProblem(Exception):
    """A wave that cannot be made as asked, in a sentence for staff."""


def add_wave(
    session: Session,
    *,
    name: str,
    version: SurveyVersion,
    schools: Iterable[School],
    opens_on: date,
    closes_on: date,
    on: date,
    ended_on: date | None = None,
    from_time: time | None = None,
    to_time: time | None = None,
    uses_tickets: bool = False,
) -> Wave:
    """Make a wave of a survey version for these schools, each with a new code.

    A wave that would take answers at once (``on`` is today) needs cover for every school and checked help lines. One for
    later is made without: its doors stay shut for as long as something is missing. ``ended_on`` is for one that was
    asked elsewhere and only comes into the record.

    Raises ``WaveProblem`` when the dates or hours are the wrong way round, no school is chosen, one is closed, the name
    is taken, or cover is missing.
    """
    chosen = list(dict.fromkeys(schools))
    if closes_on < opens_on:
        raise WaveProblem("The wave would close before it opens. Change one of the dates.")
    _check_hours(from_time, to_time)
    if not chosen:
        raise WaveProblem("Choose at least one school.")
    if closed := [school.name for school in chosen if school.is_closed]:
        raise WaveProblem(f"{', '.join(closed)} has closed and cannot take part.")
    if session.scalars(select(Wave.id).where(Wave.name == name)).first():
        raise WaveProblem(f"There is already a wave called “{name}”.")
    if state_between(opens_on, closes_on, ended_on, on=on) is WaveState.OPEN:
        _check_cover(session, chosen, on=on)
    wave = Wave(
        name=name,
        version=version,
        opens_on=opens_on,
        closes_on=closes_on,
        ended_on=ended_on,
        from_time=from_time,
        to_time=to_time,
        schools=[_new_place(school, uses_tickets=uses_tickets) for school in chosen],
    )
    session.add(wave)
    session.flush()
    return wave


def _check_hours(from_time: time | None, to_time: time | None) -> None:
    if (from_time is None) != (to_time is None):
        raise WaveProblem("Give both the time it opens and the time it closes each day, or neither.")
    if from_time is not None and to_time is not None and from_time >= to_time:
        raise WaveProblem("The day would close before it opens. Change one of the times.")


def _check_cover(session: Session, schools: Sequence[School], *, on: date) -> None:
    if missing := missing_cover(session, schools, on=on):
        raise WaveProblem(f"The wave cannot open yet. {in_words(schools, missing)}")


def _new_place(school: School, *, uses_tickets: bool = False) -> WaveSchool:
    return WaveSchool(
        school=school,
        code=new_code(),
        roll=school.roll,
        cap=cap_for(school.roll) if school.roll else None,
        is_paused=False,
        uses_tickets=uses_tickets,
    )


def add_school_to_wave(session: Session, *, wave: Wave, school: School) -> WaveSchool:
    """Return the school’s place in a wave, making one when there is none yet."""
    query = select(WaveSchool).where(WaveSchool.wave_id == wave.id, WaveSchool.school_id == school.id)
    place = session.scalars(query).one_or_none()
    if place is None:
        place = _new_place(school)
        wave.schools.append(place)
        session.flush()
    return place


def end_wave(session: Session, *, wave: Wave, on: date) -> None:
    """Close a wave early: from this day on no more answers are taken."""
    if wave.is_open(on):
        wave.ended_on = on
        session.flush()


def waves(session: Session) -> Sequence[Wave]:
    """Return every wave, the latest first."""
    query = select(Wave).options(selectinload(Wave.schools)).order_by(Wave.opens_on.desc(), Wave.name)
    return session.scalars(query).all()


def wave_named(session: Session, name: str) -> Wave:
    """Return the wave with this name, or raise ``NoResultFound``."""
    return session.scalars(select(Wave).where(Wave.name == name)).one()


def wave_if_there(session: Session, name: str) -> Wave | None:
    """Return the wave with this name, or ``None``."""
    return session.scalars(select(Wave).where(Wave.name == name)).one_or_none()


def wave_with_id(session: Session, wave_id: str) -> Wave:
    """Return the wave with this key and its schools, or raise ``NoResultFound``."""
    query = select(Wave).options(selectinload(Wave.schools)).where(Wave.id == wave_id)
    return session.scalars(query).one()


def words_asked(session: Session, *, wave_id: str, code: str) -> str:
    """Return a question of a wave as pupils read it in English, or its code when the survey has no words for it."""
    query = select(Wording.text).join(Wave, Wave.version_id == Wording.version_id)
    asked = query.where(Wave.id == wave_id, Wording.key == code, Wording.language == "en")
    return session.scalars(asked).one_or_none() or code


def next_wave_of(session: Session, place: WaveSchool) -> Wave | None:
    """Return the first wave of the same survey that opens in a school after this one, or ``None``."""
    query = (
        select(Wave)
        .join(WaveSchool)
        .join(SurveyVersion, SurveyVersion.id == Wave.version_id)
        .where(
            WaveSchool.school_id == place.school_id,
            SurveyVersion.survey_id == place.wave.version.survey_id,
            Wave.opens_on > place.wave.last_day,
        )
        .order_by(Wave.opens_on, Wave.name)
    )
    return session.scalars(query.limit(1)).first()

"""Keying: answers given on paper, typed in by staff. What is stored is a response like any other, and no more with it.

Nothing says who keyed a paper or when: its week is the week of keying, and never later than the wave’s last, so that the
last few papers do not stand in a week of their own. Neither a cap nor a pause keeps a paper out: a cap is for codes that
get about, and a pause for pupils who would write now.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from surveys.drafts import drop_drafts
from surveys.findings import Finding, FindingKind, drop_findings
from surveys.kinds import Filled
from surveys.reports import Report
from surveys.responses import Given, Mode, Taken, take_responses
from surveys.schools import School
from surveys.wave_papers import is_any_told
from surveys.waves import Wave, WaveSchool, WaveState
from surveys.workers import Worker

STAYS_OPEN = timedelta(days=14)
"""After a wave’s last day. Papers wait for the post, and for the one person in the office who has time for them."""


class KeyingClosed(Exception):
    """No paper can be keyed in for this place now; in a sentence for staff."""


def last_keying_day(wave: Wave) -> date:
    """Return the last day on which a wave’s papers can be keyed in."""
    return wave.last_day + STAYS_OPEN


def check_keying(session: Session, *, wave: Wave, on: date) -> None:
    """Raise ``KeyingClosed`` when a wave takes no papers on a day.

    A released report never changes, and a second one on the same wave with a few papers more would let its reader
    subtract. So the first released report on a wave, of whichever school, closes it for paper, and recalling it does not
    open it again.
    """
    if on < wave.opens_on:
        raise KeyingClosed("This wave has not opened yet. Papers can be keyed in from its first day on.")
    if on > last_keying_day(wave):
        raise KeyingClosed(
            f"Papers can be keyed in for {STAYS_OPEN.days} days after a wave’s last day. For this wave that time is over."
        )
    if is_any_told(session, wave):
        raise KeyingClosed(
            "A report or paper on this wave is released, so its figures must not change any more. Keep the papers with the "
            "school’s own, or destroy them; they cannot be added."
        )


def is_counted(session: Session, *, wave: Wave, on: date) -> bool:
    """Say whether a closed wave has figures or drafts, which the next paper makes wrong."""
    if wave.state(on) is not WaveState.CLOSED:
        return False
    drafts = exists().where(Report.wave_school_id == WaveSchool.id, WaveSchool.wave_id == wave.id)
    # What a blind sample measured outlives a count and does not change with another paper.
    counted = exists().where(Finding.wave_id == wave.id, Finding.kind != FindingKind.AGREEMENT)
    return bool(session.scalar(select(counted | drafts)))


def key_paper(
    session: Session,
    *,
    place: WaveSchool,
    mark: str,
    language: str,
    filled: Filled,
    helped: bool,
    marks: Sequence[str],
    on: date,
) -> Taken:
    """Store what a paper says, as it was read; one with the same ``mark`` is stored once.

    When the wave has closed, its figures and drafts go with the same commit, as when it is closed early: what was
    counted without this paper must not stand beside what is counted with it. Raises ``KeyingClosed``.
    """
    wave = place.wave
    check_keying(session, wave=wave, on=on)
    day = min(on, wave.last_day)
    given = Given(
        mark=mark,
        place_id=place.id,
        day=day,
        mode=Mode.PAPER,
        language=language,
        picks=filled.picks,
        texts=filled.texts,
        # The same day for every paper of the wave, so that no receipt tells when a paper was keyed.
        remember_days=(last_keying_day(wave) - day).days,
        helped=helped,
        marks=marks,
    )
    # Not by way of the intake: nobody else waits for this commit, and it takes the figures along.
    [taken] = take_responses(session.connection(), [given])
    if taken is Taken.NEW and wave.state(on) is WaveState.CLOSED:
        drop_findings(session, wave.id)
        drop_drafts(session, wave)
    return taken


def place_to_key(session: Session, worker: Worker, *, wave_id: str, urn: str) -> WaveSchool:
    """Return a school’s place in a wave that this worker may key papers for, or raise ``NoResultFound``.

    A school’s worker keys papers of that school alone.
    """
    query = select(WaveSchool).join(School, School.id == WaveSchool.school_id)
    query = query.where(WaveSchool.wave_id == wave_id, School.urn == urn)
    if worker.school_id is not None:
        query = query.where(WaveSchool.school_id == worker.school_id)
    return session.scalars(query).one()


def places_to_key(session: Session, worker: Worker, *, on: date) -> list[WaveSchool]:
    """Return the places whose papers this worker may key in on a day, the latest wave first, then by school."""
    query = select(WaveSchool).join(Wave).where(Wave.opens_on <= on, Wave.closes_on >= on - STAYS_OPEN)
    if worker.school_id is not None:
        query = query.where(WaveSchool.school_id == worker.school_id)
    places = [place for place in session.scalars(query) if on <= last_keying_day(place.wave)]
    by_school = sorted(places, key=lambda place: (place.wave.name, place.school.name))
    return sorted(by_school, key=lambda place: place.wave.opens_on, reverse=True)

"""Turnout: watching a wave fill up – in steps of 5, never who and never when."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, render_template, url_for

from surveys.base import now
from surveys.cover import Missing, missing_cover
from surveys.waves import Wave, WaveSchool, WaveState, wave_with_id
from surveys.workers import Role
from voice.access import allow
from voice.database import session
from voice.insight import ShownCount
from voice.insight.taken import shown_answers, shown_years
from voice.qr import pupils_address
from voice.rendering import day

pages = Blueprint("turnout", __name__)

FEW = 1 / 3
"""A school below this share of its roll gets a reminder to copy: a third answer on the first day or two when every form
class is given its ten minutes, so a school below it has mostly not been asked. Judged, not measured."""


class Row(NamedTuple):
    place: WaveSchool
    answers: ShownCount
    reminder: str | None
    """What to write to the school; ``None`` where enough has come in, or nothing can come in now."""


@pages.get("/waves/<wave_id>/turnout")
@allow(Role.LEAD)
def show_turnout(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    today = now().date()
    shown, total = shown_answers(session(), wave)
    lacks = missing_cover(session(), [place.school for place in wave.schools], on=today)
    is_open = wave.state(today) is WaveState.OPEN
    days_left = (wave.last_day - today).days
    rows = [
        Row(
            place,
            shown[place.id],
            _reminder(wave, place, shown[place.id], lacks=lacks.get(place.school_id, []), days_left=days_left)
            if is_open and not place.is_stopped and _has_few(place, shown[place.id])
            else None,
        )
        for place in sorted(wave.schools, key=lambda place: place.school.name)
    ]
    return render_template(
        "turnout/show.html",
        wave=wave,
        state=wave.state(today),
        days_left=days_left,
        total=total,
        rows=rows,
        not_started=[row.place.school.name for row in rows if row.answers.words == "under 10"],
        # Where the total is hidden, the years would add up to it.
        years=shown_years(session(), wave) if total.number is not None else [],
    )


def _has_few(place: WaveSchool, answers: ShownCount) -> bool:
    if answers.number is None:
        return answers.words == "under 10"
    return place.roll is not None and answers.number < FEW * place.roll


def _reminder(
    wave: Wave, place: WaveSchool, answers: ShownCount, *, lacks: Sequence[Missing], days_left: int
) -> str:
    so_far = "fewer than 10" if answers.number is None else f"about {answers.words}"
    pupils = f"of {place.roll:,} pupils on roll" if place.roll else "pupils"
    left = {0: "today is the last day", 1: "1 day is left after today"}.get(
        days_left, f"{days_left} days are left after today"
    )
    way = (
        "and each pupil draws a ticket with a code of their own."
        if place.uses_tickets
        else f"and the code is {place.printed_code}."
    )
    first = (
        "First please confirm who your safeguarding lead and deputy are: the survey is paused at your school until "
        f"then. Sign in at {url_for('cover.confirm', urn=place.school.urn, _external=True)}.\n\n"
        if Missing.PEOPLE in lacks
        else ""
    )
    hours = f" It is open on school days from {_hours(wave)}." if wave.from_time else ""
    return (
        f"Dear colleague,\n\n"
        f"At {place.school.name}, {so_far} {pupils} have answered “{wave.name}” so far. "
        f"It closes on {day(wave.last_day)}: {left}.\n\n"
        f"{first}"
        f"One form period is enough. The page is {pupils_address()} {way}{hours}\n\n"
        f"Nobody can see who has answered, so please ask every class, and let pupils decide for themselves.\n\n"
        f"Thank you."
    )


def _hours(wave: Wave) -> str:
    return f"{wave.from_time:%H:%M} to {wave.to_time:%H:%M}"

"""Drafting: a school’s stored findings, cleared quotes and actions become the frozen content of its report."""

import enum
import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from surveys.actions import actions_for_school
from surveys.drafts import edition_to_draft
from surveys.findings import FindingKind, finding
from surveys.quotes import cleared_quotes
from surveys.report_life import is_made_in_time
from surveys.reports import ReportFrozen, newest_report, store_draft
from surveys.themes import themes
from surveys.waves import WaveSchool, next_wave_of, wave_with_id
from voice.database import writing_session
from voice.errors import kind_and_places
from voice.insight import agreement_sentence, refuse_until_all_is_read
from voice.quoting import chosen_quotes
from voice.rendering import day

Progress = Callable[[float, str], None]


def compose(session: Session, *, place: WaveSchool, figures: dict[str, Any], on: date) -> dict[str, Any]:
    """Return everything a school’s report says, as plain JSON values.

    ``figures`` are the school’s stored finding and so are protected already; dates are kept as they are read.
    """
    wave, school = place.wave, place.school
    edition = edition_to_draft(session, place_id=place.id)
    recall = edition.recall
    return {
        "format": 2,
        "edition": edition.number,
        "reissued": None if recall is None else {"note": recall.note, "on": day(recall.taken_on)},
        "school": {"name": school.name, "urn": school.urn, "authority": school.la_name},
        "wave": {"name": wave.name, "opened": day(wave.opens_on), "closed": day(wave.last_day)},
        "drafted_on": on.isoformat(),
        "drafted": day(on),
        "figures": {**figures, "agreement": agreement_sentence(session, wave.id)},
        "next_wave": _next_wave(session, place, on=on),
        "quotes": _quotes(session, place=place, figures=figures, edition=edition.number, on=on),
        "actions": [
            {
                "title": action.title,
                "theme": action.theme.counts_as.name,
                "agency": action.agency.name,
                "due": day(action.due_on),
                "status": action.status.value,
                "is_late": action.is_overdue(on),
                "pupil_words": action.pupil_words,
                "everywhere": action.school_id is None,
            }
            for action in actions_for_school(session, school.id)
        ],
    }


def _next_wave(session: Session, place: WaveSchool, *, on: date) -> str:
    """Say when the survey is asked again in a school, or nothing where that is not settled or is over."""
    following = next_wave_of(session, place)
    if following is None or following.last_day < on:
        return ""
    return f"{following.name} opens on {day(following.opens_on)}."


def _quotes(
    session: Session, *, place: WaveSchool, figures: dict[str, Any], edition: int, on: date
) -> list[dict[str, str | bool]]:
    """Return the quotes a school may see: of themes shown for it, one quote a pupil."""
    # A theme’s figure is shown only when at least ten texts of this school hold it.
    shown = {row["code"] for row in figures["written"] if row["school"]["shown"]}
    cleared = cleared_quotes(session, wave=place.wave, on=on, shown=shown, school_id=place.school_id)
    names = {theme.code: theme.name for theme in themes(session)}
    return [
        {"theme": one.theme_code, "title": names[one.theme_code], "words": one.words, "ours": one.is_ours}
        for one in chosen_quotes(cleared, place=place.id, edition=str(edition))
    ]


class Outcome(enum.Enum):
    """What came of asking for a school’s draft."""

    MADE = enum.auto()
    THE_SAME = enum.auto()
    """It would say what it says already, so it stays, with its check."""
    RELEASED = enum.auto()
    WITHOUT_FIGURES = enum.auto()
    FAILED = enum.auto()


def draft_reports(engine: Engine, *, wave_id: str, progress: Progress, on: date) -> str:
    """Make a draft report for every school of a wave and say what came of it; released reports stay as they are.

    Each school is committed by itself, and a draft that would say the same again is left alone: work that was interrupted
    goes on where it stopped when it is asked for again. A school whose report cannot be made holds no other up.
    """
    with Session(engine) as session:
        refuse_until_all_is_read(session, wave_id)
    came_of: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
    for number, (place_id, name, places) in enumerate(_places(engine, wave_id)):
        progress(number / places, f"Drafting the report of {name}, {number + 1} of {places}")
        try:
            outcome = _draft_report(engine, place_id=place_id, on=on)
        except Exception as problem:
            logging.getLogger(__name__).error("a report failed with %s", kind_and_places(problem))
            outcome = Outcome.FAILED
        came_of[outcome].append(name)
    return _closing_words(came_of)


def _draft_report(engine: Engine, *, place_id: str, on: date) -> Outcome:
    # The print and chart libraries are slow to load and must not be in the web process.
    from voice.insight import with_charts
    from voice.printing import report_pdf

    with Session(engine) as session:
        place, newest = session.get_one(WaveSchool, place_id), newest_report(session, place_id=place_id)
        if newest is not None and newest.stands:
            return Outcome.RELEASED
        found = finding(session, wave_id=place.wave_id, kind=FindingKind.SCHOOL, subject=place.school.urn)
        if found is None:
            return Outcome.WITHOUT_FIGURES
        content = compose(session, place=place, figures=found.figures, on=on)
        if newest is not None and is_made_in_time(newest) and _lasting(newest.content) == _lasting(content):
            return Outcome.THE_SAME
    content["figures"] = with_charts(content["figures"])
    pdf = report_pdf(content)
    with writing_session(engine) as session:
        try:
            store_draft(session, place=session.get_one(WaveSchool, place_id), content=content, pdf=pdf, on=on)
        except ReportFrozen:  # somebody released it while this draft was being made
            return Outcome.RELEASED
        session.commit()
    return Outcome.MADE


def _lasting(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a report says whatever the day on which it is drafted; its charts are drawn from that."""
    passing = {"drafted", "drafted_on", "figures"}
    figures = {key: value for key, value in content["figures"].items() if key != "charts"}
    return {key: value for key, value in content.items() if key not in passing} | {"figures": figures}


def _places(engine: Engine, wave_id: str) -> list[tuple[str, str, int]]:
    with Session(engine) as session:
        query = select(WaveSchool).where(WaveSchool.wave_id == wave_with_id(session, wave_id).id)
        found = sorted(session.scalars(query).unique(), key=lambda place: (place.school.name, place.id))
        return [(place.id, place.school.name, len(found)) for place in found]


def _closing_words(came_of: dict[Outcome, list[str]]) -> str:
    made, same, released = (
        len(came_of[outcome]) for outcome in (Outcome.MADE, Outcome.THE_SAME, Outcome.RELEASED)
    )
    words = [f"Drafts made for {'1 school' if made == 1 else f'{made} schools'}."]
    if same:
        words.append(
            "1 draft says the same as before." if same == 1 else f"{same} drafts say the same as before."
        )
    if released:
        words.append(
            "1 report is released and stays as it is."
            if released == 1
            else f"{released} reports are released and stay as they are."
        )
    if without := came_of[Outcome.WITHOUT_FIGURES]:
        words.append(f"No figures yet for {', '.join(without)}: find the themes of the wave again.")
    if failed := came_of[Outcome.FAILED]:
        words.append(
            f"No draft could be made for {', '.join(failed)}. Ask again; if it fails again, tell support."
        )
    return " ".join(words)

"""Drafting: a school’s stored findings, cleared quotes and actions become the frozen content of its report."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from surveys.actions import actions_for_school
from surveys.findings import FindingKind, finding
from surveys.quotes import Quoted, cleared_quotes
from surveys.reports import ReportFrozen, ReportState, newest_report, store_draft
from surveys.themes import themes
from surveys.waves import WaveSchool, wave_with_id
from voice.database import writing_session
from voice.rendering import day

MOST_QUOTES = 6
"""Enough to hear more than one voice, and room for them on the second page."""

Progress = Callable[[float, str], None]


def compose(session: Session, *, place: WaveSchool, figures: dict[str, Any], on: date) -> dict[str, Any]:
    """Return everything a school’s report says, as plain JSON values.

    ``figures`` are the school’s stored finding and so are protected already; dates are kept as they are read.
    """
    wave, school = place.wave, place.school
    return {
        "format": 1,
        "school": {"name": school.name, "urn": school.urn, "authority": school.la_name},
        "wave": {"name": wave.name, "opened": day(wave.opens_on), "closed": day(wave.last_day)},
        "drafted_on": on.isoformat(),
        "drafted": day(on),
        "figures": figures,
        "quotes": _quotes(session, place=place, figures=figures, on=on),
        "actions": [
            {
                "title": action.title,
                "theme": action.theme.counts_as.name,
                "agency": action.agency.name,
                "due": day(action.due_on),
                "status": action.status.value,
                "pupil_words": action.pupil_words,
                "everywhere": action.school_id is None,
            }
            for action in actions_for_school(session, school.id)
        ],
    }


def _quotes(
    session: Session, *, place: WaveSchool, figures: dict[str, Any], on: date
) -> list[dict[str, str | bool]]:
    """Return the quotes a school may see: themes shown for it, one quote an answer, in an order that tells nothing."""
    # A theme’s figure is shown only when at least ten texts of this school hold it.
    shown = {row["code"] for row in figures["written"] if row["school"]["shown"]}
    cleared = cleared_quotes(session, wave=place.wave, on=on, shown=shown, school_id=place.school_id)
    by_theme: dict[str, list[Quoted]] = {}
    for quote in sorted(cleared, key=lambda one: _shuffled(place, one.answer_id, one.theme_code)):
        by_theme.setdefault(quote.theme_code, []).append(quote)
    chosen: dict[str, Quoted] = {}
    for quote in _in_turn(by_theme):
        said_already = any(other.words == quote.words for other in chosen.values())
        if len(chosen) < MOST_QUOTES and quote.answer_id not in chosen and not said_already:
            chosen[quote.answer_id] = quote
    names = {theme.code: theme.name for theme in themes(session)}
    in_order = [chosen[answer_id] for answer_id in sorted(chosen, key=lambda key: _shuffled(place, key))]
    return [
        {"theme": one.theme_code, "title": names[one.theme_code], "words": one.words, "ours": one.is_ours}
        for one in in_order
    ]


def _in_turn(by_theme: dict[str, list[Quoted]]) -> Iterable[Quoted]:
    """Yield the first quote of each theme, then the second of each, so that no theme fills the page."""
    deepest = max((len(quotes) for quotes in by_theme.values()), default=0)
    for turn in range(deepest):
        for quotes in by_theme.values():
            if turn < len(quotes):
                yield quotes[turn]


def _shuffled(place: WaveSchool, *keys: str) -> str:
    return hashlib.sha256("/".join((place.id, *keys)).encode()).hexdigest()


def draft_reports(engine: Engine, *, wave_id: str, progress: Progress, on: date) -> str:
    """Make a draft report for every school of a wave and say what came of it; published reports stay as they are.

    Each school is committed by itself, so work that was interrupted is simply asked for again.
    """
    # The print and chart libraries are slow to load and must not be in the web process.
    from voice.insight import refuse_until_all_is_read, with_charts
    from voice.printing import report_pdf

    with Session(engine) as session:
        refuse_until_all_is_read(session, wave_id)
    made, published, without = 0, 0, []
    for number, (place_id, name, places) in enumerate(_places(engine, wave_id)):
        progress(number / places, f"Drafting the report of {name}, {number + 1} of {places}")
        with Session(engine) as session:
            newest = newest_report(session, place_id=place_id)
            if newest is not None and newest.state is ReportState.PUBLISHED:
                published += 1
                continue
            place = session.get_one(WaveSchool, place_id)
            found = finding(session, wave_id=wave_id, kind=FindingKind.SCHOOL, subject=place.school.urn)
            content = None
            if found is not None:
                content = compose(session, place=place, figures=with_charts(found.figures), on=on)
        if content is None:
            without.append(name)
            continue
        pdf = report_pdf(content)
        with writing_session(engine) as session:
            try:
                store_draft(
                    session, place=session.get_one(WaveSchool, place_id), content=content, pdf=pdf, on=on
                )
                session.commit()
                made += 1
            except ReportFrozen:  # somebody published it while this draft was being made
                published += 1
    return _closing_words(made, published, without)


def _places(engine: Engine, wave_id: str) -> list[tuple[str, str, int]]:
    with Session(engine) as session:
        query = select(WaveSchool).where(WaveSchool.wave_id == wave_with_id(session, wave_id).id)
        found = sorted(session.scalars(query).unique(), key=lambda place: (place.school.name, place.id))
        return [(place.id, place.school.name, len(found)) for place in found]


def _closing_words(made: int, published: int, without: list[str]) -> str:
    schools = "1 school" if made == 1 else f"{made} schools"
    words = f"Drafts made for {schools}; {published} already published."
    if without:
        words += f" No figures yet for {', '.join(without)}: find the themes of the wave again."
    return words

"""Wave tables: what was found in a wave, as tables to take away."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveys.exports import (
    COUNTED,
    FIGURE,
    GROUP,
    HIDDEN,
    MEASURE,
    NOT_AVAILABLE,
    TIME_AND_PLACE,
    Cell,
    Column,
    Kind,
    Setting,
    Table,
    count_cells,
    figure_cells,
    filters,
    notes,
    place_of,
    table,
)
from surveys.findings import FindingKind, finding, findings
from surveys.report_steps import StepKind
from surveys.reports import Report, reports_of_wave
from surveys.waves import Wave, WaveSchool
from surveys.workshops import in_how_many

TOTAL = "total"
"""What a finding calls the whole authority among its schools."""
THEME = filters(theme_code="The theme’s code in the codebook.", theme="The theme.")
MEASURES = {"written": "wrote about it", "ticked": "ticked it"}
ANSWERED = (
    Column("pupils_who_answered", "How many pupils have answered, to the nearest 5.", Kind.INDICATOR),
    *notes(in_words="The same number as the page on turnout says it."),
)
PROGRAMMES = notes(
    in_workshops="In how many of the workshop programmes it was said, in words that point at none of them."
)


Told = tuple[int | None, str]
"""A count that may be shown, or ``None``, and its words."""


def setting_of(wave: Wave) -> Setting:
    """Return when and where a wave was asked."""
    return Setting(wave.opens_on, tuple(place_of(place.school) for place in _in_order(wave)))


def _in_order(wave: Wave) -> list[WaveSchool]:
    """Return a wave’s schools by name. An order by size would tell which of two hidden figures is the larger."""
    return sorted(wave.schools, key=lambda place: (place.school.name, place.school.urn))


def finding_tables(session: Session, wave: Wave) -> list[Table]:
    """Return the tables of what a wave’s last count found; none before the first."""
    overview = finding(session, wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
    if overview is None:
        return []
    found = findings(session, wave_id=wave.id, kind=FindingKind.THEME)
    trusted = findings(session, wave_id=wave.id, kind=FindingKind.TRUST)
    here, on = setting_of(wave), overview.found_on
    return [
        _overview(overview.figures, here, on),
        table(
            "themes",
            "Themes, by school",
            (
                *TIME_AND_PLACE,
                *THEME,
                *filters(measure="Whether pupils wrote about it in their own words or ticked it."),
                *FIGURE,
            ),
            _theme_rows(found, here),
            as_at=on,
        ),
        table(
            "themes-in-workshops",
            "Themes in workshops",
            (*TIME_AND_PLACE, *THEME, *PROGRAMMES),
            (
                (*here.authority(), code, one["name"], said)
                for code, one in found.items()
                if (said := in_how_many(one["workshops"]["said_in"], one["workshops"]["of"]))
            ),
            as_at=on,
        ),
        table(
            "theme-words",
            "Words that made the machine think of a theme",
            (*THEME, *notes(word="A word that at least 10 texts used, the most used first.")),
            ((code, one["name"], word) for code, one in found.items() for word in one["words"]),
            as_at=on,
        ),
        table(
            "theme-trust",
            "How far to trust the machine on each theme",
            (
                *THEME,
                *notes(
                    how_far_to_trust="How often the machine and people agreed on it.",
                    cautions="What to look at before acting on it.",
                ),
            ),
            (
                (code, one["name"], trusted.get(code, {}).get("sentence", ""), _cautions(one))
                for code, one in found.items()
            ),
            as_at=on,
        ),
    ]


def _overview(figures: dict[str, Any], here: Setting, on: date) -> Table:
    counted = {
        "answered": "Pupils who answered",
        "writers": "Pupils who wrote something that a person has read",
        "decided": "Themes given that a person has decided on",
    }
    rows = [
        (*here.authority(), title, *count_cells(figures[key]))
        for key, title in counted.items()
        if key in figures
    ]
    return table("overview", "The wave as a whole", (*TIME_AND_PLACE, *MEASURE, *COUNTED), rows, as_at=on)


def _theme_rows(found: dict[str, dict[str, Any]], here: Setting) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for the authority and one for each school, for what was written and what was ticked."""
    for code, one in found.items():
        for key, measure in MEASURES.items():
            what = (code, one["name"], measure)
            figures = one[key]
            yield (*here.authority(), *what, *figure_cells(figures and figures[TOTAL]))
            for place in here.places:
                if figures and place.urn in figures:
                    yield (*here.school(place), *what, *figure_cells(figures[place.urn]))


def _cautions(one: dict[str, Any]) -> str:
    return " ".join(" ".join((said["reason"], *said["facts"])) for said in one.get("cautions", []))


def answers_table(wave: Wave, shown: Mapping[str, Told], total: Told, *, on: date) -> Table:
    """Return how many have answered of how many on roll, by school: protected counts as the turnout page shows them.

    ``shown`` is by the key of the school’s place.
    """
    here = setting_of(wave)
    rolls = [place.roll for place in wave.schools if place.roll is not None]
    everybody = sum(rolls) if len(rolls) == len(wave.schools) else NOT_AVAILABLE
    rows: list[tuple[Cell, ...]] = [(*here.authority(), everybody, *_told(total))]
    for place in _in_order(wave):
        roll = NOT_AVAILABLE if place.roll is None else place.roll
        rows.append((*here.school(place_of(place.school)), roll, *_told(shown[place.id])))
    on_roll = Column("pupils_on_roll", "Pupils on roll when the wave was made.", Kind.INDICATOR)
    return table("answers", "Answers, by school", (*TIME_AND_PLACE, on_roll, *ANSWERED), rows, as_at=on)


def years_table(wave: Wave, years: Iterable[tuple[str, Told]], *, on: date) -> Table:
    """Return how many have answered, by year group over all schools: protected counts as the turnout page shows them."""
    here = setting_of(wave)
    rows = ((*here.authority(), "Year group", year, *_told(told)) for year, told in years)
    return table(
        "answers-by-year", "Answers, by year group", (*TIME_AND_PLACE, *GROUP, *ANSWERED), rows, as_at=on
    )


def _told(shown: Told) -> tuple[Cell, ...]:
    number, words = shown
    return (HIDDEN if number is None else number), words


def report_states_table(session: Session, wave: Wave, *, on: date) -> Table:
    """Return how far each school’s report on a wave is: its newest edition."""
    reports, here = reports_of_wave(session, wave), setting_of(wave)
    columns = notes(
        edition="Which edition of the report this is.",
        state="How far it is.",
        drafted_on="The day its draft was made.",
        released_on="The day it was released to the school.",
        **{f"{kind}_on": f"The day it was {kind}." for kind in StepKind},
    )
    rows = (
        (*here.school(place_of(place.school)), *_state(reports.get(place.id))) for place in _in_order(wave)
    )
    return table("reports", "Reports, by school", (*TIME_AND_PLACE, *columns), rows, as_at=on)


def _state(report: Report | None) -> tuple[Cell, ...]:
    if report is None:
        return "", "none yet", "", "", *[""] * len(StepKind)
    steps = [report.step(kind) for kind in StepKind]
    days = [
        report.drafted_on,
        report.released_on,
        *(None if step is None else step.taken_on for step in steps),
    ]
    return report.number, report.state.value, *("" if day is None else day.isoformat() for day in days)

"""Beside: published attendance and the authority’s targets, as context in a paper. Never joined to what pupils said, and
never as its cause."""

from sqlalchemy.orm import Session

from surveys.attendance import AreaLevel, AttendancePeriod, own_authorities
from surveys.attendance_tables import PhaseTable, newest_attendance
from surveys.indicators import Phase
from surveys.standings import Standing, standings
from surveys.targets import Target, Unit, targets
from voice.paper_kinds.blocks import Block, table, words
from voice.rendering import day

TITLE = "Beside this: attendance and targets"
SHOWN = {
    "attendance": "Attendance",
    "persistent": "Pupils who missed a tenth or more",
    "severe": "Pupils who missed half or more",
}
"""Indicators that stand in a paper, with the heads of their columns: those that councils set targets for."""
CONTEXT = (
    "Attendance is what registers say of all pupils, and the targets are the authority’s own. They stand here as context: they "
    "are not about the pupils who answered, and neither shows what caused the other."
)
NOT_PUBLISHED = "not published"


def beside_blocks(session: Session) -> list[Block]:
    """Return the newest published attendance of the authority by phase, and its open targets; nothing where there is neither."""
    published = [(phase, found) for phase in Phase if (found := newest_attendance(session, phase=phase))]
    codes = own_authorities(session)
    rows = [row for phase, (period, figures) in published for row in _rows(phase, period, figures, codes)]
    open_targets = [one for one in targets(session) if one.ended_on is None]
    if not rows and not open_targets:
        return []
    return [
        words(CONTEXT),
        *(_attendance(rows, [period for _, (period, _) in published]) if rows else ()),
        *([_targets(standings(session, open_targets))] if open_targets else ()),
    ]


def _rows(
    phase: Phase, period: AttendancePeriod, figures: PhaseTable, codes: dict[str, str]
) -> list[tuple[str, ...]]:
    """Return a line for each of our authorities, its name beside the phase where there are several."""
    lines = {line.indicator.code: line.figures for line in figures.lines}
    found = []
    for place, area in enumerate(figures.areas):
        if area.level is AreaLevel.AUTHORITY and area.code in codes:
            cells = [lines[code][place] if code in lines else None for code in SHOWN]
            name = phase.value if len(codes) == 1 else f"{phase.value}, {area.name}"
            found.append((name, period.name, *(cell.words if cell else NOT_PUBLISHED for cell in cells)))
    return found


def _attendance(rows: list[tuple[str, ...]], periods: list[AttendancePeriod]) -> list[Block]:
    newest = max(periods, key=lambda period: period.until)
    return [
        table("Attendance in our schools, as published", ("Schools", "Time", *SHOWN.values()), rows),
        words(
            f"Source: Department for Education, Explore Education Statistics ({newest.source}, taken in on "
            f"{day(newest.taken_on)}). The newest figures reach to {day(newest.until)}."
        ),
    ]


def _targets(found: list[Standing]) -> Block:
    rows = [
        (
            one.target.title,
            f"{_value(one.target, one.target.baseline)} ({day(one.target.baseline_on)})",
            _latest(one),
            _value(one.target, one.target.goal),
            day(one.target.due_on),
        )
        for one in found
    ]
    return table("The authority’s targets", ("What is measured", "At the start", "Latest", "Aim", "By"), rows)


def _latest(standing: Standing) -> str:
    if standing.value is None:
        return "nothing noted yet"
    value = _value(standing.target, standing.value)
    if standing.measured_on is not None:
        return f"{value} ({day(standing.measured_on)})"
    return f"{value} ({standing.published.period.name})" if standing.published else value


def _value(target: Target, value: float) -> str:
    """Say a value to one decimal, as the Department rounds in its own text; numbers of things as they were noted."""
    return f"{value:.1f}%" if target.unit is Unit.PERCENT else target.said(value)

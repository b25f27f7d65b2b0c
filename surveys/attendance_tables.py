"""Attendance tables: published figures laid out for reading, a column an area or a column a period."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.attendance import Area, AreaLevel, AttendanceFigure, AttendancePeriod, attendance_periods
from surveys.indicators import INDICATORS, Indicator, Phase

FOLLOWED = ("attendance", "absence", "persistent", "severe")
"""Indicators shown over the years: those that targets are set for."""
MOST_PERIODS = 5
"""Columns that fit on a page."""


@dataclass(frozen=True)
class Line:
    """An indicator, and its figure in each area; ``None`` where none was published."""

    indicator: Indicator
    figures: tuple[AttendanceFigure | None, ...]


@dataclass(frozen=True)
class PhaseTable:
    """What was published for one phase in one period: a line an indicator, a column an area."""

    phase: Phase
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]

    @property
    def attending(self) -> list[Line]:
        return [line for line in self.lines if not line.indicator.is_reason]

    @property
    def reasons(self) -> list[Line]:
        return [line for line in self.lines if line.indicator.is_reason]


@dataclass(frozen=True)
class Trend:
    """One authority’s main figures for one phase, a column a period, the oldest first."""

    phase: Phase
    area: Area
    periods: tuple[AttendancePeriod, ...]
    lines: tuple[Line, ...]


def attendance_tables(session: Session, *, period: AttendancePeriod) -> list[PhaseTable]:
    """Return a period’s figures, one table a phase: our authority first, then its region, then England."""
    query = select(AttendanceFigure).where(AttendanceFigure.period_id == period.id)
    figures = session.scalars(query).all()
    tables = []
    for phase in Phase:
        cells = {(one.area_code, one.indicator): one for one in figures if one.phase is phase}
        areas = _areas(cells.values())
        lines = [
            Line(indicator, tuple(cells.get((area.code, code)) for area in areas))
            for code, indicator in INDICATORS.items()
        ]
        told = tuple(line for line in lines if any(line.figures))
        if told:
            tables.append(PhaseTable(phase, areas, told))
    return tables


def _areas(figures: Iterable[AttendanceFigure]) -> tuple[Area, ...]:
    found = {Area(one.area_level, one.area_code, one.area_name) for one in figures}
    order = list(AreaLevel)
    return tuple(sorted(found, key=lambda area: (order.index(area.level), area.name)))


def attendance_trends(session: Session, *, part: str, codes: Collection[str]) -> list[Trend]:
    """Return our authorities’ main figures over the newest periods of one kind, such as academic years.

    Only periods of the same kind stand beside each other, and there must be two of them.
    """
    periods = [one for one in attendance_periods(session) if one.part == part][:MOST_PERIODS][::-1]
    if len(periods) < 2:
        return []
    query = select(AttendanceFigure).where(
        AttendanceFigure.period_id.in_([one.id for one in periods]),
        AttendanceFigure.area_code.in_(codes),
        AttendanceFigure.indicator.in_(FOLLOWED),
    )
    figures = session.scalars(query).all()
    return [
        _trend(phase, area, periods, [one for one in figures if one.phase is phase])
        for phase in Phase
        for area in _areas(one for one in figures if one.phase is phase and one.period_id == periods[-1].id)
    ]


def _trend(
    phase: Phase, area: Area, periods: Sequence[AttendancePeriod], figures: Iterable[AttendanceFigure]
) -> Trend:
    cells = {(one.period_id, one.indicator): one for one in figures if one.area_code == area.code}
    lines = [
        Line(INDICATORS[code], tuple(cells.get((period.id, code)) for period in periods)) for code in FOLLOWED
    ]
    return Trend(phase, area, tuple(periods), tuple(line for line in lines if any(line.figures)))


def newest_attendance(session: Session, *, phase: Phase) -> tuple[AttendancePeriod, PhaseTable] | None:
    """Return the newest figures there are for a phase, and their period; for papers that show them beside findings."""
    for period in attendance_periods(session):
        for table in attendance_tables(session, period=period):
            if table.phase is phase:
                return period, table
    return None

"""Context tables: published attendance figures and the register of targets, as tables to take away."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from surveys.attendance import AreaLevel, AttendanceFigure
from surveys.exports import (
    COUNTRY,
    NOT_AVAILABLE,
    Cell,
    Column,
    Kind,
    Table,
    filters,
    notes,
    table,
    where,
)
from surveys.indicators import INDICATORS
from surveys.targets import Target, targets

AREA = where(
    time_period="The academic year, or the year of a week, as published.",
    time_identifier="The part of the year, as published.",
    geographic_level="Whether the row is about an authority, a region or the country.",
    country_code="The country’s code at the Office for National Statistics.",
    country_name="The country.",
    region_code="The region’s code; empty where the row is not about a region.",
    region_name="The region; empty where the row is not about a region.",
    old_la_code="The local authority’s three digits; empty where the row is not about one.",
    la_name="The local authority; empty where the row is not about one.",
)
LEVELS = {
    AreaLevel.AUTHORITY: "Local authority",
    AreaLevel.REGION: "Regional",
    AreaLevel.ENGLAND: "National",
}
SHARES = tuple(
    Column(f"{one.code}_percent", f"{one.title}, as published.", Kind.INDICATOR, "%", decimals=1)
    for one in INDICATORS.values()
)
"""A column for each published share, as the department’s own files have it."""


def attendance_table(session: Session, *, on: date) -> Table:
    """Return the published figures that were taken in, a row for each period, area and phase, the newest period first."""
    query = select(AttendanceFigure).options(joinedload(AttendanceFigure.period))
    by_row: defaultdict[tuple[str, ...], dict[str, Cell]] = defaultdict(dict)
    for one in sorted(session.scalars(query), key=_place_in_order):
        row = one.period.year, one.period.part, *_area(one), one.phase.value, one.period.source
        by_row[row][one.indicator] = one.value if one.value is not None else one.marker or NOT_AVAILABLE
    columns = (
        *AREA,
        *filters(education_phase="The kind of schools."),
        *notes(source="The name of the file that was taken in."),
        *SHARES,
    )
    rows = ((*row, *(told.get(code, NOT_AVAILABLE) for code in INDICATORS)) for row, told in by_row.items())
    return table("attendance", "Published attendance figures", columns, rows, as_at=on)


def _place_in_order(one: AttendanceFigure) -> tuple[int, str, int, str, str]:
    level = list(AreaLevel).index(one.area_level)
    return -one.period.until.toordinal(), one.period.part, level, one.area_name, one.phase.value


def _area(one: AttendanceFigure) -> tuple[str, ...]:
    named = dict.fromkeys(AreaLevel, ("", "")) | {one.area_level: (one.area_code, one.area_name)}
    region, authority = named[AreaLevel.REGION], named[AreaLevel.AUTHORITY]
    return LEVELS[one.area_level], *COUNTRY, *region, *authority


def targets_table(session: Session, *, on: date) -> Table:
    """Return the register of targets, each with the value noted last."""
    columns = notes(
        target="What the authority wants to reach.",
        unit="What it is counted in.",
        baseline="The value at the start.",
        baseline_on="The day of that value.",
        goal="The value to reach.",
        due_on="By when.",
        owner="Who answers for it.",
        source="Where its figures come from.",
        published_indicator="The published figure that it is about; empty for a measure of the authority’s own.",
        education_phase="The kind of schools that the published figure is about.",
        latest="The value noted last; empty before the first.",
        latest_on="The day of that value.",
        ended_on="The day it was ended; empty while it is worked on.",
        ended_why="Why it was ended.",
    )
    return table("targets", "Targets", columns, map(_target, targets(session)), as_at=on)


def target_values_table(session: Session, *, on: date) -> Table:
    """Return every value that was noted for a target."""
    columns = notes(
        target="The target.", unit="What it is counted in.", measured_on="The day.", value="The value."
    )
    return table("target-values", "Targets: values noted", columns, _values(session), as_at=on)


def _values(session: Session) -> Iterator[tuple[Cell, ...]]:
    for target in targets(session):
        for one in reversed(target.readings):
            yield target.title, target.unit.value, one.measured_on.isoformat(), one.value


def _target(target: Target) -> tuple[Cell, ...]:
    latest = target.readings[0] if target.readings else None
    return (
        target.title,
        target.unit.value,
        target.baseline,
        target.baseline_on.isoformat(),
        target.goal,
        target.due_on.isoformat(),
        target.owner,
        target.source,
        "" if target.indicator is None else INDICATORS[target.indicator].title,
        "" if target.phase is None else target.phase.value,
        "" if latest is None else latest.value,
        "" if latest is None else latest.measured_on.isoformat(),
        "" if target.ended_on is None else target.ended_on.isoformat(),
        target.ended_why or "",
    )

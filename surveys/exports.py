"""Exports: tables to take away, in the shape of the Department for Education’s open data where it fits.

A table is made of what pages show already: stored findings and reports, which hold nothing that may not be shown. What is
hidden there is “c” here.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveys.schools import School

Cell = str | int | float

HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, UNRELIABLE = "c", "z", "x", "u"
SIGNS = (
    (HIDDEN, "Hidden, because it could point to a few pupils. It may be none, few, or nearly all."),
    (NOT_APPLICABLE, "Does not apply, such as a theme that the survey has no box for."),
    (NOT_AVAILABLE, "Not known to Voice."),
    (UNRELIABLE, "No percentage is given, because fewer than 50 answers stand behind it."),
)
"""What stands in a cell in place of a number, as the department’s statistics have it."""


class Kind(enum.StrEnum):
    """What a column holds. Filters and indicators are the department’s words for what is told apart and what is counted."""

    TIME_OR_PLACE = "time or place"
    FILTER = "filter"
    INDICATOR = "indicator"
    NOTE = "note"


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str
    kind: Kind = Kind.NOTE
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class Table:
    name: str
    """What its file and its sheet are called: lower case with hyphens, at most 31 signs, and no figure in it."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    as_at: date

    @property
    def is_open_data(self) -> bool:
        """Whether it has the shape of open data, and so is described by a file of metadata as well."""
        kinds = {column.kind for column in self.columns}
        return {Kind.TIME_OR_PLACE, Kind.INDICATOR} <= kinds


@dataclass(frozen=True)
class Pack:
    """The tables that belong together, such as a wave’s, and what a reader should know of all of them."""

    title: str
    about: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def pack(title: str, about: Iterable[tuple[str, str]], tables: Iterable[Table]) -> Pack:
    """Put tables together; one without a row is left out."""
    return Pack(title, tuple(about), tuple(table for table in tables if table.rows))


def filters(**meanings: str) -> tuple[Column, ...]:
    """Return columns that tell rows apart, by their names."""
    return tuple(Column(name, meaning, Kind.FILTER) for name, meaning in meanings.items())


def notes(**meanings: str) -> tuple[Column, ...]:
    """Return columns of words, by their names."""
    return tuple(Column(name, meaning) for name, meaning in meanings.items())


def where(**meanings: str) -> tuple[Column, ...]:
    """Return columns that say when and where, by their names."""
    return tuple(Column(name, meaning, Kind.TIME_OR_PLACE) for name, meaning in meanings.items())


TIME_AND_PLACE = where(
    time_period="Academic year in which the survey opened: 202627 is September 2026 to August 2027.",
    time_identifier="Term in which the survey opened.",
    geographic_level="Whether the row is about one school, small schools together, or the whole local authority.",
    country_code="The country’s code at the Office for National Statistics.",
    country_name="The country.",
    old_la_code="The local authority’s three digits, as in the numbers of its schools.",
    la_name="The local authority.",
    school_laestab="The school’s number within its authority; empty for the whole authority.",
    school_urn="The school’s unique reference number; empty for the whole authority.",
    school_name="The school; empty for the whole authority.",
)
AUTHORITY, SCHOOL, ALIKE = "Local authority", "School", "Small schools together"
COUNTRY = ("E92000001", "England")
"""The register of schools that Voice reads is England’s."""

FIGURE = (
    Column(
        "pupils_asked",
        "Pupils behind the figure: those who answered the question, or who wrote something. To the nearest 5.",
        Kind.INDICATOR,
    ),
    Column("pupils_who_said_so", "How many of them said so, to the nearest 5.", Kind.INDICATOR),
    Column(
        "pupils_who_said_so_percent",
        "Their share, worked out from the rounded numbers: in steps of 10 from 50 answers, 5 from 100 and 1 from 500.",
        Kind.INDICATOR,
        "%",
    ),
    Column("in_words", "The same figure as pages and reports say it."),
    Column("why_hidden", "Why there is no figure, where there is none."),
)
COUNTED = (
    Column("number", "How many, to the nearest 5.", Kind.INDICATOR),
    Column("in_words", "The same figure as pages and reports say it."),
)
MEASURE = filters(measure="What was counted.")
GROUP = filters(breakdown_topic="What pupils are told apart by.", breakdown="The group.")
AS_AT = Column("as_at", "The day on which this was so: year, month, day.")


@dataclass(frozen=True)
class Place:
    """A school as the leading cells of a row name it."""

    laestab: str
    urn: str
    name: str
    la_name: str


def place_of(school: School) -> Place:
    """Return a school as rows name it."""
    return Place(school.laestab, school.urn, school.name, school.la_name)


@dataclass(frozen=True)
class Setting:
    """When a survey opened and where it was asked: the leading cells of every row about it."""

    opened: date
    places: tuple[Place, ...]

    def authority(self) -> tuple[str, ...]:
        """Return the leading cells of a row about the whole authority."""
        return (*self._leading(AUTHORITY, self.places), "", "", "")

    def alike(self) -> tuple[str, ...]:
        """Return the leading cells of a row about all schools that are too small to stand alone."""
        return (*self._leading(ALIKE, self.places), "", "", "")

    def school(self, place: Place) -> tuple[str, ...]:
        """Return the leading cells of a row about one school."""
        return (*self._leading(SCHOOL, (place,)), place.laestab, place.urn, place.name)

    def _leading(self, level: str, places: tuple[Place, ...]) -> tuple[str, ...]:
        # Schools of several authorities have no code in common.
        codes = sorted({place.laestab[:3] for place in places})
        names = sorted({place.la_name for place in places})
        code = codes[0] if len(codes) == 1 else NOT_AVAILABLE
        return (*period(self.opened), level, *COUNTRY, code, "; ".join(names))


def period(day: date) -> tuple[str, str]:
    """Return a day’s academic year and term as open data name them: 202627, Autumn term.

    Easter moves and each authority sets its own terms; a survey that opens in April or later belongs to the summer’s.
    """
    begins = day.year if day.month >= 9 else day.year - 1
    term = "Autumn" if day.month >= 9 else "Spring" if day.month <= 3 else "Summer"
    return f"{begins}{(begins + 1) % 100:02d}", f"{term} term"


def figure_cells(figure: Mapping[str, Any] | None) -> tuple[Cell, ...]:
    """Return a stored figure as the cells under ``FIGURE``; ``None`` stands for what was not asked."""
    if figure is None:
        return (*[NOT_APPLICABLE] * 3, "not asked", "")
    base = HIDDEN if figure["base"] is None else figure["base"]
    if not figure["shown"] or figure["count"] is None:
        return base, HIDDEN, HIDDEN, figure["words"], figure["why"]
    percent = UNRELIABLE if figure["percent"] is None else figure["percent"]
    return base, figure["count"], percent, figure["words"], figure["why"]


def count_cells(figure: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return a stored plain count as the cells under ``COUNTED``."""
    return figure["count"] if figure["shown"] else HIDDEN, figure["words"]


def table(
    name: str,
    title: str,
    columns: Iterable[Column],
    rows: Iterable[Iterable[Cell]],
    *,
    as_at: date,
) -> Table:
    """Return a table whose every row ends with the day it is as at, so that a file by itself still says so."""
    day = as_at.isoformat()
    return Table(name, title, (*columns, AS_AT), tuple((*row, day) for row in rows), as_at)

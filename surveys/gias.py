"""The national register of schools (GIAS): reading its file, and bringing our schools up to date with it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.cells import CannotRead, Cells, RowProblem, places_of
from surveys.phases import PHASES, phase_for
from surveys.schools import School
from surveys.sheets import Sheet, SheetProblem, read_sheet

CLOSED = "2"
STATUSES = {"1": "Open", "2": "Closed", "3": "Open, but proposed to close", "4": "Proposed to open"}
NEEDED = ("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName")
NEEDED_EITHER = ("EstablishmentStatus", "PhaseOfEducation")
"""Columns that come as “… (code)” and “… (name)”; one of the two is enough."""


@dataclass(frozen=True)
class SchoolRow:
    """One school as the register has it, with the columns of ``School``."""

    urn: str
    laestab: str
    name: str
    la_name: str
    type_name: str | None
    phase: str
    status: str
    low_age: int | None
    high_age: int | None
    gender: str | None
    roll: int | None
    percent_fsm: float | None
    trust: str | None
    ukprn: str | None
    street: str | None
    town: str | None
    postcode: str | None
    website: str | None
    head: str | None
    closed_on: date | None
    is_closed: bool


@dataclass(frozen=True)
class Register:
    """What a file of the register says: its good rows, and what is wrong with the others."""

    rows: tuple[SchoolRow, ...]
    problems: tuple[RowProblem, ...]


@dataclass
class Imported:
    """What an import did, counted in schools."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    """How many of them all have closed."""
    problems: Sequence[RowProblem] = field(default_factory=tuple)


def read_schools(path: Path) -> Register:
    """Read an establishments file by the names of its columns; columns we do not know are passed over.

    Raises ``SheetProblem`` when the file is not a table or lacks a column that is needed.
    """
    sheet = read_sheet(path)
    places = _places(path.name, sheet)
    schools: dict[str, SchoolRow] = {}
    first_seen: dict[str, int] = {}
    problems = []
    for row in sheet.rows:
        try:
            school = _school(Cells(row, places, width=len(sheet.titles)))
            if school.urn in schools:
                raise CannotRead("URN", f"{school.urn} is in row {first_seen[school.urn]} already.")
            schools[school.urn], first_seen[school.urn] = school, row.number
        except CannotRead as problem:
            problems.append(problem.in_row(row.number))
    return Register(tuple(schools.values()), tuple(problems))


def import_schools(
    session: Session, rows: Iterable[SchoolRow], *, problems: Sequence[RowProblem] = ()
) -> Imported:
    """Add the register’s schools, and bring the ones we know, by URN, up to date. None is ever removed."""
    known = {school.urn: school for school in session.scalars(select(School))}
    imported = Imported(problems=problems)
    for row in rows:
        school, facts = known.get(row.urn), asdict(row)
        imported.closed += row.is_closed
        if school is None:
            session.add(School(**facts))
            imported.added += 1
        elif all(getattr(school, name) == value for name, value in facts.items()):
            imported.unchanged += 1
        else:
            for name, value in facts.items():
                setattr(school, name, value)
            imported.updated += 1
    session.flush()
    return imported


def _places(name: str, sheet: Sheet) -> dict[str, int]:
    places = places_of(sheet)
    missing = [column for column in NEEDED if column.casefold() not in places]
    missing += [
        f"{column} (code)"
        for column in NEEDED_EITHER
        if not {f"{column} (code)".casefold(), f"{column} (name)".casefold()} & places.keys()
    ]
    if missing:
        raise SheetProblem(
            f"{name} is not an establishments file of the register (GIAS): it has no column {', '.join(missing)}."
        )
    return places


def _school(cells: Cells) -> SchoolRow:
    urn = cells.urn("URN")
    status_code, status = _code_and_name(cells, "EstablishmentStatus", STATUSES)
    if status is None:
        raise CannotRead("EstablishmentStatus (code)", "this is empty or unknown, and it is needed.")
    is_closed = status_code == CLOSED
    head = (cells.text(f"Head{part}") for part in ("Title (name)", "FirstName", "LastName"))
    return SchoolRow(
        urn=urn,
        # Some entries that are not schools have no establishment number; none of them is ever looked up by it.
        laestab="".join(filter(None, (cells.digits("LA (code)", 3), cells.digits("EstablishmentNumber", 4)))),
        name=cells.needed("EstablishmentName"),
        la_name=cells.needed("LA (name)"),
        type_name=cells.text("TypeOfEstablishment (name)"),
        phase=_phase(cells),
        status=status,
        low_age=cells.number("StatutoryLowAge", int, 99),
        high_age=cells.number("StatutoryHighAge", int, 99),
        gender=cells.text("Gender (name)"),
        roll=cells.number("NumberOfPupils", int, 100_000),
        percent_fsm=cells.number("PercentageFSM", float, 100),
        trust=cells.text("Trusts (name)"),
        ukprn=cells.digits("UKPRN", 8),
        street=cells.text("Street"),
        town=cells.text("Town"),
        postcode=cells.text("Postcode", 10),
        website=cells.text("SchoolWebsite"),
        head=" ".join(filter(None, head))[:200] or None,
        closed_on=cells.day("CloseDate") if is_closed else None,
        is_closed=is_closed,
    )


def _code_and_name(cells: Cells, column: str, names: dict[str, str]) -> tuple[str | None, str | None]:
    """Return a column’s code and name, each found from the other where the file has one alone."""
    code, name = cells.text(f"{column} (code)"), cells.text(f"{column} (name)")
    if code is None and name is not None:
        code = next((known for known, words in names.items() if words.casefold() == name.casefold()), None)
    return code, name or names.get(code or "")


def _phase(cells: Cells) -> str:
    _, phase = _code_and_name(cells, "PhaseOfEducation", PHASES)
    if phase is not None:
        return phase
    kind = cells.text("TypeOfEstablishment (code)")
    group = cells.text("EstablishmentTypeGroup (code)")
    low, high = (cells.number(f"Statutory{side}Age", int, 99) for side in ("Low", "High"))
    return phase_for(kind=kind, group=group, low_age=low, high_age=high)

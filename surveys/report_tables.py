"""Report tables: a school’s report as tables to take away, from its frozen content alone."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from surveys.exports import (
    ALIKE,
    AUTHORITY,
    COUNTED,
    FIGURE,
    GROUP,
    MEASURE,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    SCHOOL,
    TIME_AND_PLACE,
    Cell,
    Column,
    Kind,
    Place,
    Setting,
    Table,
    count_cells,
    figure_cells,
    filters,
    notes,
    table,
)
from surveys.reports import Report

Figures = dict[str, Any]
Line = tuple[str, tuple[Cell, ...]]
"""Whom a row is about – the school, the whole authority, or schools like it together – and the cells that follow its place."""

ITEM = filters(item_code="A short code for the line.", item="The line as the report says it.")
RANGE = tuple(
    Column(name, meaning, Kind.INDICATOR, unit)
    for name, meaning, unit in (
        ("lowest_school_percent", "The lowest share of any school, where 5 or more may be shown.", "%"),
        ("highest_school_percent", "The highest share of any school, where 5 or more may be shown.", "%"),
        ("schools_shown", "How many schools the lowest and the highest are taken from.", ""),
    )
)
CHANGE = notes(
    change="Since the survey before: up, down, about the same, or cannot be compared.",
    why_so="Why that is said of the change.",
)
DIFFERS = notes(differs="Whether this school is higher or lower than all schools, beyond chance; else empty.")
WHERE = filters(place="The place.", time="The time of day; “any time” for the place as a whole.")
ANY_TIME = "any time"
SAID = filters(item="What they said.")
WHOSE = notes(whose="Whose figures these are, where they are not this school’s own.")
SCOPES = {"school": SCHOOL, "authority": AUTHORITY, "pool": ALIKE}
"""Whose figures a table by groups holds: those of a small school, or of small groups, are told of more schools."""
SENTENCE = notes(in_a_sentence="What the report says of it.")


def report_tables(report: Report) -> list[Table]:
    """Return the tables of a report, as at the day its draft was made. Reports of every format are read."""
    figures = report.content["figures"]
    return [
        _table(report, "answers", "Who answered", (*MEASURE, *COUNTED), _answers(figures)),
        _table(
            report, "headlines", "Headline figures", (*ITEM, *FIGURE, *RANGE, *CHANGE), _headlines(figures)
        ),
        _table(report, "barriers", "What makes it hard", (*ITEM, *FIGURE, *DIFFERS), _barriers(figures)),
        _table(
            report, "different", "What is different here", (*ITEM, *FIGURE, *SENTENCE), _different(figures)
        ),
        _table(report, "themes", "What pupils wrote about", (*ITEM, *FIGURE), _beside(figures, "written")),
        _table(report, "what-works", "What is working", (*ITEM, *FIGURE), _beside(figures, "working")),
        _table(report, "places", "Places and times", (*WHERE, *FIGURE), _places(figures)),
        _table(report, "wants", "What pupils want", (*ITEM, *FIGURE), _beside(figures, "wants")),
        _table(
            report,
            "groups",
            "Year groups and other groups",
            (*GROUP, *SAID, *FIGURE, *WHOSE),
            _groups(figures),
        ),
        _table(report, "marked-forms", "Forms to read with care", (*MEASURE, *COUNTED), _marks(figures)),
        *_lists(report),
    ]


def place_reported(report: Report) -> Place:
    """Return the school as the report names it, which stays also when the school is renamed."""
    told = report.content["school"]
    return Place(report.place.school.laestab, told["urn"], told["name"], told["authority"])


def drafted_on(report: Report) -> date:
    """Return the day that a report’s figures are as at."""
    return date.fromisoformat(report.content["drafted_on"])


def _table(report: Report, name: str, title: str, columns: Iterable[Column], lines: Iterable[Line]) -> Table:
    place = place_reported(report)
    here = Setting(report.place.wave.opens_on, (place,))
    leading = {SCHOOL: here.school(place), AUTHORITY: here.authority(), ALIKE: here.alike()}
    rows = ((*leading[level], *cells) for level, cells in lines)
    return table(name, title, (*TIME_AND_PLACE, *columns), rows, as_at=drafted_on(report))


def _answers(figures: Figures) -> Iterator[Line]:
    yield SCHOOL, ("Pupils who answered", *count_cells(figures["answered"]))
    roll = figures.get("roll")
    rate = figures.get("rate", {}).get("words", "")
    yield SCHOOL, ("Pupils on roll", NOT_AVAILABLE if roll is None else roll, rate)
    if came := figures.get("workshops", {}).get("came"):
        yield SCHOOL, ("Pupils who came to workshops", *count_cells(came))


def _pair(row: Figures, *what: Cell) -> Iterator[Line]:
    """Yield what a row says of the school and of the authority; ``what`` tells it from the other rows."""
    yield SCHOOL, (*what, *figure_cells(row["school"]))
    yield AUTHORITY, (*what, *figure_cells(row["authority"]))


def _headlines(figures: Figures) -> Iterator[Line]:
    for row in figures["headlines"]:
        own, everywhere = _pair(row, row["key"], row["title"])
        change, spread = row.get("change") or {}, row.get("range")
        said = (change.get("word", ""), change.get("why", ""))
        between = (spread["low"], spread["high"], spread["schools"]) if spread else [NOT_AVAILABLE] * 3
        yield SCHOOL, (*own[1], *[NOT_APPLICABLE] * 3, *said)
        yield AUTHORITY, (*everywhere[1], *between, "", "")


def _barriers(figures: Figures) -> Iterator[Line]:
    for row in figures["barriers"]:
        for level, cells in _pair(row, row["code"], row["title"]):
            yield level, (*cells, row.get("differs", "") if level == SCHOOL else "")


def _different(figures: Figures) -> Iterator[Line]:
    for row in figures.get("different", []):
        for level, cells in _pair(row, row.get("code", ""), row["title"]):
            yield level, (*cells, row["sentence"])


def _beside(figures: Figures, name: str) -> Iterator[Line]:
    for row in figures[name]:
        yield from _pair(row, row["code"], row["title"])


def _places(figures: Figures) -> Iterator[Line]:
    places = figures["places"]
    for code, title in places["rows"]:
        if code in places["totals"]:
            yield SCHOOL, (title, ANY_TIME, *figure_cells(places["totals"][code]))
        for time, when in places["columns"]:
            cell = places["cells"].get(f"{code}|{time}")
            if cell is not None:
                yield SCHOOL, (title, when, *figure_cells(cell))


def _groups(figures: Figures) -> Iterator[Line]:
    for one in figures.get("groups", []):
        level = SCOPES.get(one.get("scope", ""), SCHOOL)
        for row in one["rows"]:
            for code, title in one["columns"]:
                what = one["title"], title, row["title"]
                yield level, (*what, *figure_cells(row["cells"].get(code)), one["why"])


def _marks(figures: Figures) -> Iterator[Line]:
    for mark in figures.get("method", {}).get("marks", []):
        yield SCHOOL, (f"Forms that {mark['said']}", *count_cells(mark["forms"]))


def _lists(report: Report) -> list[Table]:
    """Return what a report lists in words."""
    content, on = report.content, drafted_on(report)
    said = content["figures"].get("workshops", {}).get("lines", [])
    return [
        table(
            "workshops",
            "What workshops recommend",
            notes(kind="What kind of line it is.", words="What pupils said together."),
            ((str(line["kind"]), line["text"]) for line in said),
            as_at=on,
        ),
        table(
            "quotes",
            "In pupils’ words",
            notes(
                theme="The theme it was chosen for.",
                words="What a pupil wrote, or our words for it.",
                whose="Whose words.",
            ),
            (
                (quote["title"], quote["words"], "ours" if quote.get("ours") else "a pupil’s")
                for quote in content.get("quotes", [])
            ),
            as_at=on,
        ),
        table(
            "actions",
            "What is being done",
            notes(
                action="What is done.",
                theme="What it is about.",
                agency="Who does it.",
                due="By when.",
                status="How far it was when the report was drafted.",
                schools="Whether it is for this school or for every school.",
                words_for_pupils="What pupils are told.",
            ),
            (
                (
                    action["title"],
                    action["theme"],
                    action["agency"],
                    action["due"],
                    action["status"],
                    "every school" if action["everywhere"] else "this school",
                    action["pupil_words"] or "",
                )
                for action in content.get("actions", [])
            ),
            as_at=on,
        ),
    ]

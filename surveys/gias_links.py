"""The national register’s file of links (GIAS): which school came before, after, out of or together with which."""

from dataclasses import dataclass, replace
from pathlib import Path

from surveys.cells import CannotRead, Cells, RowProblem, places_of
from surveys.school_links import Linked, SchoolLinkKind
from surveys.sheets import Sheet, SheetProblem, read_sheet

NEEDED = ("URN", "LinkURN", "LinkType")
_SAME, _MERGED, _SPLIT = SchoolLinkKind.PREDECESSOR, SchoolLinkKind.MERGED, SchoolLinkKind.SPLIT
KINDS = {
    "predecessor": (_SAME, True),
    "predecessor - merged": (_MERGED, True),
    "predecessor - amalgamated": (_MERGED, True),
    "predecessor - split school": (_SPLIT, True),
    "successor": (_SAME, False),
    "successor - merged": (_MERGED, False),
    "successor - amalgamated": (_MERGED, False),
    "successor - split school": (_SPLIT, False),
    "result of amalgamation": (_MERGED, True),
    "merged - change in age range": (_MERGED, True),
    "merged - expansion of school capacity": (_MERGED, True),
    "merged - expansion in school capacity and changer in age range": (_MERGED, True),
}
"""What the register calls a link, what it means to us, and whether the linked school is the earlier of the two."""
PASSED_OVER = frozenset(
    {"closure", "expansion", "other", "sixth form centre link", "sixth form centre school"}
)
"""Links that say nothing of who a school’s pupils are."""
_CAUTION = (_SAME, _MERGED, _SPLIT)
"""Where two rows about the same pair differ, the later of these holds: it claims less."""


@dataclass(frozen=True)
class RegisterLinks:
    """What a file of links says: the links, how many rows say nothing to us, and what is wrong with others."""

    links: tuple[Linked, ...]
    passed_over: int
    problems: tuple[RowProblem, ...]


def read_links(path: Path) -> RegisterLinks:
    """Read a links file by the names of its columns. The two rows about a pair, one from each side, become one link.

    Raises ``SheetProblem`` when the file is not a table or lacks a column that is needed.
    """
    sheet = read_sheet(path)
    places = _places(path.name, sheet)
    found: dict[frozenset[str], Linked] = {}
    problems, passed_over = [], 0
    for row in sheet.rows:
        try:
            linked = _linked(Cells(row, places, width=len(sheet.titles)))
        except CannotRead as problem:
            problems.append(problem.in_row(row.number))
            continue
        if linked is None:
            passed_over += 1
            continue
        pair = frozenset({linked.earlier, linked.later})
        found[pair] = _joined(found[pair], linked) if pair in found else linked
    return RegisterLinks(tuple(found.values()), passed_over, tuple(problems))


def _places(name: str, sheet: Sheet) -> dict[str, int]:
    places = places_of(sheet)
    missing = [column for column in NEEDED if column.casefold() not in places]
    if missing:
        raise SheetProblem(
            f"{name} is not a links file of the register (GIAS): it has no column {', '.join(missing)}."
        )
    return places


def _linked(cells: Cells) -> Linked | None:
    own, other = cells.urn("URN"), cells.urn("LinkURN")
    words = cells.needed("LinkType")
    day, name = cells.day("LinkEstablishedDate"), cells.text("LinkName")
    if words.casefold() in PASSED_OVER:
        return None
    if words.casefold() not in KINDS:
        raise CannotRead(
            "LinkType", f"“{words}” is not a kind of link that the register had when this was written."
        )
    if own == other:
        raise CannotRead("LinkURN", f"{own} is linked to itself.")
    kind, other_is_earlier = KINDS[words.casefold()]
    if other_is_earlier:
        return Linked(other, own, kind, day, earlier_name=name)
    return Linked(own, other, kind, day, later_name=name)


def _joined(first: Linked, second: Linked) -> Linked:
    """Return what two rows about one pair say together; who came first is as the first of them has it."""
    names = {second.earlier: second.earlier_name, second.later: second.later_name}
    days = [day for day in (first.day, second.day) if day is not None]
    return replace(
        first,
        kind=max(first.kind, second.kind, key=_CAUTION.index),
        day=max(days, default=None),
        earlier_name=first.earlier_name or names[first.earlier],
        later_name=first.later_name or names[first.later],
    )

"""Added lines: what came to be told of a wave after a report on it was released, such as a new theme or choice.

A new line is counted from the answers as they are now, and the others stay as they were told. So its base beside theirs
could tell of the few who came or went in between: where it would, it waits for the next wave.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from analysis.cube import Cube, Line
from analysis.levels import ROUNDED_BY, SHOWN_FROM
from analysis.protection import TOO_SMALL, TOTAL, WHY_COUNT, Figure

FAR = SHOWN_FROM + 2 * ROUNDED_BY
"""How far apart two rounded numbers are at least whose exact ones are ten apart, whatever each of them stands for."""
THEMES = ("written", "ticked")
"""Beginnings of the lines of themes, which people split, merge and retire."""
GONE = Figure(None, None, None, TOO_SMALL, False, WHY_COUNT)

Base = int | None


def is_same_or_far(old: int | None, new: int | None) -> bool:
    return old == new or (old is not None and new is not None and abs(new - old) >= FAR)


def added_line(key: str, old: Cube, new: Cube) -> Line:
    """Return a line that was not told before, without the schools where it would tell of a few pupils."""
    return _without(new.lines[key], _schools_that_moved(key, old, new))


def added_groups(key: str, dimension: str, old: Cube, new: Cube) -> dict[str, Line]:
    """Return the groups of such a line: all groups of a school, which add up to it, or none."""
    before, now = old.by_group.get(dimension, {}), new.by_group[dimension][key]
    alike = [before[name] for name in _asked_alike(key, old, new) if name in before]
    moved = set(_schools_that_moved(key, old, new))
    for code, line in now.items():
        moved |= _moved(
            line, [groups[code] for groups in alike], [groups[code] for groups in before.values()]
        )
    return {code: _without(line, moved) for code, line in now.items()}


def added_own_line(own: tuple[str, str], old: Cube, new: Cube) -> Line:
    """Return the line of a place that a school added; it has the base of all places of its question."""
    (school, key), line = own, new.own[own]
    question = key.split(".")[0]
    alike = [old.lines[name] for name in old.lines if name.split(".")[0] == question]
    alike += [one for (of, name), one in old.own.items() if of == school and name.split(".")[0] == question]
    moved = _moved(Line({school: line.figures[school]}, {}), alike, list(old.lines.values()))
    return _without(line, line.figures if moved else ())


def _schools_that_moved(key: str, old: Cube, new: Cube) -> set[str]:
    if _may_be_a_part(key, old, new):
        return set(new.lines[key].figures)
    alike = [old.lines[name] for name in _asked_alike(key, old, new)]
    return _moved(new.lines[key], alike, list(old.lines.values()))


def _may_be_a_part(key: str, old: Cube, new: Cube) -> bool:
    """Say whether a theme went that was told, for it may have been split, and the new one be a part of it.

    The whole that was told, less the parts that are shown, would tell a hidden part.
    """
    kind = key.split(".")[0]
    went = old.lines.keys() - new.lines.keys()
    return kind in THEMES and any(name.split(".")[0] == kind for name in went)


def _asked_alike(key: str, old: Cube, new: Cube) -> list[str]:
    """Return the lines told before that are asked of the same pupils: they have the same bases, school by school."""

    def bases(name: str) -> dict[str, Base]:
        return {school: figure.base for school, figure in new.lines[name].figures.items()}

    own = bases(key)
    return [name for name in old.lines if name in new.lines and bases(name) == own]


def _moved(line: Line, alike: Sequence[Line], others: Sequence[Line]) -> set[str]:
    """Return the rows of a line whose base would tell of a few pupils beside what was told of them.

    alike: lines told of the same pupils. others: all that was told, for a line that has none.
    """
    return {
        row
        for row, figure in line.figures.items()
        if figure.base is not None
        and not _fits(figure.base, list(_bases(alike, row)), list(_bases(others, row)))
    }


def _bases(lines: Iterable[Line], row: str) -> Iterable[Base]:
    return (line.figures[row].base for line in lines if row in line.figures)


def _fits(base: int, alike: Sequence[Base], others: Sequence[Base]) -> bool:
    if alike:
        return all(is_same_or_far(told, base) for told in alike)
    # Of a school that nothing was told of, there is nothing to subtract.
    told = [one for one in others if one is not None]
    return not others or base in told or (bool(told) and all(is_same_or_far(one, base) for one in told))


def _without(line: Line, rows: Collection[str] | Mapping[str, Figure]) -> Line:
    """Return a line without some rows, and then without its total, from which they would follow."""
    gone = {*rows, TOTAL} if rows else frozenset()
    return Line(
        {row: GONE if row in gone else figure for row, figure in line.figures.items()}, dict(line.alone)
    )

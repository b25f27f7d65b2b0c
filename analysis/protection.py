"""The one gate between a count and a reader.

Every figure that leaves the analysis is made here, rounded and, where a pupil could be picked out, hidden. A
`Figure` holds nothing that may not be shown, so whatever prints it cannot leak.

The rules follow what statistics offices do with small groups ("10 and 5": hide under ten, round to five), because
in a school the reader may know everyone in the room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from analysis.levels import ROUND_TO, SHOWN_FROM, Level

# Answers or pupils. Below ten, a classmate or teacher could guess who; the ONS census rule.
THRESHOLD = SHOWN_FROM
# Answers. Below fifty a percentage claims more than so few can carry, and gives the count away.
WORDS_BELOW = 50
# Percentage points by rounded base: finer steps would let a reader work back to the exact count.
STEPS = ((500, 1), (100, 5), (WORDS_BELOW, 10))
# “Other schools” must be a crowd: at least this many schools and answers, …
OTHER_SCHOOLS, OTHER_ANSWERS = 3, 50
# … the two largest no more than this share of it, and the rest at least this share of the largest, so that a
# large school cannot subtract itself and read off its neighbour (the usual dominance rules of disclosure control).
TWO_LARGEST, REST_OF_LARGEST = 0.9, 0.1
# The name of a line’s total among its figures.
TOTAL = "total"

TOO_SMALL = "too small to say"
WHY_BASE = "Hidden because too few answers stand behind it."
# One reason for “hardly anyone”, “nearly everyone” and “hidden to protect its neighbour”: which it was would tell.
WHY_COUNT = "Hidden because it, or a figure beside it, could point to a few pupils."
WHY_SCHOOLS = "Hidden because there are too few other schools, or too few answers from them, to compare with."
WHY_DOMINANT = "Hidden because one or two schools make up nearly all of the comparison."


@dataclass(frozen=True)
class Figure:
    """A number that is safe to show, or the reason why it is not shown.

    `base` and `count` are rounded to 5; `percent` is in steps; `words` can always be printed.
    """

    base: int | None
    count: int | None
    percent: int | None
    words: str
    shown: bool
    why: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Figure:
        return cls(**{name: data[name] for name in cls.__dataclass_fields__})


def rounded(number: int) -> int:
    """To the nearest 5."""
    return (number + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def protect_count(number: int) -> Figure:
    """A plain total, such as how many answered: rounded, hidden under 10."""
    _refuse_nonsense(0, number)
    if number < THRESHOLD:
        return Figure(None, None, None, TOO_SMALL, False, WHY_BASE)
    return Figure(None, rounded(number), None, f"about {rounded(number):,}", True, "")


def protect_share(count: int, base: int) -> Figure:
    """How many of the base: hidden when few said it, when few did not, or when few were asked.

    Zero is treated as any small number, and nearly everyone as hardly anyone: both tell on someone.
    """
    _refuse_nonsense(count, base)
    return _figure(
        count,
        base,
        show_base=base >= THRESHOLD,
        show_count=base >= THRESHOLD and min(count, base - count) >= THRESHOLD,
        least_base=THRESHOLD,
    )


Key = TypeVar("Key", bound=Hashable)
Cells = Mapping[str, tuple[int, int]]
"""How many said it and how many were asked, by school."""


def protect_rows(cells: Cells, *, level: Level = Level.SCHOOL) -> dict[str, Figure]:
    """A line that adds up, such as one theme over the schools: {school: (count, base)}, with its total.

    A hidden number must not follow from the total and the others. While it could be narrowed to fewer than
    5 values, the smallest one still shown in the line is hidden too, and when none is left, the total.
    """
    return protect_lines({"": cells}, level=level)[""]


def protect_lines(lines: Mapping[Key, Cells], *, level: Level = Level.SCHOOL) -> dict[Key, dict[str, Figure]]:
    """Many lines at once, as `protect_rows` does one; lines with the same bases show and hide the same ones.

    So does a question’s every choice, which is asked of the same pupils: a base that one line hides and another shows
    would be shown.
    """
    alike: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key, cells in lines.items():
        if TOTAL in cells:
            raise ValueError(f"No cell may be called “{TOTAL}”: that is the name of the line’s total.")
        for cell in cells.values():
            _refuse_nonsense(*cell)
        # Sorted, for in whatever order its schools come a line must hide the same ones.
        alike[tuple(sorted(cells))].append(key)
    found: dict[Key, dict[str, Figure]] = {}
    for names, keys in alike.items():
        found |= _protect_alike([lines[key] for key in keys], keys, names, level)
    return {key: found[key] for key in lines}


def _protect_alike(
    lines: Sequence[Cells], keys: Sequence[Key], names: tuple[str, ...], level: Level
) -> dict[Key, dict[str, Figure]]:
    """Protect lines over the same schools."""
    # Imported here: pages only round and hide single figures, and start without NumPy.
    import numpy as np

    from analysis.additive import Counted, with_totals
    from analysis.hiding import hide

    if not names:
        return {key: {TOTAL: protect_share(0, 0)} for key in keys}
    numbers = np.array([[cells[name] for name in names] for cells in lines], np.int64).reshape(
        len(lines), -1, 2
    )
    counts, bases = numbers[..., :1], numbers[..., 1:]
    _, bases_of = np.unique(bases[..., 0], axis=0, return_inverse=True)
    table = Counted(with_totals(counts), with_totals(bases), bases_of.reshape(-1))
    shown = hide(table, least_base=level.least_base)
    if len(names) == 1:  # of one school the total is its own figure once more
        shown.bases[:, -1], shown.counts[:, -1] = shown.bases[:, 0], shown.counts[:, 0]
    return {
        key: {
            name: _figure(
                int(table.counts[line, place, 0]),
                int(table.bases[line, place, 0]),
                show_base=bool(shown.bases[line, place, 0]),
                show_count=bool(shown.counts[line, place, 0]),
                least_base=level.least_base,
            )
            for place, name in enumerate((*names, TOTAL))
        }
        for line, key in enumerate(keys)
    }


def _figure(count: int, base: int, *, show_base: bool, show_count: bool, least_base: int) -> Figure:
    """What is told of one cell, once it is settled what may be."""
    if show_count:
        percent = _percent(rounded(count), rounded(base)) if base >= WORDS_BELOW else None
        said = _vague if percent is None else _tenths
        words = said(rounded(count), rounded(base))
        return Figure(rounded(base), rounded(count), percent, words, True, "")
    told = rounded(base) if show_base else None
    return Figure(told, None, None, TOO_SMALL, False, WHY_BASE if base < least_base else WHY_COUNT)


def comparator(count_by_school: Mapping[str, tuple[int, int]], without: str) -> Figure:
    """“Other schools” beside one school: only where they are a crowd in which no single school can be seen."""
    others = [cell for school, cell in count_by_school.items() if school != without and cell[1] > 0]
    sizes = sorted((base for _, base in others), reverse=True)
    answers = sum(sizes)
    if len(others) < OTHER_SCHOOLS or answers < OTHER_ANSWERS:
        return Figure(None, None, None, TOO_SMALL, False, WHY_SCHOOLS)
    if sum(sizes[:2]) > TWO_LARGEST * answers or sum(sizes[2:]) < REST_OF_LARGEST * sizes[0]:
        return Figure(None, None, None, TOO_SMALL, False, WHY_DOMINANT)
    return protect_share(sum(count for count, _ in others), answers)


def _refuse_nonsense(count: int, base: int) -> None:
    if not 0 <= count <= base:
        raise ValueError(f"A count of {count} out of {base} cannot be.")


def _percent(count: int, base: int) -> int:
    """In steps, from rounded numbers; never 0 or 100, which the rules leave no figure to claim."""
    step = next(step for least, step in STEPS if base >= least)
    exact = 100 * count / base
    return max(step, min(100 - step, int(exact / step + 0.5) * step))


def _tenths(count: int, base: int) -> str:
    # From the rounded numbers, not from their percentage: rounded twice, a smaller share could be said as a larger one.
    tenths = int(10 * count / base + 0.5)
    if tenths == 5:
        return "about half"
    if tenths == 0 or count / base <= 0.05:
        return "fewer than 1 in 10"
    return "nearly all" if tenths == 10 else f"about {tenths} in 10"


def _vague(count: int, base: int) -> str:
    """For small bases: a word that claims no more than so few answers can carry."""
    share = count / base
    for least, word in ((0.7, "most"), (0.56, "more than half"), (0.44, "about half"), (0.2, "some")):
        if share >= least:
            return word
    return "few"

"""Charts that can be read in colour, in black and white, and aloud.

Only protected figures are drawn. Each chart brings its words: every number it shows, as a sentence.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.protection import Figure
from analysis.shapes import (
    BRAND,
    DARK,
    HIDDEN,
    INK,
    LINE,
    PALE,
    SMALL,
    Sheet,
    box,
    diamond,
    dot,
    hatched,
    letters,
    rule,
    shaded,
    sheet,
)
from analysis.svg import to_svg

NARROW, WIDE = 256.0, 512.0
"""Points: half the width of a printed page, which is a phone’s, and the whole of it. Letters come out at their size."""
TRACK = 172.0
"""Points from none to all; what is left of a narrow chart holds the words beside it."""
LINE_HEIGHT = 11.5
LABEL, COLUMN, BESIDE = 44, 10, 27
"""Characters that fit over a bar, over a column of a grid, and beside its rows."""
NAMES = 128.0
"""Points that the names of a grid’s rows take."""
STUB = 24.0
"""Points. Every hidden bar has this length, whatever it hides."""
NOTHING = "There is nothing to show in this chart yet."
HIDDEN_NOTE = "Hatched, or a dash: too small to say, to protect pupils."

Range = tuple[int, int]
"""The lowest and the highest school, in per cent."""


@dataclass(frozen=True)
class Chart:
    """A picture, and the same in words for those who do not see it."""

    svg: str
    words: str


def bars(rows: Sequence[tuple[str, Figure, Figure | None]], *, title: str) -> Chart:
    """Horizontal bars, one a row: this school as a bar, the authority as a diamond."""
    if not rows:
        return _empty(title)
    key = [("bar", "This school")]
    if any(other is not None and other.shown for _, _, other in rows):
        key.append(("diamond", "All schools"))
    page, tops = _rows_of([name for name, _, _ in rows], key)
    for top, (_, own, other) in zip(tops, rows, strict=True):
        share, beside = _share(own), None if other is None else _share(other)
        end = STUB
        if share is None:
            hatched(page, 0, top, STUB, 12)
        else:
            end = TRACK * share / 100
            box(page, 0, top, end, 12, fill=BRAND)
        if beside is not None:
            diamond(page, TRACK * beside / 100, top + 6)
            end = max(end, TRACK * beside / 100 + 4)
        letters(page, end + 4, top + 6, own.words, weight="bold" if own.shown else "normal")
    lines = [_in_words(name, own, other) for name, own, other in rows]
    return Chart(to_svg(page.drawing, title=title), _sentences(title, lines, [own for _, own, _ in rows]))


def dots(rows: Sequence[tuple[str, Figure, Figure, Range | None]], *, title: str) -> Chart:
    """One line a row from none to all: this school as a dot, the authority as a diamond, the schools’ spread as a band."""
    if not rows:
        return _empty(title)
    key = [("dot", "This school"), ("diamond", "All schools")]
    if any(spread for *_, spread in rows):
        key.append(("band", "Lowest to highest"))
    page, tops = _rows_of([name for name, *_ in rows], key)
    for top, (_, own, other, spread) in zip(tops, rows, strict=True):
        middle = top + 6
        rule(page, (0, middle), (TRACK, middle), width=1.2)
        if spread:
            low, high = (TRACK * end / 100 for end in spread)
            box(page, low, top + 1, max(high - low, 1), 10, fill=PALE)
        share, beside = _share(own), _share(other)
        if share is not None:
            dot(page, TRACK * share / 100, middle)
        if beside is not None:
            diamond(page, TRACK * beside / 100, middle)
        letters(page, TRACK + 10, middle, own.words, weight="bold" if own.shown else "normal")
    lines = [_in_words(name, own, other, spread) for name, own, other, spread in rows]
    return Chart(to_svg(page.drawing, title=title), _sentences(title, lines, [own for _, own, _, _ in rows]))


def grid(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Figure],
    *,
    title: str = "Places and times",
    shares: bool = False,
) -> Chart:
    """A heat map, darker where more was said, by counts or by shares. Rows and columns are (code, name)."""
    if not rows or not columns:
        return _empty(title)
    heads = [textwrap.wrap(name, COLUMN) for _, name in columns]
    top, tall = LINE_HEIGHT * max(map(len, heads)) + 4, 23.0
    page = sheet(WIDE, top + tall * len(rows) + 16)
    broad = (WIDE - NAMES) / len(columns)
    for across, head in enumerate(heads):
        for line, words in enumerate(reversed(head)):
            letters(
                page, NAMES + broad * (across + 0.5), top - 8 - LINE_HEIGHT * line, words, SMALL, "center"
            )
    most = max((figure.count or 0 for figure in cells.values()), default=0)
    # A few pupils in the fullest cell shall not look like a storm.
    most = max([most, *(figure.base // 4 for figure in cells.values() if figure.base)])
    for down, (row, name) in enumerate(rows):
        _name(page, top + tall * (down + 0.5), name)
        for across, (column, _) in enumerate(columns):
            figure = cells.get((row, column))
            place = (NAMES + broad * across, top + tall * down, broad, tall)
            shade = None if figure is None or figure.count is None else _shade(figure, most, shares)
            _cell(page, place, figure, shade, shares)
    if not all(figure.shown for figure in cells.values()):
        letters(page, 0, top + tall * len(rows) + 9, HIDDEN_NOTE, SMALL)
    drawn = [
        (f"{name}, {time[:1].lower()}{time[1:]}", cells[row, column])
        for row, name in rows
        for column, time in columns
        if (row, column) in cells
    ]
    lines = [_in_words(name, figure, None) for name, figure in drawn]
    return Chart(to_svg(page.drawing, title=title), _sentences(title, lines, [figure for _, figure in drawn]))


def _rows_of(names: Sequence[str], key: Sequence[tuple[str, str]]) -> tuple[Sheet, list[float]]:
    """A narrow picture with a name over each row, a scale and a key; returned with where each row’s bar begins."""
    wrapped = [textwrap.wrap(name, LABEL) or [""] for name in names]
    bottom = sum(LINE_HEIGHT * len(lines) + 22 for lines in wrapped)
    page = sheet(NARROW, bottom + 34)
    for share in (0, 50, 100):
        at = TRACK * share / 100
        rule(page, (at, 4), (at, bottom - 2))
        word, side = {0: ("none", "left"), 50: ("half", "center"), 100: ("all", "center")}[share]
        letters(page, at, bottom + 4, word, SMALL, side)
    tops, down = [], 0.0
    for lines in wrapped:
        for line in lines:
            letters(page, 0, down + 6, line, plate=True)
            down += LINE_HEIGHT
        tops.append(down + 1)
        down += 22
    _key(page, bottom + 24, key)
    return page, tops


def _key(on: Sheet, middle: float, key: Sequence[tuple[str, str]]) -> None:
    """What the signs mean, in one line."""
    across = 0.0
    for sign, words in key:
        if sign == "dot":
            dot(on, across + 6, middle)
        elif sign == "diamond":
            diamond(on, across + 6, middle)
        else:
            colour = BRAND if sign == "bar" else PALE
            box(on, across, middle - 4, 12, 8, fill=colour)
        letters(on, across + 16, middle, words, SMALL)
        across += 25 + 5.1 * len(words)


def _cell(
    on: Sheet,
    place: tuple[float, float, float, float],
    figure: Figure | None,
    shade: float | None,
    shares: bool,
) -> None:
    left, top, width, height = place
    if figure is not None and shade is None:
        hatched(on, left, top, width, height)
        letters(on, left + width / 2, top + height / 2, HIDDEN, side="center", plate=True)
        return
    box(on, left, top, width, height, fill=shaded(shade or 0), edge=LINE)
    if figure is not None and shade is not None:
        said = figure.words.removeprefix("about ") if shares else str(figure.count)
        colour = "white" if shade > DARK else INK
        letters(on, left + width / 2, top + height / 2, said, SMALL, "center", colour=colour)


def _shade(figure: Figure, most: int, shares: bool) -> float:
    if shares:
        return (_share(figure) or 0) / 100
    return (figure.count or 0) / most if most else 0.0


def _name(on: Sheet, middle: float, name: str) -> None:
    """The name beside a grid’s row, in as many lines as it takes."""
    lines = textwrap.wrap(name, BESIDE)
    for number, line in enumerate(lines):
        letters(on, NAMES - 6, middle + 9.5 * (number - (len(lines) - 1) / 2), line, SMALL, "right")


def _share(figure: Figure) -> float | None:
    """How long the bar is, 0 to 100. Where the rules allow no percentage, to the nearest tenth of the whole."""
    if not figure.shown or figure.count is None:
        return None
    if figure.percent is not None:
        return float(figure.percent)
    return None if not figure.base else 10.0 * round(10 * figure.count / figure.base)


def _in_words(name: str, own: Figure, other: Figure | None, spread: Range | None = None) -> str:
    said = own.words
    if own.percent is not None:
        said += f" ({own.percent}%)"
    elif own.shown and own.count is not None and own.base:
        said += f" (about {own.count} of {own.base})"
    elif own.shown and own.count is not None:
        said = f"about {own.count}"
    if other is not None:
        said += f"; all schools: {other.words}"
        if other.percent is not None:
            said += f" ({other.percent}%)"
    if spread:
        said += f"; lowest to highest school: {spread[0]}% to {spread[1]}%"
    return f"{name}: {said}."


def _sentences(title: str, lines: Sequence[str], figures: Sequence[Figure]) -> str:
    note = [] if all(figure.shown for figure in figures) else [HIDDEN_NOTE]
    return " ".join([f"{title}.", *lines, *note])


def _empty(title: str) -> Chart:
    page = sheet(NARROW, 30)
    letters(page, 0, 15, NOTHING)
    return Chart(to_svg(page.drawing, title=title), f"{title}. {NOTHING}")

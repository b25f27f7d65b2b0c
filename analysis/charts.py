"""Charts that can be read in colour, in black and white, and aloud.

Only protected figures are drawn. Each chart brings its words: every number it shows, as a sentence.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

from analysis.protection import Figure
from analysis.svg import to_svg

BRAND = "#4c2c92"
INK = "#0b0c0c"
LINE = "#b1b4b6"
HIDDEN = "c"
# Inches. About the width of a page column, so that text comes out near its nominal size.
WIDTH = 7.5
ROW = 0.48
# Characters that fit beside the bars.
LABEL = 34
# From this share of the darkest shade on, white text has the better contrast.
DARK = 0.45
# Every hidden bar has this length, whatever it hides.
STUB = 6
NOTHING = "There is nothing to show in this chart yet."
HIDDEN_NOTE = "“c” marks a figure hidden to protect pupils."


@dataclass(frozen=True)
class Chart:
    """A picture, and the same in words for those who do not see it."""

    svg: str
    words: str


def bars(rows: Sequence[tuple[str, Figure, Figure | None]], *, title: str) -> Chart:
    """Horizontal bars, one a row: this school as a bar, the authority as a marker."""
    if not rows:
        return _empty(title)
    drawing = Drawing(figsize=(WIDTH, ROW * len(rows) + 0.9))
    axes = drawing.add_axes((0.36, 0.55 / (ROW * len(rows) + 0.9), 0.60, 1 - 0.9 / (ROW * len(rows) + 0.9)))
    for place, (_, own, other) in enumerate(rows):
        beside = None if other is None else _share(other)
        _bar(axes, place, own, beside)
        if beside is not None:
            axes.plot(
                [beside], [place], marker="D", markersize=7, color="white", markeredgecolor=INK, zorder=3
            )
    axes.set_yticks([])
    for place, (name, _, _) in enumerate(rows):
        _row_name(axes, place, name, LABEL)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    _share_scale(axes)
    if any(other is not None and other.shown for _, _, other in rows):
        note = "Bar: this school.  Diamond: all schools in the authority."
        drawing.text(0.36, 0.02, note, fontsize=8, color=INK)
    lines = [_in_words(name, own, other) for name, own, other in rows]
    return Chart(to_svg(drawing, title=title), _sentences(title, lines, [own for _, own, _ in rows]))


def grid(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Figure],
    *,
    title: str = "Places and times",
) -> Chart:
    """A map of places by times, darker where more was said. Rows and columns are (code, name)."""
    if not rows or not columns:
        return _empty(title)
    height = 0.42 * len(rows) + 1.3
    drawing = Drawing(figsize=(WIDTH, height))
    axes = drawing.add_axes((0.28, 0.1 / height, 0.70, 1 - 1.3 / height))
    most = max((figure.count or 0 for figure in cells.values()), default=0)
    for down, (row, _) in enumerate(rows):
        for across, (column, _) in enumerate(columns):
            _cell(axes, across, down, cells.get((row, column)), most)
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(rows), 0)
    names = [_label(name, 12) for _, name in columns]
    axes.set_xticks([place + 0.5 for place in range(len(columns))], names, fontsize=8, color=INK)
    axes.xaxis.tick_top()
    axes.set_yticks([])
    for place, (_, name) in enumerate(rows):
        _row_name(axes, place + 0.5, name, 24)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    drawn = [
        (f"{name}, {time.lower()}", cells[row, column])
        for row, name in rows
        for column, time in columns
        if (row, column) in cells
    ]
    lines = [_in_words(name, figure, None) for name, figure in drawn]
    return Chart(to_svg(drawing, title=title), _sentences(title, lines, [figure for _, figure in drawn]))


def _bar(axes: Axes, place: int, figure: Figure, beside: float | None) -> None:
    """The bar and its words, which stand clear of the marker at ``beside``."""
    share = _share(figure)
    if share is None:
        axes.barh(place, STUB, height=0.5, color="white", edgecolor=LINE, hatch="////", linewidth=0.8)
        axes.text(STUB + 1.5, place, HIDDEN, va="center", fontsize=10, color=INK)
        return
    axes.barh(place, share, height=0.5, color=BRAND, edgecolor=INK, linewidth=0.8)
    # Inside a long bar in white, beside a short one in black.
    inside = share > 40 and (beside is None or not share - 25 < beside < share + 3)
    clear = share if beside is None or abs(beside - share) > 25 else max(share, beside)
    axes.text(
        share - 1.5 if inside else clear + 3.5,
        place,
        figure.words,
        va="center",
        ha="right" if inside else "left",
        fontsize=9,
        color="white" if inside else INK,
        zorder=4,
    )


_PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}


def _cell(axes: Axes, across: int, down: int, figure: Figure | None, most: int) -> None:
    if figure is None:
        axes.add_patch(Rectangle((across, down), 1, 1, facecolor="white", edgecolor=LINE, linewidth=0.8))
        return
    if figure.count is None:
        axes.add_patch(
            Rectangle((across, down), 1, 1, facecolor="white", edgecolor=LINE, hatch="////", linewidth=0.8)
        )
        label, colour = HIDDEN, INK
    else:
        shade = figure.count / most
        red, green, blue = (1 - shade * (1 - int(BRAND[at : at + 2], 16) / 255) for at in (1, 3, 5))
        axes.add_patch(
            Rectangle((across, down), 1, 1, facecolor=(red, green, blue), edgecolor=LINE, linewidth=0.8)
        )
        label, colour = str(figure.count), "white" if shade > DARK else INK
    axes.text(
        across + 0.5,
        down + 0.5,
        label,
        ha="center",
        va="center",
        fontsize=9,
        color=colour,
        bbox=_PLATE if label == HIDDEN else None,
    )


def _row_name(axes: Axes, place: float, name: str, width: int) -> None:
    """The name left of a row. Line by line, so that lines end together in any font a reader has."""
    lines = _label(name, width).split("\n")
    for number, line in enumerate(lines):
        axes.annotate(
            line,
            (0, place),
            xytext=(-5, 11 * ((len(lines) - 1) / 2 - number)),
            xycoords=axes.get_yaxis_transform(),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=9,
            color=INK,
            annotation_clip=False,
        )


def _label(name: str, width: int) -> str:
    """Broken into lines; a dollar sign would otherwise start a formula."""
    return textwrap.fill(name, width).replace("$", r"\$")


def _share_scale(axes: Axes) -> None:
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["none", "half", "all"], fontsize=8, color=INK)
    axes.xaxis.grid(True, color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _share(figure: Figure) -> float | None:
    """How long the bar is, 0 to 100. Where the rules allow no percentage, to the nearest tenth of the whole."""
    if not figure.shown or figure.count is None:
        return None
    if figure.percent is not None:
        return float(figure.percent)
    return None if not figure.base else 10.0 * round(10 * figure.count / figure.base)


def _in_words(name: str, own: Figure, other: Figure | None) -> str:
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
    return f"{name}: {said}."


def _sentences(title: str, lines: Sequence[str], figures: Sequence[Figure]) -> str:
    note = [] if all(figure.shown for figure in figures) else [HIDDEN_NOTE]
    return " ".join([f"{title}.", *lines, *note])


def _empty(title: str) -> Chart:
    drawing = Drawing(figsize=(WIDTH, 0.8))
    drawing.text(0.02, 0.4, NOTHING, fontsize=10, color=INK)
    return Chart(to_svg(drawing, title=title), f"{title}. {NOTHING}")

"""What charts are drawn with: an empty sheet, letters, and signs that differ in shape as well as in colour.

Places are given in points from the upper left corner, so that nothing moves when a chart gains a row. There are no axes
below: they would cost more time than everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

BRAND, PALE, INK, LINE = "#4c2c92", "#e4dcf3", "#0b0c0c", "#b1b4b6"
"""The school’s own, the spread of schools, letters and edges, and what only guides the eye. In black and white they
are dark grey, nearly white, black and grey."""
LETTERS, SMALL = 9.0, 8.0
"""Points. Charts are made as wide as they are shown on paper, so letters come out at their size."""
HIDDEN = "–"
"""Stands for every hidden figure, whatever it hides."""
DARK = 0.7
"""From this share of the brand’s full shade on, white letters have the better contrast; below it black ones have."""


@dataclass(frozen=True)
class Sheet:
    """A picture being drawn."""

    drawing: Drawing
    points: Transform

    def put(self, artist: Artist) -> None:
        artist.set_transform(self.points)
        self.drawing.add_artist(artist)


def sheet(width: float, height: float) -> Sheet:
    """Return an empty picture of so many points."""
    drawing = Drawing(figsize=(width / 72, height / 72))
    points = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72)
    return Sheet(drawing, points + drawing.dpi_scale_trans)


def rule(on: Sheet, start: tuple[float, float], end: tuple[float, float], *, width: float = 0.6) -> None:
    on.put(Line2D((start[0], end[0]), (start[1], end[1]), color=LINE, linewidth=width, zorder=0))


def dot(on: Sheet, across: float, down: float) -> None:
    on.put(Circle((across, down), 6, facecolor=BRAND, edgecolor=INK, linewidth=0.8, zorder=3))


def diamond(on: Sheet, across: float, down: float) -> None:
    corners = ((across - 4.2, down), (across, down - 4.2), (across + 4.2, down), (across, down + 4.2))
    on.put(Polygon(corners, facecolor="white", edgecolor=INK, linewidth=1.1, zorder=4))


def box(
    on: Sheet, left: float, top: float, width: float, height: float, *, fill: str, edge: str = INK
) -> None:
    on.put(Rectangle((left, top), width, height, facecolor=fill, edgecolor=edge, linewidth=0.6))


def hatched(on: Sheet, left: float, top: float, width: float, height: float) -> None:
    """The place of a hidden figure."""
    on.put(
        Rectangle((left, top), width, height, facecolor="white", edgecolor=LINE, hatch="////", linewidth=0.6)
    )


def shaded(share: float) -> str:
    """Return the brand’s colour, thinned with white to a share of its full shade."""
    parts = (round(255 + share * (int(BRAND[at : at + 2], 16) - 255)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def letters(
    on: Sheet,
    across: float,
    down: float,
    words: str,
    size: float = LETTERS,
    side: str = "left",
    *,
    colour: str = INK,
    weight: str = "normal",
    plate: bool = False,
) -> None:
    """Words in one line. They are no formula, whatever signs they hold; a plate keeps lines from running through."""
    text = Text(
        across, down, words, color=colour, fontsize=size, fontweight=weight, ha=side, va="center", zorder=5
    )
    text.set_parse_math(False)
    if plate:
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
    on.put(text)

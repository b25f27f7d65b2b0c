"""Charts of the whole area: shares of all schools as bars, and the map of schools by themes. From protected figures only."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from analysis.area import first_themes
from analysis.charts import Chart
from analysis.protection import Figure
from analysis.shapes import (
    BRAND,
    DARK,
    HIDDEN,
    INK,
    LINE,
    SMALL,
    Sheet,
    box,
    hatched,
    letters,
    rule,
    shaded,
    sheet,
)
from analysis.svg import to_svg

# Points. A map is as wide as a printed page; bars need less, which leaves their letters larger on a phone.
WIDTH, BARS_WIDTH, NAMES = 512.0, 400.0, 186.0
ROW, BAR = 19.0, 10.0
CELL_HEIGHT, HEAD = 17.0, 176.0
# What stands right of the longest bar: “about 7 in 10”.
WORDS = 72.0
# Characters that fit beside a row and over a column.
BESIDE, OVER = 38, 40
NAME_SIZE = 7.8
# Where a word is drawn that stands for a share of so few answers that no percentage is told: in the middle of what it can mean.
DRAWN = {"few": 0.1, "some": 0.32, "about half": 0.5, "more than half": 0.63, "most": 0.85}
# Letters of one theme’s cell where the base is too small for a percentage.
SHORT = {"more than half": "half+", "about half": "half"}
KEY = "Number: per cent of the pupils who answered.  Thick frame: among the five named most in the school."


def shares(rows: Sequence[tuple[str, Figure]], *, title: str) -> Chart:
    """Draw one bar a row, of all schools together. Rows that are hidden are not drawn: the table beside it names them."""
    told = [(name, figure, known) for name, figure in rows if (known := _told(figure)) is not None]
    bottom = ROW * len(told) + 4
    page = sheet(BARS_WIDTH, bottom + 14)
    track = BARS_WIDTH - NAMES - WORDS
    for part, word, side in ((0.0, "none", "left"), (0.5, "half", "center"), (1.0, "all", "center")):
        rule(page, (NAMES + track * part, 2), (NAMES + track * part, bottom))
        letters(page, NAMES + track * part, bottom + 8, word, SMALL, side)
    for down, (name, figure, known) in enumerate(told):
        middle = ROW * (down + 0.5)
        _name(page, middle, name)
        box(page, NAMES, middle - BAR / 2, track * known, BAR, fill=BRAND)
        letters(page, NAMES + track * known + 5, middle, figure.words, SMALL, plate=True)
    lines = [f"{name}: {_in_words(figure)}." for name, figure, _ in told]
    return Chart(to_svg(page.drawing, title=title), " ".join([f"{title}.", *lines]))


def area_map(
    themes: Sequence[tuple[str, str]],
    schools: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], Figure],
    *,
    title: str,
) -> Chart:
    """Draw themes by schools, darker where more pupils said it; the first five of each school stand in a thick frame.

    themes, schools: code and name. cells: by theme and school.
    """
    broad = (WIDTH - NAMES - 2) / len(schools)
    page = sheet(WIDTH, HEAD + CELL_HEIGHT * len(themes) + 16)
    most = max((known for figure in cells.values() if (known := _told(figure)) is not None), default=1.0)
    framed = []
    for across, (school, name) in enumerate(schools):
        left = NAMES + broad * across
        upright(page, left + broad / 2, HEAD - 4, _short(name, OVER))
        first = first_themes({theme: cells[theme, school] for theme, _ in themes if (theme, school) in cells})
        for down, (theme, _) in enumerate(themes):
            place = (left, HEAD + CELL_HEIGHT * down, broad, CELL_HEIGHT)
            _cell(page, place, cells.get((theme, school)), most)
            if theme in first:
                framed.append(place)
    # Frames come last, so that no neighbour covers half of one.
    for left, top, width, height in framed:
        frame(page, left, top, width, height)
    for down, (_, name) in enumerate(themes):
        _name(page, HEAD + CELL_HEIGHT * (down + 0.5), name)
    letters(page, 0, HEAD + CELL_HEIGHT * len(themes) + 10, f"{KEY}  Hatched, {HIDDEN}: too small to say.", 7)
    words = (
        f"{title}. {len(themes)} themes by {len(schools)} schools, darker where more pupils ticked the theme. "
        "The table of themes by schools has every figure."
    )
    return Chart(to_svg(page.drawing, title=title), words)


def _cell(page: Sheet, place: tuple[float, float, float, float], figure: Figure | None, most: float) -> None:
    left, top, width, height = place
    known = None if figure is None else _told(figure)
    if figure is None or known is None:
        hatched(page, *place)
        letters(page, left + width / 2, top + height / 2, HIDDEN, SMALL, "center", plate=True)
        return
    shade = 0.9 * known / most
    box(page, *place, fill=shaded(shade), edge=LINE)
    said = SHORT.get(figure.words, figure.words) if figure.percent is None else str(figure.percent)
    size = SMALL if len(said) < 4 else 5.5
    letters(
        page,
        left + width / 2,
        top + height / 2,
        said,
        size,
        "center",
        colour="white" if shade > DARK else INK,
    )


def frame(page: Sheet, left: float, top: float, width: float, height: float) -> None:
    """A thick frame without a filling, over what stands there."""
    from matplotlib.patches import Rectangle

    page.put(Rectangle((left, top), width, height, fill=False, edgecolor=INK, linewidth=1.7, zorder=4))


def upright(page: Sheet, across: float, bottom: float, words: str) -> None:
    """Words from the bottom up, as over a narrow column."""
    from matplotlib.text import Text

    text = Text(across, bottom, words, color=INK, fontsize=SMALL, rotation=90, ha="center", va="bottom")
    text.set_parse_math(False)
    page.put(text)


def _name(page: Sheet, middle: float, name: str) -> None:
    """The name beside a row, in two lines where it is long."""
    lines = textwrap.wrap(name, BESIDE, max_lines=2, placeholder="…")
    for number, line in enumerate(lines):
        letters(page, NAMES - 6, middle + 8.5 * (number - (len(lines) - 1) / 2), line, NAME_SIZE, "right")


def _told(figure: Figure) -> float | None:
    """Return the share that a figure’s words tell, from 0 to 1, so that no bar or shade says more than they do."""
    if not figure.shown:
        return None
    return DRAWN[figure.words] if figure.percent is None else figure.percent / 100


def _in_words(figure: Figure) -> str:
    return figure.words if figure.percent is None else f"{figure.words} ({figure.percent}%)"


def _short(name: str, longest: int) -> str:
    """Shortened at a word."""
    return textwrap.shorten(name, longest, placeholder="…")

"""The charts of a school’s report, drawn from its stored finding and so from protected figures only."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.charts import Chart, bars, dots, grid
from analysis.protection import Figure

MOST_BARS = 5
"""Bars on one chart: what a head can keep in mind. The tables beside it go further."""

Finding = Mapping[str, Any]


def draw(finding: Finding) -> dict[str, dict[str, str]]:
    """Return the charts of a school’s finding as SVG, each with its numbers in words; where nothing may be shown, none."""
    charts = {
        "headlines": _headlines(finding["headlines"]),
        "barriers": _ranked(finding["barriers"], "What makes it hard to come to school"),
        "places": _places(finding["places"]),
        "wants": _ranked(finding["wants"], "What would make it easier"),
        "groups": _groups(finding.get("groups", ())),
    }
    return {
        name: {"svg": chart.svg, "words": chart.words} for name, chart in charts.items() if chart is not None
    }


def _headlines(rows: Sequence[Finding]) -> Chart | None:
    if not any(row["school"]["shown"] for row in rows):
        return None
    lines = [
        (
            row["title"],
            Figure.from_json(row["school"]),
            Figure.from_json(row["authority"]),
            (spread["low"], spread["high"]) if (spread := row.get("range")) else None,
        )
        for row in rows
    ]
    return dots(lines, title="Headline figures")


def _ranked(rows: Sequence[Finding], title: str) -> Chart | None:
    shown = [row for row in rows if row["school"]["shown"]][:MOST_BARS]
    if not shown:
        return None
    lines = [
        (row["title"], Figure.from_json(row["school"]), Figure.from_json(row["authority"])) for row in shown
    ]
    return bars(lines, title=title)


def _places(places: Finding) -> Chart | None:
    """The places and times of which anything may be said; the rest would be a wall of hatching."""
    cells = {}
    for key, cell in places["cells"].items():
        place, time = key.split("|")
        cells[place, time] = Figure.from_json(cell)
    told = [key for key, figure in cells.items() if figure.shown]
    rows = [(code, name) for code, name in places["rows"] if any(code == place for place, _ in told)]
    columns = [(code, name) for code, name in places["columns"] if any(code == time for _, time in told)]
    if not told:
        return None
    seen = {(row, column): cells[row, column] for row, _ in rows for column, _ in columns}
    return grid(rows, columns, seen, title="Places and times")


def _groups(tables: Sequence[Finding]) -> Chart | None:
    """The first table of groups, which is by year."""
    table = next((table for table in tables if table["rows"]), None)
    if table is None:
        return None
    rows = [(str(number), row["title"]) for number, row in enumerate(table["rows"])]
    columns = [(code, title) for code, title in table["columns"]]
    cells = {
        (str(number), code): Figure.from_json(figure)
        for number, row in enumerate(table["rows"])
        for code, figure in row["cells"].items()
    }
    if not any(figure.shown for figure in cells.values()):
        return None
    return grid(rows, columns, cells, title=table["title"], shares=True)

"""The cube: every protected figure of a wave, by line and school and by group. It holds nothing that may not be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.protection import TOO_SMALL, TOTAL, Figure

# Base, count, percentage and words.
SHOWN_PARTS = 4

Columns = tuple[tuple[str, str], ...]
"""Code and title of each group of a dimension."""


class Line:
    """One line over the schools: its protected figures, and beside which of them the total may stand."""

    def __init__(self, figures: Mapping[str, Figure], alone: Mapping[str, Figure]) -> None:
        self.figures = figures
        self.alone = alone
        """By school: what stands for the authority’s figure where the other schools are no crowd."""

    def authority(self, school: str) -> Figure:
        """Return the authority’s figure as this school may see it. Where the other schools are no crowd, it stays hidden:
        the school could take itself away from the total and read its neighbour."""
        return self.alone.get(school, self.figures[TOTAL])

    def beside(self, school: str) -> dict[str, Any]:
        """Return a school’s figure and the authority’s."""
        return {"school": self.figures[school].as_json(), "authority": self.authority(school).as_json()}

    def as_json(self) -> dict[str, Any]:
        return {school: figure.as_json() for school, figure in self.figures.items()}


@dataclass
class Cube:
    """Protected figures of one counting of a wave; how they are stored is `as_json`."""

    lines: dict[str, Line] = field(default_factory=dict)
    own: dict[tuple[str, str], Line] = field(default_factory=dict)
    """By school and line: what only that school was asked."""
    columns: dict[str, Columns] = field(default_factory=dict)
    """By dimension: its groups."""
    by_group: dict[str, dict[str, dict[str, Line]]] = field(default_factory=dict)
    """By dimension, line and group: the figures of each row (a school, the pool of small ones, the total)."""

    def as_json(self) -> dict[str, Any]:
        """Return the cube as plain values: a shown figure as base, count, percentage and words, a hidden one as base and
        the number of its reason."""
        reasons: dict[str, int] = {}
        return {
            "lines": {key: _line_as_json(line, reasons) for key, line in self.lines.items()},
            "own": [[*key, _line_as_json(line, reasons)] for key, line in self.own.items()],
            "columns": {
                dimension: [list(column) for column in own] for dimension, own in self.columns.items()
            },
            "by_group": {
                dimension: {
                    key: {code: _line_as_json(line, reasons) for code, line in groups.items()}
                    for key, groups in lines.items()
                }
                for dimension, lines in self.by_group.items()
            },
            "reasons": list(reasons),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cube:
        reasons = data["reasons"]
        return cls(
            lines={key: _line_from_json(line, reasons) for key, line in data["lines"].items()},
            own={(school, key): _line_from_json(line, reasons) for school, key, line in data["own"]},
            columns={
                dimension: tuple((code, title) for code, title in own)
                for dimension, own in data["columns"].items()
            },
            by_group={
                dimension: {
                    key: {code: _line_from_json(line, reasons) for code, line in groups.items()}
                    for key, groups in lines.items()
                }
                for dimension, lines in data["by_group"].items()
            },
        )


def _line_as_json(line: Line, reasons: dict[str, int]) -> list[dict[str, list[Any]]]:
    return [
        {name: _figure_as_json(figure, reasons) for name, figure in figures.items()}
        for figures in (line.figures, line.alone)
    ]


def _figure_as_json(figure: Figure, reasons: dict[str, int]) -> list[Any]:
    if figure.shown:
        return [figure.base, figure.count, figure.percent, figure.words]
    return [figure.base, reasons.setdefault(figure.why, len(reasons))]


def _line_from_json(data: Sequence[Mapping[str, Sequence[Any]]], reasons: Sequence[str]) -> Line:
    figures, alone = (
        {name: _figure_from_json(figure, reasons) for name, figure in part.items()} for part in data
    )
    return Line(figures, alone)


def _figure_from_json(data: Sequence[Any], reasons: Sequence[str]) -> Figure:
    if len(data) == SHOWN_PARTS:
        base, count, percent, words = data
        return Figure(base, count, percent, words, True, "")
    base, why = data
    return Figure(base, None, None, TOO_SMALL, False, reasons[why])

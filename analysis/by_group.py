"""A school’s figures by year and by other groups: its own, or those of schools like it, or of all schools, or a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.breakdowns import POOL, POOL_FROM
from analysis.cube import Line
from analysis.dimensions import DIMENSIONS
from analysis.lines import Lines
from analysis.protection import TOTAL, Figure

TITLES = {dimension.key: dimension.title for dimension in DIMENSIONS}
SMALL_SCHOOL = (
    "Groups of this school are not told apart: it has fewer than 100 pupils, or it is a special school, a hospital school "
    "or a pupil referral unit."
)
POOLED = f"{SMALL_SCHOOL} These are the figures of all such schools in the survey together."
OF_ALL = "Too few pupils of this school are in these groups to tell them apart. These are the figures of all schools together."
TOO_FEW = "Too few pupils are in these groups to tell them apart."

Table = Mapping[str, Mapping[str, Figure]]
"""By measure and group."""


def about_groups(lines: Lines, school: str, measures: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return, for each dimension, a table of these measures (keys and titles) by group."""
    return [_told_by(lines, school, dimension, measures) for dimension in lines.cube.columns]


def _told_by(
    lines: Lines, school: str, dimension: str, measures: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    every = lines.cube.columns[dimension]
    scope, table, why = _table(lines, school, dimension, [key for key, _ in measures])
    columns = [(code, title) for code, title in every if any(row[code].shown for row in table.values())]
    return {
        "dimension": dimension,
        "title": TITLES[dimension],
        "scope": scope,
        "columns": [list(column) for column in columns],
        "rows": [
            {"title": title, "cells": {code: table[key][code].as_json() for code, _ in columns}}
            for key, title in measures
            # A row in which nothing is shown takes room and tells nothing.
            if any(table[key][code].shown for code, _ in columns)
        ],
        "why": why,
        "hidden": [title for code, title in every if columns and (code, title) not in columns],
    }


def _table(lines: Lines, school: str, dimension: str, measures: Sequence[str]) -> tuple[str, Table, str]:
    """Return the nearest table that shows anything, of whom it is, and what a reader must know of that."""
    cells = lines.cube.by_group[dimension]

    def of(row: str) -> Table:
        return {key: {code: line.figures[row] for code, line in cells[key].items()} for key in measures}

    if school in lines.heard.small:
        pool = _pool(lines, cells)
        table = of(pool) if pool else {}
        return ("pool", table, POOLED) if _shows(table) else ("", {}, SMALL_SCHOOL)
    if _shows(table := of(school)):
        return "school", table, ""
    table = {key: {code: line.authority(school) for code, line in cells[key].items()} for key in measures}
    return ("authority", table, OF_ALL) if _shows(table) else ("", {}, TOO_FEW)


def _pool(lines: Lines, cells: Mapping[str, Mapping[str, Line]]) -> str | None:
    """Return the row of the small schools together; where all schools are small, that is the total."""
    if any(POOL in line.figures for groups in cells.values() for line in groups.values()):
        return POOL
    schools = frozenset(lines.heard.schools)
    return TOTAL if schools <= lines.heard.small and len(schools) >= POOL_FROM else None


def _shows(table: Table) -> bool:
    return any(figure.shown for row in table.values() for figure in row.values())

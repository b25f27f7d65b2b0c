"""Paper tables: the tables of a paper on a wave, as tables to take away, from its frozen content alone."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from string import ascii_lowercase
from typing import Any

from surveys.exports import (
    FIGURE,
    NOT_APPLICABLE,
    Cell,
    Column,
    Table,
    figure_cells,
    filters,
    notes,
    table,
)
from surveys.wave_papers import WavePaper

Block = dict[str, Any]
LONGEST_NAME = 28
"""Signs of a table’s name, so that with a dash and two letters after it a workbook’s sheet can still be called by it."""
LINE = filters(
    section="The part of the paper.",
    table="The table in it.",
    row="The line of that table.",
    column="The column of that table.",
)


def paper_tables(paper: WavePaper) -> list[Table]:
    """Return a paper’s tables: one of all its figures, a line each, and one for each table of words."""
    on = date.fromisoformat(paper.content["made_on"])
    found = [
        (section["title"], block) for section in paper.content["sections"] for block in section["blocks"]
    ]
    tables = [
        table(
            "numbers",
            "Numbers at a glance",
            filters(number="How many.", what="What they are."),
            _glance(found),
            as_at=on,
        ),
        table("figures", "All figures", (*LINE, *FIGURE), _figures(found), as_at=on),
    ]
    names = {one.name for one in tables}
    for _, block in found:
        if block["kind"] == "table" and not _has_figures(block):
            name = _name(block["caption"], names)
            names.add(name)
            tables.append(table(name, block["caption"], _columns(block["heads"]), block["rows"], as_at=on))
    return tables


def _has_figures(block: Block) -> bool:
    return any(isinstance(cell, dict) for row in block["rows"] for cell in row)


def _glance(found: list[tuple[str, Block]]) -> Iterator[tuple[Cell, ...]]:
    for _, block in found:
        if block["kind"] == "numbers":
            yield from (tuple(pair) for pair in block["pairs"])


def _figures(found: list[tuple[str, Block]]) -> Iterator[tuple[Cell, ...]]:
    for title, block in found:
        if block["kind"] != "table" or not _has_figures(block):
            continue
        for name, *cells in block["rows"]:
            for head, cell in zip(block["heads"][1:], cells, strict=True):
                yield (title, block["caption"], name, head, *_cells(cell))


def _cells(cell: str | dict[str, Any]) -> tuple[Cell, ...]:
    """Return a cell of a paper as those under ``FIGURE``; words stand where a figure has its words."""
    return (*[NOT_APPLICABLE] * 3, cell, "") if isinstance(cell, str) else figure_cells(cell)


def _columns(heads: list[str]) -> tuple[Column, ...]:
    """Return columns called as a table’s heads are, each by a name of its own."""
    names: dict[str, str] = {}
    for head in heads:
        name = _slug(head).replace("-", "_") or "column"
        while name in names:
            name += "_too"
        names[name] = f"{head}."
    return notes(**names)


def _name(caption: str, taken: set[str]) -> str:
    """Return a name for a table that no other has, without any digit: a file’s name tells no figure."""
    name = _slug(caption)[:LONGEST_NAME].strip("-") or "table"
    endings = ("", *(f"-{one}{other}" for one, other in product(ascii_lowercase, repeat=2)))
    return next(name + ending for ending in endings if name + ending not in taken)


def _slug(words: str) -> str:
    return re.sub("[^a-z]+", "-", words.lower()).strip("-")

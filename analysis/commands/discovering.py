"""`discover`: groups among the answers of a table, without being told what to look for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.coding import BATCH, processes_for
from analysis.commands import given
from analysis.commands.progress import add_progress, progress
from analysis.readable import for_backend
from analysis.sheets import Cell, write_sheet
from analysis.spreading import over
from analysis.vectors import Backend, distinct

NAME = "discover"
TOLD = "Look for groups: add “group” (-1 for none) and write the groups’ words to a second file, *.labels.csv or *.labels.xlsx."
COLUMN = "group"
LABELS = ("group", "size", "words", "near_theme", "note")


def add_to(parser: argparse.ArgumentParser) -> None:
    given.add_answers(parser)
    given.add_method(parser)
    add_progress(parser)


def run(wanted: argparse.Namespace) -> None:
    sheet = given.answers(wanted)
    book = given.codebook(wanted)
    backend = given.backend(wanted)
    # Imported here: only who looks for groups needs it.
    from analysis.discovery import discover
    from analysis.naming import theme_centres

    texts = sheet.column(wanted.text)
    vectors = _vectors(texts, backend, progress(wanted, "Read"))
    centres = theme_centres(book, backend.encode)
    found = discover(texts, vectors, known=book, centres=centres, progress=progress(wanted, "Grouped"))
    kept = [place for place, name in enumerate(sheet.columns) if name != COLUMN]
    write_sheet(
        wanted.out,
        [*(sheet.columns[place] for place in kept), COLUMN],
        (
            (*(row[place] for place in kept), number)
            for row, number in zip(sheet.rows(), found.of, strict=True)
        ),
    )
    labels: list[tuple[Cell, ...]] = [
        (group.number, group.size, " ".join(group.words), group.near or "", found.note)
        for group in found.groups
    ]
    # Without groups the note still has to reach the reader.
    write_sheet(labels_beside(wanted.out), LABELS, labels or [("", 0, "", "", found.note)])


def _vectors(texts: Sequence[str], backend: Backend, tell: Callable[[float], None]) -> NDArray[np.float16]:
    """Return a vector for each answer, in half the usual precision: a million of them must fit into memory."""
    once, rows = distinct(texts)
    size = BATCH[backend.name]
    parts = (once[start : start + size] for start in range(0, len(once), size))
    found = []
    for part in over(partial(_encoded, backend), parts, processes=processes_for(backend)):
        found.append(part)
        tell(min(1.0, len(found) * size / len(once)))
    vectors = np.concatenate(found)
    return vectors if len(once) == len(rows) else vectors[rows]


def _encoded(backend: Backend, texts: Sequence[str]) -> NDArray[np.float16]:
    return backend.encode(for_backend(texts, backend)).astype(np.float16)


def labels_beside(out: Path) -> Path:
    """Return where the groups’ words go: groups.csv has groups.labels.csv beside it."""
    return out.with_suffix(f".labels{out.suffix if out.suffix.lower() == '.xlsx' else '.csv'}")

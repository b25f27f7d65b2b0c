"""What a command is given: answers in a table, a codebook, confirmed examples, a backend."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.codebook import Codebook, load_codebook
from analysis.examples import Example
from analysis.own_codebook import read_own_codebook
from analysis.sheets import Sheet, SheetUnusable, read_sheet
from analysis.vectors import MEANING, NAMES, SPARSE, Backend, BackendMissing, choose

SEPARATOR = ";"


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Ask for a table with answers, and where to write."""
    parser.add_argument(
        "answers",
        type=Path,
        help="CSV or XLSX file with the columns’ names in its first row and an answer a row",
    )
    parser.add_argument("--text", required=True, metavar="COLUMN", help="the column that holds the answers")
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="FILE",
        help="the file to write: .xlsx, or CSV for any other",
    )


def add_backend(parser: argparse.ArgumentParser) -> None:
    """Ask for what answers are compared by."""
    parser.add_argument(
        "--backend",
        choices=NAMES,
        help=f"“{MEANING}” needs the language model; “{SPARSE}” compares words and letters alone "
        f"(without this: {MEANING} where the model is installed)",
    )


def add_method(parser: argparse.ArgumentParser) -> None:
    """Ask for what answers are compared by and with."""
    add_backend(parser)
    parser.add_argument(
        "--codebook",
        type=Path,
        metavar="FILE.toml",
        help="a codebook of your own: a [[theme]] needs a code and a name, and may have a description, phrases and seeds",
    )


def add_examples(parser: argparse.ArgumentParser) -> None:
    """Ask for answers that people have coded."""
    parser.add_argument(
        "--examples",
        type=Path,
        metavar="FILE",
        help="answers that people have coded, to learn from: columns “text” and “themes” (codes joined by ;)",
    )


def answers(wanted: argparse.Namespace) -> Sheet:
    """Return the table, once it is sure that there is something to do and somewhere to write."""
    source, out = wanted.answers, wanted.out
    sheet = read_sheet(source)
    sheet.place(wanted.text)
    if not sheet.size:
        raise SheetUnusable(f"{source} has a header but no answers.")
    if out.exists() and source.samefile(out):
        raise SheetUnusable("The output would overwrite the answers; name another file.")
    if not out.parent.is_dir():
        raise SheetUnusable(f"Cannot write {out}: there is no folder {out.parent}.")
    if out.is_dir():
        raise SheetUnusable(f"Cannot write {out}: it is a folder.")
    return sheet


def codebook(wanted: argparse.Namespace) -> Codebook:
    """Return the codebook asked for, or the one that ships with Voice."""
    return read_own_codebook(wanted.codebook) if wanted.codebook else load_codebook()


def examples(wanted: argparse.Namespace, book: Codebook) -> tuple[Example, ...]:
    """Return the confirmed answers, or none. Their themes must be in the codebook; none at all is a theme’s absence."""
    if wanted.examples is None:
        return ()
    sheet = read_sheet(wanted.examples)
    confirmed = []
    for text, themes in zip(sheet.column("text"), codings(sheet, "themes"), strict=True):
        if unknown := next((code for code in themes if code not in book.by_code), None):
            raise SheetUnusable(
                f"{wanted.examples} gives “{text[:40]}” the theme {unknown}, which is not in the codebook."
            )
        confirmed.append(Example(text, themes))
    return tuple(confirmed)


def codings(sheet: Sheet, column: str) -> list[tuple[str, ...]]:
    """Return the themes in a column, each code once."""
    return [
        tuple(dict.fromkeys(code.strip() for code in cell.split(SEPARATOR) if code.strip()))
        for cell in sheet.column(column)
    ]


def backend(wanted: argparse.Namespace, method: str = "") -> Backend:
    """Return the backend and say on the terminal which it is; without the model, that it is missing and what then."""
    missing = ""
    try:
        found = choose(wanted.backend or MEANING)
    except BackendMissing as problem:
        if wanted.backend:
            raise
        found, missing = choose(SPARSE), f"{problem} Therefore answers"
    with_meaning = "meaning, words and letters" if method else "meaning"
    by = "words and letters alone" if found.name == SPARSE else with_meaning
    details = f"{method}, {found.method}" if method else found.method
    print(f"{missing or 'Answers'} are compared by {by} ({details}).", file=sys.stderr)
    return found

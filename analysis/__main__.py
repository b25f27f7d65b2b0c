"""`python -m analysis`: give the answers in a CSV file their themes, or look for groups among them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.codebook import load_codebook
from analysis.sheets import Sheet, SheetUnusable, read_sheet, write_sheet

# Exit code for input that cannot be used, the same that argparse gives for a wrong command line.
UNUSABLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 with one sentence on the terminal when not."""
    wanted = _parser().parse_args(arguments)
    try:
        _refuse_same_file(wanted.answers, wanted.out)
        sheet = read_sheet(wanted.answers)
        texts = sheet.column(wanted.text)
        if not texts:
            raise SheetUnusable(f"{wanted.answers} has a header but no answers.")
        if not wanted.out.parent.is_dir():
            raise SheetUnusable(f"Cannot write {wanted.out}: there is no folder {wanted.out.parent}.")
        run = _code if wanted.command == "code" else _discover
        run(sheet, texts, wanted.out)
    except SheetUnusable as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="code|discover")
    for name, told in (
        (
            "code",
            "Add “themes” (codes joined by ;, best first) and “score” (how likely the best is right, 0 to 1).",
        ),
        ("discover", "Add “group” (-1 for none) and write the groups’ words to a second file, *.labels.csv."),
    ):
        command = commands.add_parser(name, help=told, description=told)
        command.add_argument("answers", type=Path, help="CSV file with a header and one answer a row")
        command.add_argument(
            "--text", required=True, metavar="COLUMN", help="the column that holds the answers"
        )
        command.add_argument("--out", required=True, type=Path, metavar="FILE", help="CSV file to write")
    return parser


def _code(sheet: Sheet, texts: Sequence[str], out: Path) -> None:
    from analysis.coding import code

    coded = code(texts, load_codebook(), progress=_progress)
    added = [
        {
            "themes": ";".join(call.code for call in one.calls),
            "score": f"{one.calls[0].score:.3f}" if one.calls else "0.000",
        }
        for one in coded
    ]
    _write_beside(sheet, added, ("themes", "score"), out)


def _discover(sheet: Sheet, texts: Sequence[str], out: Path) -> None:
    from analysis.discovery import discover

    found = discover(texts, known=load_codebook())
    _write_beside(sheet, [{"group": str(group)} for group in found.groups], ("group",), out)
    labels = [
        {
            "group": group,
            "size": label.size,
            "words": " ".join(label.words),
            "near_theme": label.near_theme or "",
            "note": found.note,
        }
        for group, label in found.labels.items()
    ]
    # Without groups the note still has to reach the reader.
    labels = labels or [{"group": "", "size": 0, "words": "", "near_theme": "", "note": found.note}]
    write_sheet(out.with_suffix(".labels.csv"), ("group", "size", "words", "near_theme", "note"), labels)


def _write_beside(sheet: Sheet, added: Sequence[dict[str, str]], names: tuple[str, ...], out: Path) -> None:
    """All columns as they were, in their order, and the new ones at the end; a new one replaces its namesake."""
    columns = (*(name for name in sheet.columns if name not in names), *names)
    write_sheet(out, columns, ({**row, **new} for row, new in zip(sheet.rows, added, strict=True)))


def _progress(share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:4.0%} coded", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)


def _refuse_same_file(answers: Path, out: Path) -> None:
    if answers.exists() and out.exists() and answers.samefile(out):
        raise SheetUnusable("The output would overwrite the answers; name another file.")


if __name__ == "__main__":
    sys.exit(main())

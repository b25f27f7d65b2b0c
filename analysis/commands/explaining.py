"""`explain`: why an answer gets its themes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.codebook import Codebook
from analysis.coding import METHOD, coder_for
from analysis.commands import given
from analysis.explaining import Explainer, Explanation
from analysis.sheets import SheetUnusable, read_sheet, read_text

NAME = "explain"
TOLD = "Say of an answer how likely each theme is, what each of its words added, and which three lessons are most like it."
# Themes whose columns are shown beside the words: as many as an answer may have, and one that it has not.
SHOWN = 4


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "answer", help="the answer itself, a text file that holds it, or a CSV or XLSX file of answers"
    )
    parser.add_argument(
        "--text", metavar="COLUMN", help="for a CSV or XLSX file: the column that holds the answers"
    )
    given.add_method(parser)
    given.add_examples(parser)


def run(wanted: argparse.Namespace) -> None:
    texts = _texts(wanted.answer, wanted.text)
    book = given.codebook(wanted)
    examples = given.examples(wanted, book)
    coder = coder_for(book, examples, given.backend(wanted, METHOD))
    explainer = Explainer(coder, book, examples)
    for number, text in enumerate(texts):
        if number:
            print()
        for line in _told(explainer.explain(text), book):
            print(line.rstrip())


def _texts(said: str, column: str | None) -> Sequence[str]:
    try:
        is_file = Path(said).is_file()
    except OSError:  # too long for the name of a file
        is_file = False
    if column and not is_file:
        raise SheetUnusable(
            f"Cannot read {said[:80]}: there is no such file, and --text names a column of one."
        )
    if not is_file:
        return [said]
    return read_sheet(Path(said)).column(column) if column else [read_text(Path(said))]


def _told(found: Explanation, book: Codebook) -> Iterator[str]:
    proposed = [call.code for call in found.coded.calls]
    others = sorted(book.codes, key=lambda code: -found.chances[book.codes.index(code)])
    ranked = list(dict.fromkeys([*proposed, *others]))
    yield f"“{' '.join(found.text.split())}”: {' '.join(proposed) or found.coded.kind}"
    if found.is_example:
        yield "It is worded like one of the examples, and coded as all the others would have it."
    yield ""
    yield "How likely each theme is"
    width = max(len(code) for code in book.codes)
    for code in ranked:
        mark = "  proposed" if code in proposed else ""
        yield f"  {code:{width}}  {found.chances[book.codes.index(code)]:.3f}  {book.by_code[code].name}{mark}"
    yield ""
    yield "What each word added to the score"
    yield from _words(found, book, ranked[:SHOWN])
    yield ""
    yield "The lessons most like it"
    for lesson in found.nearest:
        yield f"  {lesson.likeness:.2f}  {lesson.text}  ({' '.join(lesson.themes) or 'no theme'})"
    if not found.nearest:
        yield "  None has a word or letters in common with it."


def _words(found: Explanation, book: Codebook, shown: Sequence[str]) -> Iterator[str]:
    places = [book.codes.index(code) for code in shown]
    width = max(len(part.words) for part in found.parts)
    yield "  " + " " * width + "".join(f"  {code:>7}" for code in shown)
    for part in found.parts:
        yield f"  {part.words:{width}}" + "".join(f"  {part.added[place]:+7.3f}" for place in places)
    totals = (sum(part.added[place] for part in found.parts) for place in places)
    yield f"  {'together':{width}}" + "".join(f"  {total:+7.3f}" for total in totals)

"""`code`: themes for every answer of a table."""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from analysis.coding import BATCH, METHOD, Coded, Coder, Kind, coder_for, processes_for
from analysis.commands import given
from analysis.commands.progress import add_progress, progress
from analysis.polarity import polarity
from analysis.sheets import Cell, Sheet, answer, write_sheet
from analysis.spreading import Cluster, over
from analysis.whereabouts import places, times
from analysis.words import cannot_tell, clean

NAME = "code"
TOLD = (
    "Give every answer its themes: “themes” (codes joined by ;, best first), “score” (how likely the best is right, 0 "
    "to 1), “probability” and “because” (the same for each theme, and the words behind it), “unsure” (yes where a person "
    "should look first), “kind”, “polarity” (barrier, works or suggestion), “place” and “time” where the text says so."
)
Answer = tuple[str, str | None]
"""What was said, and the code of the question asked where that is known."""
COLUMNS = ("themes", "score", "probability", "because", "unsure", "kind", "polarity", "place", "time")


def add_to(parser: argparse.ArgumentParser) -> None:
    given.add_answers(parser)
    given.add_method(parser)
    given.add_examples(parser)
    parser.add_argument(
        "--question",
        metavar="COLUMN",
        help="the column with the code of the question asked, such as help_head or good_text, by which polarity is read",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="a Dask scheduler (tcp://host:port) whose machines share the work",
    )
    add_progress(parser)


def run(wanted: argparse.Namespace) -> None:
    sheet = given.answers(wanted)
    book = given.codebook(wanted)
    examples = given.examples(wanted, book)
    coder = coder_for(book, examples, given.backend(wanted, METHOD))
    kept = [place for place, name in enumerate(sheet.columns) if name not in COLUMNS]
    if replaced := [f"“{name}”" for name in sheet.columns if name in COLUMNS]:
        print(f"New columns take the place of {', '.join(replaced)}.", file=sys.stderr)
    asked = None if wanted.question is None else sheet.place(wanted.question)
    told = progress(wanted, "Coded")
    rows = _coded(sheet, sheet.place(wanted.text), asked, Cells(coder), wanted.cluster, told)
    write_sheet(
        wanted.out,
        [*(sheet.columns[place] for place in kept), *COLUMNS],
        ((*(row[place] for place in kept), *cells) for row, cells in rows),
    )


def _coded(
    sheet: Sheet,
    place: int,
    asked: int | None,
    cells: Cells,
    cluster: Cluster,
    tell: Callable[[float], None],
) -> Iterator[tuple[tuple[str, ...], tuple[Cell, ...]]]:
    """Yield every row with its new cells. Only the rows that are being worked on are held."""
    waiting: deque[list[tuple[str, ...]]] = deque()
    backend = cells.coder.backend

    def parts() -> Iterator[list[Answer]]:
        rows = sheet.rows()
        while part := list(islice(rows, BATCH[backend.name])):
            waiting.append(part)
            yield [(answer(row[place]), None if asked is None else row[asked].strip()) for row in part]

    done = 0
    for found in over(cells, parts(), cluster=cluster, processes=processes_for(backend)):
        part = waiting.popleft()
        yield from zip(part, found, strict=True)
        done += len(part)
        tell(min(1.0, done / sheet.size))


@dataclass(frozen=True)
class Cells:
    """What makes the new cells for a part of the answers."""

    coder: Coder

    def __call__(self, answers: Sequence[Answer]) -> list[tuple[Cell, ...]]:
        texts = list(dict.fromkeys(text for text, _ in answers))
        coded = dict(zip(texts, self.coder(texts), strict=True))
        cells = {one: _cells(*one, coded[one[0]]) for one in dict.fromkeys(answers)}
        return [cells[one] for one in answers]


def _cells(text: str, question: str | None, coded: Coded) -> tuple[Cell, ...]:
    tells = coded.kind is not Kind.CANNOT_TELL and not cannot_tell(clean(text))
    return (
        given.SEPARATOR.join(call.code for call in coded.calls),
        coded.calls[0].score if coded.calls else 0.0,
        given.SEPARATOR.join(f"{call.score:.3f}" for call in coded.calls),
        given.SEPARATOR.join(_joined(call.because) for call in coded.calls),
        "yes" if coded.unsure else "no",
        str(coded.kind),
        polarity(text, question) if tells else "",
        given.SEPARATOR.join(places(text)),
        given.SEPARATOR.join(times(text)),
    )


def _joined(because: Sequence[str]) -> str:
    # A face such as “;-(” must not look like the start of the next theme’s words.
    return ", ".join(because).replace(given.SEPARATOR, "")

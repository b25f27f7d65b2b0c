"""Texts with what must be hidden marked in them, as “{{name:will}} pushed me”, and how much of it the masker finds.

`marked_texts.csv` was written by somebody who had not seen the masker. The rules were made with one half in view; the
other half, parted off by a checksum of the text, was only ever measured on.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.masking import Known, find_marks

TEXTS = Path(__file__).with_name("marked_texts.csv")
PERSONS = ("name", "teacher")
CONTACTS = ("phone", "email", "handle", "url")
_MARK = re.compile(r"\{\{([a-z ]+):(.*?)\}\}", re.DOTALL)
_NOTHING = Known()


@dataclass(frozen=True)
class Marked:
    """A text as it was written, and the stretches that must be found: start, end, kind."""

    text: str
    spans: tuple[tuple[int, int, str], ...]

    @property
    def only_measured(self) -> bool:
        """Whether the text belongs to the half that nobody looked at while the rules were made."""
        return zlib.crc32(self.source.encode()) % 2 == 1

    source: str = field(default="", compare=False)


@dataclass
class Tally:
    """How many of something there were, were found (hidden or suspect), and were hidden."""

    all: int = 0
    found: int = 0
    hidden: int = 0


@dataclass
class Measured:
    """What the masker made of marked texts."""

    spans: dict[str, Tally] = field(default_factory=dict)
    rows: Tally = field(default_factory=Tally)  # that hold something; found: all of it
    touched: int = 0  # … and where at least a part of it was found
    clean: Tally = field(default_factory=Tally)  # that hold nothing; found: with a suspect
    missed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def of(self, kinds: Sequence[str] | None = None) -> Tally:
        """All spans of some kinds together, or of every kind."""
        chosen = [tally for kind, tally in self.spans.items() if kinds is None or kind in kinds]
        return Tally(*(sum(getattr(tally, name) for tally in chosen) for name in ("all", "found", "hidden")))


def read_marked(path: Path = TEXTS) -> list[Marked]:
    """Read marked texts from a column “text”."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_marked(row["text"]) for row in csv.DictReader(file)]


def measure(texts: Sequence[Marked], known: Known = _NOTHING) -> Measured:
    """Mask every text and count; a span counts as found only when all its letters and figures are covered."""
    measured = Measured()
    for marked in texts:
        marks = find_marks(marked.text, known)
        covered = {place for mark in marks for place in range(mark.start, mark.end)}
        hidden = {place for mark in marks if mark.sure for place in range(mark.start, mark.end)}
        if marked.spans:
            _count_spans(measured, marked, covered, hidden)
        else:
            measured.clean.all += 1
            measured.clean.hidden += bool(hidden)
            measured.clean.found += bool(covered - hidden)
            if hidden:
                measured.changed.append(marked.source)
    return measured


def _marked(source: str) -> Marked:
    text, last = "", 0
    spans = []
    for found in _MARK.finditer(source):
        text += source[last : found.start()]
        spans.append((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        last = found.end()
    return Marked(text + source[last:], tuple(spans), source)


def _count_spans(measured: Measured, marked: Marked, covered: set[int], hidden: set[int]) -> None:
    found, sure = 0, 0
    for start, end, kind in marked.spans:
        letters = {place for place in range(start, end) if marked.text[place].isalnum()}
        tally = measured.spans.setdefault(kind, Tally())
        tally.all += 1
        tally.found += letters <= covered
        tally.hidden += letters <= hidden
        found += letters <= covered
        sure += letters <= hidden
        if not letters <= covered:
            measured.missed.append(marked.source)
    measured.rows.all += 1
    measured.rows.found += found == len(marked.spans)
    measured.rows.hidden += sure == len(marked.spans)
    measured.touched += any(not covered.isdisjoint(range(start, end)) for start, end, _ in marked.spans)

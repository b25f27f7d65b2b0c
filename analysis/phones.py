"""Telephone numbers, however they are spaced, spelt out or broken up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.marks import Mark, What

_WORDS = {
    "zero": "0", "oh": "0", "nought": "0", "naught": "0", "nil": "0", "o": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "sevn": "7", "eight": "8", "nine": "9", "hundred": "00",
}  # fmt: skip
_TIMES = {"double": 2, "dubble": 2, "triple": 3, "treble": 3}
_SPELT = "|".join(sorted({*_WORDS, *_TIMES}, key=len, reverse=True))
# A unit: figures (with o, i or l for 0 and 1 among them) or a number word.
_UNIT = re.compile(rf"(?<![^\W\d_])(?:[oil|]{{0,3}}\d[\doil|]*|(?:{_SPELT}))(?![^\W\d_])")
# … and number words, maybe with figures among them, that were written without spaces.
_SPELT_ALONE = re.compile(rf"(?<![^\W_])(?:{_SPELT}|\d){{6,24}}(?![^\W_])")
_SPELT_ONE = re.compile(rf"{_SPELT}|\d")
_GAP = re.compile(r"(?:[^\w]|_){0,5}(?:then |and )?\Z")
_AS_FIGURES = str.maketrans("oil|", "0111")
# What else may be written before a short number for it to be one: “text me on 496 0123”.
_ASKED_FOR = re.compile(
    r"\b(?:phone|number|num|mobile|mob|cell|tel|telephone|landline|whatsapp|whatsap|call|ring|text|txt|bell|dial|fone)\b"
    r"[^.!?\n]{0,30}\Z"
)
# Help lines, which a child should be able to read: Childline, the Samaritans.
_HELP_LINES = frozenset(("08001111", "116123"))
SHORTEST, LONGEST = 6, 15
LEAST_ABROAD = 8


@dataclass(frozen=True)
class _Unit:
    start: int
    end: int
    figures: str


def find_phones(plain: str) -> Iterator[Mark]:
    """Find telephone numbers in plain text: whole ones anywhere, local ones where a call or a text is spoken of."""
    for run in _runs(plain):
        place = 0
        while place < len(run):
            taken = _number(run[place : place + LONGEST + 1], plain)
            if taken:
                first, last = run[place], run[place + taken - 1]
                start = first.start
                while start and plain[start - 1] in "+(":
                    start -= 1
                yield Mark(start, last.end, What.PHONE)
            place += taken or 1


def _runs(plain: str) -> Iterator[list[_Unit]]:
    """Units that stand together, with nothing but spaces and signs between them."""
    run: list[_Unit] = []
    for unit in _units(plain):
        if run and not _GAP.match(plain, run[-1].end, unit.start):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _units(plain: str) -> Iterator[_Unit]:
    times = 1
    start = -1
    for found in _UNIT.finditer(plain):
        word = found[0]
        if word in _TIMES:
            times, start = _TIMES[word], found.start()
            continue
        figures = _WORDS.get(word) or word.translate(_AS_FIGURES)
        near = start >= 0 and found.start() - start < 9
        yield _Unit(start if near else found.start(), found.end(), figures * (times if near else 1))
        times, start = 1, -1
    for found in _SPELT_ALONE.finditer(plain):
        yield _Unit(found.start(), found.end(), _figures(found[0]))


def _figures(words: str) -> str:
    """The figures of number words written without spaces: “ohsevenseven”."""
    figures, times = "", 1
    for found in _SPELT_ONE.finditer(words):
        if found[0] in _TIMES:
            times = _TIMES[found[0]]
        else:
            figures, times = figures + _WORDS.get(found[0], found[0]) * times, 1
    return figures


def _number(run: list[_Unit], plain: str) -> int:
    """How many units from the first make a telephone number; 0 if none do."""
    figures, best, nearly = "", 0, 0
    foreign = run[0].start > 0 and plain[run[0].start - 1] == "+"
    for count, unit in enumerate(run, start=1):
        figures += unit.figures
        if len(figures) > LONGEST:
            break
        if _whole(figures):
            best = count
        if _mistyped(figures) or (foreign and len(figures) >= LEAST_ABROAD):
            nearly = count
    if best or nearly:
        return best or nearly
    figures = "".join(unit.figures for unit in run)
    if figures in _HELP_LINES:
        return 0
    local = SHORTEST <= len(figures) <= LONGEST and _ASKED_FOR.search(
        plain, max(0, run[0].start - 60), run[0].start
    )
    return len(run) if local else 0


def _whole(figures: str) -> bool:
    """Whether these figures make a whole British number, with or without the code of the country."""
    for prefix in ("00440", "0044", "440", "44"):
        if figures.startswith(prefix) and len(figures) > 11:
            figures = "0" + figures[len(prefix) :]
            break
    if figures[:1] == "7" and len(figures) == 10:
        return True
    return figures[:1] == "0" and figures[1:2] in ("1", "2", "3", "7", "8") and len(figures) == 11


def _mistyped(figures: str) -> bool:
    """Whether these are the figures of a mobile number with one too few or too many."""
    return figures.startswith("07") and len(figures) in (10, 12)

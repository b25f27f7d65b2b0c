"""Raw words: how a pupil’s own words are laid out for a reader – marks around some, and signs that nobody sees made visible."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.hiding import REPLACEMENT, Span

LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
JOINERS = "\u200c\u200d"
"""They join or part the letters of some scripts and the parts of an emoji; between plain letters they only disguise."""
DOT = "·"
"""Stands for a sign that nobody would see."""


@dataclass(frozen=True)
class Piece:
    """A run of a text from ``start`` up to ``end``, and what is shown for it."""

    start: int
    end: int
    words: str
    is_whole: bool = False
    """What is shown is not what is there, so it can only be taken as a whole."""
    unseen: str = ""
    """The name of a sign that nobody would see, such as “ZERO WIDTH SPACE”."""


@dataclass(frozen=True)
class Stretch:
    """Words that are marked, or words between marks."""

    pieces: Sequence[Piece]
    span: Span | None = None
    is_on: bool = False
    """The words are hidden as things stand."""
    is_suspect: bool = False
    number: int = 0

    @property
    def value(self) -> str:
        """What a form says for it: “3-7-name”."""
        return "" if self.span is None else f"{self.span.start}-{self.span.end}-{self.span.what}"

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True)
class Mark:
    """Words to be marked on the page."""

    span: Span
    is_on: bool
    is_suspect: bool


def laid_out(text: str, marks: Iterable[Mark]) -> list[Stretch]:
    """Return a text as stretches in order. Of marks that overlap, the first is shown."""
    found: list[Stretch] = []
    at = number = 0
    for mark in sorted(marks, key=lambda mark: mark.span):
        start, end, _ = mark.span
        if not at <= start < end <= len(text):
            continue
        if start > at:
            found.append(Stretch(pieces(text, at, start)))
        number += 1
        found.append(Stretch(pieces(text, start, end), mark.span, mark.is_on, mark.is_suspect, number))
        at = end
    if at < len(text):
        found.append(Stretch(pieces(text, at, len(text))))
    return found


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """Return a part of a text as runs that show what they are, with what nobody would see and line ends apart."""
    found: list[Piece] = []
    at = begun = start
    while at < end:
        piece = _odd_one(text, at, end)
        if piece is None:
            at += 1
            continue
        if at > begun:
            found.append(Piece(begun, at, text[begun:at]))
        found.append(piece)
        at = begun = piece.end
    if end > begun:
        found.append(Piece(begun, end, text[begun:end]))
    return found


def _odd_one(text: str, at: int, end: int) -> Piece | None:
    """Return the piece that begins here if it cannot be shown as it is."""
    sign = text[at]
    if sign.isascii() and (sign.isprintable() or sign in "\n\t"):
        return None
    if line_end := LINE_ENDS.match(text, at, end):
        return Piece(at, line_end.end(), "\n", is_whole=True)
    kind = unicodedata.category(sign)
    if kind == "Cs":
        return Piece(at, at + 1, REPLACEMENT, is_whole=True)
    if kind not in ("Cc", "Cf") or (sign in JOINERS and not _between_plain_letters(text, at)):
        return None
    return Piece(at, at + 1, DOT, is_whole=True, unseen=unicodedata.name(sign, f"SIGN {ord(sign):04X}"))


def _between_plain_letters(text: str, at: int) -> bool:
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return not beside or any(sign.isascii() for sign in beside)

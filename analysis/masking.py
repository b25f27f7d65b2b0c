"""Masking: what gives a person away in a text is hidden where that is sure, and marked for a person where it is not.

Names, teachers, schools, addresses and everything somebody could be reached by. A placeholder keeps the sense: “[name]
pushed me”. Words for what people are (“hijab”, “autistic”) are never hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.contacts import find_contacts
from analysis.disguises import find_disguised
from analysis.english import is_english
from analysis.folding import fold, folded
from analysis.listing import listed
from analysis.marks import Mark, What, apart, placeholder
from analysis.name_lists import Names, names, widened
from analysis.particulars import find_particulars
from analysis.people import find_people
from analysis.school_names import find_schools, own_names
from analysis.titles import find_teachers

__all__ = ["Known", "Mark", "Masked", "What", "find_marks", "mask", "placeholder"]

_TITLES = listed("mr mrs ms miss mx dr sir prof professor the rev fr head headteacher teacher")


@dataclass(frozen=True)
class Known:
    """Names that a survey or a deployment knows of, however they are written: “Ms A. Okafor”, “Kersal Brook High School”."""

    staff: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    first_names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Masked:
    """A text with what is sure hidden; `hidden` and `suspect` are marks in the text as it was given."""

    text: str
    hidden: tuple[Mark, ...]
    suspect: tuple[Mark, ...]


_NOTHING_KNOWN = Known()


def find_marks(text: str, known: Known = _NOTHING_KNOWN) -> tuple[Mark, ...]:
    """Find what gives a person away; the marks are in order and do not overlap."""
    plain = fold(text)
    written = text if text.isascii() else "".join(text[place] for place in plain.at[:-1])
    marks = apart(_found(written, plain.plain, _prepared(known)))
    return tuple(Mark(*plain.where(mark.start, mark.end), mark.what, mark.sure) for mark in marks)


def mask(text: str, known: Known = _NOTHING_KNOWN) -> Masked:
    """Replace what is sure by placeholders; what a person should look at stays."""
    marks = find_marks(text, known)
    hidden = tuple(mark for mark in marks if mark.sure)
    pieces: list[str] = []
    last = 0
    for mark in hidden:
        pieces += (text[last : mark.start], placeholder(mark.what))
        last = mark.end
    return Masked("".join((*pieces, text[last:])), hidden, tuple(mark for mark in marks if not mark.sure))


@dataclass(frozen=True)
class _Prepared:
    """What is known, made ready for looking up."""

    names: Names
    schools: tuple[str, ...]
    staff: re.Pattern[str] | None


@lru_cache(maxsize=8)
def _prepared(known: Known) -> _Prepared:
    listed = widened(known.first_names, known.surnames) if known.first_names or known.surnames else names()
    words = sorted({word for name in known.staff for word in _staff_words(name)}, key=len, reverse=True)
    staff = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, words))})(?![a-z0-9])") if words else None
    return _Prepared(listed, own_names(folded(school) for school in known.schools), staff)


def _staff_words(name: str) -> Iterator[str]:
    """The words of a member of staff’s name that tell who is meant; a name like “Young” needs its title."""
    for word in re.findall(r"[^\W\d_]+(?:['\-][^\W\d_]+)*", folded(name)):
        if len(word) > 2 and word not in _TITLES and (not is_english(word) or names().is_plain(word)):
            yield word


def _found(written: str, plain: str, prepared: _Prepared) -> Iterator[Mark]:
    yield from find_contacts(plain)
    yield from find_schools(written, plain, prepared.names, prepared.schools)
    yield from find_particulars(plain)
    yield from find_teachers(written, plain, prepared.names)
    if prepared.staff:
        yield from (Mark(*found.span(), What.TEACHER) for found in prepared.staff.finditer(plain))
    yield from find_disguised(plain, prepared.names)
    yield from find_people(written, plain, prepared.names)

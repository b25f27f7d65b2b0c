"""Papers: a survey’s page, drawn once and kept as bytes, because a whole year group opens it in the same minute."""

import hashlib
import struct
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, render_template
from sqlalchemy.orm import Session

from surveys.doors import Door
from surveys.kinds import Asked, prepare
from surveys.languages import LANGUAGES, Language
from surveys.local_places import Places, places_of
from surveys.page_words import PageWords, page_words
from surveys.questions import Question
from surveys.surveys import SurveyVersion, Variant, version_with_id
from voice.database import engine_of
from voice.layouts import NO_PLACES, ORDERS, Section, lay_out, symbols_of, with_local_places

GAP = "%sealed form token%"
"""Stands in a drawn page where each request’s own token goes."""
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
MOST_PAGES = 2_048
"""Pages kept: six orders for each school of an authority in two languages. One takes some 8 kB."""
MOST_PAPERS = 256
FIXED_SECONDS = 600.0
PLACES_SECONDS = 60.0
"""How long a school’s own names of places are kept before the record is asked again."""


@dataclass(frozen=True, eq=False)
class Paper:
    """A survey version in one language for one school, read whole from the record."""

    questions: tuple[Question, ...]
    asked: Mapping[str, Asked]
    words: PageWords
    language: Language
    variant: Variant
    local: Places

    def sections(self, order: int) -> tuple[Section, ...]:
        """Return the questions as the page shows them, in one of its orders."""
        return lay_out(self.questions, self.words, self.local, order=order)

    @property
    def symbols(self) -> list[str]:
        """The pictures its page shows, by name."""
        return symbols_of(self.sections(0))


class Drawn:
    """A page as bytes, with a gap for a token near its end."""

    def __init__(self, page: str) -> None:
        before, _, after = page.partition(GAP)
        plain = before.encode()
        self._after = after.encode()
        self._length = len(plain)
        # All up to the gap is compressed once and ends on a byte (“full flush”), so that a request only has to
        # compress its own few bytes, put them behind, and carry the checksum on.
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
        self._squeezed = GZIP_HEADER + squeeze.compress(plain) + squeeze.flush(zlib.Z_FULL_FLUSH)
        self._checksum = zlib.crc32(plain)

    def plain(self, token: str = "") -> bytes:
        # Kept squeezed alone: a browser that cannot read gzip is rarer than memory is dear.
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self._squeezed[len(GZIP_HEADER) :]) + (
            token.encode() + self._after
        )

    def gzip(self, token: str = "") -> bytes:
        tail = token.encode() + self._after
        squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        ending = struct.pack("<LL", zlib.crc32(tail, self._checksum), self._length + len(tail))
        return self._squeezed + squeeze.compress(tail) + squeeze.flush() + ending


class Papers:
    """Pages drawn once and kept in memory.

    A survey version never changes once a wave uses it, only its translations do; each such change has a number
    (``words_edition``) that comes with the door, so nothing kept here grows stale.
    """

    def __init__(self) -> None:
        self._papers: dict[tuple[str, int, str, str], tuple[float, Paper]] = {}
        self._page = lru_cache(MOST_PAGES)(_draw)
        self._fixed = lru_cache(_draw_fixed)

    def paper(self, door: Door, language: str) -> Paper:
        """Return a door’s survey in a language; the record is asked for it once a minute at most."""
        key = (door.version_id, door.words_edition, language, door.school_id)
        now = time.monotonic()
        until, paper = self._papers.get(key, (0.0, None))
        if paper is None or until < now:
            fresh = _read(door, language)
            # What has not changed is kept as the same object, and with it the pages drawn from it.
            if paper is None or fresh.local != paper.local:
                paper = fresh
            if len(self._papers) >= MOST_PAPERS:
                self._papers = {}
            self._papers[key] = now + PLACES_SECONDS, paper
        return paper

    def page(self, door: Door, language: str, order: int) -> Drawn:
        """Return a school’s page in one of its orders with nothing filled in."""
        return self._page(self.paper(door, language), door.school_name, order)

    def fixed(self, template: str, language: str) -> Drawn:
        """Return a page that is the same for everybody who reads a language."""
        # Drawn again every few minutes: a translator may have put a word right.
        return self._fixed(template, language, int(time.monotonic() // FIXED_SECONDS))


def order_of(nonce: str) -> int:
    """Return which of its orders a form has; told by its own random number, so it keeps it when it is drawn again."""
    return hashlib.sha256(nonce.encode()).digest()[0] % ORDERS


def draw_survey(
    paper: Paper,
    school: str,
    order: int,
    *,
    token: str,
    kept: Mapping[str, Sequence[str]] | None = None,
    problems: Mapping[str, str] | None = None,
    notice: str | None = None,
    preview: bool = False,
    whole: bool = False,
) -> str:
    """Return the page of a survey: with what was kept of an earlier try, or as a preview that cannot be sent.

    whole: without the script that asks one question at a time.
    """
    return _render(
        "responses/survey.html",
        paper.words,
        paper=paper,
        sections=paper.sections(order),
        school=school,
        token=token,
        kept=kept or {},
        problems=problems or {},
        notice=notice,
        preview=preview,
        whole=whole,
    )


def draw_preview(version: SurveyVersion, language: str, school: str, *, whole: bool) -> str:
    """Return a version’s page as pupils would see it, read afresh and impossible to send.

    whole: all questions one below the other, as pupils see them who have no script.
    """
    with Session(engine_of(current_app)) as looking:
        words = page_words(looking, version_id=version.id, language=language)
    questions = tuple(version.questions)
    paper = Paper(
        questions, prepare(questions), words, LANGUAGES[language], version.survey.variant, NO_PLACES
    )
    return draw_survey(paper, school, 0, token="", preview=True, whole=whole)


def draw_fixed(template: str, language: str, **named: Any) -> str:
    """Return a page that belongs to no survey, in a language."""
    with Session(engine_of(current_app)) as looking:
        words = page_words(looking, version_id=None, language=language)
    return _render(template, words, **named)


def _draw(paper: Paper, school: str, order: int) -> Drawn:
    return Drawn(draw_survey(paper, school, order, token=GAP))


def _draw_fixed(template: str, language: str, _: int) -> Drawn:
    return Drawn(draw_fixed(template, language))


def _render(template: str, words: PageWords, **named: Any) -> str:
    return render_template(
        template, words=words, language=LANGUAGES[words.language], languages=LANGUAGES.values(), **named
    )


def _read(door: Door, language: str) -> Paper:
    with Session(engine_of(current_app)) as looking:
        version = version_with_id(looking, door.version_id)
        words = page_words(looking, version_id=version.id, language=language)
        local = places_of(looking, door.school_id)
        questions = tuple(version.questions)
        asked = with_local_places(prepare(questions), local)
        return Paper(questions, asked, words, LANGUAGES[language], version.survey.variant, local)

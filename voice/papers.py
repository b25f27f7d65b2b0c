"""Papers: a survey’s page, drawn once and kept as bytes, because a whole year group opens it in the same minute."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from flask import current_app, render_template
from sqlalchemy.orm import Session

from surveys.kinds import Asked, prepare
from surveys.questions import Question
from surveys.surveys import version_with_id
from surveys.waves import Door
from voice.database import engine_of

GAP = "%sealed form token%"
"""Stands in a drawn page where each request’s own token goes."""
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
MOST_PLACES = 256
"""Pages kept: more than the secondary schools of any authority. One takes under 100 kB."""
MOST_VERSIONS = 16


@dataclass(frozen=True, eq=False)
class Paper:
    """A survey version in one language, read whole from the record."""

    questions: tuple[Question, ...]
    asked: Mapping[str, Asked]
    words: Mapping[str, str]
    language: str

    @property
    def sections(self) -> list[tuple[str, list[Question]]]:
        """The questions by section, as the page groups them."""
        return [
            (name, list(part)) for name, part in groupby(self.questions, lambda question: question.section)
        ]

    def source_of(self, question: Question) -> Question:
        """Return the question whose picks a ranking is about."""
        return next(source for source in self.questions if source.code == question.picks_of)


class Drawn:
    """A page as bytes, with a gap for a token near its end."""

    def __init__(self, page: str) -> None:
        before, _, after = page.partition(GAP)
        self._before, self._after = before.encode(), after.encode()
        # All up to the gap is compressed once and ends on a byte (“full flush”), so that a request only has to
        # compress its own few bytes, put them behind, and carry the checksum on.
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._squeezed = GZIP_HEADER + squeeze.compress(self._before) + squeeze.flush(zlib.Z_FULL_FLUSH)
        self._checksum = zlib.crc32(self._before)

    def plain(self, token: str = "") -> bytes:
        return self._before + token.encode() + self._after

    def gzip(self, token: str = "") -> bytes:
        tail = token.encode() + self._after
        squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        ending = struct.pack("<LL", zlib.crc32(tail, self._checksum), len(self._before) + len(tail))
        return self._squeezed + squeeze.compress(tail) + squeeze.flush() + ending


class Papers:
    """Pages drawn once and kept in memory. A survey version never changes, so what is kept never grows stale."""

    def __init__(self, shell_words: Mapping[str, str]) -> None:
        self._shell_words = shell_words
        self._papers: dict[tuple[str, str], Paper] = {}
        self._page = lru_cache(MOST_PLACES)(_draw)
        self._fixed = lru_cache(lambda template: Drawn(render_template(template, words=shell_words)))

    def paper(self, version_id: str, language: str) -> Paper:
        """Return a survey version; the record is asked for it once."""
        key = (version_id, language)
        if key not in self._papers:
            if len(self._papers) >= MOST_VERSIONS:
                self._papers = {}
            with Session(engine_of(current_app)) as looking:
                version = version_with_id(looking, version_id)
                words = {**self._shell_words, **version.words(language)}
                questions = tuple(version.questions)
                self._papers[key] = Paper(questions, prepare(questions), words, language)
        return self._papers[key]

    def page(self, door: Door, language: str) -> Drawn:
        """Return a school’s page with nothing filled in."""
        return self._page(self.paper(door.version_id, language), door.school_name)

    def fixed(self, template: str) -> Drawn:
        """Return a page that is the same for everybody."""
        return self._fixed(template)


def _draw(paper: Paper, school: str) -> Drawn:
    nothing: dict[str, list[str]] = {}
    return Drawn(
        render_template(
            "responses/survey.html",
            paper=paper,
            words=paper.words,
            school=school,
            token=GAP,
            kept=nothing,
            problems={},
            notice=None,
        )
    )

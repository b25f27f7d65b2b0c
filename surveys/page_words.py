"""Page words: everything a survey’s page says in one language, and where it had to stay in English."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definitions import frame_words
from surveys.languages import ENGLISH
from surveys.questions import Wording
from surveys.surveys import Survey, SurveyVersion, Variant


class Said(NamedTuple):
    """One string as a page shows it."""

    text: str
    is_english: bool
    """True where a page in another language has no words of its own for this."""
    audio: str | None
    """The file of a person reading it out."""


class PageWords(Mapping[str, str]):
    """Texts by key, in one language, each falling back to English alone."""

    def __init__(self, language: str, said: Mapping[str, Said]) -> None:
        self.language = language
        self._said = said

    def __getitem__(self, key: str) -> str:
        return self._said[key].text

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def said(self, key: str) -> Said:
        """Return a string with what a page should know of it; raise ``KeyError`` when there is none."""
        return self._said[key]


def page_words(session: Session, *, version_id: str | None, language: str) -> PageWords:
    """Return what the pages of a survey version say in a language; those before any survey for ``None``.

    A survey’s own words come before the shared ones, also where the shared ones alone are translated: a survey says
    something else with them.
    """
    newest_frame = (
        select(SurveyVersion.id)
        .join(Survey)
        .where(Survey.variant == Variant.FRAME)
        .order_by(SurveyVersion.number.desc())
        .limit(1)
    )
    frame_id = session.scalars(newest_frame).first()
    said = {key: Said(text, language != ENGLISH.code, None) for key, text in frame_words().items()}
    for source in (frame_id, version_id):
        if source is None:
            continue
        query = select(Wording).where(
            Wording.version_id == source, Wording.language.in_({ENGLISH.code, language})
        )
        found = session.scalars(query).all()
        for wanted in (ENGLISH.code, language):
            said.update(
                {
                    wording.key: Said(wording.text, wording.language != language, wording.audio)
                    for wording in found
                    if wording.language == wanted
                }
            )
    return PageWords(language, said)

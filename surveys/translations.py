"""Translations: what of a survey each language has, who checked it, and putting a string right.

A translation may be put right at any time, also while pupils answer: English never changes here, so every answer still
says what it said.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from surveys.definitions import add_frame
from surveys.languages import ENGLISH, LANGUAGES, Language
from surveys.questions import Wording, WordingStatus
from surveys.strings import String, frame_id, strings_of
from surveys.surveys import Survey, SurveyVersion, Variant
from surveys.translating import DRAFT, Check, check_translation, tidy_translation


class Translated(NamedTuple):
    """A string as one language has it."""

    string: String
    text: str
    """Empty where the language has no words for it and pupils read English."""
    check: Check | None
    audio: str | None

    @property
    def state(self) -> str:
        """Return “missing”, “draft” or “checked”."""
        return self.check.status.value if self.check else "missing"


class Progress(NamedTuple):
    """How much of a survey’s strings a language has."""

    language: Language
    drafts: int
    missing: int
    checked: int
    recorded: int

    @property
    def is_done(self) -> bool:
        """True when a speaker has checked every string."""
        return not self.drafts and not self.missing


class Change(NamedTuple):
    """A string’s new words in a language, or a new check of the old words."""

    key: str
    english: str
    text: str
    check: Check


def translated(session: Session, *, version: SurveyVersion, language: str) -> list[Translated]:
    """Return every string of a version as a language has it, in the order in which pupils meet them."""
    strings = strings_of(session, version)
    query = select(Wording).where(Wording.language == language)
    found = _by_owner(session, session.scalars(query.where(_is_of(session, version))).all(), version)
    made = []
    for string in strings:
        wording = found[string.is_shared].get(string.key)
        if wording is None:
            made.append(Translated(string, "", None, None))
        else:
            check = Check(wording.status, wording.checked_by, wording.checked_on)
            made.append(Translated(string, wording.text, check, wording.audio))
    return made


def one_translated(session: Session, *, version: SurveyVersion, language: str, key: str) -> Translated | None:
    """Return one string as a language has it; ``None`` when the version says no such thing."""
    every = translated(session, version=version, language=language)
    return next((one for one in every if one.string.key == key), None)


def progress(session: Session, version: SurveyVersion) -> dict[str, Progress]:
    """Return how much each language but English has of a version, in the order of a pupil’s list."""
    strings = strings_of(session, version)
    # Plain columns: a survey in nine languages is some 3,000 rows, too many to make objects of for a few counts.
    query = select(Wording.version_id, Wording.language, Wording.key, Wording.status, Wording.audio)
    found: dict[tuple[str, str, bool], tuple[WordingStatus, str | None]] = {}
    for owner, language, key, status, audio in session.execute(query.where(_is_of(session, version))):
        found[language, key, owner != version.id] = status, audio
    counted = {}
    for language in LANGUAGES:
        if language != ENGLISH.code:
            has = [found.get((language, string.key, string.is_shared)) for string in strings]
            states = [one[0] for one in has if one]
            checked = states.count(WordingStatus.CHECKED)
            recorded = sum(1 for one in has if one and one[1])
            counted[language] = Progress(
                LANGUAGES[language], len(states) - checked, len(has) - len(states), checked, recorded
            )
    return counted


def drafts_in_use(session: Session, version: SurveyVersion) -> dict[str, Progress]:
    """Return the languages that pupils may choose for a version and that no speaker has checked through, by code."""
    return {code: done for code, done in progress(session, version).items() if not done.is_done}


def put_right(session: Session, *, language: str, changes: Sequence[Change], on: date) -> None:
    """Store new words and checks, in every survey version that says the same English under the same key.

    A recording speaks the old words, so it goes with them. Pages drawn before are drawn anew.
    """
    add_frame(session, on=on)
    # One at a time: two who bring in the same new string at once would store it twice.
    session.execute(select(Survey.id).where(Survey.variant == Variant.FRAME).with_for_update())
    by_key = {change.key: change for change in changes}
    found = _wordings(session, by_key, language)
    touched = set()
    for (version_id, key, said_in), english in found.items():
        change = by_key[key]
        if said_in != ENGLISH.code or english.text != change.english:
            continue
        wording = found.get((version_id, key, language))
        if wording is None:
            wording = Wording(version_id=version_id, key=key, language=language, text=change.text)
            session.add(wording)
        if wording.text != change.text:
            wording.text, wording.audio = change.text, None
        wording.status, wording.checked_by, wording.checked_on = change.check
        touched.add(version_id)
    draw_anew(session, touched)


def put_one_right(
    session: Session, *, language: str, one: Translated, text: str, check: Check, on: date
) -> Change:
    """Store new words or a new check of one string, and return what was stored.

    Raises ``TranslationProblem`` when the words cannot stand for the English.
    """
    text = tidy_translation(text)
    check_translation(text, english=one.string.english, language=language)
    change = Change(one.string.key, one.string.english, text, check_of_words(one, text, check))
    put_right(session, language=language, changes=[change], on=on)
    return change


def check_of_words(one: Translated, text: str, check: Check) -> Check:
    """Return a check as it holds for new words: the one that stood in the record was of others, and says nothing of these."""
    return DRAFT if text != one.text and check == one.check else check


def set_audio(session: Session, *, language: str, one: Translated, file: str | None) -> None:
    """Give a string’s words a recording, or take it away, wherever a survey says the same under the same key."""
    key = one.string.key
    found = _wordings(session, [key], language)
    touched = set()
    for (version_id, _, said_in), wording in found.items():
        english = found.get((version_id, key, ENGLISH.code))
        if (
            said_in == language
            and wording.text == one.text
            and english
            and english.text == one.string.english
        ):
            wording.audio = file
            touched.add(version_id)
    draw_anew(session, touched)


def draw_anew(session: Session, version_ids: Collection[str]) -> None:
    """Have pages drawn anew that show words of these versions; for the shared words that is every page."""
    count = update(SurveyVersion).values(words_edition=SurveyVersion.words_edition + 1)
    if frame_id(session) not in version_ids:
        count = count.where(SurveyVersion.id.in_(version_ids))
    session.flush()
    session.execute(count)


def _is_of(session: Session, version: SurveyVersion) -> ColumnElement[bool]:
    return Wording.version_id.in_([version.id, frame_id(session)])


def _by_owner(
    session: Session, wordings: Iterable[Wording], version: SurveyVersion
) -> Mapping[bool, dict[str, Wording]]:
    owned: dict[bool, dict[str, Wording]] = {False: {}, True: {}}
    for wording in wordings:
        owned[wording.version_id != version.id][wording.key] = wording
    return owned


def _wordings(session: Session, keys: Collection[str], language: str) -> dict[tuple[str, str, str], Wording]:
    query = select(Wording).where(Wording.key.in_(keys), Wording.language.in_((ENGLISH.code, language)))
    return {
        (wording.version_id, wording.key, wording.language): wording for wording in session.scalars(query)
    }

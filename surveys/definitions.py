"""Definitions: surveys, modules and shared words as files of the question bank, and how they enter the record."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.languages import ENGLISH
from surveys.questions import Axis, Choice, Kind, Question, Wording, WordingStatus
from surveys.surveys import Survey, SurveyVersion, Variant, choice_key, next_number

BANK = Path(__file__).parent / "bank"
FRAME = BANK / "frame.toml"


class SurveyProblem(Exception):
    """A survey definition that cannot be used, and why."""


class Definition(NamedTuple):
    """A file of the bank: its questions as they are written there, and its words by key."""

    slug: str
    name: str
    variant: Variant
    module: str | None
    questions: tuple[dict[str, Any], ...]
    words: Mapping[str, str]
    digest: str
    """SHA-256 of the file and of every file it takes questions from."""


def read_definition(file: Path) -> Definition:
    """Read a file of the bank; a question that is taken from another file (``take = "secondary.bar_pick"``) is put in.

    What stands beside ``take`` goes before what the other file says. Raises ``SurveyProblem`` when it is not there.
    """
    source = file.read_text(encoding="utf-8")
    data = tomllib.loads(source)
    questions, words, sources = [], dict[str, str](), [source]
    for row in data.get("question", []):
        if "take" in row:
            stem, _, code = row["take"].partition(".")
            other = read_definition(BANK / f"{stem}.toml")
            taken = next((one for one in other.questions if one["code"] == code), None)
            if taken is None:
                raise SurveyProblem(f"{file.name}: there is no question “{row['take']}” to take.")
            row = taken | {"spare": False} | {key: value for key, value in row.items() if key != "take"}
            words.update(words_of_question(row, other.words))
            sources.append(other.digest)
        questions.append(row)
    words.update(data["text"])
    digest = hashlib.sha256("\n".join(sources).encode()).hexdigest()
    module = data.get("module")
    slug = data.get("slug", module or file.stem)
    variant = Variant(data.get("variant", Variant.SECONDARY))
    return Definition(slug, data.get("name", slug), variant, module, tuple(questions), words, digest)


def words_of_question(row: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """Return a question’s words out of a file’s: itself, its hint and other sentences, its choices and its section."""
    code = row["code"]
    own = {code, f"section.{row['section']}"}
    return {key: text for key, text in words.items() if key in own or key.startswith(f"{code}.")}


@cache
def frame_words() -> Mapping[str, str]:
    """Return the English words that every survey’s pages share, by key."""
    words: dict[str, str] = tomllib.loads(FRAME.read_text(encoding="utf-8"))["text"]
    return words


@cache
def drafts() -> Mapping[str, Mapping[str, str]]:
    """Return the translations that ship with the product, by language and key. No speaker has checked them."""
    files = sorted((BANK / "languages").glob("*.toml"))
    read = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    return {data["language"]: data["text"] for data in read}


def add_survey(session: Session, definition: Path, *, on: date, with_spare: bool = False) -> SurveyVersion:
    """Add a survey, or a new version of it, from a definition file of the question bank.

    with_spare: take the bank’s spare questions in as well, as a survey of its own (“… in full”).
    The same definition twice makes one version. Raises ``SurveyProblem`` when words are missing.
    """
    read = read_definition(definition)
    slug, name = (f"{read.slug}-full", f"{read.name}, in full") if with_spare else (read.slug, read.name)
    survey = session.scalars(select(Survey).where(Survey.slug == slug)).one_or_none()
    if survey is None:
        survey = Survey(slug=slug, name=name, variant=read.variant)
        session.add(survey)
        session.flush()
    query = select(SurveyVersion).where(
        SurveyVersion.survey_id == survey.id, SurveyVersion.digest == read.digest
    )
    if (same := session.scalars(query).first()) is not None:
        return same
    rows = [row for row in read.questions if with_spare or not row.get("spare", False)]
    version = SurveyVersion(
        survey=survey, number=next_number(session, survey), made_on=on, digest=read.digest, words_edition=0
    )
    version.questions = [question_from(row, position=place) for place, row in enumerate(rows)]
    version.wordings = wordings_for(version, read.words, file=definition.name)
    session.add(version)
    session.flush()
    return version


def add_frame(session: Session, *, on: date) -> SurveyVersion:
    """Return the words that every survey’s pages share, taking them into the record where they are new or changed.

    A translation that a person has worked on is carried over for as long as its English stays the same.
    """
    digest = hashlib.sha256(FRAME.read_bytes()).hexdigest()
    frame = session.scalars(select(Survey).where(Survey.variant == Variant.FRAME)).one_or_none()
    if frame is None:
        frame = Survey(slug="frame", name="Words on every page", variant=Variant.FRAME)
        session.add(frame)
        session.flush()
    query = select(SurveyVersion).where(SurveyVersion.survey_id == frame.id)
    newest = session.scalars(query.order_by(SurveyVersion.number.desc())).first()
    if newest is not None and newest.digest == digest:
        return newest
    version = SurveyVersion(
        survey=frame, number=next_number(session, frame), made_on=on, digest=digest, words_edition=0
    )
    version.wordings = _worded(frame_words())
    if newest is not None:
        _carry_over(newest, version)
    session.add(version)
    session.flush()
    return version


def _carry_over(old: SurveyVersion, new: SurveyVersion) -> None:
    english_before = {w.key: w.text for w in old.wordings if w.language == ENGLISH.code}
    english_now = {w.key: w.text for w in new.wordings if w.language == ENGLISH.code}
    before = {(w.language, w.key): w for w in old.wordings}
    for wording in new.wordings:
        earlier = before.get((wording.language, wording.key))
        same = english_before.get(wording.key) == english_now.get(wording.key)
        if earlier is not None and same and wording.language != ENGLISH.code:
            wording.text, wording.status, wording.audio = earlier.text, earlier.status, earlier.audio
            wording.checked_by, wording.checked_on = earlier.checked_by, earlier.checked_on


def question_from(row: Mapping[str, Any], *, position: int, module: str | None = None) -> Question:
    """Return a question of the record from one as a file of the bank writes it."""
    question = Question(
        code=row["code"],
        kind=Kind(row["kind"]),
        section=row["section"],
        position=position,
        required=row.get("required", False),
        most=row.get("most"),
        longest=row.get("longest"),
        picks_of=row.get("picks_of"),
        theme_code=row.get("theme"),
        shuffled=row.get("shuffled", False),
        module=module,
        only_if=row.get("only_if"),
        symbol=row.get("symbol"),
    )
    for axis, codes in ((Axis.ROW, row.get("choices", [])), (Axis.COLUMN, row.get("columns", []))):
        question.choices.extend(
            Choice(
                code=code,
                axis=axis,
                position=place,
                theme_code=row.get("themes", {}).get(code),
                alone=code in row.get("alone", []),
                symbol=row.get("symbols", {}).get(code),
            )
            for place, code in enumerate(codes)
        )
    return question


def wordings_for(version: SurveyVersion, words: Mapping[str, str], *, file: str) -> list[Wording]:
    """Return the words a version needs, in English and in every language there is a draft for.

    Those of scales come from the frame. Raises ``SurveyProblem`` when a question or choice has no words at all.
    """
    known = {**frame_words(), **words}
    needed = dict.fromkeys(key for key in words if key.startswith("page."))
    for question in version.questions:
        own = [question.code, *(choice_key(question, choice) for choice in question.choices)]
        for key in own:
            if key not in known:
                raise SurveyProblem(f"{file}: there are no words for “{key}”.")
        needed |= dict.fromkeys(
            (*own, *words_of_question({"code": question.code, "section": question.section}, words))
        )
    return _worded({key: known[key] for key in needed})


def _worded(english: Mapping[str, str]) -> list[Wording]:
    made = [_wording(key, ENGLISH.code, text, WordingStatus.CHECKED) for key, text in english.items()]
    for language, texts in drafts().items():
        # A draft stands for the words it was made from. A survey that says them otherwise shows its own English.
        made += [
            _wording(key, language, texts[key], WordingStatus.DRAFT)
            for key, text in english.items()
            if key in texts and text == bank_words().get(key)
        ]
    return made


@cache
def bank_words() -> Mapping[str, str]:
    """Return the English words that the drafts were made from."""
    sources: Iterable[Mapping[str, str]] = (read_definition(BANK / "secondary.toml").words, frame_words())
    return {key: text for source in sources for key, text in source.items()}


def _wording(key: str, language: str, text: str, status: WordingStatus) -> Wording:
    return Wording(key=key, language=language, text=text, status=status)

"""Surveys: a named set of questions, kept as versions so that one in use is never changed."""

import hashlib
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.questions import OWN_SECTION, Axis, Choice, Kind, Question, Wording, WordingStatus

BANK = Path(__file__).parent / "bank"


class Survey(Base):
    __tablename__ = "survey"
    __table_args__ = rules()

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]


class SurveyVersion(Base):
    """One edition of a survey. Waves use a version; a changed survey is a new version."""

    __tablename__ = "survey_version"
    __table_args__ = rules(UniqueConstraint("survey_id", "number"))

    id: Mapped[Key]
    survey_id: Mapped[Link] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    made_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the definition it was made from, so that the same file twice makes one version."""

    survey: Mapped[Survey] = relationship(lazy="joined")
    questions: Mapped[list[Question]] = relationship(
        order_by=Question.position, cascade="all, delete-orphan", lazy="selectin"
    )
    wordings: Mapped[list[Wording]] = relationship(order_by=Wording.key, cascade="all, delete-orphan")

    def question(self, code: str) -> Question:
        """Return the question with this code; raise ``KeyError`` when the version does not ask it."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    def words(self, language: str = "en") -> dict[str, str]:
        """Return every string by key in a language, each falling back to English alone."""
        chosen = {w.key: w.text for w in self.wordings if w.language == "en"}
        chosen.update((w.key, w.text) for w in self.wordings if w.language == language)
        return chosen


class SurveyProblem(Exception):
    """A survey definition that cannot be used, and why."""


def add_survey(session: Session, definition: Path, *, on: date) -> SurveyVersion:
    """Add a survey, or a new version of it, from a definition file of the question bank.

    The same definition twice makes one version. Raises ``SurveyProblem`` when words are missing.
    """
    source = definition.read_text(encoding="utf-8")
    digest = hashlib.sha256(source.encode()).hexdigest()
    data = tomllib.loads(source)
    survey = session.scalars(select(Survey).where(Survey.slug == data["slug"])).one_or_none()
    if survey is None:
        survey = Survey(slug=data["slug"], name=data["name"])
        session.add(survey)
        session.flush()
    query = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id, SurveyVersion.digest == digest)
    if (same := session.scalars(query).first()) is not None:
        return same
    version = SurveyVersion(
        survey=survey,
        number=next_number(session, survey),
        made_on=on,
        digest=digest,
        questions=[_question(row, position) for position, row in enumerate(data["question"])],
        wordings=[
            Wording(key=key, language=data["language"], text=text, status=WordingStatus.CHECKED)
            for key, text in data["text"].items()
        ],
    )
    _check_words(version, definition.name)
    session.add(version)
    session.flush()
    return version


def next_number(session: Session, survey: Survey) -> int:
    """Return the number of a survey’s next version."""
    made = session.scalar(select(func.max(SurveyVersion.number)).where(SurveyVersion.survey_id == survey.id))
    return (made or 0) + 1


def _question(row: dict[str, Any], position: int) -> Question:
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
    )
    for axis, codes in ((Axis.ROW, row.get("choices", [])), (Axis.COLUMN, row.get("columns", []))):
        question.choices.extend(
            Choice(
                code=code,
                axis=axis,
                position=place,
                theme_code=row.get("themes", {}).get(code),
                alone=code in row.get("alone", []),
            )
            for place, code in enumerate(codes)
        )
    return question


def _check_words(version: SurveyVersion, file: str) -> None:
    have = {wording.key for wording in version.wordings}
    for question in version.questions:
        keys = [question.code, *(choice_key(question, choice) for choice in question.choices)]
        for key in keys:
            if key not in have:
                raise SurveyProblem(f"{file}: there are no words for “{key}”.")


def choice_key(question: Question, choice: Choice) -> str:
    """Return the key of a choice’s words. Five-point scales share theirs: ``agree.4``, ``often.0``."""
    if question.kind in (Kind.AGREE, Kind.OFTEN):
        return f"{question.kind}.{choice.code}"
    if question.kind is Kind.RANK and question.picks_of:
        return f"{question.picks_of}.{choice.code}"
    return f"{question.code}.{choice.code}"


def surveys(session: Session) -> Sequence[Survey]:
    """Return every survey, by name."""
    return session.scalars(select(Survey).order_by(Survey.name)).all()


def newest_version(session: Session, slug: str) -> SurveyVersion:
    """Return the newest version of the survey with this slug, or raise ``NoResultFound``.

    Editions that hold another form’s own questions were made for its answers; pupils are never asked those.
    """
    query = select(SurveyVersion).join(Survey).where(Survey.slug == slug)
    query = query.where(~SurveyVersion.questions.any(Question.section == OWN_SECTION))
    return session.scalars(query.order_by(SurveyVersion.number.desc()).limit(1)).one()


def version_with_id(session: Session, version_id: str) -> SurveyVersion:
    """Return a survey version by its key, or raise ``NoResultFound``."""
    return session.scalars(select(SurveyVersion).where(SurveyVersion.id == version_id)).one()

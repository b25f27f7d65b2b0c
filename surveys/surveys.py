"""Surveys: a named set of questions, kept as versions so that one in use is never changed."""

import enum
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules
from surveys.kinds import WAYS
from surveys.questions import OWN_SECTION, Choice, Kind, Question, Wording


class Variant(enum.StrEnum):
    """Whom a survey is for, which decides how its page looks."""

    SECONDARY = "secondary"
    PRIMARY = "primary"
    SYMBOL = "symbol"
    PULSE = "pulse"
    NOT_IN_SCHOOL = "not in school"
    FRAME = "frame"  # no survey: the words that every survey’s pages share


class Survey(Base):
    __tablename__ = "survey"
    __table_args__ = rules()

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    variant: Mapped[Variant] = mapped_column(default=Variant.SECONDARY)


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
    words_edition: Mapped[int] = mapped_column(default=0)
    """Counts the changes to its translations, so that pages drawn before one are drawn again."""

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


def next_number(session: Session, survey: Survey) -> int:
    """Return the number of a survey’s next version."""
    made = session.scalar(select(func.max(SurveyVersion.number)).where(SurveyVersion.survey_id == survey.id))
    return (made or 0) + 1


def choice_key(question: Question, choice: Choice) -> str:
    """Return the key of a choice’s words. Five-point scales share theirs: ``agree.4``, ``often.1``."""
    if not WAYS[question.kind].has_own_words:
        return f"{question.kind}.{choice.code}"
    if question.kind is Kind.RANK and question.picks_of:
        return f"{question.picks_of}.{choice.code}"
    return f"{question.code}.{choice.code}"


def surveys(session: Session) -> Sequence[Survey]:
    """Return every survey, by name."""
    query = select(Survey).where(Survey.variant != Variant.FRAME)
    return session.scalars(query.order_by(Survey.name)).all()


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

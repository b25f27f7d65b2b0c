"""Questions: what a survey asks, in which words, with which choices."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.base import Base, Key, Link, Name, rules


class Kind(enum.StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    AGREE = "agree"  # five points, from “agree a lot” to “disagree a lot”
    OFTEN = "often"  # five points, from “never” to “nearly always”
    FACES = "faces"  # a feeling, from “very happy” down, each choice with a face beside its words
    BAND = "band"  # how many, in bands that go up; what is no number (“I cannot remember”) stands last
    RANK = "rank"  # the three that matter most, out of what another question’s picks hold
    GRID = "grid"  # places, and for each place picked the times
    TEXT = "text"


OWN_SECTION = "own"
"""The section of open questions that came with an imported form and that our survey does not ask."""


class Axis(enum.StrEnum):
    """Which side of a grid a choice stands on; every choice of a plain question is a row."""

    ROW = "row"
    COLUMN = "column"


class Choice(Base):
    __tablename__ = "choice"
    __table_args__ = rules(UniqueConstraint("question_id", "axis", "code"))

    id: Mapped[Key]
    question_id: Mapped[Link] = mapped_column(ForeignKey("question.id"))
    code: Mapped[str] = mapped_column(String(40))
    axis: Mapped[Axis] = mapped_column(default=Axis.ROW)
    position: Mapped[int]
    theme_code: Mapped[str | None] = mapped_column(String(20))
    """The theme that a pupil who picks this is counted under."""
    alone: Mapped[bool] = mapped_column(default=False)
    """True for “none of these” and its like, which cannot stand beside another pick."""
    symbol: Mapped[str | None] = mapped_column(String(40))
    """The picture shown beside its words, by its name in ``templates/questions/symbols.html``."""


class Question(Base):
    """One question of one version of a survey. Its words are in ``Wording``, under its code."""

    __tablename__ = "question"
    __table_args__ = rules(
        UniqueConstraint("version_id", "code"),
        CheckConstraint("most is null or most > 0", name="most_is_positive"),
        CheckConstraint("longest is null or longest > 0", name="longest_is_positive"),
    )

    id: Mapped[Key]
    version_id: Mapped[Link] = mapped_column(ForeignKey("survey_version.id"))
    code: Mapped[str] = mapped_column(String(40))
    """Stays the same across versions, so that like is compared with like."""
    kind: Mapped[Kind]
    section: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    required: Mapped[bool] = mapped_column(default=False)
    most: Mapped[int | None]
    """The most picks allowed."""
    longest: Mapped[int | None]
    """The most characters of a free text."""
    picks_of: Mapped[str | None] = mapped_column(String(40))
    """For a ranking: the question whose picks are ranked. For a text: the question whose picks it is about."""
    theme_code: Mapped[str | None] = mapped_column(String(20))
    shuffled: Mapped[bool] = mapped_column(default=False)
    """True when its choices, or for a scale its place among the statements around it, differ from form to form."""
    module: Mapped[str | None] = mapped_column(String(40))
    """The part of the question bank it was taken from; ``None`` for the survey’s own."""
    only_if: Mapped[str | None] = mapped_column(String(200))
    """When it is asked: ``code`` (that question was answered) or ``code=choice,choice`` (with one of these)."""
    symbol: Mapped[str | None] = mapped_column(String(40))
    """The picture shown beside its words, as for a choice."""

    choices: Mapped[list[Choice]] = relationship(
        order_by=(Choice.axis, Choice.position), cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def rows(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.axis is Axis.ROW]

    @property
    def columns(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.axis is Axis.COLUMN]


class WordingStatus(enum.StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"


class Wording(Base):
    """One string a pupil reads, in one language: ``bar_pick``, ``bar_pick.bullying``, ``page.send``."""

    __tablename__ = "wording"
    __table_args__ = rules(UniqueConstraint("version_id", "language", "key"))

    id: Mapped[Key]
    version_id: Mapped[Link] = mapped_column(ForeignKey("survey_version.id"))
    key: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str]
    status: Mapped[WordingStatus]
    checked_by: Mapped[Name | None]
    checked_on: Mapped[date | None]
    audio: Mapped[str | None] = mapped_column(String(80))
    """The file of a recording in which a person reads it out, if there is one."""

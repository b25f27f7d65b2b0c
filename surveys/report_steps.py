"""Report steps: what became of a report after its draft was made, by whom and when, and what its school answered."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.workers import Worker


class StepKind(enum.StrEnum):
    """What can happen to a report. Its release is no step: it stands in the report itself, which it freezes."""

    CHECKED = "checked"
    SEEN = "seen"
    ANSWERED = "answered"
    TOLD = "told"
    RECALLED = "recalled"


class ReportStep(Base):
    """One step of one edition: each is taken once, and the answer alone may be given anew."""

    __tablename__ = "report_step"
    __table_args__ = rules(
        UniqueConstraint("report_id", "kind"),
        CheckConstraint("kind <> 'recalled' or note <> ''", name="recalled_for_a_reason"),
    )

    id: Mapped[Key]
    report_id: Mapped[Link] = mapped_column(ForeignKey("report.id"))
    kind: Mapped[StepKind]
    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    taken_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    """Why it was recalled, what else the school says, or how pupils were told."""

    worker: Mapped[Worker] = relationship(lazy="joined")


class Verdict(enum.StrEnum):
    """What a school says to what pupils recommend."""

    YES = "yes"
    PARTLY = "in part"
    LATER = "not yet"
    NO = "no"


class ReportReply(Base):
    """What a school says to one recommendation of its pupils’ workshops. Anything but “yes” gives its reason."""

    __tablename__ = "report_reply"
    __table_args__ = rules(
        UniqueConstraint("report_id", "line"),
        CheckConstraint("verdict = 'yes' or words <> ''", name="no_needs_a_reason"),
    )

    id: Mapped[Key]
    report_id: Mapped[Link] = mapped_column(ForeignKey("report.id"))
    line: Mapped[str] = mapped_column(String(64))
    """The key of the recommendation in the report."""
    verdict: Mapped[Verdict]
    words: Mapped[str] = mapped_column(default="")

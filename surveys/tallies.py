"""Tallies: how much each reader read in a week, how fast, and how much of it was nothing; never which texts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Link, monday_of, rules
from surveys.readings import Outcome
from surveys.second_readings import compared
from surveys.workers import Worker

MOST_SECONDS = 120
"""Seconds that one text counts for at most. A page of careful reading takes under a minute; more is a telephone call."""


class ReadingTally(Base):
    """One reader’s week."""

    __tablename__ = "reading_tally"
    __table_args__ = rules()

    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    texts: Mapped[int] = mapped_column(default=0)
    """Texts read one at a time or in a batch; taken back ones are taken off again."""
    fine: Mapped[int] = mapped_column(default=0)
    """“Nothing here”: let through as it was."""
    hidden: Mapped[int] = mapped_column(default=0)
    concerns: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    """Time with a text on the screen; a text left open for longer than a person reads counts up to a bound."""

    worker: Mapped[Worker] = relationship(lazy="joined")


_COLUMN_OF = {
    Outcome.FINE: ReadingTally.fine,
    Outcome.HIDDEN: ReadingTally.hidden,
    Outcome.CONCERN: ReadingTally.concerns,
}


def add_to_tally(session: Session, *, reader: Worker, outcome: Outcome, seconds: float, on: date) -> None:
    """Count one text that a reader read, and for how long they had it before them, up to ``MOST_SECONDS``."""
    _add(session, reader, outcome, 1, seconds=round(min(max(seconds, 0), MOST_SECONDS)), week=monday_of(on))


def take_off_tally(session: Session, *, reader: Worker, outcome: Outcome, week: date) -> None:
    """Take a text off again, because its reading was taken back. The time it took was spent all the same."""
    _add(session, reader, outcome, -1, seconds=0, week=week)


def _add(session: Session, reader: Worker, outcome: Outcome, texts: int, *, seconds: int, week: date) -> None:
    column = _COLUMN_OF[outcome]
    added = (
        update(ReadingTally)
        .where(ReadingTally.worker_id == reader.id, ReadingTally.week == week)
        .values(
            {
                "texts": ReadingTally.texts + texts,
                column.key: column + texts,
                "seconds": ReadingTally.seconds + seconds,
            }
        )
        .returning(ReadingTally.worker_id)
        .execution_options(synchronize_session=False)
    )
    if session.execute(added).first() is not None or texts < 0:
        return
    try:
        with session.begin_nested():
            session.add(ReadingTally(worker_id=reader.id, week=week))
            session.flush()
    except IntegrityError:
        pass  # the same reader’s other window has just made it
    session.execute(added)


@dataclass(frozen=True)
class Reader:
    """What one reader’s tallies come to, and how often a second reader agreed with them."""

    worker: Worker
    texts: int
    fine: int
    hidden: int
    concerns: int
    seconds: int
    read_again: int
    agreed: int

    @property
    def an_hour(self) -> int | None:
        """Texts an hour, or ``None`` when no time was measured."""
        return round(self.texts * 3600 / self.seconds) if self.seconds else None


def readers(session: Session, *, since: date) -> Sequence[Reader]:
    """Return the readers of the weeks since a day, by name."""
    week = monday_of(since)
    counted = (
        select(
            ReadingTally.worker_id,
            func.sum(ReadingTally.texts),
            func.sum(ReadingTally.fine),
            func.sum(ReadingTally.hidden),
            func.sum(ReadingTally.concerns),
            func.sum(ReadingTally.seconds),
        )
        .where(ReadingTally.week >= week)
        .group_by(ReadingTally.worker_id)
    )
    again, agreed = Counter[str](), Counter[str]()
    for pair in compared(session):
        if pair.first.read_on >= week:
            again[pair.first.reader_id] += 1
            agreed[pair.first.reader_id] += pair.agrees
    found = [
        Reader(
            worker=session.get_one(Worker, key),
            texts=int(texts),
            fine=int(fine),
            hidden=int(hidden),
            concerns=int(concerns),
            seconds=int(seconds),
            read_again=again[key],
            agreed=agreed[key],
        )
        for key, texts, fine, hidden, concerns, seconds in session.execute(counted)
    ]
    return sorted(found, key=lambda reader: (reader.worker.name, reader.worker.id))

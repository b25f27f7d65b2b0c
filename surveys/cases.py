"""Cases: the log of what became of each concern. Entries are added and never changed, each chained to the one before."""

import enum
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from surveys.base import LONDON, Base, Key, Link, monday_of, rules
from surveys.sealing import SealedText, key_of
from surveys.workers import Worker

if TYPE_CHECKING:
    from surveys.concerns import Concern

NO_WORDS = "0" * 64
"""The digest of an entry that never had words."""
SALT = 16
"""Random bytes before what is hashed: nobody who guesses erased words can check the guess."""
THE_END = "end"


class Act(enum.StrEnum):
    """What was done about a concern."""

    RAISED = "raised"
    TOLD = "told"  # a notice went to somebody
    ESCALATED = "escalated"  # told again, and told others, because nobody had looked
    SEEN = "seen"
    SHARED = "shared with the school"  # a concern that only the authority saw
    HANDED_OVER = "handed over"
    DECIDED = "decided"
    CORRECTED = "corrected"
    ALLOWED = "words may be quoted"
    ERASED = "words erased"


class CaseEntry(Base):
    """One thing that was done, by whom, when; ``link`` chains it to the entry before (a keyed hash, in hex)."""

    __tablename__ = "case_entry"
    __table_args__ = rules(UniqueConstraint("number"))

    id: Mapped[Key]
    number: Mapped[int]
    """1, 2, 3 … over all cases: a gap is an entry that somebody took out."""
    concern_id: Mapped[Link] = mapped_column(ForeignKey("concern.id"), index=True)
    act: Mapped[Act]
    at: Mapped[datetime]
    """To the minute for what staff do; what the machine does carries the start of its week."""
    by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    """``None``: the clock or the screen."""
    told_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    words: Mapped[str | None] = mapped_column(SealedText)
    """What was decided, in the worker’s words. Erasing them leaves ``digest``, so that the chain still holds."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of the words: a random salt and a keyed hash, in hex; without the deployment’s secret it says nothing."""
    link: Mapped[str] = mapped_column(String(64))

    concern: Mapped["Concern"] = relationship()
    by: Mapped[Worker | None] = relationship(foreign_keys=by_id)
    told: Mapped[Worker | None] = relationship(foreign_keys=told_id)


class CaseEnd(Base):
    """Where the log ends, so that entries taken off its end are missed. One row, which every new entry moves on."""

    __tablename__ = "case_end"
    __table_args__ = rules()

    id: Mapped[str] = mapped_column(String(3), primary_key=True, default=THE_END)
    number: Mapped[int] = mapped_column(default=0)
    link: Mapped[str] = mapped_column(String(64), default="")
    proof: Mapped[str] = mapped_column(String(64), default="")
    """A keyed hash of the two."""


def add_entry(
    session: Session,
    *,
    concern: "Concern",
    act: Act,
    at: datetime,
    by: Worker | None = None,
    told: Worker | None = None,
    words: str | None = None,
) -> CaseEntry:
    """Add what was done to the log. What nobody did (``by`` is ``None``) keeps its week alone: a pupil’s hour shows in it."""
    key = key_of(session.get_bind().dialect).chain_key
    # The one row is the lock too: two entries at the same moment come one after the other.
    end = session.get(CaseEnd, THE_END, with_for_update=True, populate_existing=True)
    end = end or CaseEnd(id=THE_END, number=0, link="")
    entry = CaseEntry(
        number=end.number + 1,
        concern=concern,
        act=act,
        at=_kept(at, to_the_minute=by is not None),
        by=by,
        told=told,
        words=words,
        digest=_digest(key, words, secrets.token_bytes(SALT)),
        link="",
    )
    session.add(entry)
    with session.no_autoflush:
        entry.concern_id, entry.by_id = concern.id, None if by is None else by.id
        entry.told_id = None if told is None else told.id
        entry.link = _link(key, end.link, entry)
    end.number, end.link = entry.number, entry.link
    end.proof = _hash(key, ["end", end.number, end.link])
    session.add(end)
    session.flush()
    return entry


def entries_of(session: Session, concern: "Concern") -> Sequence[CaseEntry]:
    """Return the log of one concern, from the first entry to the last."""
    query = select(CaseEntry).where(CaseEntry.concern_id == concern.id).order_by(CaseEntry.number)
    return session.scalars(query.options(joinedload(CaseEntry.by), joinedload(CaseEntry.told))).all()


def check_chain(session: Session) -> list[int]:
    """Return the numbers of the entries that were changed, moved, put in or taken out since they were written.

    A number without an entry is one that is gone; the one after the last stands for a log that was cut or lengthened at
    its end.
    """
    key = key_of(session.get_bind().dialect).chain_key
    query = select(CaseEntry).options(joinedload(CaseEntry.concern)).order_by(CaseEntry.number)
    entries = session.scalars(query.execution_options(populate_existing=True)).all()
    erased = {entry.concern_id: entry.number for entry in entries if entry.act is Act.ERASED}
    broken: list[int] = []
    before, expected = "", 1
    for entry in entries:
        broken += range(expected, entry.number)
        if entry.link != _link(key, before, entry) or not _words_hold(key, entry, erased):
            broken.append(entry.number)
        before, expected = entry.link, entry.number + 1
    if not _end_holds(session, key, expected - 1, before):
        broken.append(expected)
    return broken


def _end_holds(session: Session, key: bytes, number: int, link: str) -> bool:
    end = session.get(CaseEnd, THE_END, populate_existing=True)
    if end is None:
        return number == 0
    return (end.number, end.link) == (number, link) and end.proof == _hash(key, ["end", number, link])


def _words_hold(key: bytes, entry: CaseEntry, erased: dict[str, int]) -> bool:
    """Say whether an entry’s words are those that were written, or went when words of its case were erased later."""
    if entry.words is None:
        return entry.digest == NO_WORDS or entry.number < erased.get(entry.concern_id, 0)
    return hmac.compare_digest(
        entry.digest, _digest(key, entry.words, bytes.fromhex(entry.digest[: 2 * SALT]))
    )


def _digest(key: bytes, words: str | None, salt: bytes) -> str:
    if words is None:
        return NO_WORDS
    return salt.hex() + _hash(key, ["words", salt.hex(), words])[: 64 - 2 * SALT]


def _link(key: bytes, before: str, entry: CaseEntry) -> str:
    """Return what chains an entry to the one before; the school and week stand in it, so that no case can be moved."""
    concern = entry.concern
    return _hash(
        key,
        [
            before,
            entry.number,
            entry.concern_id,
            concern and [concern.number, concern.school_id, concern.week.isoformat()],
            entry.act.value,
            round(entry.at.timestamp()),
            entry.by_id,
            entry.told_id,
            entry.digest,
        ],
    )


def _hash(key: bytes, parts: list[object]) -> str:
    return hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()


def _kept(at: datetime, *, to_the_minute: bool) -> datetime:
    if to_the_minute:
        return at.replace(second=0, microsecond=0)
    return datetime.combine(monday_of(at.astimezone(LONDON).date()), time(), tzinfo=LONDON)

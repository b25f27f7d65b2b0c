"""Codings: which theme a text was given, by the machine or by a named person. A person’s decision stands."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    String,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.readings import Reading, Source
from surveys.texts import require_all_read_with
from surveys.themes import Theme, family_ids, live_codes
from surveys.workers import Worker


class Decision(enum.StrEnum):
    """What a person said of a theme on a text."""

    CONFIRMED = "confirmed"
    REMOVED = "removed"
    ADDED = "added"


class Coding(Base):
    """A theme on a text. Proposed by a method, decided by a person, or both; never by nobody."""

    __tablename__ = "coding"
    __table_args__ = rules(
        UniqueConstraint("answer_id", "theme_id"),
        UniqueConstraint("note_id", "theme_id"),
        CheckConstraint("(answer_id is null) <> (note_id is null)", name="codes_one_text"),
        CheckConstraint("method is not null or decision is not null", name="someone_says_so"),
        CheckConstraint("(decision is null) = (decided_by_id is null)", name="decisions_have_a_name"),
        CheckConstraint("score is null or score between 0 and 1", name="score_is_a_share"),
    )

    id: Mapped[Key]
    answer_id: Mapped[Link | None] = mapped_column(ForeignKey("answer.id"))
    note_id: Mapped[Link | None] = mapped_column(ForeignKey("note.id"))
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"), index=True)
    method: Mapped[str | None] = mapped_column(String(60))
    """The machine’s method and its version, when the machine proposed this."""
    score: Mapped[float | None]
    because: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The words that made the machine think so."""
    decision: Mapped[Decision | None]
    decided_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    decided_on: Mapped[date | None]
    """A Monday, like every date beside an answer."""
    revision: Mapped[int] = mapped_column()
    """How often it was written. The database refuses to write one that has changed since it was read."""

    theme: Mapped[Theme] = relationship(lazy="joined")
    decided_by: Mapped[Worker | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def holds(self) -> bool:
        """Whether the text counts under the theme: unless a person removed it, it does."""
        return self.decision is not Decision.REMOVED

    @property
    def who(self) -> str:
        """Who says so, in words: the machine and its method, or a named person."""
        if self.decided_by is not None:
            return f"{self.decided_by.name} ({self.decision})"
        return f"the machine ({self.method})"


class Review(Base):
    """One person’s word on all themes of one answer: what is not among its themes then is not what it is about.

    No column says in what order answers were reviewed.
    """

    __tablename__ = "review"
    __table_args__ = rules(UniqueConstraint("answer_id"))

    id: Mapped[Key]
    answer_id: Mapped[Link] = mapped_column(ForeignKey("answer.id"))
    worker_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    batch: Mapped[Link] = mapped_column(index=True)
    """Shared by the answers that one press of a button settled; they are taken back together."""
    reviewed_on: Mapped[date]
    """A Monday, like every date beside an answer."""
    considered: Mapped[list[str]] = mapped_column(JSON)
    """The codes there were to choose from. The machine may only propose themes that came later."""
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The decisions on the codings that it changed, as they were, so that it can be taken back."""

    worker: Mapped[Worker] = relationship(lazy="joined")


class Proposal(NamedTuple):
    """A theme the machine proposes for a text."""

    theme_code: str
    score: float
    because: Sequence[str]


def store_proposals(
    session: Session,
    proposals: Mapping[tuple[Source, str], Iterable[Proposal]],
    *,
    method: str,
) -> int:
    """Replace the machine’s codings of these texts by new ones; what a person decided is left as it is.

    An answer that a person has reviewed is only given themes that were not there to choose from then. Returns how many
    codings the machine now proposes for these texts.
    """
    theme_ids = {theme.code: theme.id for theme in session.scalars(select(Theme))}
    live, settled = live_codes(session), _settled(session)
    decided, stale = _standing(
        session,
        {text_id for _, text_id in proposals},
        counts_as={theme_ids[code]: theme_ids[survivor] for code, survivor in live.items()},
    )
    for start in range(0, len(stale), 500):  # SQLite takes a limited number of values in one statement
        session.execute(delete(Coding).where(Coding.id.in_(stale[start : start + 500])))
    fresh = [
        Coding(
            answer_id=text_id if source is Source.ANSWER else None,
            note_id=text_id if source is Source.NOTE else None,
            theme_id=theme_ids[proposal.theme_code],
            method=method,
            score=round(proposal.score, 4),
            because=list(proposal.because),
        )
        for (source, text_id), proposed in proposals.items()
        for proposal in proposed
        if (text_id, theme_ids[proposal.theme_code]) not in decided
        and live.get(proposal.theme_code) not in settled.get(text_id, ())
    ]
    session.add_all(fresh)
    session.flush()
    return len(fresh)


def _settled(session: Session) -> dict[str, list[str]]:
    """Return what there was to choose from for each answer that a person has reviewed."""
    query = select(Review.answer_id, Review.considered)
    return {row[0]: row[1] for row in session.execute(query)}


def _standing(
    session: Session, wanted: set[str], *, counts_as: Mapping[str, str]
) -> tuple[set[tuple[str, str]], list[str]]:
    """Return which theme of which of these texts a person has decided on, and the codings that nobody has.

    A theme held by way of another that was merged into it is decided as well.
    """
    decided: set[tuple[str, str]] = set()
    undecided: list[str] = []
    known = select(Coding.id, Coding.answer_id, Coding.note_id, Coding.theme_id, Coding.decision)
    # Locked: where the database lets two write at once, a person may be deciding on one of them this moment.
    for coding_id, answer_id, note_id, theme_id, decision in session.execute(known.with_for_update()):
        text_id = str(note_id) if answer_id is None else answer_id
        if text_id not in wanted:
            continue
        if decision is None:
            undecided.append(coding_id)
            continue
        decided.add((text_id, theme_id))
        if decision is not Decision.REMOVED:
            decided.add((text_id, counts_as.get(theme_id, theme_id)))
    return decided, undecided


def decide(
    session: Session,
    *,
    source: Source,
    text_id: str,
    theme: Theme,
    decision: Decision,
    worker: Worker,
    on: date,
) -> Coding:
    """Record that a person confirms, removes or adds a theme on a text that was read and let through.

    A later decision replaces an earlier one, and speaks for the themes that were merged into this one as well. Raises
    ``NoResultFound`` for a text nobody has let through, ``NotAllRead`` while answers of its wave wait to be read.
    """
    column = Coding.answer_id if source is Source.ANSWER else Coding.note_id
    read_text_of(session, source=source, text_id=text_id)
    if source is Source.ANSWER:
        require_all_read_with(session, [text_id])
    family = [theme.id, *family_ids(session, theme)]
    query = select(Coding).where(column == text_id, Coding.theme_id.in_(family)).order_by(Coding.id)
    said = sorted(session.scalars(query).unique(), key=lambda coding: coding.theme_id != theme.id)
    codings = [coding for coding in said if coding.holds] or said[:1]
    if not codings:
        codings = [
            Coding(
                answer_id=text_id if source is Source.ANSWER else None,
                note_id=text_id if source is Source.NOTE else None,
                theme=theme,
            )
        ]
        session.add_all(codings)
    for coding in codings:
        coding.decision, coding.decided_by, coding.decided_on = decision, worker, monday_of(on)
    session.flush()
    return codings[0]


def read_text_of(session: Session, *, source: Source, text_id: str) -> str:
    """Return a text as others may see it; raise ``NoResultFound`` when nobody has read it and let it through."""
    column = Reading.answer_id if source is Source.ANSWER else Reading.note_id
    shown = session.scalars(select(Reading.shown).where(column == text_id, Reading.shown.is_not(None))).one()
    return shown or ""


def codings_of(session: Session, *, source: Source, text_id: str) -> Sequence[Coding]:
    """Return every coding of one text, in the codebook’s order."""
    column = Coding.answer_id if source is Source.ANSWER else Coding.note_id
    query = select(Coding).join(Theme).where(column == text_id).order_by(Theme.position)
    return session.scalars(query).unique().all()

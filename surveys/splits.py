"""Splits: a new theme takes some of another’s texts, in the name of the person who chose them."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Link, monday_of, rules
from surveys.codebook import as_described, new_theme
from surveys.codings import Coding, Decision
from surveys.evidence import HeldText
from surveys.subgroups import Subgroup
from surveys.theme_changes import ChangeKind, CodebookProblem, record_change
from surveys.themes import Theme, family_ids
from surveys.workers import Worker


class SplitCoding(Base):
    """What was said of a text under a theme before a split took it from there, so that the split can be undone."""

    __tablename__ = "split_coding"
    __table_args__ = rules(
        UniqueConstraint("new_theme_id", "theme_id", "answer_id"),
        UniqueConstraint("new_theme_id", "theme_id", "note_id"),
        CheckConstraint("(answer_id is null) <> (note_id is null)", name="keeps_one_text"),
        CheckConstraint("(decision is null) = (decided_by_id is null)", name="decisions_have_a_name"),
    )

    id: Mapped[Key]
    new_theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"))
    theme_id: Mapped[Link] = mapped_column(ForeignKey("theme.id"))
    answer_id: Mapped[Link | None] = mapped_column(ForeignKey("answer.id"))
    note_id: Mapped[Link | None] = mapped_column(ForeignKey("note.id"))
    decision: Mapped[Decision | None]
    decided_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    decided_on: Mapped[date | None]
    """A Monday, like every date beside an answer."""


def split_theme(
    session: Session,
    *,
    theme: Theme,
    text_ids: Collection[str],
    name: str,
    description: str,
    phrases: Sequence[str],
    worker: Worker,
    on: date,
) -> Theme:
    """Give the chosen texts of a theme to a new one, which the same subgroups own, and return it.

    Texts that are not under the theme (any more) are left alone. Raises ``CodebookProblem`` when none is left, or when
    the new theme cannot be told from another.
    """
    if not theme.is_live:
        raise CodebookProblem(f"“{theme.name}” is not in use any more, so it cannot be split.")
    chosen = {
        key: codings for key, codings in _held(session, family_ids(session, theme)).items() if key in text_ids
    }
    if not chosen:
        raise CodebookProblem(f"Choose at least one answer that is under “{theme.name}” now.")
    made = new_theme(session, name=name, description=description, phrases=phrases)
    made.is_sensitive = theme.is_sensitive
    for codings in chosen.values():
        for coding in codings:
            session.add(_as_it_was(coding, made))
            coding.decision, coding.decided_by, coding.decided_on = Decision.REMOVED, worker, monday_of(on)
        session.add(
            Coding(
                answer_id=codings[0].answer_id,
                note_id=codings[0].note_id,
                theme=made,
                decision=Decision.ADDED,
                decided_by=worker,
                decided_on=monday_of(on),
            )
        )
    for subgroup in _owners(session, theme):
        subgroup.themes.append(made)
    record_change(
        session,
        ChangeKind.SPLIT,
        theme=made,
        other=theme,
        worker=worker,
        before={"from": theme.name},
        after=as_described(made),
    )
    return made


def put_back(session: Session, *, made: Theme, worker_id: str) -> None:
    """Undo what a split did to codings: each is again as it was, but where somebody has decided since.

    ``worker_id``: who split. What was given to the new theme since stays with it.
    """
    kept: defaultdict[str, list[SplitCoding]] = defaultdict(list)
    for was in session.scalars(select(SplitCoding).where(SplitCoding.new_theme_id == made.id)):
        kept[was.answer_id or was.note_id or ""].append(was)
    sources = {was.theme_id for befores in kept.values() for was in befores}
    query = select(Coding).where(Coding.theme_id.in_([made.id, *sources]))
    now = {(coding.answer_id or coding.note_id, coding.theme_id): coding for coding in session.scalars(query)}
    for text_id, befores in kept.items():
        given = now.get((text_id, made.id))
        taken = [now.get((text_id, was.theme_id)) for was in befores]
        if not _is_still(given, Decision.ADDED, worker_id) or not all(
            _is_still(coding, Decision.REMOVED, worker_id) for coding in taken
        ):
            continue
        session.delete(given)
        for coding, was in zip(taken, befores, strict=True):
            if coding is not None:
                coding.decision, coding.decided_by_id = was.decision, was.decided_by_id
                coding.decided_on = was.decided_on
    session.execute(delete(SplitCoding).where(SplitCoding.new_theme_id == made.id))
    session.flush()


def taken_by(session: Session, made: Theme) -> int:
    """Return how many texts a split gave to a new theme; 0 when it was none or has been undone."""
    rows = select(SplitCoding.answer_id, SplitCoding.note_id).where(SplitCoding.new_theme_id == made.id)
    return session.scalar(select(func.count()).select_from(rows.distinct().subquery())) or 0


def read_words(said: str) -> list[str]:
    """Return the words and phrases to search by, which stand between commas."""
    return [" ".join(words.split()) for words in said.split(",") if words.strip()]


def with_words(texts: Sequence[HeldText], wanted: Sequence[str]) -> list[HeldText]:
    """Return the texts that have any of these words or phrases, however written; “scoot” finds “e-Scooters”."""
    if not wanted:
        return []
    # At the beginning of a word: “bus” is not looked for in “rebus”. Spaces match line breaks too.
    said = "|".join(r"\s+".join(map(re.escape, words.split())) for words in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{said})", re.IGNORECASE)
    return [text for text in texts if pattern.search(text.shown)]


def _held(session: Session, family: Sequence[str]) -> dict[str, list[Coding]]:
    """Return the codings that hold under any of these themes (their keys), by their texts."""
    by_text: defaultdict[str, list[Coding]] = defaultdict(list)
    query = select(Coding).where(Coding.theme_id.in_(family)).order_by(Coding.id)
    for coding in session.scalars(query.with_for_update(of=Coding)).unique():
        if coding.holds:
            by_text[coding.answer_id or coding.note_id or ""].append(coding)
    return by_text


def _as_it_was(coding: Coding, made: Theme) -> SplitCoding:
    return SplitCoding(
        new_theme_id=made.id,
        theme_id=coding.theme_id,
        answer_id=coding.answer_id,
        note_id=coding.note_id,
        decision=coding.decision,
        decided_by_id=coding.decided_by_id,
        decided_on=coding.decided_on,
    )


def _owners(session: Session, theme: Theme) -> Sequence[Subgroup]:
    owns = Subgroup.themes.any(Theme.id.in_(family_ids(session, theme)))
    return session.scalars(select(Subgroup).where(owns)).all()


def _is_still(coding: Coding | None, decision: Decision, worker_id: str) -> bool:
    return coding is not None and coding.decision is decision and coding.decided_by_id == worker_id

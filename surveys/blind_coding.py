"""Blind coding: two different people give each text of a sample its themes, neither seeing what the other said."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Select,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base, Key, Link, rules
from surveys.readings import Reading
from surveys.responses import Answer
from surveys.samples import Sample, SampledText, SampleProblem
from surveys.views import View
from surveys.workers import Worker

SEATS = (1, 2)
"""Each text is coded by two people; the rule that they are two is the database’s own."""


class BlindCoding(Base):
    """What one person said of one text of a sample."""

    __tablename__ = "blind_coding"
    __table_args__ = rules(
        UniqueConstraint("sampled_text_id", "seat"),
        UniqueConstraint("sampled_text_id", "coder_id"),
        CheckConstraint("seat in (1, 2)", name="two_seats"),
    )

    id: Mapped[Key]
    sampled_text_id: Mapped[Link] = mapped_column(ForeignKey("sampled_text.id"))
    coder_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    seat: Mapped[int]
    codes: Mapped[list[str]] = mapped_column(JSON)
    """As ``View`` reads them: the main theme first, none when the text fits nothing."""


class TextTaken(Exception):
    """Two other people have coded this text meanwhile."""


@dataclass(frozen=True)
class BlindText:
    """A text as a coder sees it: its words and what was asked, and nothing that anybody else said of it."""

    id: str
    shown: str
    asked: str
    answer_id: str


@dataclass(frozen=True)
class Progress:
    """How far the coding of a sample is, for one coder."""

    texts: int
    twice: int
    """Texts that two people have coded."""
    own: int
    """Texts that this coder has coded."""
    left: int
    """Texts that this coder may still code."""

    @property
    def is_done(self) -> bool:
        return self.twice == self.texts


def _readable() -> Select[str, str | None, str, str]:
    """Texts that may still be shown: one passed on as a concern since the drawing is not."""
    return (
        select(SampledText.id, Reading.shown, Answer.question_code, Answer.id)
        .join(Answer, Answer.id == SampledText.answer_id)
        .join(Reading, Reading.answer_id == Answer.id)
        .where(Reading.shown.is_not(None))
    )


def _codings() -> Select[int]:
    return select(func.count(BlindCoding.id)).where(BlindCoding.sampled_text_id == SampledText.id)


def next_text(session: Session, *, sample: Sample, coder: Worker) -> BlindText | None:
    """Return the next text this coder may code, or ``None``: those that somebody has begun first, then by random key."""
    mine = select(BlindCoding.sampled_text_id).where(BlindCoding.coder_id == coder.id)
    codings = _codings().scalar_subquery()
    query = (
        _readable()
        .where(SampledText.sample_id == sample.id, SampledText.id.not_in(mine), codings < len(SEATS))
        .order_by(codings.desc(), SampledText.id)
    )
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else BlindText(row[0], row[1] or "", row[2], row[3])


def blind_text(session: Session, *, sample: Sample, text_id: str) -> BlindText:
    """Return one text of a sample as a coder sees it, or raise ``NoResultFound``."""
    query = _readable().where(SampledText.sample_id == sample.id, SampledText.id == text_id)
    row = session.execute(query).one()
    return BlindText(row[0], row[1] or "", row[2], row[3])


def own_coding(session: Session, *, text_id: str, coder: Worker) -> BlindCoding | None:
    """Return what this coder said of a text, or ``None``."""
    query = select(BlindCoding).where(
        BlindCoding.sampled_text_id == text_id, BlindCoding.coder_id == coder.id
    )
    return session.scalars(query).one_or_none()


def give_codes(
    session: Session, *, text: BlindText, coder: Worker, view: View, live: Collection[str]
) -> BlindCoding:
    """Record what a person says of a text; a second time replaces the first, as long as the sample is being coded.

    ``live``: the codes of the themes in use. Raises ``TextTaken`` when two others were quicker, ``SampleProblem`` when
    the sample is closed or the codes cannot stand together.
    """
    if not session.get_one(SampledText, text.id).sample.is_open:
        raise SampleProblem("The coding of this sample was ended, so nothing was stored.")
    view.check(live)
    before = own_coding(session, text_id=text.id, coder=coder)
    if before is not None:
        before.codes = list(view.codes)
        session.flush()
        return before
    given = BlindCoding(sampled_text_id=text.id, coder_id=coder.id, codes=list(view.codes))
    for seat in SEATS:
        if _sit_down(session, given, seat):
            return given
    raise TextTaken(text.id)


def _sit_down(session: Session, given: BlindCoding, seat: int) -> bool:
    """Take one of a text’s two seats, unless somebody sits there; the database says which, also to two at once."""
    given.seat = seat
    try:
        with session.begin_nested():
            session.add(given)
            session.flush()
    except IntegrityError:
        return False
    return True


def progress(session: Session, *, sample: Sample, coder: Worker) -> Progress:
    """Return how far a sample is and what is left for this coder."""
    counts = codings_by_text(session, sample)
    readable = set(session.scalars(_readable().where(SampledText.sample_id == sample.id)))
    # A text that became a concern cannot be coded any more; what was coded twice before counts all the same.
    counted = [text for text, coders in counts.items() if len(coders) == len(SEATS) or text in readable]
    return Progress(
        texts=len(counted),
        twice=sum(len(coders) == len(SEATS) for coders in counts.values()),
        own=sum(coder.id in coders for coders in counts.values()),
        left=sum(
            text in readable and coder.id not in coders and len(coders) < len(SEATS)
            for text, coders in counts.items()
        ),
    )


def codings_by_text(session: Session, sample: Sample) -> dict[str, dict[str, BlindCoding]]:
    """Return for each text of a sample its codings by the key of who gave them; empty where nobody has yet."""
    found: dict[str, dict[str, BlindCoding]] = {
        text_id: {}
        for text_id in session.scalars(
            select(SampledText.id).where(SampledText.sample_id == sample.id).order_by(SampledText.id)
        )
    }
    query = (
        select(BlindCoding)
        .join(SampledText, SampledText.id == BlindCoding.sampled_text_id)
        .where(SampledText.sample_id == sample.id)
        .order_by(BlindCoding.seat)
    )
    for coding in session.scalars(query):
        found[coding.sampled_text_id][coding.coder_id] = coding
    return found

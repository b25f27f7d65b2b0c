"""Samples: texts of a wave that two people code without seeing each other’s codes or the machine’s.

A sample is never deleted. It is put away, which keeps what it measured.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base, Key, Link, rules
from surveys.codings import Coding, Decision, Review
from surveys.heard import read_answers
from surveys.responses import Answer, Response
from surveys.themes import Theme, live_codes
from surveys.waves import Wave, WaveSchool
from surveys.workers import Worker

SMALLEST = 10
"""Texts. Fewer tell nothing about how well people and the machine agree."""


class Sample(Base):
    """Texts drawn from a wave to be coded blind, numbered within it."""

    __tablename__ = "sample"
    __table_args__ = rules(
        UniqueConstraint("wave_id", "number"),
        CheckConstraint("(ended_on is null) = (ended_by_id is null)", name="ended_by_someone"),
        CheckConstraint(
            "(decided_on is null) = (decided_by_id is null) and (decided_on is null) = (decided_batch is null)",
            name="decided_by_someone",
        ),
        CheckConstraint("(kept_on is null) = (kept_by_id is null)", name="kept_by_someone"),
    )

    id: Mapped[Key]
    wave_id: Mapped[Link] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    method: Mapped[str]
    """The method of the machine whose codings are frozen in it."""
    drawn_on: Mapped[date]
    drawn_by_id: Mapped[Link] = mapped_column(ForeignKey("worker.id"))
    ended_on: Mapped[date | None]
    """When a lead ended the coding; only then may anybody see both codings of a text."""
    ended_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    decided_on: Mapped[date | None]
    """When a lead made what was settled the decisions on its texts."""
    decided_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    decided_batch: Mapped[Link | None]
    """The key under which those decisions can be taken back."""
    kept_on: Mapped[date | None]
    """When a lead put it away. It stays as it is from then on."""
    kept_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))

    wave: Mapped[Wave] = relationship(lazy="joined")
    drawn_by: Mapped[Worker] = relationship(foreign_keys=drawn_by_id)
    decided_by: Mapped[Worker | None] = relationship(foreign_keys=decided_by_id)
    kept_by: Mapped[Worker | None] = relationship(foreign_keys=kept_by_id)

    @property
    def is_open(self) -> bool:
        """Whether codes may still be given."""
        return self.ended_on is None and self.kept_on is None


class SampledText(Base):
    """A text of a sample, with what the machine said of it at the drawing and, in the end, a lead’s ruling.

    Codes are as ``surveys.views.View`` reads them.
    """

    __tablename__ = "sampled_text"
    __table_args__ = rules(
        UniqueConstraint("sample_id", "answer_id"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        CheckConstraint(
            "(ruling is null) = (settled_by_id is null) and (ruling is null) = (settled_on is null)",
            name="rulings_have_a_name",
        ),
    )

    id: Mapped[Key]
    sample_id: Mapped[Link] = mapped_column(ForeignKey("sample.id"))
    answer_id: Mapped[Link] = mapped_column(ForeignKey("answer.id"), index=True)
    weight: Mapped[float]
    """How many texts of the wave it stands for."""
    machine_codes: Mapped[list[str]] = mapped_column(JSON)
    """The machine’s themes when the sample was drawn, the surest first."""
    machine_scores: Mapped[list[float]] = mapped_column(JSON)
    ruling: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """What a lead ruled where the two coders differed."""
    settled_by_id: Mapped[Link | None] = mapped_column(ForeignKey("worker.id"))
    settled_on: Mapped[date | None]
    """A Monday, like every date beside an answer."""

    sample: Mapped[Sample] = relationship(lazy="joined")


class SampleProblem(Exception):
    """Something that cannot be done with a sample as asked, in a sentence for staff."""


class Candidate(NamedTuple):
    """A text that may be drawn: read and let through, undecided by any person, in no earlier sample."""

    answer_id: str
    shown: str
    school_id: str
    codes: tuple[str, ...]
    """The machine’s themes, the surest first."""
    scores: tuple[float, ...]


class Drawn(NamedTuple):
    """A text as it is drawn: what the machine says of it, and how many texts it stands for."""

    answer_id: str
    weight: float
    codes: Sequence[str]
    scores: Sequence[float]


def candidates(session: Session, wave_id: str) -> list[Candidate]:
    """Return the texts of a wave that may be drawn, in the order of random keys.

    Not those a person has decided on: the machine has learnt from them, so that agreeing on them proves nothing.
    """
    taken = set(session.scalars(select(SampledText.answer_id).join(Sample).where(Sample.wave_id == wave_id)))
    taken |= set(session.scalars(select(Review.answer_id)))
    codes: dict[str, list[tuple[str, float]]] = {}
    for answer_id, code, score, decision in session.execute(_codings_of_wave(wave_id)):
        if decision is not None:
            taken.add(answer_id)
        elif score is not None:
            codes.setdefault(answer_id, []).append((code, score))
    return [
        Candidate(
            text.id,
            text.shown,
            text.school_id,
            tuple(code for code, _ in codes.get(text.id, ())),
            tuple(score for _, score in codes.get(text.id, ())),
        )
        for text in read_answers(session, wave_id)
        if text.id not in taken
    ]


def _codings_of_wave(wave_id: str) -> Select[str, str, float | None, Decision | None]:
    return (
        select(Answer.id, Theme.code, Coding.score, Coding.decision)
        .select_from(Coding)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Answer, Answer.id == Coding.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id)
        .order_by(Answer.id, Coding.score.desc().nulls_last(), Theme.position)
    )


def machine_scores(session: Session, wave_id: str) -> dict[str, list[float]]:
    """Return how sure the machine was of each of its codings of a wave, by the theme that counts now."""
    live = live_codes(session)
    scores: dict[str, list[float]] = {code: [] for code in live.values()}
    for _, code, score, _ in session.execute(_codings_of_wave(wave_id)):
        if score is not None and code in live:
            scores[live[code]].append(score)
    return scores


def draw_sample(
    session: Session, *, wave: Wave, method: str, drawn: Iterable[Drawn], worker: Worker, on: date
) -> Sample:
    """Store a sample of a wave as it was drawn; raise ``SampleProblem`` while another is being coded."""
    if open_sample(session, wave.id) is not None:
        raise SampleProblem("A sample of this wave is being coded already. Finish it, or put it away, first.")
    texts = list(drawn)
    if len(texts) < SMALLEST:
        raise SampleProblem(
            f"Fewer than {SMALLEST} texts are left to draw from: read, undecided, and in no earlier sample."
        )
    last = session.scalar(select(func.max(Sample.number)).where(Sample.wave_id == wave.id)) or 0
    sample = Sample(wave=wave, number=last + 1, method=method, drawn_on=on, drawn_by=worker)
    session.add(sample)
    session.flush()
    session.add_all(
        SampledText(
            sample_id=sample.id,
            answer_id=text.answer_id,
            weight=text.weight,
            machine_codes=list(text.codes),
            machine_scores=list(text.scores),
        )
        for text in texts
    )
    session.flush()
    return sample


def keep_sample(session: Session, *, sample: Sample, worker: Worker, on: date) -> None:
    """Put a sample away, as it is: nobody codes or settles it any more, and everything in it stays readable."""
    if sample.kept_on is None:
        sample.kept_on, sample.kept_by = on, worker
        session.flush()


def samples(session: Session, *, wave_id: str | None = None) -> Sequence[Sample]:
    """Return the samples, of one wave or of all: the latest wave first, the latest sample first."""
    query = select(Sample).join(Wave).order_by(Wave.opens_on.desc(), Wave.name, Sample.number.desc())
    if wave_id is not None:
        query = query.where(Sample.wave_id == wave_id)
    return session.scalars(query).unique().all()


def open_sample(session: Session, wave_id: str) -> Sample | None:
    """Return the sample of a wave that is being coded, or ``None``."""
    query = select(Sample).where(
        Sample.wave_id == wave_id, Sample.ended_on.is_(None), Sample.kept_on.is_(None)
    )
    return session.scalars(query).unique().first()


def sample_with_id(session: Session, sample_id: str) -> Sample:
    """Return one sample, or raise ``NoResultFound``."""
    return session.scalars(select(Sample).where(Sample.id == sample_id)).unique().one()

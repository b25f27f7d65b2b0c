"""Settling: ending a sample’s coding, ruling on the texts its two coders differ on, and making that decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import monday_of
from surveys.blind_coding import SEATS, codings_by_text
from surveys.codings import Coding, Review
from surveys.readings import Reading
from surveys.responses import Answer
from surveys.reviewing import standings
from surveys.reviews import NothingToTakeBack, Reviewed, TakenBack, review, take_back
from surveys.reviews import Verdict as Settled
from surveys.samples import SMALLEST, Sample, SampledText, SampleProblem
from surveys.themes import live_codes
from surveys.views import View
from surveys.workers import Worker


@dataclass(frozen=True)
class TwiceCoded:
    """A text that two people have coded: both views, the machine’s at the drawing, and the ruling if there is one."""

    id: str
    answer_id: str
    weight: float
    one: View
    other: View
    machine: View
    ruling: View | None

    @property
    def final(self) -> View | None:
        """What the text is about, as far as people have settled it."""
        if self.ruling is not None:
            return self.ruling
        return self.one if self.one.agrees_with(self.other) else None


def end_coding(session: Session, *, sample: Sample, worker: Worker, on: date) -> None:
    """End the coding of a sample, so that what both coders said may be seen.

    Raises ``SampleProblem`` while too few texts were coded by two people to say anything.
    """
    if not sample.is_open:
        raise SampleProblem("The coding of this sample was ended before.")
    twice = sum(len(coders) == len(SEATS) for coders in codings_by_text(session, sample).values())
    if twice < SMALLEST:
        raise SampleProblem(
            f"Two people have coded {twice} of its texts so far. At least {SMALLEST} are needed to say anything."
        )
    sample.ended_on, sample.ended_by_id = on, worker.id
    session.flush()


def twice_coded(session: Session, sample: Sample) -> list[TwiceCoded]:
    """Return the texts of a sample that two people have coded, in the themes in use now, by random key.

    Raises ``SampleProblem`` while the sample is still being coded: a coder who saw the other’s codes would not be blind.
    """
    if sample.ended_on is None:
        raise SampleProblem("The coding of this sample goes on, so nobody may see it yet.")
    live = live_codes(session)
    texts = session.scalars(select(SampledText).where(SampledText.sample_id == sample.id))
    by_id = {text.id: text for text in texts}
    found = []
    for text_id, coders in codings_by_text(session, sample).items():
        if len(coders) < len(SEATS):
            continue
        text = by_id[text_id]
        one, other = (_view(coding.codes, live) for coding in coders.values())
        machine = _view(text.machine_codes, live)
        ruling = None if text.ruling is None else _view(text.ruling, live)
        found.append(TwiceCoded(text_id, text.answer_id, text.weight, one, other, machine, ruling))
    return found


def _view(codes: Sequence[str], live: Mapping[str, str]) -> View:
    return View(tuple(codes)).counted_as(live)


@dataclass(frozen=True)
class Unsettled:
    """A text whose two coders differ, as the one who rules sees it; the coders have no names here."""

    id: str
    answer_id: str
    shown: str
    asked: str
    views: tuple[View, View]


def unsettled(session: Session, sample: Sample) -> list[Unsettled]:
    """Return the texts to rule on, by random key; not those that may not be shown any more."""
    if sample.kept_on is not None:
        return []
    open_ones = {text.id: text for text in twice_coded(session, sample) if text.final is None}
    query = (
        select(SampledText.id, Answer.id, Reading.shown, Answer.question_code)
        .join(Answer, Answer.id == SampledText.answer_id)
        .join(Reading, Reading.answer_id == Answer.id)
        .where(SampledText.sample_id == sample.id, Reading.shown.is_not(None))
        .order_by(SampledText.id)
    )
    return [
        Unsettled(row[0], row[1], row[2] or "", row[3], _nameless(open_ones[row[0]]))
        for row in session.execute(query)
        if row[0] in open_ones
    ]


def _nameless(text: TwiceCoded) -> tuple[View, View]:
    """Return both views in an order that tells nothing of who gave which."""
    one, other = sorted((text.one, text.other), key=lambda view: view.codes)
    return one, other


def settle_text(
    session: Session,
    *,
    text_id: str,
    view: View,
    live: Collection[str],
    worker: Worker,
    on: date,
) -> None:
    """Rule what a text is about where its two coders differ. A later ruling replaces an earlier one.

    Raises ``SampleProblem`` when the sample is still being coded or was put away, or the codes cannot stand together.
    """
    text = session.get_one(SampledText, text_id)
    if text.sample.ended_on is None or text.sample.kept_on is not None:
        raise SampleProblem("This sample is not open to rulings, so nothing was stored.")
    view.check(live)
    text.ruling, text.settled_by_id, text.settled_on = list(view.codes), worker.id, monday_of(on)
    session.flush()


def decide_by_sample(session: Session, *, sample: Sample, worker: Worker, on: date) -> Reviewed:
    """Make what people settled in a sample their word on those texts, in the worker’s name; return what became of it.

    What a person has decided on a text meanwhile stands. Raises ``SampleProblem`` when this was done before, or when
    the sample was put away or is still being coded.
    """
    if sample.decided_on is not None:
        raise SampleProblem("These are decisions already.")
    if sample.kept_on is not None:
        raise SampleProblem("This sample was put away, so nothing was stored.")
    finals = {text.answer_id: text.final for text in twice_coded(session, sample) if text.final is not None}
    for answer_id in _decided(session, finals):
        finals.pop(answer_id, None)
    signs = {answer_id: standing.sign for answer_id, standing in standings(session, list(finals)).items()}
    said = [
        Settled(answer_id, frozenset(final.codes), signs[answer_id]) for answer_id, final in finals.items()
    ]
    done = review(session, verdicts=said, worker=worker, on=on)
    sample.decided_on, sample.decided_by, sample.decided_batch = on, worker, done.batch
    session.flush()
    return done


def _decided(session: Session, answer_ids: Collection[str]) -> set[str]:
    """Return those of these texts on which a person has decided by another way."""
    decided = select(Coding.answer_id).where(Coding.answer_id.in_(answer_ids), Coding.decision.is_not(None))
    reviewed = select(Review.answer_id).where(Review.answer_id.in_(answer_ids))
    return {key for key in (*session.scalars(decided), *session.scalars(reviewed)) if key is not None}


def take_decisions_back(session: Session, *, sample: Sample, worker: Worker) -> TakenBack:
    """Undo ``decide_by_sample``; what anybody has decided since stays.

    Raises ``SampleProblem`` unless this worker made the decisions and the sample was not put away.
    """
    if sample.kept_on is not None or sample.decided_batch is None or sample.decided_by is not worker:
        raise SampleProblem(
            "Only who made these decisions can take them back, before the sample is put away."
        )
    try:
        done = take_back(session, batch=sample.decided_batch, worker=worker)
    except NothingToTakeBack:
        done = TakenBack([], [])
    sample.decided_on = sample.decided_by = sample.decided_batch = None
    session.flush()
    return done

"""Reviewing: the answers whose themes the machine is least sure of, and which of them a worker gets next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from surveys.codings import Coding, Decision, Review
from surveys.readings import Reading
from surveys.responses import Answer, Response
from surveys.samples import Sample, SampledText
from surveys.schools import School
from surveys.themes import Theme, themes
from surveys.waves import WaveSchool
from surveys.workers import Role, Worker, WorkerRole

AS_LIKELY_AS_NOT = 0.5
"""How sure the machine is of a theme that came without a chance: it does not say, so neither way."""
REVIEWERS = (Role.LEAD, Role.READER)
"""Who reads single answers and decides on their themes."""
NEAR_THE_TOP = 8
"""Texts from the top of the queue among which a worker’s own share comes first: two people seldom get the same one, and
nobody gets one that is much surer than the next."""


class Doubtful(NamedTuple):
    """An answer whose themes no person has settled, and the chance of its most doubtful one, if it has any."""

    id: str
    shown: str
    asked: str
    school_name: str
    chance: float | None


class Left(NamedTuple):
    """What is left to review in a wave."""

    waiting: list[list[float]]
    """The chances of the themes that only the machine says, for each answer that has any."""
    decided: int
    """Themes on answers that a person has confirmed or added."""
    nothing_found: int
    """Answers that nobody has reviewed and the machine has found no theme for."""


@dataclass(frozen=True)
class Wish:
    """Which answers a worker wants to see: all of them, unless one of these says otherwise."""

    theme: Theme | None = None
    urn: str | None = None
    nothing_found: bool = False
    """Only answers that the machine has found no theme for."""


@dataclass(frozen=True)
class Call:
    """A theme on an answer, as a person is to judge it. Codings that count under the same theme are one call."""

    theme: Theme
    score: float | None
    because: Sequence[str]
    decided_by: str | None
    """The name of the person who put it there or confirmed it; ``None`` while only the machine says so."""


@dataclass(frozen=True)
class Standing:
    """What an answer’s themes are now, the likeliest first, and a sign that changes whenever they do."""

    calls: Sequence[Call]
    sign: str

    @property
    def first(self) -> Theme | None:
        """The likeliest theme that no person has decided on yet."""
        return next((call.theme for call in self.calls if call.decided_by is None), None)


def queue(
    session: Session, wave_id: str, wish: Wish, *, most: int, skip: Collection[str] = ()
) -> list[Doubtful]:
    """Return the next answers of a wave to review: the least certain first, equals in the order of their random keys.

    Answers that the machine has found no theme for come last: to find one is another task than to judge one.
    """
    chosen, chance = _doubtful(session, wave_id, wish)
    query = chosen.where(Answer.id.not_in(skip)).order_by(chance.nulls_last(), Answer.id).limit(most)
    return [Doubtful(row[0], row[1] or "", *row[2:]) for row in session.execute(query)]


def answer_to_review(session: Session, wave_id: str, answer_id: str) -> Doubtful | None:
    """Return one answer of a wave if it still waits to be reviewed."""
    chosen, _ = _doubtful(session, wave_id, Wish())
    row = session.execute(chosen.where(Answer.id == answer_id)).one_or_none()
    return None if row is None else Doubtful(row[0], row[1] or "", *row[2:])


def left_to_review(session: Session, wave_id: str) -> Left:
    """Return how sure the machine is of what no person has settled in a wave."""
    counting = {theme.id: theme.counts_as.id for theme in themes(session) if theme.counts_as.is_live}
    query = (
        select(Coding.answer_id, Coding.theme_id, Coding.score, Coding.decision)
        .join(Reading, and_(Reading.answer_id == Coding.answer_id, Reading.shown.is_not(None)))
        .join(Answer, Answer.id == Coding.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave_id, Coding.theme_id.in_(counting))
        .where(Coding.decision.is_distinct_from(Decision.REMOVED))
        .order_by(Coding.id)
    )
    decided: set[tuple[str | None, str]] = set()
    waiting: dict[str | None, dict[str, float]] = {}
    for answer_id, theme_id, score, decision in session.execute(query):
        if decision is not None:
            decided.add((answer_id, counting[theme_id]))
        else:
            chance = AS_LIKELY_AS_NOT if score is None else score
            scores = waiting.setdefault(answer_id, {})
            scores[counting[theme_id]] = max(chance, scores.get(counting[theme_id], 0))
    nothing = _doubtful(session, wave_id, Wish(nothing_found=True))[0].subquery()
    return Left(
        waiting=[list(scores.values()) for scores in waiting.values()],
        decided=len(decided),
        nothing_found=session.scalar(select(func.count()).select_from(nothing)) or 0,
    )


def pick(session: Session, waiting: Sequence[Doubtful], worker: Worker) -> Doubtful | None:
    """Return which of the next answers a worker gets: the first of their own share near the top, else the very first."""
    query = select(Worker.id).join(WorkerRole).where(WorkerRole.role.in_(REVIEWERS), Worker.active)
    everybody = sorted(set(session.scalars(query)) | {worker.id})
    own = everybody.index(worker.id)
    shares = (text for text in waiting[:NEAR_THE_TOP] if int(text.id[:8], 16) % len(everybody) == own)
    return next(shares, waiting[0] if waiting else None)


def standings(session: Session, answer_ids: Sequence[str]) -> dict[str, Standing]:
    """Return how the themes of these answers stand. Themes out of use are left out, merged ones are their survivors."""
    known = {theme.id: theme for theme in themes(session)}
    codings: dict[str, list[Coding]] = {answer_id: [] for answer_id in answer_ids}
    for coding in session.scalars(select(Coding).where(Coding.answer_id.in_(answer_ids)).order_by(Coding.id)):
        if known[coding.theme_id].counts_as.is_live:
            codings[coding.answer_id or ""].append(coding)
    reviews = select(Review.answer_id, Review.batch).where(Review.answer_id.in_(answer_ids))
    batches = {row[0]: row[1] for row in session.execute(reviews)}
    return {
        answer_id: Standing(_calls(of_it), _sign(of_it, batches.get(answer_id, "")))
        for answer_id, of_it in codings.items()
    }


def _doubtful(
    session: Session, wave_id: str, wish: Wish
) -> tuple[Select[str, str | None, str, str, float | None], ColumnElement[float | None]]:
    """Return a query for the answers of a wave that wait to be reviewed, and the chance by which they wait."""
    counting = [theme for theme in themes(session) if theme.counts_as.is_live]
    proposed = _proposed(counting).subquery()
    has_theme = _on_answer(counting).exists()
    has_review = select(Review.id).where(Review.answer_id == Answer.id).exists()
    # Whoever codes a blind sample must not meet the machine’s themes of its texts here.
    is_sampled = (
        select(SampledText.id)
        .join(Sample, Sample.id == SampledText.sample_id)
        .where(SampledText.answer_id == Answer.id, Sample.ended_on.is_(None), Sample.kept_on.is_(None))
        .exists()
    )
    query = (
        select(Answer.id, Reading.shown, Answer.question_code, School.name, proposed.c.chance)
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .join(School, School.id == WaveSchool.school_id)
        .outerjoin(proposed, proposed.c.answer_id == Answer.id)
        .where(WaveSchool.wave_id == wave_id, Reading.shown.is_not(None), ~is_sampled)
        .where(or_(proposed.c.answer_id.is_not(None), and_(~has_theme, ~has_review)))
    )
    if wish.theme is not None:
        family = [theme for theme in counting if theme.counts_as is wish.theme]
        query = query.where(_on_answer(family).where(Coding.decision.is_(None)).exists())
    if wish.urn is not None:
        query = query.where(School.urn == wish.urn)
    if wish.nothing_found:
        query = query.where(proposed.c.answer_id.is_(None))
    return query, proposed.c.chance


def _proposed(counting: Iterable[Theme]) -> Select[str | None, float]:
    """Return a query for the answers with a theme that only the machine proposes, and the chance of the least likely."""
    least = func.min(func.coalesce(Coding.score, literal(AS_LIKELY_AS_NOT)))
    return (
        select(Coding.answer_id, least.label("chance"))
        .where(Coding.decision.is_(None), Coding.answer_id.is_not(None))
        .where(Coding.theme_id.in_([theme.id for theme in counting]))
        .group_by(Coding.answer_id)
    )


def _on_answer(themes_meant: Iterable[Theme]) -> Select[str]:
    """Return a query for the codings of the outer query’s answer under any of these themes."""
    ids = [theme.id for theme in themes_meant]
    return select(Coding.id).where(Coding.answer_id == Answer.id, Coding.theme_id.in_(ids))


def _calls(codings: Iterable[Coding]) -> list[Call]:
    by_theme: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.holds:
            by_theme.setdefault(coding.theme.counts_as.id, []).append(coding)
    calls = [_call(of_theme) for of_theme in by_theme.values()]
    return sorted(calls, key=lambda call: (-(call.score or 0), call.theme.code))


def _call(codings: Sequence[Coding]) -> Call:
    """Return codings that count under one theme as one call: the surest speaks for the machine."""
    surest = max(codings, key=lambda coding: coding.score or 0)
    deciders = [coding.decided_by.name for coding in codings if coding.decided_by is not None]
    return Call(surest.theme.counts_as, surest.score, surest.because, next(iter(deciders), None))


def _sign(codings: Iterable[Coding], batch: str) -> str:
    """Return a short text that is another one once anybody has decided, or the machine proposes other themes."""
    return ".".join([*sorted(f"{coding.theme.code}{coding.revision}" for coding in codings), batch[:8]])

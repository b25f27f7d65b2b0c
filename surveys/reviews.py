"""Reviews: a person settles all themes of an answer at once, many answers at once, and takes it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import monday_of, new_key
from surveys.codings import Coding, Decision, Review
from surveys.readings import Reading
from surveys.reviewing import Standing, standings
from surveys.texts import require_all_read_with
from surveys.themes import Theme, live_themes
from surveys.workers import Worker


class Verdict(NamedTuple):
    """What a person says of an answer, as they saw it."""

    answer_id: str
    codes: frozenset[str]
    """The themes that it is about."""
    sign: str
    """The sign of the ``Standing`` that they saw."""
    of: frozenset[str] | None = None
    """The themes that they speak of, ``None`` for all: of others the answer keeps what it has."""


@dataclass
class Reviewed:
    """What became of some verdicts."""

    batch: str
    """The key to take them back by."""
    settled: list[str] = field(default_factory=list)
    """The answers that are settled now."""
    changed: list[str] = field(default_factory=list)
    """The answers whose themes somebody, or a new run of the machine, has changed since they were seen. They are left as
    they are."""


class TakenBack(NamedTuple):
    """What became of a review that was taken back: the answers that are as before, and those that had changed since."""

    as_before: list[str]
    changed: list[str]


class NothingToTakeBack(Exception):
    """There is no review of this worker under this key, or it was taken back already."""


def review(session: Session, *, verdicts: Sequence[Verdict], worker: Worker, on: date) -> Reviewed:
    """Settle the themes of some answers in a person’s name: confirm, remove and add as their verdicts say.

    An answer that is not as the person saw it is left alone, and so is one that nobody has let through. Codes of themes
    that are not in use count for nothing. Raises ``NotAllRead`` while answers of the wave wait to be read.
    """
    done = Reviewed(batch=new_key())
    seen = standings(session, [verdict.answer_id for verdict in verdicts])
    live = {theme.code: theme for theme in live_themes(session)}
    readable = _let_through(session, seen)
    require_all_read_with(session, readable)
    for verdict in verdicts:
        if verdict.answer_id not in readable or seen[verdict.answer_id].sign != verdict.sign:
            done.changed.append(verdict.answer_id)
            continue
        meant = [theme for code, theme in live.items() if verdict.of is None or code in verdict.of]
        wanted = [theme for theme in meant if theme.code in verdict.codes]
        before = _settle(session, verdict.answer_id, meant, wanted, worker=worker, on=on)
        _write_down(session, verdict.answer_id, done.batch, before, meant, worker=worker, on=on)
        done.settled.append(verdict.answer_id)
    session.flush()
    return done


def _let_through(session: Session, seen: dict[str, Standing]) -> frozenset[str]:
    query = select(Reading.answer_id).where(Reading.answer_id.in_(seen), Reading.shown.is_not(None))
    return frozenset(key for key in session.scalars(query) if key is not None)


def _settle(
    session: Session,
    answer_id: str,
    meant: Collection[Theme],
    wanted: Collection[Theme],
    *,
    worker: Worker,
    on: date,
) -> list[dict[str, Any]]:
    """Bring an answer’s codings to what a person says; return how each that changed stood before.

    meant: the themes spoken of; wanted: those of them that the answer is about.
    """
    codings = session.scalars(select(Coding).where(Coding.answer_id == answer_id).order_by(Coding.id)).all()
    held = {coding.theme.counts_as.id for coding in codings if coding.holds}
    decided: list[tuple[Coding, Decision]] = []
    for coding in codings:
        theme = coding.theme.counts_as
        wish = _wish(coding, is_wanted=theme in wanted, is_held=theme.id in held)
        if wish is not None and theme in meant:
            decided.append((coding, wish))
            held.add(theme.id)
    before = [_as_it_stands(coding) for coding, _ in decided]
    for theme in wanted:
        if theme.id not in held:
            added = Coding(answer_id=answer_id, theme=theme)
            session.add(added)
            decided.append((added, Decision.ADDED))
            before.append({"theme": theme.id, "is_new": True})
    for coding, wish in decided:
        coding.decision, coding.decided_by, coding.decided_on = wish, worker, monday_of(on)
    session.flush()
    return [
        {**state, "revision": coding.revision} for state, (coding, _) in zip(before, decided, strict=True)
    ]


def _wish(coding: Coding, *, is_wanted: bool, is_held: bool) -> Decision | None:
    """Return what a person’s word makes of a coding; ``None`` when it stays as it is, in whose name it may be."""
    if not is_wanted:
        return Decision.REMOVED if coding.holds else None
    if coding.decision is None:
        return Decision.CONFIRMED
    if is_held:
        return None
    return Decision.ADDED if coding.method is None else Decision.CONFIRMED


def _as_it_stands(coding: Coding) -> dict[str, Any]:
    return {
        "theme": coding.theme_id,
        "is_new": False,
        "decision": coding.decision,
        "by": coding.decided_by_id,
        "on": coding.decided_on.isoformat() if coding.decided_on else None,
    }


def _write_down(
    session: Session,
    answer_id: str,
    batch: str,
    before: list[dict[str, Any]],
    meant: Collection[Theme],
    *,
    worker: Worker,
    on: date,
) -> None:
    query = select(Review).where(Review.answer_id == answer_id)
    kept = session.scalars(query).one_or_none() or Review(answer_id=answer_id, considered=[])
    kept.batch, kept.before = batch, before
    kept.considered = sorted({*kept.considered, *(theme.code for theme in meant)})
    kept.worker, kept.reviewed_on = worker, monday_of(on)
    session.add(kept)


def reviewer_of(session: Session, answer_id: str) -> Worker | None:
    """Return who has reviewed an answer last, or ``None``."""
    found = session.scalars(select(Review).where(Review.answer_id == answer_id)).one_or_none()
    return None if found is None else found.worker


def take_back(session: Session, *, batch: str, worker: Worker) -> TakenBack:
    """Undo what a worker settled by one press of a button: each coding is as it was before.

    An answer that anybody has decided on since stays as they left it. Raises ``NothingToTakeBack``.
    """
    query = select(Review).where(Review.batch == batch, Review.worker_id == worker.id)
    reviews = session.scalars(query.order_by(Review.answer_id)).all()
    if not reviews:
        raise NothingToTakeBack(batch)
    done = TakenBack([], [])
    for one in reviews:
        codings = {
            coding.theme_id: coding
            for coding in session.scalars(select(Coding).where(Coding.answer_id == one.answer_id))
        }
        states = [(codings.get(state["theme"]), state) for state in one.before]
        if any(coding is None or coding.revision != state["revision"] for coding, state in states):
            done.changed.append(one.answer_id)
            continue
        for coding, state in states:
            assert coding is not None  # a missing one has changed
            _restore(session, coding, state)
        session.delete(one)
        done.as_before.append(one.answer_id)
    session.flush()
    return done


def _restore(session: Session, coding: Coding, state: dict[str, Any]) -> None:
    if state["is_new"]:
        session.delete(coding)
        return
    coding.decision = Decision(state["decision"]) if state["decision"] else None
    coding.decided_by_id = state["by"]
    coding.decided_on = date.fromisoformat(state["on"]) if state["on"] else None

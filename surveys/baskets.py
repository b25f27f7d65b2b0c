"""Baskets: the answers under a theme that could be quoted, in an order that lets different pupils be heard."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from surveys.codings import Coding, Decision
from surveys.evidence import speaking
from surveys.quotable import why_not_clear, why_not_show
from surveys.quotes import Quote, closed_days, facts_of, quotes_under
from surveys.readings import Reading
from surveys.responses import Answer, Response
from surveys.schools import School
from surveys.screenings import Screening
from surveys.themes import Theme
from surveys.turnout import YEAR_GROUP
from surveys.waves import Wave, WaveSchool

FEWEST_OF_YEAR = 10
"""Responses of one year at one school in the wave: below that, the year would point at few pupils, so it is not told
(trust.md, section 5)."""
TOO_SHORT = 4
"""Words: “the bus” says too little to be quoted, so such answers come last."""
SHORT, MIDDLING = 9, 25
"""Words up to which an answer counts as short, and as of middling length: a line on paper, and a few sentences."""


@dataclass(frozen=True)
class Candidate:
    """An answer that is quoted or could be, with what tells its voice from others’."""

    answer_id: str
    shown: str
    asked: str
    school: str
    year: str | None
    """The code of the year group; ``None`` where few pupils of that year answered."""
    quote: Quote | None
    why_not: str | None
    """Why it cannot be cleared or, once it is, why it is not shown; a sentence for staff."""

    @property
    def says_too_little(self) -> bool:
        return len(self.shown.split()) < TOO_SHORT

    @property
    def traits(self) -> tuple[tuple[str, str], ...]:
        """Return what makes voices differ: school, year and length."""
        words = len(self.shown.split())
        length = "short" if words <= SHORT else "middling" if words <= MIDDLING else "long"
        year = (("year", self.year),) if self.year else ()
        return ("school", self.school), *year, ("length", length)


@dataclass(frozen=True)
class Basket:
    """A theme’s quotes in a wave: those that people have cleared, and the next ones to look at."""

    cleared: list[Candidate]
    next: list[Candidate]
    left: int
    """Further answers that could be quoted."""


def basket(
    session: Session, *, wave: Wave, theme: Theme, on: date, is_theme_shown: bool, most: int
) -> Basket:
    """Return the quotes of a theme in a wave, and at most ``most`` answers that could be quoted too.

    Those are read, let through, under the theme, not longer than a quote, and not flagged unless their case allows it;
    none while the wave is open. ``is_theme_shown``: the theme’s figure is shown for the whole wave.
    """
    quotes = quotes_under(session, theme)
    bases = _bases(session, wave)
    closed = closed_days(wave, on)
    every = []
    for row in _rows(session, wave, theme):
        quote = quotes.get(row[0])
        facts = facts_of(row[1], quote, row[6], theme=theme, is_under_theme=True)
        facts = replace(facts, closed_days=closed, is_theme_shown=is_theme_shown)
        why_not = why_not_show(facts) if quote else why_not_clear(facts)
        every.append(_candidate(row, quote, why_not, bases))
    cleared = [one for one in every if one.quote is not None]
    said = {_plainly(one) for one in cleared}
    free = [one for one in every if one.quote is None and one.why_not is None and closed is not None]
    free = list(_once_each(free, said))
    chosen = varied(free, already=cleared, most=most)
    return Basket(cleared, chosen, len(free) - len(chosen))


def varied(candidates: Sequence[Candidate], *, already: Iterable[Candidate], most: int) -> list[Candidate]:
    """Return up to ``most`` candidates, each time the one whose school, year and length were heard least so far.

    Where two are heard equally little the random key decides, so the order says nothing about when somebody wrote.
    """
    heard = Counter(trait for one in already for trait in one.traits)
    left = sorted(candidates, key=lambda one: one.answer_id)
    chosen: list[Candidate] = []
    while left and len(chosen) < most:
        best = min(left, key=lambda one: (one.says_too_little, sum(heard[trait] for trait in one.traits)))
        left.remove(best)
        heard.update(best.traits)
        chosen.append(best)
    return chosen


def _once_each(candidates: Iterable[Candidate], said: set[str]) -> Iterator[Candidate]:
    """Yield the candidates whose words nobody said before: the same words twice are one quote."""
    for one in candidates:
        if (words := _plainly(one)) not in said:
            said.add(words)
            yield one


def _plainly(one: Candidate) -> str:
    return " ".join(one.shown.casefold().split())


_Found = Row[str, str | None, str, str, str, str | None, Screening | None]


def _rows(session: Session, wave: Wave, theme: Theme) -> Iterable[_Found]:
    said = speaking(session, theme, Coding.answer_id, Coding.decision.is_distinct_from(Decision.REMOVED))
    query = (
        select(
            Answer.id,
            Reading.shown,
            Answer.question_code,
            WaveSchool.id,
            School.name,
            Response.picks[(YEAR_GROUP, 0)].as_string(),
            Screening,
        )
        .join(Reading, Reading.answer_id == Answer.id)
        .join(Coding, Coding.answer_id == Answer.id)
        .join(said, said.c.id == Coding.id)
        .join(Response, Response.id == Answer.response_id)
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .join(School, School.id == WaveSchool.school_id)
        .outerjoin(Screening, Screening.answer_id == Answer.id)
        .where(WaveSchool.wave_id == wave.id, Reading.shown.is_not(None))
        .order_by(Answer.id)
    )
    return session.execute(query)


def _candidate(
    row: _Found, quote: Quote | None, why_not: str | None, bases: dict[tuple[str, str], int]
) -> Candidate:
    answer_id, shown, asked, place_id, school, year, _ = row
    is_told = year is not None and bases.get((place_id, year), 0) >= FEWEST_OF_YEAR
    return Candidate(answer_id, shown or "", asked, school, year if is_told else None, quote, why_not)


def _bases(session: Session, wave: Wave) -> dict[tuple[str, str], int]:
    """Return how many responses each year of each school’s place gave in a wave."""
    year = Response.picks[(YEAR_GROUP, 0)].as_string()
    query = (
        select(Response.wave_school_id, year, func.count())
        .join(WaveSchool, WaveSchool.id == Response.wave_school_id)
        .where(WaveSchool.wave_id == wave.id, year.is_not(None))
        .group_by(Response.wave_school_id, year)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)}

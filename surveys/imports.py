"""Imports: taking the answers of another tool’s export into a wave, all of them or none, and never twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from surveys.base import monday_of
from surveys.columns import FormsProblem, Use
from surveys.editions import own_questions, with_own_questions
from surveys.marks import REMEMBER_DAYS, row_marks, sealed
from surveys.msforms import Form, Reply
from surveys.questions import Question
from surveys.responses import Given, Mode, take_responses
from surveys.responses import Taken as Outcome
from surveys.school_names import SchoolNames
from surveys.schools import School
from surveys.surveys import SurveyVersion
from surveys.waves import Wave, WaveState, add_school_to_wave, add_wave, wave_if_there
from surveys.weeks import Days, read_days

TOGETHER = 500
"""Responses handed over at once; the transaction is one all the same."""


@dataclass(frozen=True, kw_only=True)
class WaveWanted:
    """The wave that is to take a file’s answers. Without dates, a new one has those of the answers’ weeks."""

    name: str
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass
class Taken:
    """What an import did, counted in rows of the file."""

    wave: Wave
    days: Days
    added: int = 0
    repeated: int = 0
    empty: int = 0
    unknown: dict[str, list[int]] = field(default_factory=dict)
    """Row numbers left out, by what they say where the school should be."""
    undated: int = 0
    too_long: int = 0
    """Texts longer than the survey allows on its own page; they are kept whole."""
    own: tuple[str, ...] = ()
    """Titles kept as open questions."""


def import_form(
    session: Session,
    *,
    form: Form,
    names: SchoolNames,
    wave: WaveWanted,
    secret: str,
    on: date,
    skip_unknown: bool = False,
    month_first: bool | None = None,
) -> Taken:
    """Take a form’s replies into a wave, making the wave where there is none of that name.

    A reply that was taken before, told by its number in the form and its school, is not taken again. Raises
    ``FormsProblem`` when a school is unknown (unless they are to be skipped) or the wave does not fit.
    """
    replies = form.replies
    days = read_days([reply.time for reply in replies], on=on, month_first=month_first)
    day_of = {reply.row: day for reply, day in zip(replies, days.days, strict=True)}
    schools = {answer: names.find(answer) for answer in {reply.school for reply in replies}}
    answered = [reply for reply in replies if reply.picks or reply.texts or reply.own]
    unknown = _unknown(answered, schools)
    if unknown and not skip_unknown:
        raise FormsProblem(_sentence_for(unknown))
    kept = [(reply, school) for reply in answered if (school := schools[reply.school]) is not None]
    if not kept:
        raise FormsProblem("No row of the file has both a known school and an answer. Nothing was taken.")
    own = _own_titles(form, [reply for reply, _ in kept])
    dated = [day for reply, _ in kept if (day := day_of[reply.row]) is not None]
    version = with_own_questions(session, version=form.version, titles=own, on=on)
    home = _home(session, wave, version, schools={school for _, school in kept}, dated=dated, on=on)
    given = _given(home, kept, day_of, marks=row_marks(form, schools), secret=secret, form=form, on=on)
    taken = Taken(
        wave=home,
        days=days,
        empty=len(replies) - len(answered),
        unknown=unknown,
        undated=len(kept) - len(dated),
        too_long=_too_long(version.questions, given),
        own=tuple(own),
    )
    for start in range(0, len(given), TOGETHER):
        new = take_responses(session.connection(), given[start : start + TOGETHER])
        taken.added += new.count(Outcome.NEW)
        taken.repeated += len(new) - new.count(Outcome.NEW)
    return taken


def _unknown(replies: Iterable[Reply], schools: dict[str, School | None]) -> dict[str, list[int]]:
    unknown = defaultdict(list)
    for reply in replies:
        if schools[reply.school] is None:
            unknown[reply.school].append(reply.row)
    return dict(unknown)


def _sentence_for(unknown: dict[str, list[int]]) -> str:
    lines = [f"  {_quoted(answer)}: {rows_in_words(rows)}" for answer, rows in sorted(unknown.items())]
    return "\n".join(
        [
            "These answers do not name one school that we know. Nothing was taken in.",
            *lines,
            "Put them right in the file, say which schools they mean with --school-map, or leave their rows out with "
            "--skip-unknown.",
        ]
    )


def _quoted(answer: str) -> str:
    return f"“{answer}”" if answer else "no answer"


def rows_in_words(rows: Sequence[int], most: int = 10) -> str:
    """Return row numbers for people: “rows 2, 5 and 9”, or the first ten and how many more there are."""
    shown = [str(row) for row in rows[:most]]
    if len(rows) == 1:
        return f"row {shown[0]}"
    if len(rows) > most:
        return f"rows {', '.join(shown)} and {len(rows) - most} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def _own_titles(form: Form, replies: Iterable[Reply]) -> list[str]:
    """Return the titles of open questions that were answered, in the order of the columns."""
    answered = {title for reply in replies for title in reply.own}
    order = {column.title: column.place for column in form.with_use(Use.QUESTION, Use.OWN)}
    return sorted(answered, key=lambda title: (order.get(title, len(order)), title))


def _home(
    session: Session,
    wanted: WaveWanted,
    version: SurveyVersion,
    *,
    schools: set[School],
    dated: Sequence[date],
    on: date,
) -> Wave:
    """Return the wave that takes the replies, with all of their schools in it."""
    wave = wave_if_there(session, wanted.name)
    if wave is None:
        wave = _new_wave(session, wanted, version, schools=schools, dated=dated, on=on)
    elif wanted.opens_on or wanted.closes_on:
        raise FormsProblem(
            f"There is a wave “{wanted.name}” already. Leave out --opens and --closes: its dates stay."
        )
    if wave.version_id != version.id:
        if wave.state(on) is not WaveState.CLOSED:
            raise FormsProblem(
                f"“{wanted.name}” is not over, and this file asks what its pupils are not asked. Use a wave of its own."
            )
        wave.version = version
    for school in sorted(schools, key=lambda school: school.urn):
        add_school_to_wave(session, wave=wave, school=school)
    session.flush()
    return wave


def _new_wave(
    session: Session,
    wanted: WaveWanted,
    version: SurveyVersion,
    *,
    schools: set[School],
    dated: Sequence[date],
    on: date,
) -> Wave:
    if not dated and wanted.opens_on is None:
        raise FormsProblem(
            "The file does not say when it was answered. Say when the wave opened with --opens."
        )
    opens = wanted.opens_on or monday_of(min(dated))
    closes = wanted.closes_on or max([opens, *(monday_of(day) + timedelta(days=6) for day in dated)])
    is_open = [school for school in schools if not school.is_closed]
    if not is_open:
        raise FormsProblem("Every school in the file has closed since. At least one must still be open.")
    return add_wave(
        session,
        name=wanted.name,
        version=version,
        schools=is_open,
        opens_on=opens,
        closes_on=closes,
        on=on,
        ended_on=on
        if wanted.closes_on is None
        else None,  # its week may not be over, but it was asked elsewhere
    )


def _given(
    wave: Wave,
    kept: Sequence[tuple[Reply, School]],
    day_of: dict[int, date | None],
    *,
    marks: dict[int, str],
    secret: str,
    form: Form,
    on: date,
) -> list[Given]:
    places = {place.school_id: place.id for place in wave.schools}
    codes = own_questions(wave.version)
    return [
        Given(
            mark=sealed(secret, wave.id, form.key, school.urn, marks[reply.row]),
            place_id=places[school.id],
            day=(week := monday_of(day_of[reply.row] or wave.opens_on)),
            mode=Mode.IMPORTED,
            language=reply.language,
            picks=reply.picks,
            texts=reply.texts | {codes[title]: text for title, text in reply.own.items()},
            # Counted from today, and so the same for the whole file: an old answer’s receipt must not go at once.
            remember_days=(on - week).days + REMEMBER_DAYS,
        )
        for reply, school in kept
    ]


def _too_long(questions: Iterable[Question], given: Iterable[Given]) -> int:
    limits = {question.code: question.longest for question in questions if question.longest}
    return sum(len(text) > limits.get(code, len(text)) for one in given for code, text in one.texts.items())

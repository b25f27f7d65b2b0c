"""Columns: what becomes of each column of a Microsoft Forms export."""

import enum
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from surveys.choices import SCALES, ChoiceList
from surveys.matching import Words, plain
from surveys.pairing import TITLE_ENOUGH, Pair, pair_columns, targets_of
from surveys.questions import Kind
from surveys.sheets import Sheet
from surveys.surveys import SurveyVersion, choice_key

PERSONAL = re.compile(
    r"\b(?:name|forename|surname|e ?mail|phone|mobile number|upn|date of birth|dob|birthday|post ?code|home address|"
    r"user ?name|nickname|initials|signature|login|(?:candidate|pupil|student|admission) (?:number|id)|ip address)\b"
)
PERSONAL_WORDS = 8
"""A longer title is a question, not a label: “What would you name the new library if you could choose?”"""
MOSTLY_TICKS = 0.9
"""From this share of “Strongly agree”, “Yes” and the like, a column holds ticks and not words."""
ALWAYS_TICKS = ("Yes", "No", "Don’t know", "Rather not say")
DROPPED = {
    "email", "name", "id", "start time", "completion time", "last modified time", "total points", "quiz feedback"
}  # fmt: skip


class FormsProblem(Exception):
    """An export that cannot be taken in as asked, in sentences for staff."""


class Use(enum.StrEnum):
    """What becomes of a column."""

    QUESTION = "answers the survey’s question"
    OWN = "kept as an open question"
    SCHOOL = "says which school"
    LANGUAGE = "says which language"
    NUMBER = "dropped: only tells a repeat from a new row"
    TIME = "dropped: only the week is kept"
    DROPPED = "dropped"
    EMPTY = "left: it is empty"
    TICKS = "left: it holds ticks, not words; name its question with --match, or keep it as words with --keep"
    LEFT = "left, as you asked"


@dataclass(frozen=True)
class Column:
    """One column of the export and what becomes of it."""

    place: int
    title: str
    use: Use
    pair: Pair | None = None

    @property
    def target(self) -> str | None:
        """The question’s code; for the times of one place of a grid, ``code.place``."""
        return self.pair.target if self.pair else None

    @property
    def choices(self) -> ChoiceList | None:
        return self.pair.choices if self.pair else None

    @property
    def how_sure(self) -> str:
        """How the question was told, in words."""
        if self.pair is None or self.pair.ordered:
            return "as you said"
        return "told by its answers" if self.pair.sure < TITLE_ENOUGH else f"{self.pair.sure:.0%} sure"


def match_columns(
    sheet: Sheet,
    version: SurveyVersion,
    *,
    school_column: str,
    told: Mapping[str, str],
    keep: Collection[str],
    leave: Collection[str],
) -> tuple[Column, ...]:
    """Say what becomes of each column of an export.

    ``told`` gives columns (by title) the code of their question; ``keep`` names columns that look personal, or like
    ticks, and are to be kept; ``leave`` names columns to leave out. Raises ``FormsProblem`` when a named column or
    question is not there.
    """
    titles = titles_of(sheet)
    _check_named(version, titles, (school_column, *told, *keep, *leave), told.values())
    left, kept = ({plain(title) for title in named} for named in (leave, keep))
    uses = {place: _use(title, school=plain(school_column), left=left) for place, title in titles.items()}
    cells = {place: [row.cells[place].strip() for row in sheet.rows] for place in titles}
    pairs = pair_columns(
        version,
        {place: title for place, title in titles.items() if uses[place] is None},
        cells,
        told={plain(title): code for title, code in told.items()},
    )
    ticks = _tick_words(version)
    columns = []
    for place, title in titles.items():
        use, pair = uses[place], pairs.get(place)
        if use is None:
            use = Use.QUESTION if pair else _use_of_rest(title, cells[place], kept=kept, ticks=ticks)
        columns.append(Column(place, title, use, pair))
    return tuple(_with_time(columns))


def titles_of(sheet: Sheet) -> dict[int, str]:
    """Return the titles by place, each once: one that comes again gets a number (“When2”), as Forms gives it."""
    seen = Counter[str]()
    titles: dict[int, str] = {}
    for place, title in enumerate(" ".join(title.split()) for title in sheet.titles):
        seen[title] += 1
        if title:
            titles[place] = title if seen[title] == 1 else f"{title}{seen[title]}"
    return titles


def is_standard(title: str) -> bool:
    """Say whether Microsoft Forms made a column by itself: who answered, when, and a quiz’s marks."""
    quiz = re.match(r"(?:points|feedback)\s*[-–—]\s", title, re.IGNORECASE)
    return _label(title) in DROPPED or bool(quiz)


def _label(title: str) -> str:
    """Return a title’s plain words without the number it got for coming again: “Email2” is an e-mail address too."""
    return re.sub(r"(?<=\D)\d{1,2}$", "", plain(title)).strip()


def _check_named(
    version: SurveyVersion, titles: Mapping[int, str], named: Collection[str], codes: Collection[str]
) -> None:
    known, targets = {plain(title) for title in titles.values()}, targets_of(version)
    for title in named:
        if plain(title) not in known:
            raise FormsProblem(
                f"There is no column “{title}”. The columns are: {'; '.join(titles.values())}."
            )
    for code in codes:
        if code not in targets:
            raise FormsProblem(f"The survey has no question “{code}”. It has: {', '.join(targets)}.")


def _use(title: str, *, school: str, left: Collection[str]) -> Use | None:
    """Return a column’s use where its title alone settles that."""
    fixed = {"id": Use.NUMBER, "completion time": Use.TIME, "language": Use.LANGUAGE} | {school: Use.SCHOOL}
    if (words := plain(title)) in fixed:
        return fixed[words]
    if is_standard(title):
        return Use.DROPPED
    return Use.LEFT if words in left else None


def _use_of_rest(title: str, cells: Sequence[str], *, kept: Collection[str], ticks: Words) -> Use:
    """Return the use of a column that answers no question of the survey."""
    filled, label = [cell for cell in cells if cell], _label(title)
    if not filled:
        return Use.EMPTY
    if plain(title) in kept:
        return Use.OWN
    addresses = sum(bool(re.fullmatch(r"\S+@\S+\.\S+", cell)) for cell in filled)
    if addresses * 2 > len(filled) or (PERSONAL.search(label) and len(label.split()) <= PERSONAL_WORDS):
        return Use.DROPPED
    ticked = sum(count for cell, count in Counter(filled).most_common(20) if ticks.best(cell, least=1))
    return Use.TICKS if ticked >= MOSTLY_TICKS * len(filled) else Use.OWN


def _tick_words(version: SurveyVersion) -> Words:
    """Return the words of every choice that is ticked alone: scales, yes and no, years."""
    words = version.words()
    single = [
        question for question in version.questions if question.kind in (*SCALES, Kind.SINGLE, Kind.BAND)
    ]
    keys = {choice_key(question, choice) for question in single for choice in question.rows}
    return Words({key: words[key] for key in keys} | {word: word for word in ALWAYS_TICKS})


def _with_time(columns: list[Column]) -> list[Column]:
    """Take the week from when a form was begun, where the export does not say when it was finished."""
    if any(column.use is Use.TIME for column in columns):
        return columns
    return [
        Column(column.place, column.title, Use.TIME) if plain(column.title) == "start time" else column
        for column in columns
    ]

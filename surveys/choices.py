"""Choices as a form’s export writes them: words in a cell, read as the codes of a question’s list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from surveys.matching import Words
from surveys.questions import Choice, Kind, Question
from surveys.surveys import SurveyVersion, choice_key

OFTEN_ENOUGH = 3
"""Words that come this often in a column are an option of the form; rarer ones may be a pupil’s own."""
LEAST_FOR_OPTION = 0.5
"""Tried on a second wording of our own question bank: 78 of 81 options found, none wrongly, from 0.5 on."""
LEAST_FOR_OWN_WORDS = 0.75
"""A pupil’s own words must not be bent into a choice they did not make."""
LISTED = (Kind.SEVERAL, Kind.RANK, Kind.GRID)
"""Kinds whose cells hold several options, parted by semicolons."""
SCALES = (Kind.AGREE, Kind.OFTEN, Kind.FACES)


@dataclass
class Read:
    """What a cell says: codes in order, and the words that are not on the list."""

    codes: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def parts(question: Question, cell: str) -> list[str]:
    """Return the options in a cell."""
    pieces = cell.split(";") if question.kind in LISTED else [cell]
    return [piece.strip() for piece in pieces if piece.strip()]


class ChoiceList:
    """A question’s choices (or the times of a grid), found by their words in one column of an export."""

    def __init__(
        self, version: SurveyVersion, question: Question, cells: Iterable[str], *, times: bool = False
    ) -> None:
        source = version.question(question.picks_of) if not question.rows and question.picks_of else question
        choices: Sequence[Choice] = source.columns if times else source.rows
        words = version.words()
        self.question = question
        self._alone = {choice.code for choice in choices if choice.alone}
        self._words = Words({choice.code: words[choice_key(source, choice)] for choice in choices})
        self._other = next(
            (code for code in ("other", "elsewhere") if code in {c.code for c in choices}), None
        )
        self._seen = Counter[str]()
        for cell, count in Counter(cells).items():
            for part in parts(question, cell):
                self._seen[part] += count
        self._known: dict[str, str | None] = {}
        self._source = source
        self.lost: Counter[str] = Counter()
        """Words that are on no scale and were left out, and how often."""
        self.changed: dict[str, str] = {}
        """Options of the form that are worded differently from ours, and the code each was read as."""

    def key(self, code: str) -> str:
        """Return the key of a choice’s words."""
        return choice_key(self._source, next(c for c in self._source.choices if c.code == code))

    def share(self, most: int = 40) -> float:
        """Return which part of the answers in the column is on the list, told from the most frequent ones."""
        common = self._seen.most_common(most)
        total = sum(count for _, count in common)
        return sum(count for part, count in common if self.code(part)) / total if total else 1.0

    def variety(self) -> int:
        """Return how many different choices of the list the column holds."""
        return len({code for part, _ in self._seen.most_common(40) if (code := self.code(part))})

    def unknown_options(self) -> list[tuple[str, int]]:
        """Return words that come back like an option of the form, but are not on the list, and how often."""
        often = [(part, count) for part, count in self._seen.most_common() if count >= OFTEN_ENOUGH]
        return [(part, count) for part, count in often if self.code(part) is None]

    def code(self, part: str) -> str | None:
        """Return the choice that some words mean, or ``None``."""
        if part not in self._known:
            often = self._seen[part] >= OFTEN_ENOUGH
            found = self._words.best(part, least=LEAST_FOR_OPTION if often else LEAST_FOR_OWN_WORDS)
            self._known[part] = found[0] if found else None
            if found and found[1] < 1:
                self.changed[part] = found[0]
        return self._known[part]

    def read(self, cell: str) -> Read:
        """Read a cell. Words not on the list stand for “something else”, where the question has it."""
        read = Read()
        for part in parts(self.question, cell):
            code = self.code(part)
            if code is None:
                read.others.append(part)
                code = self._other
            if code is not None and code not in read.codes:
                read.codes.append(code)
        # “None of these” beside a pick contradicts it; the pick says more.
        read.codes = [code for code in read.codes if code not in self._alone] or read.codes[:1]
        if self.question.kind is Kind.RANK:
            read.codes = read.codes[: self.question.most]
        return read

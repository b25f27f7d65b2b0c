"""Kinds: how each kind of question is asked, read from what a form sent, checked, and summed up.

Two sorts of wrong are told apart. A pupil may leave out the year or write too much: that is a ``Problem``, said on
the page with every answer kept. A choice that is on no list cannot come from our page: that is a
``TamperedForm``, refused whole.
"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from surveys.questions import Kind, Question

Values = Mapping[str, Sequence[str]]
"""What a form sent: each field’s name and its values, in the page’s order."""


class TamperedForm(Exception):
    """The form holds something that its page could not have sent."""


class Problem(NamedTuple):
    """What a pupil should put right: the key of the sentence, and the numbers that belong in it."""

    key: str
    numbers: dict[str, int]


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in. What was skipped is in none of the three."""

    picks: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


class Asked(NamedTuple):
    """What reading needs to know of a question, as plain values: a year group’s forms are read in one minute."""

    code: str
    kind: Kind
    required: bool
    longest: int | None
    most: int | None
    picks_of: str | None
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    alone: frozenset[str]
    only_if: "Condition | None" = None


class Condition(NamedTuple):
    """What must have been answered for a question to be asked: another one, with one of ``choices`` if there are any."""

    code: str
    choices: frozenset[str]

    @classmethod
    def read(cls, text: str) -> "Condition":
        """Read a condition as a question keeps it: ``code`` or ``code=choice,choice``."""
        code, _, choices = text.partition("=")
        return cls(code, frozenset(choices.split(",")) if choices else frozenset())

    def holds(self, picks: Mapping[str, Sequence[str]], alone: Iterable[str]) -> bool:
        """Say whether it is met. ``alone``: the other question’s “none of these”, which asks for nothing more."""
        picked = set(picks.get(self.code, ())) - set(alone if not self.choices else ())
        return bool(picked & self.choices if self.choices else picked)


def prepare(questions: Iterable[Question]) -> dict[str, Asked]:
    """Return the questions by code, ready to read forms with; rankings last, for they rank another one’s picks."""
    ordered = sorted(questions, key=lambda question: question.kind is Kind.RANK)
    return {
        question.code: Asked(
            code=question.code,
            kind=question.kind,
            required=question.required,
            longest=question.longest,
            most=question.most,
            picks_of=question.picks_of,
            rows=tuple(choice.code for choice in question.rows),
            columns=tuple(choice.code for choice in question.columns),
            alone=frozenset(choice.code for choice in question.rows if choice.alone),
            only_if=Condition.read(question.only_if) if question.only_if else None,
        )
        for question in ordered
    }


def read(asked: Mapping[str, Asked], values: Values) -> Filled:
    """Read a form’s answers to what was asked; raise ``TamperedForm`` when it cannot have come from our page."""
    filled = Filled()
    for question in asked.values():
        WAYS[question.kind].read(question, values, filled, asked)
        if question.only_if is not None and not _is_asked(question.only_if, filled, asked):
            # Ticks under a question that does not apply are not the pupil’s answer any more. Words are never dropped.
            for name in [name for name in filled.picks if name.partition(".")[0] == question.code]:
                del filled.picks[name]
        if question.required and not _is_answered(question, filled):
            filled.problems[question.code] = Problem("page.problem_required", {})
    return filled


def tidy(text: str) -> str:
    """Return a text as it is kept: one sign a line break, no control signs, nothing around it.

    A browser counts a line break as one sign and sends two, so it is made one before anything is counted.
    """
    return CONTROL_SIGNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


CONTROL_SIGNS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Signs that no keyboard types: a NUL or half a surrogate pair would make a database refuse the whole answer."""


def _is_asked(condition: Condition, filled: Filled, asked: Mapping[str, Asked]) -> bool:
    source = asked.get(condition.code)
    return condition.holds(filled.picks, source.alone if source else ())


def _is_answered(question: Asked, filled: Filled) -> bool:
    return question.code in filled.picks or question.code in filled.texts


def _listed(sent: Iterable[str], codes: Sequence[str], name: str) -> list[str]:
    # In the list’s order, so that the order in which a pupil ticked is never kept.
    ticked = {value for value in sent if value}
    if ticked.difference(codes):
        raise TamperedForm(name)
    return [code for code in codes if code in ticked] if ticked else []


def _read_one(question: Asked, values: Values, filled: Filled, _: Mapping[str, Asked]) -> None:
    ticked = _listed(values.get(question.code, ()), question.rows, question.code)
    if len(ticked) > 1:
        raise TamperedForm(question.code)
    if ticked:
        filled.picks[question.code] = ticked


def _read_several(question: Asked, values: Values, filled: Filled, _: Mapping[str, Asked]) -> None:
    ticked = _listed(values.get(question.code, ()), question.rows, question.code)
    # “Nothing” beside real picks gives way: a pupil’s word about what is hard must not be lost to a stray tick, and
    # an error page would make a child take back one of two things they meant.
    kept = [code for code in ticked if code not in question.alone] or ticked[:1]
    # More picks than the page asks for are kept, all of them. The page’s script says so on the spot; sending a whole
    # form back for it would make a child strike out things that are hard for them, and a cut would choose for them.
    if kept:
        filled.picks[question.code] = kept


def _read_rank(question: Asked, values: Values, filled: Filled, by_code: Mapping[str, Asked]) -> None:
    sent = [value for value in values.get(question.code, ()) if value]
    source = by_code[question.picks_of or ""]
    _listed(sent, source.rows, question.code)
    if question.most is not None and len(sent) > question.most:
        raise TamperedForm(question.code)
    picked = set(filled.picks.get(source.code, ())) - source.alone
    # The page offers one list for each rank: something twice, or no longer among the picks, is a slip and passed over.
    ranked = [code for code in dict.fromkeys(sent) if code in picked]
    if ranked:
        filled.picks[question.code] = ranked


def _read_grid(question: Asked, values: Values, filled: Filled, by_code: Mapping[str, Asked]) -> None:
    _read_several(question, values, filled, by_code)
    places = filled.picks.get(question.code, ())
    for place in question.rows:
        name = f"{question.code}.{place}"
        times = _listed(values.get(name, ()), question.columns, name)
        # Times stay ticked in a page when their place is unticked again; they say nothing then.
        if times and place in places and place not in question.alone:
            filled.picks[name] = times


def _read_text(question: Asked, values: Values, filled: Filled, _: Mapping[str, Asked]) -> None:
    sent = values.get(question.code, ())
    if len(sent) > 1:
        raise TamperedForm(question.code)
    # A text about another question’s picks is kept even when nothing was picked: a child’s words are never dropped.
    if text := tidy(sent[0] if sent else ""):
        filled.texts[question.code] = text
    if question.longest is not None and len(text) > question.longest:
        numbers = {"over": len(text) - question.longest, "longest": question.longest}
        filled.problems[question.code] = Problem("page.problem_longest", numbers)


class Summed(enum.Enum):
    """What is said of the answers to a question, once counted and protected."""

    SHARES = "the share of pupils who chose each"
    SCALE = "the share at the good end of a scale"
    PLACES = "the share of pupils who named each place, and when"
    THEMES = "what people wrote about"


Reader = Callable[[Asked, Values, Filled, Mapping[str, Asked]], None]


class Way(NamedTuple):
    """What a kind of question is: how the page draws it, how a form’s answer is read and checked, how it is summed up."""

    field: str
    """The sort of field: ``radio``, ``checkbox``, ``select`` or ``textarea``."""
    read: Reader
    summed: Summed
    hint: str | None = None
    """The sentence of the frame that says how to answer."""
    has_own_words: bool = True
    """False for the scales, whose choices read the same in every survey."""


WAYS: dict[Kind, Way] = {
    Kind.SINGLE: Way("radio", _read_one, Summed.SHARES),
    Kind.BAND: Way("radio", _read_one, Summed.SHARES),
    Kind.AGREE: Way("radio", _read_one, Summed.SCALE, "page.agree", has_own_words=False),
    Kind.OFTEN: Way("radio", _read_one, Summed.SCALE, has_own_words=False),
    Kind.FACES: Way("radio", _read_one, Summed.SCALE, has_own_words=False),
    Kind.SEVERAL: Way("checkbox", _read_several, Summed.SHARES, "page.any"),
    Kind.RANK: Way("select", _read_rank, Summed.SHARES),
    Kind.GRID: Way("checkbox", _read_grid, Summed.PLACES),
    Kind.TEXT: Way("textarea", _read_text, Summed.THEMES, "page.longest"),
}

"""Pairing: which question of a survey each column of an export answers, told by titles and, where those differ, by answers."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from surveys.choices import SCALES, ChoiceList
from surveys.matching import Words, opposed, plain
from surveys.questions import Kind, Question
from surveys.surveys import SurveyVersion

TITLE_ENOUGH = 0.6
"""Likeness from which a title is taken for a question’s words. In a second wording of our own question bank every
right pair but one reached it, and no wrong one did, scales apart."""
TITLE_ENOUGH_FOR_SCALE = 0.75
"""Statements on a scale are short, and their answers cannot tell them apart."""
TITLE_ENOUGH_WITH_ANSWERS = 0.3
"""Enough when the answers point at the question: most are on its list, and several different ones. Where no other
question has that list, the title need not be alike at all."""
SHARE_ENOUGH = 0.5
SHARE_TO_TELL = 0.8
VARIETY_TO_TELL = 4
"""Fewer different answers, such as yes and no, are on too many lists."""


@dataclass(frozen=True)
class Pair:
    """A column that answers a question (or the times of one place of a grid), and how sure that is."""

    place: int
    target: str
    sure: float
    ordered: bool
    """True when a person said so."""
    choices: ChoiceList | None


def pair_columns(
    version: SurveyVersion,
    columns: Mapping[int, str],
    cells: Mapping[int, Sequence[str]],
    *,
    told: Mapping[str, str],
) -> dict[int, Pair]:
    """Give each column at most one question and each question at most one column, the surest pairs first.

    ``columns`` and ``cells`` give titles and cells by place; ``told`` gives targets by plain title.
    """
    words, targets, own_lists = version.words(), targets_of(version), _with_own_list(version)
    asked = Words({target: words[target] for target in targets})
    pairs = []
    for place, full_title in columns.items():
        title = _base(full_title, columns.values())
        order = told.get(plain(full_title))
        for target, likeness in asked.likeness(title).items():
            sure = _sure(title, words[target], likeness)
            hopeless = sure < TITLE_ENOUGH_WITH_ANSWERS and target not in own_lists
            if order != target and (order is not None or hopeless):
                continue
            question, times = targets[target], "." in target
            is_text = question.kind is Kind.TEXT
            choices = None if is_text else ChoiceList(version, question, cells[place], times=times)
            if order == target or _fits(question, sure, choices, own_list=target in own_lists):
                pairs.append(Pair(place, target, sure, order == target, choices))
    return _surest(pairs)


def targets_of(version: SurveyVersion) -> dict[str, Question]:
    """Return what a column may answer: each question, and the times of each place of a grid (``code.place``)."""
    targets = {question.code: question for question in version.questions}
    for question in version.questions:
        if question.columns:
            targets.update((f"{question.code}.{choice.code}", question) for choice in question.rows)
    return targets


def _with_own_list(version: SurveyVersion) -> set[str]:
    """Return the questions whose choices no other question of the survey has."""
    lists: dict[frozenset[str], list[str]] = {}
    for question in version.questions:
        if question.kind in (Kind.SINGLE, Kind.BAND, Kind.SEVERAL, Kind.GRID):
            lists.setdefault(frozenset(choice.code for choice in question.rows), []).append(question.code)
    ranked = {question.picks_of for question in version.questions}
    return {codes[0] for codes in lists.values() if len(codes) == 1} - ranked


def _base(title: str, titles: Collection[str]) -> str:
    """Return a title without the number it got for coming again (“When”, “When2”)."""
    base = re.sub(r"(?<=\D)\d{1,2}$", "", title)
    return base if base in titles else title


def _sure(title: str, words: str, likeness: float) -> float:
    if opposed(title, words):
        return likeness / 2
    # An export’s title goes on where the form said more: “… Choose up to five.”
    goes_on = len(words.split()) >= 4 and plain(words) in plain(title)
    return max(likeness, 0.95) if goes_on else likeness


def _fits(question: Question, sure: float, choices: ChoiceList | None, *, own_list: bool) -> bool:
    if choices is None:
        return sure >= TITLE_ENOUGH
    share = choices.share()
    if question.kind in SCALES:
        return sure >= TITLE_ENOUGH_FOR_SCALE and share >= SHARE_ENOUGH
    if sure >= TITLE_ENOUGH and share >= SHARE_ENOUGH:
        return True
    alike = own_list or sure >= TITLE_ENOUGH_WITH_ANSWERS
    return alike and share >= SHARE_TO_TELL and choices.variety() >= VARIETY_TO_TELL


def _surest(pairs: Sequence[Pair]) -> dict[int, Pair]:
    chosen: dict[int, Pair] = {}
    taken = Counter[str]()
    for pair in sorted(pairs, key=lambda pair: (pair.ordered, pair.sure, -pair.place), reverse=True):
        if pair.place not in chosen and not taken[pair.target]:
            taken[pair.target] += 1
            chosen[pair.place] = pair
    return chosen

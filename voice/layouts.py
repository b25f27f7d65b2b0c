"""Layouts: a survey’s questions as its page shows them, in one language and one order, ready to be drawn."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from surveys.kinds import WAYS, Asked, Summed
from surveys.local_places import Places
from surveys.page_words import PageWords, Said
from surveys.questions import Choice, Kind, Question
from surveys.surveys import choice_key

ORDERS = 6
"""Different orders of what is shuffled. Six spread the tiredness of a long list well enough, and each is drawn once."""
LAST = frozenset({"other", "elsewhere", "nobody", "any", "na", "unsure", "unsaid"})
"""Choices that end a list in every order, beside those that stand alone (“none of these”)."""
SIGNS = "1234567890abcdefghijklmnopqrstuvwxyz"
"""What each choice of a question is called where a paper is keyed in, in the order of the layout."""
LISTS_PLACES = frozenset({"hot_place", "hot_good", "bul_where"})
"""Questions whose list is the school’s places, with the names its own pupils use."""

T = TypeVar("T")


NO_PLACES = Places({}, ())


class Pick(NamedTuple):
    """A choice as the page shows it."""

    code: str
    said: Said
    alone: bool
    symbol: str | None


class Group(NamedTuple):
    """Choices under a heading of their own, or under none."""

    heading: Said | None
    picks: tuple[Pick, ...]


class Item(NamedTuple):
    """A question as the page shows it."""

    code: str
    kind: str
    field: str
    said: Said
    hints: tuple[Said, ...]
    symbol: str | None
    groups: tuple[Group, ...]
    times: tuple[Pick, ...]
    ranks: tuple[Said, ...]
    required: str | None
    most: int | None
    longest: int | None
    of: str | None
    """The question whose picks this one is about."""
    only_if: str | None


class Section(NamedTuple):
    """Questions that stand under one heading."""

    said: Said
    items: tuple[Item, ...]


def lay_out(
    questions: Sequence[Question], words: PageWords, local: Places, *, order: int
) -> tuple[Section, ...]:
    """Lay a survey out. ``order`` is 0 (as it was written) to ``ORDERS`` - 1; the same number gives the same page."""
    mix = _Mixer(order)
    by_code = {question.code: question for question in questions}
    return tuple(
        Section(
            words.said(f"section.{name}"),
            tuple(_item(one, by_code, words, local, mix) for one in _statements_mixed(list(run), mix)),
        )
        for name, run in groupby(questions, lambda question: question.section)
    )


def with_local_places(asked: Mapping[str, Asked], local: Places) -> dict[str, Asked]:
    """Return what reading a form needs to know, with a school’s own places on their lists."""
    own = tuple(code for code, _ in local.added)
    return {
        code: one._replace(rows=one.rows + own) if own and code in LISTS_PLACES else one
        for code, one in asked.items()
    }


def symbols_of(sections: Iterable[Section]) -> list[str]:
    """Return the names of the pictures a layout shows, each once, by name."""
    items = [item for section in sections for item in section.items]
    shown = [pick.symbol for item in items for group in item.groups for pick in group.picks]
    return sorted({name for name in (*shown, *(item.symbol for item in items)) if name})


class _Mixer:
    """Puts things in one of the orders; the same number of things always in the same way."""

    def __init__(self, order: int) -> None:
        self._order = order

    def __call__(self, things: list[T]) -> list[T]:
        # Seeded anew each time: what is mixed before must not change how this is mixed.
        return random.Random(self._order).sample(things, len(things)) if self._order else things


def _statements_mixed(run: list[Question], mix: _Mixer) -> Iterator[Question]:
    """Mix statements that stand together; everything else keeps its place."""
    together = [(mixes, list(some)) for mixes, some in groupby(run, _mixes_with_neighbours)]
    for mixes, some in together:
        yield from mix(some) if mixes else some


def _mixes_with_neighbours(question: Question) -> bool:
    return question.shuffled and WAYS[question.kind].summed is Summed.SCALE


def _item(
    question: Question,
    by_code: Mapping[str, Question],
    words: PageWords,
    local: Places,
    mix: _Mixer,
) -> Item:
    way = WAYS[question.kind]
    ranked = by_code.get(question.picks_of or "") if question.kind is Kind.RANK else None
    source = ranked or question
    own_hint = f"{question.code}.hint"
    how = "page.most" if question.kind is Kind.SEVERAL and question.most else way.hint
    hints = [words.said(own_hint)] if own_hint in words else []
    if how:
        hints.append(_filled(words.said(how), question))
    return Item(
        code=question.code,
        kind=question.kind.value,
        field=way.field,
        said=words.said(question.code),
        hints=tuple(hints),
        symbol=question.symbol,
        groups=tuple(_groups(source, words, local, mix)),
        times=tuple(
            Pick(choice.code, words.said(choice_key(question, choice)), False, choice.symbol)
            for choice in question.columns
        ),
        ranks=tuple(
            words.said(f"page.rank_{place}") for place in range(1, (question.most or 0) + 1) if ranked
        ),
        required=words.get(f"{question.code}.required", words["page.problem_required"])
        if question.required
        else None,
        most=question.most if way.field == "checkbox" else None,
        longest=question.longest,
        of=question.picks_of,
        only_if=question.only_if,
    )


def _filled(said: Said, question: Question) -> Said:
    text = said.text.replace("{most}", str(question.most)).replace("{longest}", str(question.longest))
    return said._replace(text=text)


def _groups(question: Question, words: PageWords, local: Places, mix: _Mixer) -> Iterator[Group]:
    groups: list[tuple[Said | None, list[Pick]]] = []
    for choice in question.rows:
        heading = f"{question.code}.before.{choice.code}"
        if heading in words or not groups:
            groups.append((words.said(heading) if heading in words else None, []))
        groups[-1][1].append(_pick(question, choice, words, local))
    if question.code in LISTS_PLACES and groups:
        # A school’s own places come before “nowhere” and “somewhere else”.
        groups[-1][1].extend(Pick(code, Said(name, False, None), False, None) for code, name in local.added)
    if question.shuffled and WAYS[question.kind].summed is not Summed.SCALE:
        groups = [(heading, mix(picks)) for heading, picks in groups]
        ends = [group for group in groups if any(_is_last(pick) for pick in group[1]) and len(groups) > 1]
        groups = [*mix([group for group in groups if group not in ends]), *ends]
    for title, picks in groups:
        yield Group(title, tuple(_last_ones_last(picks, question)))


def _last_ones_last(picks: Iterable[Pick], question: Question) -> list[Pick]:
    if WAYS[question.kind].summed is Summed.SCALE:
        return list(picks)
    written = [choice.code for choice in question.rows]
    return sorted(
        picks, key=lambda pick: written.index(pick.code) if _is_last(pick) and pick.code in written else -1
    )


def _is_last(pick: Pick) -> bool:
    return pick.alone or pick.code in LAST


def _pick(question: Question, choice: Choice, words: PageWords, local: Places) -> Pick:
    said = words.said(choice_key(question, choice))
    if question.code in LISTS_PLACES and choice.code in local.renamed:
        said = Said(local.renamed[choice.code], False, None)
    symbol = choice.symbol or (f"faces-{choice.code}" if question.kind is Kind.FACES else None)
    return Pick(choice.code, said, choice.alone, symbol)

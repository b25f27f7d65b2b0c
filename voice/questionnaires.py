"""Questionnaires: a survey version as paper asks it – the same words and places as on the screen, with boxes to tick."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil
from typing import Any

from flask import current_app

from surveys.kinds import Condition
from surveys.page_words import PageWords, Said
from surveys.questions import Kind
from voice.layouts import Item, Pick, Section

SIGNS_A_LINE = 70
"""What a pupil writes by hand on one line across the page."""
FEWEST_LINES, MOST_LINES = 2, 7
STATEMENTS = frozenset({Kind.AGREE, Kind.OFTEN})
"""Kinds that stand well in one table: each question a row, each answer a column."""
INTRO = ("page.intro_why", "page.intro_who", "page.intro_name", "page.intro_safe")
"""What the screen says before the first question and paper says as well. It says something else about typing."""

ONE_DRAWING = re.compile(r'<symbol id="s-([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
DRAWN_LIKE_THE_PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#000" stroke-width="2.5" '
    'stroke-linecap="round" stroke-linejoin="round">'
)


def questionnaire(sections: Sequence[Section], words: PageWords) -> dict[str, Any]:
    """Return a survey’s paper as plain values for the printer; its questions are numbered as they come."""
    items = [item for section in sections for item in section.items]
    numbers = {item.code: number for number, item in enumerate(items, 1)}
    by_code = {item.code: item for item in items}
    return {
        "title": told(words.said("page.title")),
        "intro": [
            told(words.said(key))
            for key in (*INTRO, "paper.typing", "page.intro_skip", "paper.name")
            if key in words
        ],
        "tick": told(words.said("paper.tick")),
        "box": told(words.said("paper.box")),
        "helped": told(words.said("page.helped")),
        "sections": [
            {
                "title": told(section.said),
                "blocks": [
                    _block(run, numbers, by_code, words) for run in _runs_of_statements(section.items)
                ],
            }
            for section in sections
        ],
    }


def told(said: Said) -> dict[str, Any]:
    """Return a string for the printer, and whether it is English in a page of another language."""
    return {"text": said.text, "english": said.is_english}


def _runs_of_statements(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Put statements that are answered in the same words together; everything else stands by itself."""

    def answers(item: Item) -> tuple[str, ...]:
        is_statement = item.kind in STATEMENTS and not item.symbol and not item.only_if
        return tuple(pick.said.text for pick in _picks(item)) if is_statement else (item.code,)

    for _, run in groupby(items, answers):
        yield list(run)


def _block(
    run: Sequence[Item], numbers: Mapping[str, int], by_code: Mapping[str, Item], words: PageWords
) -> dict[str, Any]:
    if run[0].kind in STATEMENTS and not run[0].symbol and not run[0].only_if:
        return {
            "is": "statements",
            "hints": [told(words.said("page.agree"))] if run[0].kind == Kind.AGREE else [],
            "answers": [told(pick.said) for pick in _picks(run[0])],
            "rows": [_asked(item, numbers, by_code, words, hints=_own_hint(item, words)) for item in run],
        }
    [item] = run
    return {
        **_asked(item, numbers, by_code, words, hints=[*_own_hint(item, words), *_how(item, words)]),
        "is": _WAYS.get(Kind(item.kind), "choices"),
        "faces": item.kind == Kind.FACES,
        "groups": [
            {
                "heading": told(group.heading) if group.heading else None,
                "picks": [_pick(pick) for pick in group.picks],
            }
            for group in item.groups
        ],
        "times": [told(time.said) for time in item.times],
        "ranks": [told(rank) for rank in item.ranks],
        "lines": min(max(ceil((item.longest or 0) / SIGNS_A_LINE), FEWEST_LINES), MOST_LINES),
    }


_WAYS = {Kind.GRID: "grid", Kind.RANK: "rank", Kind.TEXT: "text"}
"""How a kind stands on paper, where it is no list of boxes."""


def _asked(
    item: Item,
    numbers: Mapping[str, int],
    by_code: Mapping[str, Item],
    words: PageWords,
    *,
    hints: Iterable[Said],
) -> dict[str, Any]:
    condition = _only_if(item, numbers, by_code, words)
    return {
        "number": numbers[item.code],
        "said": told(item.said),
        "symbol": item.symbol,
        "condition": told(condition) if condition else None,
        "hints": [told(hint) for hint in hints],
    }


def _own_hint(item: Item, words: PageWords) -> list[Said]:
    key = f"{item.code}.hint"
    return [words.said(key)] if key in words else []


def _how(item: Item, words: PageWords) -> list[Said]:
    """Say how to answer. Paper does so for single choices as well: there is no radio button to show it."""
    if item.kind == Kind.SEVERAL:
        if item.most is None:
            return [words.said("page.any")]
        most = words.said("page.most")
        return [most._replace(text=most.text.replace("{most}", str(item.most)))]
    if item.kind == Kind.TEXT:
        return [words.said("paper.names")]
    if item.field == "radio":
        return [words.said("paper.one")]
    return []


def _only_if(
    item: Item, numbers: Mapping[str, int], by_code: Mapping[str, Item], words: PageWords
) -> Said | None:
    condition = Condition.read(item.only_if) if item.only_if else None
    if condition is None or condition.code not in by_code:
        return None
    said = words.said("paper.only_if" if condition.choices else "paper.only_if_any")
    chosen = [pick.said.text for pick in _picks(by_code[condition.code]) if pick.code in condition.choices]
    number = str(numbers[condition.code])
    return said._replace(text=said.text.replace("{choice}", " / ".join(chosen)).replace("{n}", number))


def _picks(item: Item) -> list[Pick]:
    return [pick for group in item.groups for pick in group.picks]


def _pick(pick: Pick) -> dict[str, Any]:
    return {**told(pick.said), "alone": pick.alone, "symbol": pick.symbol}


def drawn_symbols(names: Iterable[str]) -> dict[str, str]:
    """Return the pictures that stand beside words, each as an SVG of its own, by name.

    They are those of the pupils’ page, which draws them all in one place and shows each by its name.
    """
    module: Any = current_app.jinja_env.get_template("questions/symbols.html").module
    sprite = str(module.sprite(list(names)))
    return {name: f"{DRAWN_LIKE_THE_PAGE}{drawing}</svg>" for name, drawing in ONE_DRAWING.findall(sprite)}

"""Blocks: the few things a paper is made of – words, points, numbers, tables, pictures, quotes, lines to fill in – as JSON."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from surveys.waves import Wave
from voice.rendering import day
from voice.telling import PUBLIC_BASE

Block = dict[str, Any]
Cell = str | dict[str, Any]
"""Words, or a figure as it is stored."""
TOO_SMALL = "too small to say"
HOW_TO_READ = (
    "Counts are rounded to the nearest 5, each by itself, so sums may differ a little.",
    "“Too small to say”, and a dash or hatching in its place, stand wherever fewer than ten pupils, or nearly all, gave an "
    "answer, or where a small figure could be worked out from others. It can mean none.",
    "With fewer than 50 answers there is no percentage, only words such as “some”.",
    "Where pupils could tick several things, the shares add up to more than everyone.",
    "Pupils who were away while their school answered are the least likely to be heard.",
    "This is what pupils say. It does not tell why attendance went up or down.",
    "Nothing here ranks schools: they differ in who answered and how many.",
)


def words(text: str) -> Block:
    return {"kind": "words", "text": text}


def points(lines: Iterable[str]) -> Block:
    return {"kind": "points", "lines": list(lines)}


def numbers(*pairs: tuple[str, str]) -> Block:
    """Big numbers, each with what it counts."""
    return {"kind": "numbers", "pairs": [list(pair) for pair in pairs]}


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, is_dense: bool = False
) -> Block:
    """A table whose first column names its rows. ``is_dense``: many columns, so figures stand in their shortest form."""
    return {
        "kind": "table",
        "caption": caption,
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "is_dense": is_dense,
    }


def blanks(caption: str, heads: Sequence[str], *names: str) -> Block:
    """A table to write in: a first column of names, the others empty."""
    return {"kind": "blanks", "caption": caption, "heads": list(heads), "names": list(names)}


def picture(name: str) -> Block:
    return {"kind": "picture", "name": name}


def quotes(said: Sequence[dict[str, Any]]) -> Block:
    return {"kind": "quotes", "said": list(said)}


def section(title: str, *blocks: Block | None, on_new_page: bool = False) -> dict[str, Any]:
    return {
        "title": title,
        "blocks": [block for block in blocks if block is not None],
        "on_new_page": on_new_page,
    }


def paper(
    wave: Wave,
    *,
    title: str,
    reader: str,
    intro: str,
    sections: Iterable[dict[str, Any]],
    on: date,
    charts: dict[str, Any] | None = None,
    said: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return a paper’s content: who it is for, of which wave, as at which day, and its sections.

    said: the quotes that stand in it, with their themes, so that they can be looked up again before it is released.
    """
    authority = sorted({place.school.la_name for place in wave.schools})
    return {
        "format": 1,
        "title": title,
        "reader": reader,
        "intro": intro,
        "authority": ", ".join(authority),
        "wave": {"name": wave.name, "opened": day(wave.opens_on), "closed": day(wave.last_day)},
        "made_on": on.isoformat(),
        "made": day(on),
        "sections": [one for one in sections if one["blocks"]],
        "charts": charts or {},
        "quotes": list(said),
    }


def about(figure: dict[str, Any]) -> str:
    """Return a plain count in words: “about 2,420”, or that it is too small to say."""
    return f"about {figure['count']:,}" if figure["shown"] and figure["count"] is not None else TOO_SMALL


def for_all_eyes(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure as everybody may read it: hidden unless at least thirty answers stand behind it."""
    if figure["shown"] and (figure["base"] or 0) >= PUBLIC_BASE:
        return figure
    why = "Hidden because fewer than 30 answers may stand behind it."
    return {"base": None, "count": None, "percent": None, "words": TOO_SMALL, "shown": False, "why": why}


def how_many(number: int, one: str, several: str | None = None) -> str:
    """Say a number with its noun: “1 school”, “14 schools”."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"

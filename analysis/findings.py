"""From what was heard in a wave to findings that may be stored: counted by school, protected, in words and pictures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.by_group import about_groups
from analysis.comparing import differs, most_different, spread
from analysis.heard import Heard
from analysis.lines import Lines, by_protected_share
from analysis.protection import THRESHOLD, Figure, protect_count
from analysis.reach import absent, rate
from analysis.tallies import HEADLINES, PLACES, TICKED, WANTED, WORKING, WRITERS

MOST_WORDS = 12
"""Words shown as what drove a theme: enough to judge it by, few enough to read."""
TOP = 5
"""Barriers that a report puts first and tells by groups."""
QUICK_WINS = 3

Finding = dict[str, Any]


def overview(lines: Lines, *, method: str) -> Finding:
    """Return what can be said of the whole wave: answers by school, texts read, and the method."""
    heard = lines.heard
    return {
        "answered": lines.answered().as_json(),
        "schools": {school: lines.answered(school).as_json() for school in heard.schools},
        "writers": lines.answered(key=WRITERS).as_json(),
        "decided": protect_count(sum(one.is_decided for one in heard.written)).as_json(),
        "method": method,
    }


def about_themes(lines: Lines) -> dict[str, Finding]:
    """Return a finding for each theme: who wrote of it, who ticked it, where, in how many workshops, and its words."""
    heard = lines.heard
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    decided: Counter[str] = Counter()
    for one in heard.written:
        words[one.theme].update(set(one.because))
        decided[one.theme] += one.is_decided
    said_in: defaultdict[str, set[str]] = defaultdict(set)
    for one in heard.said:
        said_in[one.theme].add(one.response)
    return {
        code: {
            "name": name,
            "written": lines.written(code).as_json(),
            "ticked": None if (line := lines.ticked_under(code)) is None else line.as_json(),
            "workshops": {"said_in": len(said_in[code]), "of": len(heard.programmes)},
            "words": _shown(words[code]),
            "decided": protect_count(decided[code]).as_json(),
        }
        for code, name in heard.themes
    }


def _shown(words: Counter[str]) -> list[str]:
    """Return the words that ten texts used: a rarer one can be somebody’s own. Their order tells no finer than tens."""
    often = [word for word in words if words[word] >= THRESHOLD]
    return sorted(often, key=lambda word: (-(words[word] // THRESHOLD), word))[:MOST_WORDS]


def about_school(lines: Lines, school: str, *, quick: Mapping[str, Sequence[str]] | None = None) -> Finding:
    """Return everything one school’s report says in figures.

    quick: for each theme, what a school could do about it within weeks.
    """
    heard = lines.heard
    headlines = [
        {
            "key": key,
            "title": title,
            "good": good,
            **line.beside(school),
            "range": spread(line.figures),
        }
        for key, title, good in HEADLINES
        if (line := lines.headline(key)) is not None
    ]
    barriers = [row | {"differs": _differs(row)} for row in lines.ranked(TICKED, school)]
    working = lines.ranked(WORKING, school)
    names = dict(heard.themes)
    written = [
        {"code": code, "title": name, **lines.written(code).beside(school)} for code, name in names.items()
    ]
    answered = lines.answered(school)
    roll = heard.rolls.get(school)
    groups = about_groups(lines, school, [(row["key"], row["title"]) for row in headlines] + _first(barriers))
    return {
        "answered": answered.as_json(),
        "roll": roll,
        "rate": rate(answered, roll),
        "headlines": headlines,
        "barriers": barriers,
        "different": most_different(
            [
                *_about("", headlines),
                *_about("What makes it hard", barriers),
                *_about("What is working", working),
            ]
        ),
        "written": sorted(written, key=by_protected_share),
        "wants": lines.ranked(WANTED, school),
        "working": working,
        "places": _places(lines, school),
        "groups": groups,
        "absent": absent(answered, roll, lines, school),
        "quick_wins": quick_wins(barriers, quick or {}),
        "questions": _questions(heard),
    }


def _about(subject: str, rows: Sequence[Finding]) -> list[Finding]:
    """Return rows with what they are about before their titles: “bored” is a barrier, “friends” is what draws pupils in."""
    return [row | {"title": f"{subject}: {row['title']}" if subject else row["title"]} for row in rows]


def _differs(row: Mapping[str, Any]) -> str:
    return differs(Figure.from_json(row["school"]), Figure.from_json(row["authority"]))


def _first(barriers: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the keys and titles of a school’s first barriers, of those that are shown."""
    shown = [row for row in barriers if row["school"]["shown"]]
    return [(f"{TICKED}.{row['code']}", row["title"]) for row in shown[:TOP]]


def quick_wins(barriers: Sequence[Mapping[str, Any]], quick: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return what a school could do soon about what its pupils named most: one thing for each theme, three at most."""
    wins: dict[str, Finding] = {}
    for row in barriers:
        theme = row["theme"]
        if row["school"]["shown"] and theme not in wins and quick.get(theme):
            words = row["school"]["words"]
            because = f"{words[:1].upper()}{words[1:]} ticked “{row['title']}”."
            wins[theme] = {"title": quick[theme][0], "because": because}
    return list(wins.values())[:QUICK_WINS]


def _questions(heard: Heard) -> list[Finding]:
    """Return every question that a report draws on, as pupils read it."""
    titles = [(key, title) for key, title, _ in HEADLINES]
    titles += [
        (TICKED, "What makes it hard"),
        (PLACES, "Places and times"),
        (WANTED, "What would help"),
        (WORKING, "What is working"),
    ]
    return [
        {"title": title, "asked": heard.asked[key].words}
        for key, title in titles
        if key in heard.asked and heard.asked[key].words
    ]


def _places(lines: Lines, school: str) -> Finding:
    """Return a school’s grid of places and times, its own places and its own names for places with it."""
    heard = lines.heard
    names = heard.own_names.get(school, {})
    listed = [(option.code, names.get(option.code, option.title)) for option in lines.options(PLACES)]
    own = [(option.code, option.title) for option in heard.own_places.get(school, ())]
    columns = heard.asked[PLACES].columns if PLACES in heard.asked else ()
    return {
        "rows": listed + own,
        "columns": [(option.code, option.title) for option in columns],
        "cells": {
            f"{code}|{time.code}": lines.place(school, code, time.code).figures[school].as_json()
            for code, _ in listed + own
            for time in columns
        },
        "totals": {code: lines.place(school, code).figures[school].as_json() for code, _ in listed + own},
    }

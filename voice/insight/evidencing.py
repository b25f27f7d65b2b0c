"""Evidencing: what a subgroup asks for that no theme tells – its own questions’ answers, and the buses and stops that pupils
name. It is counted and protected with everything else of a wave; only figures of all schools together leave."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from analysis.counting import Cells, Picks, count_picks, picks, picks_any
from analysis.cube import Cube, Line
from analysis.levels import SHOWN_FROM
from analysis.protection import TOTAL
from surveys.evidence import themes_held_by_answers
from surveys.heard import schools_of_writers
from surveys.hiding import without_placeholders
from surveys.questions import Choice, Kind
from surveys.responses import responses_of_wave
from surveys.subgroups import Subgroup, subgroups
from surveys.surveys import choice_key
from surveys.waves import Wave
from surveys.written_texts import written_texts
from voice.insight.overviewing import lines_of, over_schools
from voice.paper_kinds.asks import ASKS, Asks, Wanted

ASKED, NAMED = "asked", "named"
"""What the keys of these lines begin with."""
ROUTE_QUESTION = "tr_route"
"""The question that asks for nothing but a bus, tram or stop."""
ON_THE_WAY = re.compile(r"\b(?:bus|buses|tram|trams|metro|coach|stop|driver|route)\b")
"""A text without any of these words speaks of other numbers: lessons, years, times."""
NOT_A_ROUTE = (
    r"(?!\s*(?:am|pm|o.?clock|mins?|minutes?|hours?|hrs?|p|quid|pounds?|people|kids|times?|days?|weeks?|%)\b)"
)
ROUTE = re.compile(
    r"\b(?:bus(?: no\.?| number)?|tram|route|number|no\.|the|my|a|on)\s(?P<before>\d{1,3}[a-z]?)(?![\d:.%])\b" + NOT_A_ROUTE
    + r"|(?<![\d:.£])\b(?P<after>\d{1,3}[a-z]?)\s(?:bus|tram|coach)\b"
)  # fmt: skip
"""“the 88”, “bus 42a”, “number 7”, “88 bus”: a number with what makes it a bus, and not a time, a price or a count."""
BARE_ROUTE = re.compile(r"(?<![\d:.£])\b(\d{1,3}[a-z]?)\b(?![:.]\d)")
STOP = re.compile(
    r"\b(?P<name>(?:[a-z’'-]+\s){1,2})(?P<what>bus stop|tram stop|bus station|interchange|station)\b"
)
NO_NAME = re.compile(
    r"(?:an?|and|at|by|from|for|in|is|its?|my|near|no|of|off|on|one|only|our|out|same|school|that|the|their|this|to|up|we|"
    r"with|get|got|every|each|bus|tram|main|wrong|next|last|first)"
)
"""Words before “bus stop” that are no part of what it is called."""

Told = tuple[str, dict[str, Any]]
"""A name and its protected figure of all schools."""


def lines_beside(session: Session, wave: Wave, *, told: Cube | None) -> dict[str, Cells]:
    """Count, by school, what the subgroups ask for: how many of how many, not protected yet.

    told: what was told of the wave before. A bus that was in it is counted again however few name it now.
    """
    urns = {place.school_id: place.school.urn for place in wave.schools}
    rows = [(urns[school_id], given) for school_id, given in responses_of_wave(session, wave.id)]
    every = [(group, ASKS[group.slug]) for group in subgroups(session) if group.slug in ASKS]
    lines: dict[str, Cells] = {}
    for group, asks in every:
        lines |= _asked(wave, rows, asks)
        if asks.names_routes:
            lines |= _named(session, wave, group, told)
    return lines


def _asked(wave: Wave, rows: Sequence[tuple[str, Picks]], asks: Asks) -> dict[str, Cells]:
    schools = [place.school.urn for place in wave.schools]
    asked = {question.code for question in wave.version.questions}
    wanted = {
        f"{ASKED}.{one.code}": (one.code, picks_any(one.choices)) for one in asks.shares if one.code in asked
    }
    for code, _ in asks.lists:
        wanted |= {
            f"{ASKED}.{code}.{choice.code}": (code, picks(choice.code)) for choice in _choices(wave, code)
        }
    return {
        key: count_picks(rows, asked=code, schools=schools, wanted=test)
        for key, (code, test) in wanted.items()
    }


def _choices(wave: Wave, code: str) -> list[Choice]:
    """Return the choices of a question with several answers that can be counted up; none where it is not asked."""
    return [
        choice
        for question in wave.version.questions
        if question.code == code and question.kind is Kind.SEVERAL
        for choice in question.rows
        if not choice.alone
    ]


def _named(session: Session, wave: Wave, group: Subgroup, told: Cube | None) -> dict[str, Cells]:
    """Count, by school, who names each bus and stop, of those who wrote. What fewer than ten name could not be told."""
    urns = {place.school_id: place.school.urn for place in wave.schools}
    writers = Counter(urns[school_id] for school_id in schools_of_writers(session, wave.id).values())
    named: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    themes = {theme.code for theme in group.live_themes}
    travelling = {
        held.response_or_session_id
        for held in themes_held_by_answers(session, wave.id)
        if held.theme_code in themes
    }
    for one in written_texts(session, wave.id):
        text, is_route = without_placeholders(one.shown), one.question_code == ROUTE_QUESTION
        # What a pupil under a theme of travel wrote is about travel without saying “bus”.
        for route in routes_in(text, is_route=is_route, is_travel=one.response_id in travelling):
            named[f"{NAMED}.{route}"].add((one.response_id, urns[one.school_id]))
    earlier = {key for key in told.lines if key.startswith(f"{NAMED}.")} if told else set()
    wanted = sorted(earlier.union(key for key, who in named.items() if len(who) >= SHOWN_FROM))
    by_school = {key: Counter(urn for _, urn in named.get(key, ())) for key in wanted}
    return {key: {urn: (by_school[key][urn], writers[urn]) for urn in urns.values()} for key in wanted}


def shares_asked(session: Session, wave: Wave, wanted: Sequence[Wanted]) -> list[Told]:
    """Return one share for each of these questions that the wave asks.

    One a question: all its choices would add up, and the one that is hidden could be taken from the others.
    """
    lines = _lines(session, wave)
    return [(one.title, _total(lines[key])) for one in wanted if (key := f"{ASKED}.{one.code}") in lines]


def choices_asked(session: Session, wave: Wave, code: str) -> list[Told]:
    """Return how many picked each choice of a question with several, the most picked first and hidden ones last."""
    lines, texts = _lines(session, wave), wave.version.words()
    question = next((question for question in wave.version.questions if question.code == code), None)
    if question is None:
        return []
    told = [
        (texts.get(choice_key(question, choice), choice.code), _total(lines[key]))
        for choice in _choices(wave, code)
        if (key := f"{ASKED}.{code}.{choice.code}") in lines
    ]
    return sorted(told, key=lambda told: (not told[1]["shown"], -(told[1]["count"] or 0), told[0]))


def routes_named(session: Session, wave: Wave) -> list[Told]:
    """Return the buses and stops that pupils name in what they wrote, by how many pupils of all schools, the most first.

    One that too few named is not in the list at all: its name alone would say that somebody wrote it.
    """
    told = [
        (key.removeprefix(f"{NAMED}."), _total(line))
        for key, line in _lines(session, wave).items()
        if key.startswith(f"{NAMED}.")
    ]
    shown = [(route, figure) for route, figure in told if figure["shown"]]
    return sorted(shown, key=lambda told: (-told[1]["count"], told[0]))


def _lines(session: Session, wave: Wave) -> Mapping[str, Line]:
    return lines_of(session, wave) or {}


def _total(line: Line) -> dict[str, Any]:
    told = over_schools(line)
    assert told is not None  # only of no line there is nothing
    return told[TOTAL]


def routes_in(text: str, *, is_route: bool = False, is_travel: bool = False) -> frozenset[str]:
    """Return the buses and stops that a text names.

    ``is_route``: it answers the question for them and nothing else. ``is_travel``: it is known to be about travel.
    """
    tidy = " ".join(text.casefold().split())
    if not (is_route or is_travel) and ON_THE_WAY.search(tidy) is None:
        return frozenset()
    numbers = {found["before"] or found["after"] for found in ROUTE.finditer(tidy)}
    if is_route:
        numbers |= set(BARE_ROUTE.findall(tidy))
    return frozenset({*(f"Number {number.upper()}" for number in numbers), *_stops(tidy)})


def _stops(text: str) -> Iterator[str]:
    for found in STOP.finditer(text):
        name = _own_name(found["name"].split())
        if name:
            yield f"{' '.join(name).title()} {found['what']}"


def _own_name(words: Collection[str]) -> list[str]:
    """Return the words of a stop’s name: those after the last that is no name."""
    name: list[str] = []
    for word in words:
        name = [] if NO_NAME.fullmatch(word) else [*name, word]
    return name

"""Tallies: what was heard in a wave, counted by school and by group and not protected yet. Nothing of it is ever shown as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from analysis.breakdowns import GroupCells
from analysis.counting import Cells, count_answers, count_picks, count_writers, picks, picks_any
from analysis.dimensions import DIMENSIONS, Groups, group
from analysis.heard import Heard, Option

HEADLINES = (
    ("att_hard", "Often find it hard to come to school", False),
    ("sch_safe", "Feel safe in school", True),
    ("sch_belong", "Feel they belong at their school", True),
    ("sch_change", "Say things change when pupils ask", True),
)
"""With how many answered, the five figures a head asks for first: question, title, whether more is better."""
UPPER_TWO = ("4", "5")
"""“Often” and “nearly always”, or “agree” and “agree a lot”: the upper two of five points."""
ANSWERED, WRITERS = "answered", "writers"
TICKED, WANTED, WORKING, PLACES = "bar_pick", "help_pick", "good_what", "hot_place"

Wanted = Callable[[Sequence[str]], bool]


def options(heard: Heard, question: str) -> list[Option]:
    asked = heard.asked.get(question)
    return [] if asked is None else [option for option in asked.rows if option.code not in asked.alone]


def over_schools(heard: Heard) -> Iterable[tuple[str, Cells]]:
    """Yield every line over the schools, counted and not protected yet."""

    def count(asked: str, wanted: Wanted, found_in: str | None = None) -> Cells:
        return count_picks(heard.ticks, asked=asked, schools=heard.schools, wanted=wanted, found_in=found_in)

    answers, writers = count_answers(heard.ticks), Counter(heard.writers.values())
    yield ANSWERED, {school: (0, answers.get(school, 0)) for school in heard.schools}
    yield WRITERS, {school: (0, writers[school]) for school in heard.schools}
    for key, asked, wanted in _measures(heard):
        yield key, count(asked, wanted)
    for question in (WANTED, WORKING, PLACES):
        for option in options(heard, question):
            yield f"{question}.{option.code}", count(question, picks(option.code))
    for place, time in product(
        options(heard, PLACES), heard.asked[PLACES].columns if PLACES in heard.asked else ()
    ):
        key = f"{PLACES}.{place.code}"
        yield f"{key}.{time.code}", count(PLACES, picks(time.code), key)
    for theme, codes in choices_of_themes(heard):
        yield f"ticked.{theme}", count(TICKED, picks_any(codes))
    yield from _raw_written(heard)
    yield from ((key, dict(cells)) for key, cells in heard.beside.items())


def choices_of_themes(heard: Heard) -> Iterable[tuple[str, list[str]]]:
    """Yield each theme that choices count under, with those choices."""
    for theme, _ in heard.themes:
        if codes := [option.code for option in options(heard, TICKED) if option.theme == theme]:
            yield theme, codes


def _measures(heard: Heard) -> Iterable[tuple[str, str, Wanted]]:
    """Yield what is told by groups as well: the headline figures and what makes it hard."""
    for key, _, _ in HEADLINES:
        if key in heard.asked:
            yield key, key, picks_any(UPPER_TWO)
    for option in options(heard, TICKED):
        yield f"{TICKED}.{option.code}", TICKED, picks(option.code)


def _raw_written(heard: Heard) -> Iterable[tuple[str, Cells]]:
    holders = [(one.response, one.theme) for one in heard.written]
    counted = count_writers(heard.writers, holders, schools=heard.schools)
    writers = Counter(heard.writers.values())
    # A theme that nobody wrote of has its line too: left out, it would tell zero from a few.
    nobody = {school: (0, writers[school]) for school in heard.schools}
    for code, _ in heard.themes:
        yield f"written.{code}", counted.get(code, nobody)


def by_groups(heard: Heard) -> Iterable[GroupCells]:
    if not any(_measures(heard)):
        return
    for dimension in DIMENSIONS:
        asked = heard.asked.get(dimension.key)
        if asked is None:
            continue
        groups = group(dimension, asked, heard.ticks, apart=frozenset(heard.schools) - heard.small)
        if len(groups.columns) > 1:
            yield GroupCells(groups, _counted_by(heard, groups))


def _counted_by(heard: Heard, groups: Groups) -> dict[str, dict[tuple[str, str], tuple[int, int]]]:
    rows = [((school, groups.of(ticks)), ticks) for school, ticks in heard.ticks]
    places = [(school, code) for school in heard.schools for code, _ in groups.columns]
    return {
        key: count_picks(rows, asked=asked, schools=places, wanted=wanted)
        for key, asked, wanted in _measures(heard)
    }


def of_own_places(heard: Heard, school: str) -> Iterable[tuple[str, Cells]]:
    own = [row for row in heard.ticks if row[0] == school]
    for place in heard.own_places[school]:
        key = f"{PLACES}.{place.code}"
        yield key, count_picks(own, asked=PLACES, schools=[school], wanted=picks(place.code))
        for time in heard.asked[PLACES].columns if PLACES in heard.asked else ():
            found = count_picks(own, asked=PLACES, schools=[school], wanted=picks(time.code), found_in=key)
            yield f"{key}.{time.code}", found

"""From what was heard in a wave to findings that may be stored: counted by school, protected, in words and pictures."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.counting import Cells, count_answers, count_picks, count_writers, picks, picks_any
from analysis.heard import Heard, Option
from analysis.protection import THRESHOLD, TOTAL, Figure, comparator, protect_count, protect_rows

HEADLINES = (
    ("att_hard", "Often find it hard to come to school", False),
    ("sch_safe", "Feel safe in school", True),
    ("sch_belong", "Feel they belong at their school", True),
    ("sch_change", "Say things change when pupils ask", True),
)
"""With how many answered, the five figures a head asks for first: question, title, whether more is better."""
UPPER_TWO = ("4", "5")
"""“Often” and “nearly always”, or “agree” and “agree a lot”: the upper two of five points."""
TICKED, WANTED, WORKING, PLACES = "bar_pick", "help_pick", "good_what", "hot_place"
MOST_WORDS = 12
"""Words shown as what drove a theme: enough to judge it by, few enough to read."""
MOST_BARS = 10
"""Bars on one chart: more than ten are not compared, only searched."""

Finding = dict[str, Any]


class Line:
    """One counted line over the schools: its protected figures, and beside which of them the total may stand."""

    def __init__(self, cells: Cells) -> None:
        self.figures = protect_rows(cells)
        self._others = {school: comparator(cells, school) for school in cells}

    def beside(self, school: str) -> Finding:
        """Return a school’s figure and the authority’s. Where the other schools are no crowd, theirs stays hidden: the
        school could take itself away from the total and read its neighbour."""
        others = self._others[school]
        authority = self.figures[TOTAL] if others.shown or others.base is not None else others
        return {"school": self.figures[school].as_json(), "authority": authority.as_json()}

    def as_json(self) -> Finding:
        return {school: figure.as_json() for school, figure in self.figures.items()}


class Lines:
    """Every counted line of a wave, protected once over all its schools and the total."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.headlines = {
            key: self._line(key, picks_any(UPPER_TWO)) for key, _, _ in HEADLINES if key in heard.asked
        }
        self.choices = {
            (question, option.code): self._line(question, picks(option.code))
            for question in (TICKED, WANTED, WORKING, PLACES)
            for option in self.options(question)
        }
        self.cells = {
            (place.code, time.code): self._line(PLACES, picks(time.code), found_in=f"{PLACES}.{place.code}")
            for place in self.options(PLACES)
            for time in heard.asked[PLACES].columns
        }
        # A place that one school alone has is counted there alone: nobody else was asked.
        self.own_places = {
            (school, place.code): self._own_line(school, place.code, PLACES)
            for school, places in heard.own_places.items()
            for place in places
        }
        self.own_cells = {
            (school, place.code, time.code): self._own_line(school, time.code, f"{PLACES}.{place.code}")
            for school, places in heard.own_places.items()
            for place in places
            for time in (heard.asked[PLACES].columns if PLACES in heard.asked else ())
        }
        holders = [(one.response, one.theme) for one in heard.written]
        counted = count_writers(heard.writers, holders, schools=heard.schools)
        writers = Counter(heard.writers.values())
        # A theme that nobody wrote of has its line too: left out, it would tell zero from a few.
        nobody = {school: (0, writers[school]) for school in heard.schools}
        self.written = {code: Line(counted.get(code, nobody)) for code, _ in heard.themes}

    def options(self, question: str) -> list[Option]:
        asked = self.heard.asked.get(question)
        return [] if asked is None else [option for option in asked.rows if option.code not in asked.alone]

    def _line(self, asked: str, wanted: Callable[[Sequence[str]], bool], found_in: str | None = None) -> Line:
        cells = count_picks(
            self.heard.ticks, asked=asked, schools=self.heard.schools, wanted=wanted, found_in=found_in
        )
        return Line(cells)

    def _own_line(self, school: str, choice: str, found_in: str) -> Line:
        own = [row for row in self.heard.ticks if row[0] == school]
        return Line(count_picks(own, asked=PLACES, schools=[school], wanted=picks(choice), found_in=found_in))

    def ticked_under(self, theme: str) -> Line | None:
        """Return the line of pupils who ticked any choice that counts under a theme; ``None`` if none does."""
        codes = [option.code for option in self.options(TICKED) if option.theme == theme]
        return self._line(TICKED, picks_any(codes)) if codes else None

    def ranked(self, question: str, school: str) -> list[dict[str, Any]]:
        """Return a question’s choices for a school, most picked first; the order is that of the protected figures."""
        rows = [
            {
                "code": option.code,
                "title": option.title,
                "theme": option.theme,
                **self.choices[question, option.code].beside(school),
            }
            for option in self.options(question)
        ]
        return sorted(rows, key=_by_protected_share)


def _by_protected_share(row: Mapping[str, Any]) -> tuple[bool, float, str]:
    figure = row["school"]
    if not figure["shown"]:
        return True, 0.0, row["title"]
    return False, -figure["count"] / figure["base"], row["title"]


def overview(heard: Heard, *, method: str) -> Finding:
    """Return what can be said of the whole wave: answers by school, texts read, and the method."""
    counts = count_answers(heard.ticks)
    return {
        "answered": protect_count(len(heard.ticks)).as_json(),
        "schools": {school: protect_count(counts.get(school, 0)).as_json() for school in heard.schools},
        "writers": protect_count(len(heard.writers)).as_json(),
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
            "written": lines.written[code].as_json(),
            "ticked": None if (line := lines.ticked_under(code)) is None else line.as_json(),
            "workshops": {"said_in": len(said_in[code]), "of": len(heard.programmes)},
            # A word counts as shown only when ten texts used it: a rare word can be somebody’s own.
            "words": [word for word, times in _most(words[code]) if times >= THRESHOLD][:MOST_WORDS],
            "decided": protect_count(decided[code]).as_json(),
        }
        for code, name in heard.themes
    }


def _most(words: Counter[str]) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))


def about_school(lines: Lines, school: str) -> Finding:
    """Return everything one school’s report says in figures."""
    heard = lines.heard
    barriers = lines.ranked(TICKED, school)
    names = dict(heard.themes)
    written = [
        {"code": code, "title": names[code], **line.beside(school)} for code, line in lines.written.items()
    ]
    counts = count_answers(heard.ticks)
    return {
        "answered": protect_count(counts.get(school, 0)).as_json(),
        "headlines": [
            {"key": key, "title": title, "good": good, **lines.headlines[key].beside(school)}
            for key, title, good in HEADLINES
            if key in lines.headlines
        ],
        "barriers": barriers,
        "written": sorted(written, key=_by_protected_share),
        "wants": lines.ranked(WANTED, school),
        "working": lines.ranked(WORKING, school),
        "places": _places(lines, school),
    }


def _places(lines: Lines, school: str) -> Finding:
    """Return a school’s grid of places and times, its own places and its own names for places with it."""
    heard = lines.heard
    names = heard.own_names.get(school, {})
    listed = [(option.code, names.get(option.code, option.title)) for option in lines.options(PLACES)]
    own = [(option.code, option.title) for option in heard.own_places.get(school, ())]
    columns = heard.asked[PLACES].columns if PLACES in heard.asked else ()
    cells = {key: line.figures[school] for key, line in lines.cells.items()}
    cells |= {key[1:]: line.figures[school] for key, line in lines.own_cells.items() if key[0] == school}
    totals = {code: lines.choices[PLACES, code] for code, _ in listed}
    totals |= {code: lines.own_places[school, code] for code, _ in own}
    return {
        "rows": listed + own,
        "columns": [(option.code, option.title) for option in columns],
        "cells": {f"{place}|{time}": figure.as_json() for (place, time), figure in cells.items()},
        "totals": {code: line.figures[school].as_json() for code, line in totals.items()},
    }


def draw(finding: Finding) -> Finding:
    """Return the charts of a school’s finding as SVG, each with its numbers in words; drawn from protected figures."""
    from analysis.charts import bars, grid

    shown = [row for row in finding["barriers"] if row["school"]["shown"]][:MOST_BARS]
    places = finding["places"]
    cells = {tuple(key.split("|")): Figure.from_json(cell) for key, cell in places["cells"].items()}
    charts = {
        "barriers": bars(
            [
                (row["title"], Figure.from_json(row["school"]), Figure.from_json(row["authority"]))
                for row in shown
            ],
            title="What makes it hard to be in school",
        ),
        "places": grid(places["rows"], places["columns"], cells, title="Places and times"),
    }
    return {name: {"svg": chart.svg, "words": chart.words} for name, chart in charts.items()}

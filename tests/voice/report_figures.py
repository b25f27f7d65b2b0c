"""Figures as a wave’s findings store them: of a school with many answers, and of one where nearly all is hidden."""

from html import escape
from typing import Any

Figure = dict[str, Any]

HIDDEN_WORDS = "too small to say"
THEMES = {
    "BUL": "Bullying",
    "SEN": "Help to learn, noise and crowds",
    "SLP": "Sleep and mornings",
    "FAC": "Toilets, food and the building",
    "TRV": "Getting to school",
    "LRN": "Lessons and tests",
}
BARRIERS = (
    ("noise", "Noise, crowds, lights or too much going on", "SEN", 65, 760),
    ("tired", "Feeling tired, or not able to get up", "SLP", 60, 820),
    ("worry", "Feeling worried, panicky or low", "MHA", 50, 690),
    ("toilets", "Toilets: locked, dirty or not allowed", "FAC", 45, 480),
    ("tests", "Tests, homework or speaking in class", "LRN", 40, 560),
    ("bus", "Buses, trams or getting here", "TRV", 35, 270),
    ("bullying", "People picking on me or being nasty again and again", "BUL", 25, 330),
    ("adults", "How some adults in school treat me", "BEL", 20, 300),
    ("uniform", "Uniform or kit rules", "SAN", 15, 250),
    ("caring", "Looking after someone", "HOM", None, 95),
    ("periods", "Periods", "PER", None, 180),
)
WANTS = (
    ("quiet", "A quiet place to go", 60, 610),
    ("toilets", "Toilets open and clean", 55, 590),
    ("adult", "An adult to talk to", 40, 520),
    ("buses", "Better buses", 30, 240),
    ("fairer", "Fairer rules", 25, 410),
    ("clubs", "Clubs", None, 150),
)
WORKING = (
    ("friends", "Friends", 110, 1500),
    ("trips", "Clubs and trips", 60, 700),
    ("teacher", "A teacher or adult", 50, 640),
    ("food", "Food", None, 210),
)
WRITTEN = (("SEN", 25, 240), ("SLP", 20, 260), ("FAC", 15, 150), ("TRV", 10, 90), ("BUL", None, 110))
PLACES = (
    ("corridors", "Corridors"),
    ("toilets", "Toilets"),
    ("canteen", "Canteen"),
    ("yard", "Yard or field"),
    ("library", "Library"),
)
TIMES = (
    ("before", "Before school"),
    ("change", "Between lessons"),
    ("break", "Break"),
    ("lunch", "Lunch"),
    ("end", "End of day"),
)
PLACE_COUNTS = {
    ("corridors", "change"): 45,
    ("corridors", "lunch"): 15,
    ("toilets", "change"): 20,
    ("toilets", "break"): 35,
    ("toilets", "lunch"): 30,
    ("canteen", "lunch"): 40,
    ("yard", "break"): 10,
}
PLACE_TOTALS = {"corridors": 60, "toilets": 50, "canteen": 40, "yard": 20}
HEADLINES = (
    ("att_hard", "Often find it hard to come to school", False, 60, 780),
    ("sch_safe", "Feel safe in school", True, 105, 1650),
    ("sch_belong", "Feel they belong at this school", True, 90, 1400),
    ("sch_change", "Say things change when pupils ask", True, 40, 640),
    ("sch_adult", "Have an adult in school they can talk to", True, 95, 1500),
)


def figure(count: int | None, base: int) -> Figure:
    """Return a figure as it is stored: in words always, in numbers when they may be shown."""
    if count is None:
        return hidden()
    tenths = round(10 * count / base)
    step = 1 if base >= 500 else 5 if base >= 100 else 10
    percent = step * round(100 * count / base / step) if base >= 50 else None
    words = f"about {tenths} in 10"
    return {"base": base, "count": count, "percent": percent, "words": words, "shown": True, "why": ""}


def hidden(why: str = "fewer than ten pupils, or nearly all") -> Figure:
    """Return a figure that is not shown."""
    return {"base": None, "count": None, "percent": None, "words": HIDDEN_WORDS, "shown": False, "why": why}


def rich_figures() -> dict[str, Any]:
    """Return the figures of a school where 165 of 940 pupils answered."""
    return _figures(165, 940, lambda count, base: figure(count, base))


def small_figures() -> dict[str, Any]:
    """Return the figures of a school where so few answered that none of its own figures is shown."""
    figures = _figures(165, 24, lambda count, base: figure(count, base) if base > 1000 else hidden())
    figures["answered"] = hidden()
    figures["workshops"] = {"sessions": 0, "lines": []}
    figures["charts"] = {}
    figures["method"]["confirmed"] = hidden()
    return figures


def _figures(base: int, roll: int, shown: Any) -> dict[str, Any]:
    everyone = 2395

    def pair(count: int | None, over_all: int) -> dict[str, Figure]:
        return {"school": shown(count, base), "authority": shown(over_all, everyone)}

    cells = {f"{p}|{t}": shown(PLACE_COUNTS.get((p, t)), base) for p, _ in PLACES for t, _ in TIMES}
    answered = figure(base, roll) | {"words": f"about {base} pupils", "base": roll}
    return {
        "answered": answered,
        "roll": roll,
        "headlines": [
            {"key": key, "title": title, "good": good, **pair(count, over_all)}
            for key, title, good, count, over_all in HEADLINES
        ],
        "barriers": [
            {"code": code, "title": title, "theme": theme, **pair(count, over_all)}
            for code, title, theme, count, over_all in BARRIERS
        ],
        "written": [
            {"code": code, "title": THEMES[code], **pair(count, over_all)}
            for code, count, over_all in WRITTEN
        ],
        "places": {
            "rows": [list(row) for row in PLACES],
            "columns": [list(column) for column in TIMES],
            "cells": cells,
            "totals": {code: shown(PLACE_TOTALS.get(code), base) for code, _ in PLACES},
        },
        "wants": [{"code": c, "title": t, **pair(n, a)} for c, t, n, a in WANTS],
        "working": [{"code": c, "title": t, **pair(n, a)} for c, t, n, a in WORKING],
        "workshops": {
            "sessions": 6,
            "lines": [
                {
                    "kind": "recommendation",
                    "text": "A quiet room at lunch that anyone can use without a pass",
                },
                {"kind": "recommendation", "text": "Unlock the toilets by the sports hall between lessons"},
                {"kind": "barrier", "text": "The one-way system makes everyone late and squashed"},
                {"kind": "works", "text": "Form tutor who notices when you have been away"},
            ],
        },
        "charts": {
            "barriers": {
                "svg": bars([(title, count) for _, title, _, count, _ in BARRIERS if count is not None]),
                "words": "Bar chart of what makes it hard: noise and crowds come first, with about 4 in 10 pupils.",
            },
            "places": {
                "svg": bars([(name, PLACE_TOTALS[code]) for code, name in PLACES if code in PLACE_TOTALS]),
                "words": "Bar chart of places: corridors come first, with about 4 in 10 pupils.",
            },
        },
        "method": {
            "themes": "seed words and examples, version 1",
            "read": "Every comment was read by a person first.",
            "confirmed": figure(60, 100) | {"words": "about 6 in 10"},
            "marks": [
                {"said": "gave the same answer to every statement", "forms": figure(15, 165)},
                {"said": "left every question empty", "forms": hidden()},
            ],
        },
    }


def bars(rows: list[tuple[str, int]]) -> str:
    """Return a bar chart as SVG, with real text and styles in attributes as the charts of a finding have them."""
    drawn = "".join(
        f'<text x="0" y="{20 * at + 14}" style="font: 10px DejaVu Sans">{escape(name)}</text>'
        f'<rect x="300" y="{20 * at + 4}" width="{2 * count}" height="12" style="fill: #4c2c92"/>'
        for at, (name, count) in enumerate(rows)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 {20 * len(rows) + 4}">{drawn}</svg>'


def content(figures: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return the content of a report as it is frozen."""
    return {
        "format": 1,
        "school": {"name": "Brook Lane High School", "urn": "900001", "authority": "Made-up Borough"},
        "wave": {"name": "Autumn 2026", "opened": "5 October 2026", "closed": "23 October 2026"},
        "drafted_on": "2026-11-09",
        "drafted": "9 November 2026",
        "figures": rich_figures() if figures is None else figures,
        "quotes": [
            {
                "theme": "SEN",
                "title": THEMES["SEN"],
                "words": "the corridors are so loud i cant think when i get to class",
            },
            {
                "theme": "FAC",
                "title": THEMES["FAC"],
                "words": "Toilets are locked in lessons and then the queue makes you late.",
            },
            {
                "theme": "TRV",
                "title": THEMES["TRV"],
                "words": "the 98 is always full so we get left at the stop",
            },
        ],
        "actions": [
            {
                "title": "Ask the operator for a second bus at 8.05",
                "theme": "Getting to school",
                "agency": "Transport for the borough",
                "due": "31 January 2027",
                "status": "in progress",
                "pupil_words": "We are asking for one more bus in the morning.",
                "everywhere": True,
            },
            {
                "title": "Unlock the sports hall toilets between lessons",
                "theme": "Toilets, food and the building",
                "agency": "Brook Lane High School",
                "due": "1 December 2026",
                "status": "done",
                "pupil_words": "The toilets by the sports hall are open between lessons.",
                "everywhere": False,
            },
        ],
    } | changes


def new_figures() -> dict[str, Any]:
    """Return the figures of the school where many answered as they are counted since reports compare and break down."""
    figures = rich_figures()
    changes = (
        ("down", ""),
        ("about the same", ""),
        ("up", ""),
        ("cannot be compared", "It was asked otherwise."),
    )
    for number, row in enumerate(figures["headlines"]):
        word, why = changes[number % len(changes)]
        row["range"] = {"low": 20, "high": 80, "schools": 7} if number else None
        row["change"] = {"word": word, "why": why, "before": None}
    for row in figures["barriers"]:
        row["differs"] = "higher" if row["code"] == "toilets" else ""
    years = [["Y7", "Year 7"], ["Y8", "Year 8"]]
    said = [
        {"title": row["title"], "cells": {"Y7": figure(40, 80), "Y8": hidden()}}
        for row in figures["headlines"]
    ]
    figures["workshops"] |= {"came": figure(60, 100), "term": "autumn term 2026"}
    return figures | {
        "rate": {"words": "about 2 in 10 of the pupils on roll", "why": ""},
        "different": [
            {
                "title": "Toilets: locked, dirty or not allowed",
                "direction": "higher",
                "sentence": "About 3 in 10 here, about 2 in 10 in all schools together.",
                "school": figure(45, 165),
                "authority": figure(480, 2395),
            }
        ],
        "groups": [
            {"dimension": "year_group", "title": "Year group", "columns": years, "rows": said, "why": ""},
            {
                "dimension": "gender",
                "title": "Girls and boys",
                "columns": [],
                "rows": [],
                "why": "Too few to say.",
            },
        ],
        "absent": ["Fewer than half of the pupils on roll answered."],
        "quick_wins": [{"title": "Open one quiet room", "because": "About 4 in 10 ticked noise."}],
        "agreement": "People and the machine agreed on most texts.",
        "questions": [{"title": "Feel safe in school", "asked": "I feel safe at school."}],
    }

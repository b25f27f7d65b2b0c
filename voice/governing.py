"""Governing: what a school’s governors are told on one page – figures, what is being done, and what they might ask."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from surveys.actions import Action, Status
from voice.rendering import day

MOST_HEADLINES, MOST_BARRIERS = 4, 3
"""Four bars and three reasons can be taken in before a meeting; the report has them all."""
MOST_ACTIONS = 3
"""Under each heading; how many more there are is said."""
NOT_COMPARED = "cannot be compared"


def governors_page(content: dict[str, Any], actions: Iterable[Action], *, on: date) -> dict[str, Any]:
    """Return everything on a school’s page for governors, as plain values for the page and the printer.

    The figures are those frozen in the report’s content; the actions stand as they do on this day.
    """
    figures = content["figures"]
    return {
        "school": content["school"],
        "wave": content["wave"],
        "edition": content.get("edition", 1),
        "on": day(on),
        "answered": _who_answered(figures),
        "headlines": [_beside(row) for row in figures["headlines"][:MOST_HEADLINES]],
        "changes": _changes(figures["headlines"][:MOST_HEADLINES]),
        "barriers": [_beside(row) for row in figures["barriers"] if row["school"]["shown"]][:MOST_BARRIERS],
        "different": [_different(row) for row in figures.get("different", [])],
        "actions": _by_state(list(actions), on),
        "questions": questions_to_ask(figures),
    }


def _who_answered(figures: dict[str, Any]) -> str:
    answered, rate = figures["answered"], figures.get("rate", {})
    if not answered["shown"] or answered["count"] is None:
        return f"How many pupils answered: {answered['words']}."
    words = f"About {answered['count']:,} pupils answered"
    is_told = rate.get("words") and not rate.get("why")
    return f"{words}, {rate['words']}." if is_told else f"{words}."


def _beside(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row’s figures in words, and in percent where bars may be drawn."""
    return {
        "title": row["title"],
        "school": _told(row["school"]),
        "authority": _told(row["authority"]),
        "change": _change(row),
    }


def _told(figure: dict[str, Any]) -> dict[str, Any]:
    words, percent = figure["words"], figure["percent"]
    told = f"{words[:1].upper()}{words[1:]}"
    return {
        "words": told if percent is None else f"{told} ({percent}%)",
        "percent": percent,
        "shown": figure["shown"],
    }


def _different(row: dict[str, Any]) -> str:
    sentence = row["sentence"]
    signs = {"higher": "▲ more than elsewhere: ", "lower": "▼ fewer than elsewhere: "}
    sign = signs.get(row.get("direction", ""), "")
    return f"{row['title']} – {sign}{sentence[:1].lower()}{sentence[1:]}"


def _change(row: dict[str, Any]) -> str:
    word = row.get("change", {}).get("word", NOT_COMPARED)
    sign = {"up": "▲ ", "down": "▼ "}.get(word, "")
    return "" if word == NOT_COMPARED else f"{sign}{word[:1].upper()}{word[1:]}"


def _changes(headlines: list[dict[str, Any]]) -> str:
    """Return why nothing is said of change, or “” where something is."""
    if any(_change(row) for row in headlines):
        return ""
    reasons = [row["change"]["why"] for row in headlines if row.get("change", {}).get("why")]
    why = reasons[0] if reasons else "There is no earlier survey of this school to compare with."
    return f"What changed cannot be said. {why}"


def _by_state(actions: list[Action], on: date) -> list[dict[str, Any]]:
    """Return actions under headings, the late ones first: those are what a governor can ask about."""
    late = [action for action in actions if action.is_overdue(on)]
    headed = (
        ("Late", late),
        ("Done", [action for action in actions if action.status is Status.DONE]),
        (
            "Under way or to come",
            [
                action
                for action in actions
                if action.status in (Status.IN_PROGRESS, Status.NOT_STARTED) and action not in late
            ],
        ),
        ("Stopped", [action for action in actions if action.status is Status.STOPPED]),
    )
    return [
        {
            "heading": heading,
            "lines": [_line(action, on) for action in found[:MOST_ACTIONS]],
            "more": max(0, len(found) - MOST_ACTIONS),
        }
        for heading, found in headed
        if found
    ]


def _line(action: Action, on: date) -> dict[str, str]:
    if action.status is Status.STOPPED and action.pupil_words:
        return {"title": action.title, "who": f"{action.agency.name}. {action.pupil_words}"}
    if action.status in (Status.DONE, Status.STOPPED):
        return {"title": action.title, "who": action.agency.name}
    due = "was due" if action.is_overdue(on) else "due"
    return {"title": action.title, "who": f"{action.agency.name}, {due} {day(action.due_on)}"}


def questions_to_ask(figures: dict[str, Any]) -> list[dict[str, str]]:
    """Return five questions for a governors’ meeting, each with what a good answer has in it."""
    shown = [row["title"] for row in figures["barriers"] if row["school"]["shown"]]
    chosen = (
        f"Pupils here chose “{shown[0]}” most often. How much of it"
        if shown
        else "How much of what pupils name"
    )
    return [
        {
            "ask": "Which of these answers did you not expect, and what have you done to understand it?",
            "listen": "Staff have read the comments as well as the figures, and have talked to pupils.",
        },
        {
            "ask": f"{chosen} can the school itself put right, and by when?",
            "listen": "One thing, one name and a date this term.",
        },
        {
            "ask": "For whom is it harder: some year groups, or pupils with special needs? How do you know?",
            "listen": "Care with small groups. Nobody tries to work out who said what.",
        },
        {
            "ask": "What have pupils been told since, and what did they say to it?",
            "listen": "A day, a poster or an assembly, and what is not possible, with the reason.",
        },
        {
            "ask": "Where do you need the council or its partners, and have you asked them?",
            "listen": "A request that somebody has answered, or is late to answer.",
        },
    ]

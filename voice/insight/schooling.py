"""Schooling: what one school’s report says in figures, from the protected cube and from what the record knows of the school."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analysis.protection import THRESHOLD, Figure, protect_count, protect_share
from surveys.findings import FindingKind, finding
from surveys.heard import sessions_held, told_in_workshops
from surveys.quality import Mark, marks_of_wave
from surveys.samples import samples
from surveys.schools import School
from surveys.waves import Wave, WaveSchool
from surveys.workshops import NoteKind
from voice.insight.codebook import live_codebook
from voice.insight.moving import changes

if TYPE_CHECKING:
    from analysis.lines import Lines

MARKS_IN_WORDS = {
    Mark.STRAIGHT_LINE: "gave the same answer to every statement",
    Mark.NOTHING_ANSWERED: "left every question empty",
    Mark.IMPOSSIBLE: "gave answers that cannot both be true",
}
LEAST_ROLL = 100
"""Pupils on roll under which no group of a school is told (trust.md, 2.3, rule 8)."""
SMALL_KINDS = ("special", "pupil referral unit", "alternative provision", "hospital", "referral")
"""Parts of the names of phases and types whose schools are small worlds, whatever their roll."""
TOLD_KINDS = {NoteKind.RECOMMENDATION: None, NoteKind.IDEA: 3}
"""What a report tells of workshops, and how many of each at most: a school answers every recommendation; ideas, such as
what pupils would do as head for a day, stand beside them, and more than three are not read."""
NOT_CHECKED = "Nobody has checked yet how well people agree with the machine’s themes in this survey."

Figures = dict[str, Any]


def is_small(place: WaveSchool) -> bool:
    """Say whether no group of this school may be told: under 100 on roll or an unknown roll, or a school of a small kind."""
    kinds = f"{place.school.phase} {place.school.type_name or ''}".casefold()
    return place.roll is None or place.roll < LEAST_ROLL or any(kind in kinds for kind in SMALL_KINDS)


def school_figures(session: Session, wave: Wave, lines: "Lines", *, method: str) -> dict[str, Figures]:
    """Return everything that the reports of a wave’s schools say in figures, by URN."""
    from analysis.findings import about_school

    marks = marks_of_wave(session, wave.id)
    filled = Counter(urn for urn, _ in lines.heard.ticks)
    quick = {theme.code: theme.quick for theme in live_codebook(session).themes}
    told = {
        place.school.urn: about_school(lines, place.school.urn, quick=quick)
        | {"workshops": workshops(session, place.school)}
        | {"method": _method(method, marks.get(place.id, {}), filled[place.school.urn])}
        for place in wave.schools
    }
    for urn, by_headline in changes(session, wave, told).items():
        for row in told[urn]["headlines"]:
            row["change"] = by_headline[row["key"]]
    return told


def _method(method: str, marks: Mapping[str, int], filled: int) -> Figures:
    """Return how themes were found, and how many of a school’s filled forms carry each mark."""
    return {
        "themes": method,
        "read": "Every comment was read by a person first.",
        # Marked forms count like all others; a reader should know how many there are.
        "marks": [
            {"said": said, "forms": _marked(Counter(marks)[mark], filled).as_json()}
            for mark, said in MARKS_IN_WORDS.items()
        ],
    }


def _marked(forms: int, filled: int) -> Figure:
    """Return how many forms carry a mark, hidden where few or nearly all do.

    Without their base: the school’s answers are told elsewhere, and stay as they were told when they are counted again.
    """
    share = protect_share(forms, filled)
    return protect_count(forms) if share.shown else replace(share, base=None)


def workshops(session: Session, school: School) -> Figures:
    """Return what a school’s workshops recommend and would do, how many came, and the term: never the day.

    Rules 11 and 15 of trust.md, 2.3.

    How many came is the best attended session: the same pupils come each week.
    """
    held = sessions_held(session, school.id)
    return {
        "lines": [
            {"key": _key(one.note_id), "kind": kind, "text": one.text}
            for kind, most in TOLD_KINDS.items()
            for one in told_in_workshops(session, school.id, kind=kind, least_headcount=THRESHOLD)[:most]
        ],
        "came": protect_count(max((one.headcount for one in held), default=0)).as_json(),
        "term": term_of(held[0].held_on) if held else "",
    }


def _key(note_id: str) -> str:
    """Return the key by which a reply finds its line; it leads to no row of the record."""
    return hashlib.sha256(f"line/{note_id}".encode()).hexdigest()[:12]


def term_of(day: date) -> str:
    """Return the school term that a day lies in, or for the holidays the one before: “spring term 2026”."""
    if day.month >= 9:
        return f"autumn term {day.year}"
    return f"spring term {day.year}" if day.month < 4 else f"summer term {day.year}"


def agreement_sentence(session: Session, wave_id: str) -> str:
    """Say how well people and the machine agree on the themes of a wave, by its newest sample that was coded to its end."""
    ended = [one for one in samples(session, wave_id=wave_id) if one.ended_on is not None]
    found = (
        finding(session, wave_id=wave_id, kind=FindingKind.AGREEMENT, subject=ended[0].id) if ended else None
    )
    if found is None:
        return NOT_CHECKED
    people, machine = (found.figures[who]["kappa"]["words"] for who in ("people", "machine"))
    return (
        f"Two people each sorted {found.figures['texts']} comments into themes without seeing what the other did. "
        f"Beyond what chance would do, their agreement was {people}; that of the machine with them was {machine}."
    )

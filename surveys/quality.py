"""Quality: what an analyst should know of a form as a whole. A mark is never a reason to refuse or to drop a form."""

import enum
from collections import Counter, defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.kinds import WAYS, Asked, Condition, Filled, Summed
from surveys.questions import Kind
from surveys.responses import Response
from surveys.waves import WaveSchool

STRAIGHT_FROM = 8
"""Answers on one scale, all the same, from which a form is called a straight line. If a pupil’s answers had nothing to
do with each other, eight alike would come about once in 10,000 forms and five alike once in 300; five are also what a
pupil says for whom school is simply fine. Short surveys never reach it, which is right: they prove nothing."""
LONG_LIST = 10
"""Choices from which ticking every single one cannot be meant. Of five, all may well be true."""
CONTRADICTIONS = (("att_hard=5", "bar_pick=none"),)
"""Pairs of conditions that cannot both be true: it is nearly always hard to come in, and nothing makes it hard."""


class Mark(enum.StrEnum):
    """What may be odd about a form."""

    STRAIGHT_LINE = "straight line"
    NOTHING_ANSWERED = "nothing answered"
    IMPOSSIBLE = "impossible"


def marks_of(asked: Mapping[str, Asked], filled: Filled) -> list[str]:
    """Return the marks of a form as it was read; most have none."""
    found = {
        Mark.STRAIGHT_LINE: _is_straight_line(asked, filled),
        Mark.NOTHING_ANSWERED: _says_nothing(asked, filled),
        Mark.IMPOSSIBLE: _is_impossible(asked, filled),
    }
    return [mark.value for mark, applies in found.items() if applies]


def marks_of_wave(session: Session, wave_id: str) -> dict[str, Counter[str]]:
    """Return how many responses carry each mark, by the key of the school’s place. Exact: protect before showing."""
    query = select(Response.wave_school_id, Response.marks).join(WaveSchool)
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place_id, marks in session.execute(query.where(WaveSchool.wave_id == wave_id)):
        counted[place_id].update(marks)
    return dict(counted)


def _is_straight_line(asked: Mapping[str, Asked], filled: Filled) -> bool:
    by_scale: defaultdict[Kind, list[str]] = defaultdict(list)
    for code, picks in filled.picks.items():
        question = asked.get(code)
        if question is not None and WAYS[question.kind].summed is Summed.SCALE:
            by_scale[question.kind] += picks
    return any(len(picks) >= STRAIGHT_FROM and len(set(picks)) == 1 for picks in by_scale.values())


def _says_nothing(asked: Mapping[str, Asked], filled: Filled) -> bool:
    return not filled.texts and all(code in asked and asked[code].required for code in filled.picks)


def _is_impossible(asked: Mapping[str, Asked], filled: Filled) -> bool:
    return any(
        _ticked_all(asked[code], picks) for code, picks in filled.picks.items() if code in asked
    ) or any(all(_CONDITIONS[said].holds(filled.picks, ()) for said in pair) for pair in CONTRADICTIONS)


def _ticked_all(question: Asked, picks: list[str]) -> bool:
    choices = set(question.rows) - question.alone
    return question.kind is not Kind.RANK and len(choices) >= LONG_LIST and choices <= set(picks)


_CONDITIONS = {said: Condition.read(said) for pair in CONTRADICTIONS for said in pair}

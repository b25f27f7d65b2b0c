"""Cautioning: what to look at before acting on a theme’s figure, told by rules over a wave’s coded answers."""

from typing import Any

from sqlalchemy.orm import Session

from surveys.evidence import chances_of_answers
from surveys.heard import read_answers
from surveys.hiding import without_placeholders
from surveys.themes import live_themes
from surveys.waves import Wave

Lines = dict[str, list[dict[str, Any]]]


def caution_lines(session: Session, wave: Wave) -> Lines:
    """Return the warnings about each theme that has any, by its code. They hold nothing that may not be shown."""
    from analysis.cautions import Row, cautions
    from analysis.polarity import polarity

    chances = chances_of_answers(session, wave.id)
    rows = []
    for answer in read_answers(session, wave.id):
        of_answer = dict(sorted(chances.get(answer.id, {}).items()))
        said = polarity(without_placeholders(answer.shown), answer.asked)
        rows.append(Row(answer.school_id, tuple(of_answer), tuple(of_answer.values()), said))
    lines: Lines = {}
    for caution in cautions(rows, {theme.code: theme.name for theme in live_themes(session)}):
        told = {"kind": caution.kind.value, "reason": caution.reason, "facts": list(caution.facts)}
        lines.setdefault(caution.theme, []).append(told)
    return lines

"""Theme moves: what became of each theme of an area since the wave before, where the same was asked in the same schools."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.movement import change
from analysis.protection import TOTAL, Figure
from analysis.tallies import TICKED
from surveys.findings import wave_counted_before
from surveys.school_links import same_schools
from surveys.waves import Wave
from voice.insight.moving import asked_alike
from voice.insight.overviewing import Area, FigureJson, lines_of, over_schools

Eyes = Callable[[FigureJson], FigureJson]
"""What a reader may see of a figure: the figure, or a hidden one in its place."""


@dataclass(frozen=True)
class Moved:
    """What became of a theme since the wave before: before, now, and “up”, “down”, “about the same” or “cannot be compared”."""

    code: str
    name: str
    before: FigureJson | None
    """``None`` where too few answered for numbers."""
    now: FigureJson
    word: str


@dataclass(frozen=True)
class Movement:
    """What became of every theme since the wave ``before``, or why it cannot be said."""

    before: Wave | None
    themes: Sequence[Moved]
    why: str


def what_moved(session: Session, area: Area, *, eyes: Eyes = dict) -> Movement:
    """Return what became of each theme since the wave of this survey that was counted before.

    Only the same question in the same schools is compared; a school that only changed its name is the same.
    eyes: what the paper’s readers may see of a figure, in either wave.
    """
    before = wave_counted_before(session, area.wave)
    if before is None:
        return Movement(None, [], "There was no wave before this one to compare with.")
    asked_then = {place.school.urn for place in before.schools}
    same = same_schools(
        session, area.names, among=asked_then, since=before.last_day, until=area.wave.opens_on
    )
    if {school.urn for school in same.values()} != asked_then:
        why = f"Other schools took part in “{before.name}”, so the two waves cannot be compared."
        return Movement(before, [], why)
    if TICKED not in asked_alike(before.version, area.wave.version):
        why = f"“{before.name}” asked in other words, so the two waves cannot be compared."
        return Movement(before, [], why)
    told = lines_of(session, before)
    if told is None:
        return Movement(
            before, [], f"“{before.name}” was counted in another way, so the two waves cannot be compared."
        )
    moved = []
    for line in area.ticked:
        earlier = over_schools(told.get(f"ticked.{line.code}"))
        if earlier is not None and line.ticked is not None:
            was, now = eyes(earlier[TOTAL]), eyes(line.ticked[TOTAL])
            went = change(Figure.from_json(was), Figure.from_json(now))
            # The earlier numbers stand beside the new ones only where enough answered both times.
            numbers = None if went.before is None else went.before.as_json()
            moved.append(Moved(line.code, line.name, numbers, now, went.word))
    return Movement(before, moved, "")

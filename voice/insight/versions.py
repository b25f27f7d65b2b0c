"""Versions: a wave that was reported on is counted again, and only what moved by nothing or by ten answers is told anew.

Whoever has both the old figure and the new could subtract, and one late answer, or one that was taken back, would show.
No counts are kept for this: that a number moved by ten is read from the two rounded ones.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from analysis.cube import Cube, Line
from analysis.protection import Figure
from surveys.findings import FindingKind, finding
from surveys.wave_papers import is_any_told
from surveys.waves import Wave
from voice.insight.added_lines import GONE, added_groups, added_line, added_own_line, is_same_or_far

Figures = dict[str, Any]


def told_before(session: Session, wave: Wave) -> Cube | None:
    """Return what was told of a wave, where a report or paper on it was ever released; else nobody has anything to subtract."""
    if not is_any_told(session, wave):
        return None
    found = finding(session, wave_id=wave.id, kind=FindingKind.CUBE, subject="wave")
    return None if found is None else Cube.from_json(found.figures)


def may_replace(old: Figure, new: Figure) -> bool:
    """Say whether a figure may stand in the place of one that was told.

    What was hidden can have been any number, so that a hidden figure stays hidden, and a shown one shown.
    """
    if old == new:
        return True
    if (old.shown, old.why) != (new.shown, new.why) or (old.base, old.count) == (new.base, new.count):
        return False
    return is_same_or_far(old.base, new.base) and is_same_or_far(old.count, new.count)


def settle(old: Cube, new: Cube) -> Cube:
    """Return the cube that is told of a wave which was told before.

    A line is replaced as a whole or not at all, with its groups: its figures add up, and a mixture of old and new ones
    would protect nobody. Lines that were not told before are told now where they fit what was; a dimension that was not
    waits for the next wave.
    """
    settled = Cube(columns=dict(old.columns))
    for key, line in new.lines.items():
        is_told = key in old.lines and _may_replace_line(key, old, new)
        if key not in old.lines:
            settled.lines[key] = added_line(key, old, new)
        else:
            settled.lines[key] = line if is_told else _kept(old.lines[key], line)
        for dimension in settled.columns:
            if told := _told_groups(key, dimension, old, new, is_told=is_told):
                settled.by_group.setdefault(dimension, {})[key] = dict(told)
    for own, line in new.own.items():
        if own not in old.own:
            settled.own[own] = added_own_line(own, old, new)
        else:
            settled.own[own] = line if _may_replace_all(old.own[own], line) else old.own[own]
    return settled


def _told_groups(
    key: str, dimension: str, old: Cube, new: Cube, *, is_told: bool
) -> Mapping[str, Line] | None:
    """Return a line’s groups: the new ones, else those that were told, in the groups that were told."""
    earlier = old.by_group.get(dimension, {}).get(key)
    now = new.by_group.get(dimension, {}).get(key)
    if now is None or (earlier is None and key in old.lines):
        return earlier
    codes = [code for code, _ in old.columns[dimension]]
    like = next(iter(now.values()))
    if earlier is not None:
        return now if is_told else {code: _kept(earlier[code], like) for code in codes}
    if set(codes) == now.keys():
        return added_groups(key, dimension, old, new)
    return {code: _kept(Line({}, {}), like) for code in codes}


def _may_replace_line(key: str, old: Cube, new: Cube) -> bool:
    if not _may_replace_all(old.lines[key], new.lines[key]):
        return False
    for dimension, by_line in old.by_group.items():
        earlier, now = by_line.get(key), new.by_group.get(dimension, {}).get(key)
        if earlier is None:
            continue
        if now is None:
            return False
        if old.columns[dimension] != new.columns[dimension]:
            return False
        if not all(_may_replace_all(earlier[code], now[code]) for code in now):
            return False
    return True


def _may_replace_all(old: Line, new: Line) -> bool:
    """Say whether every figure of a line may be replaced; who may see the total must stay as it was, too."""
    return (
        old.figures.keys() == new.figures.keys()
        and old.alone.keys() == new.alone.keys()
        and all(may_replace(old.figures[name], figure) for name, figure in new.figures.items())
    )


def _kept(old: Line, new: Line) -> Line:
    """Return a line as it was told; a school that was not in it is not told of until the next wave."""
    return Line(
        {name: old.figures.get(name, GONE) for name in new.figures},
        {name: figure for name, figure in new.alone.items() if name not in old.figures} | dict(old.alone),
    )


def keep_totals(old: Figures, new: Figures) -> Figures:
    """Return a school’s figures with the plain totals that were told of it, where those have not moved by ten."""
    came = _settled_json(old["workshops"].get("came"), new["workshops"]["came"])
    before = {mark["said"]: mark["forms"] for mark in old["method"]["marks"]}
    marks = [
        mark | {"forms": _settled_json(before.get(mark["said"]), mark["forms"])}
        for mark in new["method"]["marks"]
    ]
    return new | {
        "workshops": new["workshops"] | {"came": came},
        "method": new["method"] | {"marks": marks},
    }


def keep_groups(old: Figures, new: Figures) -> Figures:
    """Return the groups of what fits no theme with the sizes that were told, where those have not moved by ten."""
    told = {tuple(group["words"]): group["size"] for group in old["groups"]}
    groups = [
        group | {"size": _settled_json(told.get(tuple(group["words"])), group["size"])}
        for group in new["groups"]
    ]
    return new | {"groups": groups, "texts": _settled_json(old["texts"], new["texts"])}


def _settled_json(old: Figures | None, new: Figures) -> Figures:
    return new if old is None or may_replace(Figure.from_json(old), Figure.from_json(new)) else old

"""Moved: what papers say of change since the wave before – which themes went up or down, and what became of the themes."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from surveys.lineage import LinkKind
from surveys.theme_lineage import earlier_wave, last_day_of_lineage, what_became
from voice.insight.overviewing import Area
from voice.insight.theme_moves import Eyes, what_moved
from voice.paper_kinds.blocks import Block, how_many, points, table, words

FATES = {
    LinkKind.RENAMED: "has another name now",
    LinkKind.MERGED: "was merged into another theme",
    LinkKind.SPLIT: "was split off another theme",
    LinkKind.NEW: "is new",
    LinkKind.GONE: "is not used any more",
}


def moved_blocks(
    session: Session, area: Area, codes: Collection[str] | None = None, *, eyes: Eyes = dict
) -> list[Block]:
    """Return what moved since the wave before, or why it cannot be said.

    codes: of these themes alone. eyes: what the paper’s readers may see of a figure, in either wave.
    """
    movement = what_moved(session, area, eyes=eyes)
    before, moved = movement.before, [one for one in movement.themes if codes is None or one.code in codes]
    if before is None or not moved:
        return [words(movement.why)] if movement.why else []
    changed = [one for one in moved if one.word in ("up", "down")]
    same = [one.name for one in moved if one.word == "about the same"]
    unknown = [one.name for one in moved if one.word == "cannot be compared"]
    blocks = [
        words(
            f"{area.wave.name} beside {before.name}: the same question in the same schools, all schools together. A change is "
            "named only when it is more than rounding and chance could make."
        )
    ]
    if changed:
        rows = [(one.name, one.before or "–", one.now, one.word.capitalize()) for one in changed]
        heads = ("Theme", before.name, area.wave.name, "Change")
        blocks.append(table("Themes that moved", heads, rows))
    if same:
        which = "The others stayed" if changed else "These stayed"
        blocks.append(words(f"{which} about the same: {'; '.join(same)}."))
    if unknown:
        blocks.append(words(f"Not compared, because a figure is too small to say: {'; '.join(unknown)}."))
    return blocks


def lineage_blocks(session: Session, area: Area, on: date) -> list[Block]:
    """Return which themes stayed, and what became of the others, since the wave before."""
    before = earlier_wave(session, area.wave)
    if before is None:
        return []
    until = last_day_of_lineage(session, area.wave, on=on)
    fates = what_became(session, since=before.last_day, until=until)
    told = [f"{fate.theme.name} {FATES[fate.kind]}." for fate in fates if fate.kind in FATES]
    kept = sum(fate.kind is LinkKind.KEPT for fate in fates)
    stayed = how_many(kept, "theme stayed as it was", "themes stayed as they were")
    counted = f"{stayed} between {before.name} and {area.wave.name}."
    return [words(counted), *([points(told)] if told else [])]

"""Dimensions: by what pupils are told apart, one thing at a time, and which small groups are told of together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_low

from analysis.counting import Picks
from analysis.heard import Asked
from analysis.protection import THRESHOLD

NOT_SAID, OTHER_GROUPS = "", "others"
NOT_SAID_TITLE, OTHER_TITLE = "Not said", "Other groups"
UNSURE = {NOT_SAID: "Not sure or not said"}


@dataclass(frozen=True)
class Dimension:
    """One way to tell pupils apart: the question, its name, the answers that tell nothing, and those the law protects."""

    key: str
    title: str
    untold: frozenset[str]
    protected: frozenset[str] | None
    """``None``: all of its groups."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What a group is called where that is not the answer’s own words."""

    def is_protected(self, group: str) -> bool:
        return self.protected is None or group in self.protected


# Girls and boys are told as years are; other words for oneself tell of gender identity. A home language tells of where a
# family comes from, so it counts as ethnicity does.
DIMENSIONS = (
    Dimension("year_group", "Year group", frozenset({"other"}), frozenset()),
    Dimension(
        "gender",
        "Girls and boys",
        frozenset({"unsaid"}),
        frozenset({"nonbinary", "another", "unsure", OTHER_GROUPS}),
        {"girl": "Girls", "boy": "Boys"},
    ),
    Dimension("help_learning", "Extra help with learning", frozenset({"unsaid", "unsure"}), None, UNSURE),
    Dimension("neurodivergent", "Neurodivergent", frozenset({"unsaid", "unsure"}), None, UNSURE),
    Dimension("language_home", "Language at home", frozenset({"unsaid"}), None),
)


@dataclass(frozen=True)
class Groups:
    """The groups of one dimension in the order they are shown, and which group each answer puts a pupil in."""

    dimension: Dimension
    columns: tuple[tuple[str, str], ...]
    group_of: Mapping[str, str]

    def of(self, picks: Picks) -> str:
        """Return the group of a pupil with these picks."""
        picked = picks.get(self.dimension.key) or (NOT_SAID,)
        return self.group_of.get(picked[0], self.group_of.get(NOT_SAID, NOT_SAID))


def group(
    dimension: Dimension, asked: Asked, rows: Sequence[tuple[str, Picks]], *, apart: frozenset[str]
) -> Groups:
    """Return the groups of a dimension for a wave; those that are small in most schools are joined.

    apart: schools that have groups of their own.
    """
    told = {
        option.code: dimension.titles.get(option.code, option.title)
        for option in asked.rows
        if option.code not in dimension.untold
    }
    plain = Groups(dimension, (), {code: code for code in told})
    sizes = {school: dict.fromkeys((*told, NOT_SAID), 0) for school in apart}
    for school, picks in rows:
        if school in apart:
            sizes[school][plain.of(picks)] += 1
    usual = {
        code: median_low([size[code] for size in sizes.values()]) if sizes else 0
        for code in (*told, NOT_SAID)
    }
    joined = fold(usual)
    group_of = {code: OTHER_GROUPS if code in joined else code for code in told}
    if NOT_SAID in joined:
        group_of |= dict.fromkeys((NOT_SAID, *dimension.untold), OTHER_GROUPS)
    columns = [(code, title) for code, title in told.items() if code not in joined]
    columns += [(OTHER_GROUPS, OTHER_TITLE)] if joined else []
    columns += [] if NOT_SAID in joined else [(NOT_SAID, dimension.titles.get(NOT_SAID, NOT_SAID_TITLE))]
    groups = Groups(dimension, tuple(columns), group_of)
    # A group that nobody in the whole wave is in is no group: kept, it would have to be protected for nothing.
    present = {groups.of(picks) for _, picks in rows}
    return replace(groups, columns=tuple(column for column in columns if column[0] in present))


def fold(sizes: Mapping[str, int], *, least: int = THRESHOLD) -> frozenset[str]:
    """Return the groups that are joined as “other groups”: all that are too small, and at least two (rule 9).

    Those who did not say join them where one small group alone would be left. A group that can stand by itself is never
    taken in: to lose a whole year for one pupil helps nobody, and what stays too small is hidden like anything else.
    """
    small = {code for code, size in sizes.items() if code != NOT_SAID and size < least}
    if not small:
        return frozenset()
    if len(small) < 2 or sum(sizes[code] for code in small) < least:
        small |= {NOT_SAID} & sizes.keys()
    return frozenset(small) if len(small) > 1 else frozenset()

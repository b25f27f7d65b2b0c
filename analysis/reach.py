"""Reach: how many of a school’s pupils were heard, and who was not."""

from __future__ import annotations

from statistics import median

from analysis.levels import ROUND_TO
from analysis.lines import Lines
from analysis.protection import Figure
from analysis.shares import in_words

FEW_ANSWERED = 0.5
"""Share of the roll. Where fewer answered, the quiet ones could turn any figure round; judged."""
FAR_FEWER = 0.5
"""A year group with fewer than this share of the usual year’s answers is named as hardly heard; judged."""
YEARS = "year_group"


def rate(answered: Figure, roll: int | None) -> dict[str, str]:
    """Return how many of the pupils on roll answered, in words, or why it cannot be said."""
    if not answered.shown or answered.count is None:
        return {"words": answered.words, "why": answered.why}
    if not roll:
        return {
            "words": "not known",
            "why": "The national register does not say how many pupils the school has.",
        }
    if answered.count >= roll + ROUND_TO:
        why = "More answered than the national register has on roll, so the register may be out of date."
        return {"words": "not known", "why": why}
    return {"words": f"{in_words(min(1.0, answered.count / roll))} of the pupils on roll", "why": ""}


def absent(answered: Figure, roll: int | None, lines: Lines, school: str) -> list[str]:
    """Say in sentences who is missing from a school’s answers."""
    sentences = []
    if roll and answered.count is not None and answered.count < FEW_ANSWERED * roll:
        sentences.append(
            "Fewer than half of the pupils on roll answered. Those who did not may think otherwise."
        )
    sentences += _years(lines, school)
    sentences.append("Pupils who were away while the survey was open had less of a chance to answer.")
    return sentences


def _years(lines: Lines, school: str) -> list[str]:
    """Name the years that hardly answered, by the rounded numbers that the table of years shows."""
    if YEARS not in lines.cube.columns or school in lines.heard.small:
        return []
    years = [(code, title) for code, title in lines.cube.columns[YEARS] if code.startswith("Y")]
    by_year = list(lines.cube.by_group[YEARS].values())
    titles = dict(years)
    # The most that any question was answered by, for each year: who skipped one question is not missing.
    bases = {
        code: max((groups[code].figures[school].base or 0 for groups in by_year), default=0)
        for code in titles
    }
    told = [base for base in bases.values() if base]
    if len(told) < 2:
        return []
    few = [titles[code] for code, base in bases.items() if 0 < base < FAR_FEWER * median(told)]
    none = [titles[code] for code, base in bases.items() if not base]
    sentences = [f"Far fewer answered in {_listed(few)} than in other years."] if few else []
    return sentences + ([f"Too few answered in {_listed(none)} to say anything of them."] if none else [])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

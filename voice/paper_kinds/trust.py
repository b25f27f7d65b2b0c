"""A trust’s view: its own schools beside each other and beside all schools, for three of its schools or more."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from surveys.waves import Wave
from voice.insight.overviewing import Area
from voice.paper_kinds.blocks import (
    HOW_TO_READ,
    Block,
    Cell,
    about,
    how_many,
    paper,
    points,
    section,
    table,
    words,
)

LEAST_SCHOOLS = 3
"""With two, each would read the other’s figures off its own."""
NO_TRUST = frozenset({"", "not applicable", "not recorded"})
"""What the register writes where a school has no trust."""
MOST_LISTED = 5


def trusts_of(wave: Wave) -> dict[str, list[str]]:
    """Return the trusts with enough schools in a wave, by name, each with the URNs of its schools."""
    found: dict[str, list[str]] = {}
    for place in sorted(wave.schools, key=lambda place: (place.school.name, place.school.urn)):
        trust = (place.school.trust or "").strip()
        if trust.casefold() not in NO_TRUST:
            found.setdefault(trust, []).append(place.school.urn)
    return {trust: urns for trust, urns in sorted(found.items()) if len(urns) >= LEAST_SCHOOLS}


def trust_paper(area: Area, trust: str, urns: Sequence[str], *, on: date) -> dict[str, Any]:
    """Return the view of one trust on a wave."""
    beside = area.may_stand_beside(urns)
    sections = [
        section(
            "Who answered",
            table(
                "Pupils who answered",
                ("School", "Answers"),
                [(area.names[urn], about(area.answered_by[urn])) for urn in urns],
            ),
        ),
        section("Headline figures", _side_by_side(area, urns, "headlines", "Pupils who…", beside=beside)),
        section("What makes it hard", *_first(area, urns), _themes(area, urns, beside=beside)),
        section(
            "What pupils say would help", _side_by_side(area, urns, "wants", "What would help", beside=beside)
        ),
        section(
            "What is working",
            _side_by_side(area, urns, "working", "What makes pupils want to come", beside=beside),
        ),
        section(
            "Questions for the trust",
            points(
                (
                    "Which barrier do our schools share, and what can we do once for all of them?",
                    "What does one school do that its pupils say works, and who else could try it?",
                    "What have pupils been told since, and by whom?",
                )
            ),
        ),
        section("How to read this paper", points(HOW_TO_READ)),
    ]
    told = "" if beside else " The figures of all schools are left out: too few other schools took part."
    return paper(
        area.wave,
        title=f"{trust}: what pupils told us",
        reader="For the trust’s leaders. Its schools are named: not for publication.",
        intro=f"{how_many(len(urns), 'school')} of the trust took part ({area.wave.name}). They stand in the order of their "
        f"names; nothing here ranks them.{told}",
        sections=sections,
        on=on,
    )


def _heads(area: Area, urns: Sequence[str], what: str, *, beside: bool) -> list[str]:
    return [what, *(area.names[urn] for urn in urns), *(["All schools"] if beside else [])]


def _side_by_side(area: Area, urns: Sequence[str], key: str, what: str, *, beside: bool) -> Block | None:
    """Return the rows of a list with each school’s own figure, the trust’s most said first; as many as people compare."""
    own = {
        urn: {row.get("code") or row["key"]: row["school"] for row in area.schools.get(urn, {}).get(key, ())}
        for urn in urns
    }
    rows: list[list[Cell]] = []
    for row in area.rows(key):
        figures = [own[urn].get(row["code"], "–") for urn in urns]
        if any(isinstance(figure, dict) and figure["shown"] for figure in figures):
            rows.append([row["title"], *figures, *([row["authority"]] if beside else [])])
    rows.sort(key=lambda row: _own_order(row, len(urns)))
    if not rows:
        return None
    return table(
        "Of the pupils who answered the question", _heads(area, urns, what, beside=beside), rows[:MOST_LISTED]
    )


def _own_order(row: Sequence[Cell], schools: int) -> tuple[float, str]:
    """Sort rows by the trust’s own shown figures. The order of all schools would tell of those that it may not see."""
    shown = [cell for cell in row[1 : 1 + schools] if isinstance(cell, dict) and cell["shown"]]
    shares = [cell["count"] / cell["base"] for cell in shown]
    return -sum(shares) / len(shares), str(row[0])


def _first(area: Area, urns: Sequence[str]) -> list[Block]:
    first = {urn: area.first_of(urn) for urn in urns}
    shared = Counter(name for names in first.values() for name in names)
    every = [name for name, times in shared.items() if times == len(urns)]
    lines = [f"{area.names[urn]}: {'; '.join(first[urn]) or 'too small to say'}." for urn in urns]
    together = (
        f"Among the first five in every school of the trust: {'; '.join(sorted(every))}." if every else ""
    )
    return [
        words(
            "The five barriers named most in each school, with those that are level with the fifth, by name:"
        ),
        points(lines),
        *([words(together)] if together else []),
    ]


def _themes(area: Area, urns: Sequence[str], *, beside: bool) -> Block | None:
    rows: list[list[Cell]] = [
        [line.name, *(line.ticked.get(urn, "–") for urn in urns), *([line.ticked["total"]] if beside else [])]
        for line in area.ticked
        if line.ticked and any(line.ticked.get(urn, {}).get("shown") for urn in urns)
    ]
    rows.sort(key=lambda row: _own_order(row, len(urns)))
    heads = _heads(area, urns, "Theme", beside=beside)
    return table("Pupils who ticked the theme", heads, rows) if rows else None

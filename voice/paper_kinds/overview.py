"""The overview: the whole authority on a few pages, for its lead and the stakeholder group."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from voice.insight.overviewing import Area, bars_of, map_of
from voice.paper_kinds.beside import TITLE as BESIDE
from voice.paper_kinds.beside import beside_blocks
from voice.paper_kinds.blocks import (
    HOW_TO_READ,
    Block,
    about,
    how_many,
    numbers,
    paper,
    picture,
    points,
    section,
    table,
    words,
)
from voice.paper_kinds.doing import actions_table, every_action, tally
from voice.paper_kinds.moved import lineage_blocks, moved_blocks

MOST_BARS, MOST_LISTED = 10, 5
OF_THE_ROLL = " of the pupils on roll"
"""What a school’s rate ends with; over a column of rates the column’s head says it."""
RULE = (
    "A barrier is the whole area’s, and goes on the stakeholder group’s agenda, when it is among the five named most in "
    "a third or more of the schools, and in four schools at least."
)


def overview_paper(session: Session, area: Area, *, on: date) -> dict[str, Any]:
    """Return the overview of a wave."""
    wide = [barrier for barrier in area.barriers if barrier.is_area_wide]
    most = [(line.name, line.ticked["total"]) for line in area.ticked if line.ticked][:MOST_BARS]
    told = [(name, figure) for name, figure in most if figure["shown"]]
    charts = {"map": map_of(area)} if area.ticked and area.names else {}
    if told:
        charts["barriers"] = bars_of(told, title="Themes ticked most, all schools together")
    actions = every_action(session)
    return paper(
        area.wave,
        title="What pupils told us across the area",
        reader="For the authority and the stakeholder group. Schools are named: not for publication.",
        intro=f"{_schools(area)} took part ({area.wave.name}). Nobody gave a name, and a person read every comment before it "
        f"was counted. {area.left_out}".rstrip(),
        charts=charts,
        on=on,
        sections=[
            section(
                "In short",
                numbers(
                    (f"{len(area.names):,}", "schools took part"),
                    (about(area.answered), "pupils answered"),
                    (about(area.writers), "pupils wrote comments that were read"),
                    (
                        f"{len(wide):,}",
                        "barriers of the whole area" if len(wide) != 1 else "barrier of the whole area",
                    ),
                ),
            ),
            section("Barriers of the whole area", *_barriers(area)),
            section(
                "Themes ticked most, all schools together",
                words("Most of all schools, not of each: the annex has every theme, school by school.")
                if told
                else None,
                picture("barriers") if told else None,
            ),
            section("Schools by themes", *_map(charts)),
            section("Headline figures", *_headlines(area)),
            section(
                "What pupils say would help", _most_said(area, "wants", "Chosen most", "What would help")
            ),
            section(
                "What is working",
                _most_said(area, "working", "Named most", "What makes pupils want to come"),
            ),
            section("What moved since the wave before", *moved_blocks(session, area)),
            section("What became of the themes", *lineage_blocks(session, area, on)),
            section("Who took part", *_participation(area)),
            section(BESIDE, *beside_blocks(session)),
            section(
                "Actions",
                words(tally(actions, on)),
                actions_table("Every action", actions, on, with_schools=True),
            ),
            section("Annex: every theme, school by school", *_annex(area), on_new_page=True),
            section(
                "How to read this paper",
                points(
                    (
                        *HOW_TO_READ,
                        "Themes in comments are proposed by a program on the authority’s own computers, and people check a part.",
                    )
                ),
            ),
        ],
    )


def _schools(area: Area) -> str:
    return how_many(len(area.names), "school")


def _barriers(area: Area) -> list[Block]:
    wide = [barrier for barrier in area.barriers if barrier.is_area_wide]
    others = [f"{area.name_of(one.theme)} ({one.schools})" for one in area.barriers if not one.is_area_wide]
    if not area.barriers:
        return [words("Too few pupils answered to say what stands in the way in any school.")]
    blocks = [words(RULE)]
    if wide:
        rows = [
            (line.name, line.ticked["total"], f"{barrier.schools} of {barrier.of}")
            for barrier in wide
            if (line := area.theme(barrier.theme)) is not None and line.ticked is not None
        ]
        heads = ("Barrier", "Pupils of all schools", "Schools where it is among the first five")
        blocks.append(table("For the stakeholder group’s agenda", heads, rows))
    else:
        blocks.append(words("No theme reaches that."))
    if others:
        told = f"Among the first five in fewer schools, and theirs to deal with: {'; '.join(others)}."
        blocks.append(words(told + " In brackets: how many schools."))
    return blocks


def _map(charts: dict[str, Any]) -> list[Block]:
    if "map" not in charts:
        return []
    return [
        words(
            "Each column is a school, in the order of names. The darker a cell, the more pupils ticked the theme."
        ),
        picture("map"),
    ]


def _headlines(area: Area) -> list[Block]:
    rows = []
    for row in area.rows("headlines"):
        spread = area.spread_of("headlines", row["code"])
        between = (
            "–" if spread is None else f"{spread['low']}% to {spread['high']}%, {spread['schools']} schools"
        )
        rows.append((row["title"], row["authority"], between))
    if not rows:
        return []
    return [
        table("Pupils who…", ("What they say", "All schools", "Lowest to highest school"), rows),
        words("The range names no school, and a dash stands where fewer than five schools can be told."),
    ]


def _most_said(area: Area, key: str, caption: str, what: str) -> Block | None:
    rows = [(row["title"], row["authority"]) for row in area.rows(key) if row["authority"]["shown"]]
    return table(caption, (what, "All schools"), rows[:MOST_LISTED]) if rows else None


def _participation(area: Area) -> list[Block]:
    places = {place.school.urn: place for place in area.wave.schools}
    # How many of those on roll, in words, where the school’s own finding says it.
    rates = {
        urn: area.schools.get(urn, {}).get("rate", {}).get("words", "").removesuffix(OF_THE_ROLL)
        for urn in area.names
    }
    has_rates = any(rates.values())
    rows = [
        (
            name,
            about(area.answered_by[urn]),
            f"{places[urn].roll:,}" if places[urn].roll else "not known",
            *([rates[urn] or "–"] if has_rates else []),
        )
        for urn, name in area.names.items()
    ]
    heads = ("School", "Pupils who answered", "On roll", *(["Share of the roll"] if has_rates else []))
    return [
        words(
            "Schools in the order of their names. A low share says whom we have not heard, not how good a school is."
        ),
        table("Answers by school", heads, rows),
    ]


def _annex(area: Area) -> list[Block]:
    lines = area.ticked
    if not lines:
        return []
    heads = ("Theme", "All", *area.names.values())
    rows = [
        (line.name, line.ticked["total"], *(line.ticked.get(urn, "–") for urn in area.names))
        for line in lines
        if line.ticked
    ]
    return [
        table("Pupils who ticked the theme, of those who answered the question", heads, rows, is_dense=True),
        words(f"The program that proposed themes in comments, by its exact name: {area.method}."),
    ]

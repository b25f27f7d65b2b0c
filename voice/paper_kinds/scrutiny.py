"""The scrutiny paper: for a committee that meets in public, so every figure is one that anybody may read, and no school
is named."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveys.actions import Action
from surveys.themes import UNCLEAR
from voice.insight.overviewing import Area
from voice.paper_kinds.beside import TITLE as BESIDE
from voice.paper_kinds.beside import beside_blocks
from voice.paper_kinds.blocks import (
    HOW_TO_READ,
    Block,
    about,
    for_all_eyes,
    how_many,
    numbers,
    paper,
    points,
    section,
    table,
    words,
)
from voice.paper_kinds.doing import GOING, actions_table, every_action, tally
from voice.paper_kinds.moved import moved_blocks
from voice.paper_kinds.overview import RULE
from voice.rendering import day

MOST_LISTED = 5
CHANGE = "sch_change"
"""The headline that says whether things change when pupils ask: the nearest there is to what pupils make of it all."""


def scrutiny_paper(session: Session, area: Area, *, on: date) -> dict[str, Any]:
    """Return the paper for the scrutiny committee on a wave."""
    actions = every_action(session)
    return paper(
        area.wave,
        title="What makes it hard to come to school: pupils’ voice and what is done about it",
        reader="Report to the scrutiny committee. It names no school and may be published.",
        intro="The committee is asked to note what pupils said, to ask how the barriers of the whole area are dealt with, "
        f"and to say when it wants to hear of it again. {area.left_out}".rstrip(),
        on=on,
        sections=_numbered(
            section("Background", *_background(area)),
            section("What we heard", *_heard(area)),
            section("Themes", *_themes(area)),
            section("Barriers of the whole area", *_barriers(area)),
            section(
                "What is being done",
                words(tally(actions, on)),
                actions_table("Actions for every school", _for_all(actions), on, with_schools=False),
                _not_listed(actions),
            ),
            section("What has changed", *_impact(session, area)),
            section(BESIDE, *beside_blocks(session)),
            section("Risks", points(_risks(area, actions, on))),
            section("What happens next", points(_next(actions, on))),
            section("How to read this paper", points(HOW_TO_READ)),
        ),
    )


def _numbered(*sections: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections that say something, numbered: in a meeting people ask for them by number."""
    said = [one for one in sections if one["blocks"]]
    return [{**one, "title": f"{number}. {one['title']}"} for number, one in enumerate(said, 1)]


def _background(area: Area) -> list[Block]:
    wave = area.wave
    return [
        words(
            f"Pupils of {how_many(len(area.names), 'school')} were asked between {day(wave.opens_on)} and "
            f"{day(wave.last_day)} what makes it hard to come to school. The survey is anonymous: no name, address or device "
            "is kept, and nobody can find out who gave which answer. A person read every comment before it was counted, and "
            "what might be a disclosure went to safeguarding leads at once."
        ),
        words(
            "Workshops in schools followed, led by youth workers. Subgroups of partners own what is done about the themes."
        ),
        numbers(
            (f"{len(area.names):,}", "schools took part"),
            (about(area.answered), "pupils answered"),
            (about(area.writers), "pupils wrote comments that were read"),
        ),
    ]


def _heard(area: Area) -> list[Block]:
    rows = [(row["title"], for_all_eyes(row["authority"])) for row in area.rows("headlines")]
    blocks: list[Block] = [table("Pupils who…", ("What they say", "All schools"), rows)] if rows else []
    for key, caption, what in (
        ("barriers", "Named most as making school hard", "What makes it hard"),
        ("wants", "Named most as what would help", "What would help"),
    ):
        named = [(row["title"], for_all_eyes(row["authority"])) for row in area.rows(key)]
        if told := [row for row in named if row[1]["shown"]][:MOST_LISTED]:
            blocks.append(table(caption, (what, "All schools"), told))
    return blocks


def _themes(area: Area) -> list[Block]:
    rows = [
        (
            line.name,
            "not asked" if line.ticked is None else for_all_eyes(line.ticked["total"]),
            for_all_eyes(line.written["total"]),
        )
        for line in area.themes
        if line.code != UNCLEAR
    ]
    caption = "Themes, by how many ticked them and how many wrote of them in their own words"
    return [table(caption, ("Theme", "Ticked it", "Wrote about it"), rows)] if rows else []


def _barriers(area: Area) -> list[Block]:
    wide = [barrier for barrier in area.barriers if barrier.is_area_wide]
    rows = [(area.name_of(barrier.theme), f"{barrier.schools} of {barrier.of} schools") for barrier in wide]
    if not rows:
        return [words(RULE), words("No theme reaches that.")]
    return [
        words(RULE),
        table("For the stakeholder group’s agenda", ("Barrier", "Among the first five in"), rows),
    ]


def _for_all(actions: list[Action]) -> list[Action]:
    return [action for action in actions if action.school_id is None]


def _not_listed(actions: list[Action]) -> Block | None:
    """Say how many actions are missing from the list: one school’s own would name it."""
    number = len(actions) - len(_for_all(actions))
    if not number:
        return None
    told = how_many(number, "action is", "actions are")
    return words(
        f"{told} for one school alone: counted above but not listed, because this paper names no school."
    )


def _impact(session: Session, area: Area) -> list[Block]:
    blocks = []
    for row in area.rows("headlines"):
        figure = for_all_eyes(row["authority"])
        if row["code"] == CHANGE and figure["shown"]:
            blocks.append(words(f"Asked whether things change when pupils ask, {figure['words']} agree."))
    moved = moved_blocks(session, area, eyes=for_all_eyes)
    return [
        *blocks,
        *moved,
        words("None of this shows why attendance went up or down, and it is not meant to."),
    ]


def _risks(area: Area, actions: list[Action], on: date) -> list[str]:
    late = sum(action.is_overdue(on) for action in actions)
    hidden = sum(not for_all_eyes(line.ticked["total"])["shown"] for line in area.ticked if line.ticked)
    risks = [
        "Pupils who are absent most are heard least: the survey is answered in school.",
        "Themes in comments are proposed by a machine and checked in part by people.",
        "If pupils hear nothing back, fewer will answer next time.",
    ]
    if late:
        risks.insert(0, f"{how_many(late, 'action is', 'actions are')} overdue.")
    if hidden:
        risks.append(
            f"{how_many(hidden, 'theme is', 'themes are')} too small to say here. It may still weigh heavily on those it touches."
        )
    return risks


def _next(actions: list[Action], on: date) -> list[str]:
    going = [action for action in actions if action.status in GOING]
    ahead = [action.due_on for action in going if action.due_on >= on]
    steps = [
        "Each school answers its own report and tells its pupils what became of what they said.",
        "The stakeholder group takes up the barriers of the whole area; the subgroups report to it.",
        "The same questions are asked again in the next wave, so that change can be seen.",
    ]
    if ahead:
        steps.insert(
            0, f"The next action is due on {day(min(ahead))}, the last agreed so far on {day(max(ahead))}."
        )
    return steps

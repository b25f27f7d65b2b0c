"""The published summary: what anybody may read. At least thirty answers stand behind every figure, and no school is named."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveys.actions import Status
from voice.insight.overviewing import Area, bars_of
from voice.paper_kinds.blocks import (
    Block,
    about,
    for_all_eyes,
    how_many,
    numbers,
    paper,
    picture,
    points,
    section,
    table,
    words,
)
from voice.paper_kinds.doing import due, every_action
from voice.rendering import day
from voice.telling import PUBLIC_BASE

MOST_LISTED = 8
DONE = {
    Status.DONE: "Done",
    Status.IN_PROGRESS: "Under way",
    Status.NOT_STARTED: "Planned",
    Status.STOPPED: "Cannot be done",
}


def summary_paper(session: Session, area: Area, *, on: date) -> dict[str, Any]:
    """Return the summary of a wave for everybody."""
    hard = _told(area, "barriers")
    authority = area.wave.schools[0].school.la_name
    return paper(
        area.wave,
        title=f"What pupils in {authority} told us",
        reader="For everybody.",
        intro=f"Pupils told us, without giving their names, what makes it hard to come to school and what would help. "
        f"{how_many(len(area.names), 'school')} took part between {day(area.wave.opens_on)} and {day(area.wave.last_day)}. "
        f"{area.left_out}".rstrip(),
        charts={"hard": bars_of(hard, title="What makes it hard to come to school")} if hard else {},
        on=on,
        sections=[
            section(
                "Who told us",
                numbers((f"{len(area.names):,}", "schools"), (_people(area.answered), "pupils answered")),
                words(
                    "A person read every comment before it was counted. Nobody can find out who said what."
                ),
            ),
            section("How pupils find school", _rows("Pupils who…", _told(area, "headlines"))),
            section(
                "What makes it hard",
                picture("hard") if hard else None,
                _rows("Ticked most", hard),
            ),
            section(
                "What pupils say would help",
                _rows("Chosen most", _told(area, "wants")),
            ),
            section(
                "What makes pupils want to come",
                _rows("Named most", _told(area, "working")),
            ),
            section("What is being done", *_doing(session, on)),
            section(
                "How to read this",
                points(
                    (
                        "Numbers are rounded to the nearest 5, and no figure is shown where fewer than 30 answers stand behind it.",
                        "Where pupils could choose several things, the shares add up to more than everyone.",
                        "Something that is not listed may still matter much to those it touches.",
                        "Pupils who were away while their school answered are the least likely to be heard.",
                        "This is what pupils say. It does not tell why attendance went up or down, and it ranks no school.",
                    )
                ),
            ),
        ],
    )


def _people(figure: dict[str, Any]) -> str:
    return about(figure) if (figure["count"] or 0) >= PUBLIC_BASE else "some"


def _told(area: Area, key: str) -> list[tuple[str, dict[str, Any]]]:
    named = [(row["title"], for_all_eyes(row["authority"])) for row in area.rows(key)]
    return [(title, figure) for title, figure in named if figure["shown"]][:MOST_LISTED]


def _rows(caption: str, rows: list[tuple[str, dict[str, Any]]]) -> Block:
    if not rows:
        return words("Too few pupils answered to say this without pointing at someone.")
    return table(caption, ("What they say", "How many"), rows)


def _doing(session: Session, on: date) -> list[Block]:
    """Return what is done for every school, in the words that pupils are told it in."""
    rows = [
        (action.pupil_words, DONE[action.status] + (", late" if action.is_overdue(on) else ""), due(action))
        for action in every_action(session)
        if action.school_id is None and action.pupil_words
    ]
    if not rows:
        return [words("What is done about it is being agreed now.")]
    return [table("For every school, as pupils are told", ("What", "How far it is", "Due"), rows)]

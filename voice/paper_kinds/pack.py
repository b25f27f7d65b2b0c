"""A subgroup’s pack: the evidence on its themes from all schools, what is not known, and room for the meeting."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveys.actions import actions_of_subgroup
from surveys.quotes import cleared_quotes
from surveys.subgroups import Subgroup
from surveys.workshops import in_how_many
from voice.insight.evidencing import choices_asked, routes_named, shares_asked
from voice.insight.overviewing import Area, ThemeLines, bars_of
from voice.paper_kinds.asks import ASKS, OTHER, Asks
from voice.paper_kinds.blocks import (
    HOW_TO_READ,
    Block,
    blanks,
    how_many,
    numbers,
    paper,
    picture,
    points,
    quotes,
    section,
    table,
    words,
)
from voice.paper_kinds.doing import actions_table, tally
from voice.paper_kinds.moved import moved_blocks
from voice.quoting import chosen_quotes


def pack(session: Session, area: Area, subgroup: Subgroup, *, on: date) -> dict[str, Any]:
    """Return a subgroup’s pack on a wave."""
    asks = ASKS.get(subgroup.slug, OTHER)
    codes = [theme.code for theme in subgroup.live_themes]
    lines = [line for code in codes if (line := area.theme(code)) is not None]
    choices = _of_themes(area, "barriers", codes)
    told = [(row["title"], row["authority"]) for row in choices if row["authority"]["shown"]]
    said = _quotes(session, area, subgroup, lines, on)
    actions = actions_of_subgroup(session, subgroup)
    return paper(
        area.wave,
        title=f"{subgroup.name}: what pupils told us",
        reader="For members of the subgroup. Schools are named: not for publication.",
        intro=f"{subgroup.purpose} {area.left_out}".rstrip(),
        charts={"choices": bars_of(told, title="What pupils ticked, all schools")} if len(told) > 1 else {},
        said=said,
        on=on,
        sections=[
            section("The question before us", words(asks.question)),
            section("In short", *(_in_short(area, line) for line in lines)),
            section(
                "What pupils ticked and want",
                picture("choices") if len(told) > 1 else None,
                _rows("Ticked as making it hard", "What pupils ticked", choices),
                _rows(
                    "Chosen as what would help", "What they say would help", _of_themes(area, "wants", codes)
                ),
            ),
            section("What pupils said when asked more", *_asked(session, area, asks)),
            section("Buses and stops", *(_routes(session, area) if asks.names_routes else ())),
            section("School by school", *(_by_school(area, line) for line in lines)),
            section("Where pupils feel unsafe or not at ease", _places(area, asks.places)),
            section("In pupils’ own words", quotes(said) if said else None),
            section("What moved since the wave before", *moved_blocks(session, area, codes)),
            section("What to be careful with", *_gaps(area, lines)),
            section(
                "Actions",
                words(tally(actions, on)),
                actions_table("The subgroup’s actions", actions, on, with_schools=True),
            ),
            section(
                "For the meeting",
                blanks(
                    "What lies behind it",
                    ("Cause", "What we think", "How we know"),
                    "1",
                    "2",
                    "3",
                ),
                blanks(
                    "What we could do",
                    ("For whom", "What", "Who", "By when"),
                    "Every pupil",
                    "Some pupils",
                    "A few pupils",
                ),
                words("Young people’s own view: ask the school councils or a reading group before deciding."),
            ),
            section("How to read this pack", points(HOW_TO_READ)),
        ],
    )


def _of_themes(area: Area, key: str, codes: list[str]) -> list[dict[str, Any]]:
    return [row for row in area.rows(key) if row.get("theme") in codes]


def _rows(caption: str, what: str, rows: list[dict[str, Any]]) -> Block | None:
    if not rows:
        return None
    return table(
        caption,
        (what, "All schools"),
        [(row["title"], row["authority"]) for row in rows],
    )


def _in_short(area: Area, line: ThemeLines) -> Block:
    first = next((barrier for barrier in area.barriers if barrier.theme == line.code), None)
    among = f"{first.schools} of {first.of}" if first else "None"
    pairs = [
        (
            among,
            f"schools {'has' if first and first.schools == 1 else 'have'} it among their first five barriers",
        )
    ]
    if line.ticked is not None:
        pairs.insert(0, (_big(line.ticked["total"]), f"ticked “{line.name}”"))
    pairs.append((_big(line.written["total"]), "of those who wrote, wrote about it"))
    if line.workshops.get("of"):
        said = in_how_many(line.workshops["said_in"], line.workshops["of"])
        pairs.append((said[:1].upper() + said[1:], "workshops that spoke of it"))
    return numbers(*pairs)


def _big(figure: dict[str, Any]) -> str:
    told = str(figure["words"])
    return told[:1].upper() + told[1:]


def _asked(session: Session, area: Area, asks: Asks) -> list[Block]:
    blocks = []
    if shares := shares_asked(session, area.wave, asks.shares):
        blocks.append(
            table("Of the pupils who answered the question", ("Pupils who…", "All schools"), shares)
        )
    for code, caption in asks.lists:
        if told := choices_asked(session, area.wave, code):
            blocks.append(table(caption, ("What pupils ticked", "All schools"), told))
    return blocks


def _routes(session: Session, area: Area) -> list[Block]:
    named = routes_named(session, area.wave)
    if not named:
        return [
            words(
                "No bus or stop was named by ten pupils or more, so none is listed. One that fewer named may still matter."
            )
        ]
    return [
        table(
            "Named in what pupils wrote, by ten pupils or more", ("Bus or stop", "Of those who wrote"), named
        ),
        words(
            "A bus or stop that fewer than ten pupils named is left out, so that nobody can be found by it."
        ),
    ]


def _by_school(area: Area, line: ThemeLines) -> Block:
    rows = [
        (name, "not asked" if line.ticked is None else line.ticked.get(urn, "–"), line.written.get(urn, "–"))
        for urn, name in area.names.items()
    ]
    return table(line.name, ("School", "Ticked it", "Wrote about it"), rows)


def _places(area: Area, codes: tuple[str, ...]) -> Block | None:
    """Return these places school by school; a place that can be told nowhere is left out."""
    named: dict[str, str] = {}
    for figures in area.schools.values():
        named |= {code: title for code, title in figures.get("places", {}).get("rows", ()) if code in codes}
    totals = {urn: area.schools.get(urn, {}).get("places", {}).get("totals", {}) for urn in area.names}
    shown = [
        code
        for code in codes
        if code in named and any(of.get(code, {}).get("shown") for of in totals.values())
    ]
    if not shown:
        return None
    rows = [(name, *(totals[urn].get(code, "–") for code in shown)) for urn, name in area.names.items()]
    caption = "Of the pupils who answered the question about places, at any time of day"
    return table(caption, ("School", *(named[code] for code in shown)), rows, is_dense=True)


def _quotes(
    session: Session, area: Area, subgroup: Subgroup, lines: list[ThemeLines], on: date
) -> list[dict[str, Any]]:
    """Return cleared quotes on the themes whose figure is shown, one a pupil."""
    shown = {line.code for line in lines if line.written["total"]["shown"]}
    cleared = cleared_quotes(session, wave=area.wave, on=on, shown=shown)
    return [
        {"theme": one.theme_code, "words": one.words, "ours": one.is_ours}
        for one in chosen_quotes(cleared, place=area.wave.id + subgroup.slug, edition=on.isoformat())
    ]


def _gaps(area: Area, lines: list[ThemeLines]) -> list[Block]:
    silent = [
        name
        for urn, name in area.names.items()
        if not any(line.ticked and line.ticked.get(urn, {}).get("shown") for line in lines)
    ]
    told = [str(caution["reason"]) for line in lines for caution in line.cautions if caution.get("reason")]
    if silent:
        told.append(
            f"Too small to say in {how_many(len(silent), 'school')}: {', '.join(silent)}. That may mean few, or none."
        )
    told.append("Pupils who were away are missing, and they are the ones whose reasons matter most.")
    told.append("What staff, families and services see is not in here: bring it to the meeting.")
    return [points(dict.fromkeys(told))]

"""Making the papers on a wave: overview, packs, scrutiny paper, trusts’ views and summary, from stored findings."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveys.subgroups import subgroup_with_slug, subgroups
from surveys.wave_papers import PaperFrozen, PaperKind, WavePaper, last_released, store_paper
from surveys.waves import wave_with_id
from voice.database import writing_session

Progress = Callable[[float, str], None]


class Planned(NamedTuple):
    """One paper to be made: its kind, what it is about, and what it is called while it is made."""

    kind: PaperKind
    subject: str
    called: str


def planned_papers(session: Session, wave_id: str) -> list[Planned]:
    """Return the papers that a wave gets: those there is one of, a pack a subgroup, and a view for each larger trust."""
    from voice.paper_kinds.trust import trusts_of

    packs = [
        Planned(PaperKind.PACK, group.slug, f"the pack on {group.name.lower()}")
        for group in subgroups(session)
        if group.live_themes
    ]
    trusts = [
        Planned(PaperKind.TRUST, trust, f"the view of {trust}")
        for trust in trusts_of(wave_with_id(session, wave_id))
    ]
    return [
        Planned(PaperKind.OVERVIEW, "", "the overview"),
        *packs,
        Planned(PaperKind.SCRUTINY, "", "the scrutiny paper"),
        *trusts,
        Planned(PaperKind.SUMMARY, "", "the summary"),
    ]


def make_wave_papers(engine: Engine, *, wave_id: str, progress: Progress, on: date) -> str:
    """Make every paper on a wave anew and say what came of it; released ones stay as they are.

    Each paper is committed by itself, so work that was interrupted is simply asked for again. Raises ``JobRefused``
    while answers wait to be read or nothing was counted.
    """
    # The print and chart libraries are slow to load and must not be in the web process.
    from voice.insight import refuse_until_all_is_read
    from voice.printing import wave_paper_pdf

    with Session(engine) as session:
        refuse_until_all_is_read(session, wave_id)
        planned = planned_papers(session, wave_id)
    made, stayed = 0, 0
    for number, one in enumerate(planned):
        progress(number / len(planned), f"Writing {one.called}, {number + 1} of {len(planned)}")
        with Session(engine) as session:
            wave = wave_with_id(session, wave_id)
            last = last_released(session, wave=wave, kind=one.kind, subject=one.subject)
            if last is not None and last.stands:
                stayed += 1
                continue
            content = _in_place_of(last, compose_paper(session, one, wave_id=wave_id, on=on))
        pdf = wave_paper_pdf(content)
        with writing_session(engine) as session:
            wave = wave_with_id(session, wave_id)
            try:
                store_paper(
                    session, wave=wave, kind=one.kind, subject=one.subject, content=content, pdf=pdf, on=on
                )
                session.commit()
                made += 1
            except PaperFrozen:  # somebody released it while this one was being made
                stayed += 1
    return f"{made} {'paper was' if made == 1 else 'papers were'} made; {stayed} already released."


def _in_place_of(recalled: WavePaper | None, content: dict[str, Any]) -> dict[str, Any]:
    """Return what a paper says, with the reason first where it is a new edition instead of one that was recalled."""
    from voice.paper_kinds.blocks import section, words
    from voice.rendering import day

    if recalled is None or recalled.recalled_on is None:
        return content | {"edition": 1}
    edition = recalled.number + 1
    why = (
        f"This is edition {edition}. It stands in place of edition {recalled.number}, which was recalled on "
        f"{day(recalled.recalled_on)}, because:"
    )
    first = section("Why there is a new edition", words(why), words(recalled.recalled_for))
    return content | {"edition": edition, "sections": [first, *content["sections"]]}


def compose_paper(session: Session, planned: Planned, *, wave_id: str, on: date) -> dict[str, Any]:
    """Return what one paper says, from the findings of its wave; raise ``JobRefused`` when it was never counted."""
    from voice.insight.overviewing import area_of
    from voice.paper_kinds.overview import overview_paper
    from voice.paper_kinds.pack import pack
    from voice.paper_kinds.scrutiny import scrutiny_paper
    from voice.paper_kinds.summary import summary_paper
    from voice.paper_kinds.trust import trust_paper, trusts_of

    wave = wave_with_id(session, wave_id)
    area = area_of(session, wave)
    if planned.kind is PaperKind.PACK:
        return pack(session, area, subgroup_with_slug(session, planned.subject), on=on)
    if planned.kind is PaperKind.TRUST:
        return trust_paper(area, planned.subject, trusts_of(wave)[planned.subject], on=on)
    whole = {
        PaperKind.OVERVIEW: overview_paper,
        PaperKind.SCRUTINY: scrutiny_paper,
        PaperKind.SUMMARY: summary_paper,
    }
    return whole[planned.kind](session, area, on=on)

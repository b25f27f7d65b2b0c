"""Finding: rows of a wave go over to the analysis, themes and protected counts come back and are stored."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.protection import protect_count
from surveys.codings import Proposal, store_proposals
from surveys.drafts import drop_drafts
from surveys.evidence import confirmed_examples
from surveys.findings import FindingKind, finding, findings, store_findings
from surveys.heard import (
    ReadText,
    read_answers,
    read_notes,
)
from surveys.hiding import without_placeholders
from surveys.jobs import JobRefused
from surveys.readings import Source
from surveys.texts import NotAllRead, require_all_read
from surveys.theme_changes import newest_number
from surveys.waves import Wave, wave_with_id
from voice.database import writing_session
from voice.insight.cautioning import caution_lines
from voice.insight.codebook import live_codebook
from voice.insight.following import follow_groups, groups_of
from voice.insight.hearing import heard
from voice.insight.schooling import school_figures
from voice.insight.showing import shown_count
from voice.insight.trusting import trust_findings

Progress = Callable[[float, str], None]
Findings = dict[tuple[FindingKind, str], dict[str, Any]]


def with_charts(figures: dict[str, Any]) -> dict[str, Any]:
    """Return a school’s stored figures together with the charts drawn from them."""
    from analysis.drawing import draw

    return {**figures, "charts": draw(figures)}


def find_themes(engine: Engine, *, wave_id: str, progress: Progress, on: date) -> str:
    """Propose themes for every read text of a wave and every read workshop note, then count and protect.

    A person’s decisions are learnt from and left as they are. Returns a closing sentence for staff. Raises ``JobRefused``
    while answers of the wave wait to be read.
    """
    from analysis.coding import Example, code, method_of
    from analysis.coding import Kind as Fit
    from analysis.vectors import choose

    with Session(engine) as record:
        refuse_until_all_is_read(record, wave_id)
        texts = [*read_answers(record, wave_id), *read_notes(record)]
        confirmed = [Example(words_of(shown), codes) for shown, codes in confirmed_examples(record)]
        book, edition = live_codebook(record), newest_number(record)
    backend = choose()
    looking = f"Looking for themes in {shown_count(len(texts))} texts"
    progress(0.05, looking)
    coded = code(
        [words_of(text.shown) for text in texts],
        book,
        confirmed=confirmed,
        backend=backend,
        progress=lambda share: progress(0.05 + 0.55 * share, looking),
    )
    proposals = {
        (text.source, text.id): [Proposal(call.code, call.score, call.because) for call in found.calls]
        for text, found in zip(texts, coded, strict=True)
    }
    progress(0.6, "Storing what was found")
    with writing_session(engine) as record:
        store_proposals(record, proposals, method=method_of(backend))
        record.commit()
    progress(0.7, "Grouping answers that are alike")
    answers = {text.id: words_of(text.shown) for text in texts if text.source is Source.ANSWER}
    follow_groups(engine, wave_id=wave_id, answers=answers, book=book, backend=backend)
    left = [
        answers[text.id]
        for text, found in zip(texts, coded, strict=True)
        if found.kind is Fit.FITS_NOTHING and text.source is Source.ANSWER
    ]
    groups = groups_of(left, book=book, backend=backend)
    progress(0.8, "Counting and protecting")
    _count(
        engine,
        wave_id,
        method=method_of(backend),
        looked_at=seal_of(texts),
        groups={**groups, "texts": protect_count(len(left)).as_json(), "codebook": edition},
        on=on,
    )
    return f"Looked at {shown_count(len(texts))} texts; {shown_count(len(left))} fit no theme."


def count_themes(engine: Engine, *, wave_id: str, progress: Progress, on: date) -> str:
    """Count and protect a wave again as its codings stand now, without looking for themes anew.

    Returns a closing sentence for staff. Raises ``JobRefused`` when nobody has looked for themes, or when texts wait to
    be read or were read since: they would count as having none.
    """
    progress(0.1, "Counting and protecting")
    with Session(engine) as record:
        refuse_until_all_is_read(record, wave_id)
        before = finding(record, wave_id=wave_id, kind=FindingKind.OVERVIEW, subject="wave")
        groups = finding(record, wave_id=wave_id, kind=FindingKind.GROUPS, subject="leftovers")
        looked_at = seal_of([*read_answers(record, wave_id), *read_notes(record)])
        if before is None or groups is None:
            raise JobRefused("Nobody has looked for themes in this wave yet. Press “Find themes” first.")
        if before.figures["looked_at"] != looked_at:
            raise JobRefused("Some texts were read since the last look. Press “Find themes again” instead.")
        method, left = before.figures["method"], groups.figures
    _count(engine, wave_id, method=method, looked_at=looked_at, groups=left, on=on)
    return "Counted again, with every decision made since."


def refuse_until_all_is_read(record: Session, wave_id: str) -> None:
    """Raise ``JobRefused`` while answers of a wave wait to be read by a person."""
    try:
        require_all_read(record, wave_id)
    except NotAllRead as left:
        raise JobRefused(str(left)) from left


def words_of(shown: str) -> str:
    """Return a text without the marks of what a reader has hidden: they are our word, not the pupil’s."""
    return without_placeholders(shown)


def seal_of(texts: list[ReadText]) -> str:
    """Return a hash of which texts these are, and nothing else of them."""
    return hashlib.sha256("".join(sorted(text.id for text in texts)).encode()).hexdigest()


def _count(
    engine: Engine, wave_id: str, *, method: str, looked_at: str, groups: dict[str, Any], on: date
) -> None:
    with Session(engine) as record:
        found = _findings(record, wave_with_id(record, wave_id), method=method, groups=groups)
    found[FindingKind.OVERVIEW, "wave"]["looked_at"] = looked_at
    with writing_session(engine) as record:
        before = finding(record, wave_id=wave_id, kind=FindingKind.CUBE, subject="wave")
        if before is not None and before.figures != found[FindingKind.CUBE, "wave"]:
            # Released beside newer figures, a draft of before would tell the difference.
            drop_drafts(record, wave_with_id(record, wave_id))
        store_findings(record, wave_id=wave_id, figures=found, on=on)
        record.commit()


def _findings(session: Session, wave: Wave, *, method: str, groups: dict[str, Any]) -> Findings:
    """Count and protect everything that pages and reports say of a wave; what was told of it stays, or moves by ten."""
    from analysis.findings import about_themes, overview
    from analysis.lines import Lines
    from voice.insight.overviewing import over_schools
    from voice.insight.versions import settle, told_before

    told = told_before(session, wave)
    lines = Lines(heard(session, wave, told))
    if told is not None:
        lines = Lines(lines.heard, settle(told, lines.cube))
    found: Findings = {
        (FindingKind.CUBE, "wave"): lines.cube.as_json(),
        (FindingKind.OVERVIEW, "wave"): overview(lines, method=method),
        (FindingKind.GROUPS, "leftovers"): groups,
    }
    warnings = caution_lines(session, wave)
    for code, about in about_themes(lines).items():
        # Whoever reads a theme may be of a school that must not see the figure of all schools.
        may_be_read = {
            "written": over_schools(lines.written(code)),
            "ticked": over_schools(lines.ticked_under(code)),
        }
        found[FindingKind.THEME, code] = {**about, **may_be_read, "cautions": warnings.get(code, [])}
    found |= trust_findings(session, wave.id)
    for urn, figures in school_figures(session, wave, lines, method=method).items():
        found[FindingKind.SCHOOL, urn] = figures
    if told is not None:
        _keep_what_was_told(session, wave, found)
    return found


def _keep_what_was_told(session: Session, wave: Wave, found: Findings) -> None:
    """Keep what stands in no line: totals of schools, words and decisions of themes, groups of what fits none."""
    from voice.insight.versions import keep_groups, keep_totals

    for urn, figures in findings(session, wave_id=wave.id, kind=FindingKind.SCHOOL).items():
        if (FindingKind.SCHOOL, urn) in found:
            found[FindingKind.SCHOOL, urn] = keep_totals(figures, found[FindingKind.SCHOOL, urn])
    for code, about in findings(session, wave_id=wave.id, kind=FindingKind.THEME).items():
        if (FindingKind.THEME, code) in found:
            for key in {"words", "decided", "cautions"} & about.keys():
                found[FindingKind.THEME, code][key] = about[key]
    overview = finding(session, wave_id=wave.id, kind=FindingKind.OVERVIEW, subject="wave")
    if overview is not None and "decided" in overview.figures:
        found[FindingKind.OVERVIEW, "wave"]["decided"] = overview.figures["decided"]
    groups = finding(session, wave_id=wave.id, kind=FindingKind.GROUPS, subject="leftovers")
    if groups is not None:
        found[FindingKind.GROUPS, "leftovers"] = keep_groups(
            groups.figures, found[FindingKind.GROUPS, "leftovers"]
        )

"""Finding: rows of a wave go over to the analysis, themes and protected counts come back and are stored."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from analysis.findings import Lines, about_school, about_themes, draw, overview
from analysis.heard import Asked, Heard, Option, Written
from analysis.protection import THRESHOLD, protect_count
from surveys.codings import Proposal, store_proposals
from surveys.evidence import Held, confirmed_examples, themes_held_by_answers, themes_held_by_notes
from surveys.findings import FindingKind, finding, store_findings
from surveys.heard import (
    ReadText,
    read_answers,
    read_notes,
    recommendations,
    schools_of_programmes,
    schools_of_writers,
)
from surveys.hiding import without_placeholders
from surveys.jobs import JobRefused
from surveys.local_places import places_of
from surveys.quality import Mark, marks_of_wave
from surveys.questions import Kind, Question
from surveys.readings import Source
from surveys.responses import responses_of_wave
from surveys.surveys import choice_key
from surveys.texts import NotAllRead, require_all_read
from surveys.theme_changes import newest_number
from surveys.themes import live_codes, live_themes
from surveys.waves import Wave, wave_with_id
from surveys.workshops import NoteKind
from voice.database import writing_session
from voice.insight.cautioning import caution_lines
from voice.insight.codebook import live_codebook
from voice.insight.following import follow_groups, groups_of
from voice.insight.showing import shown_count
from voice.insight.trusting import trust_findings

MARKS_IN_WORDS = {
    Mark.STRAIGHT_LINE: "gave the same answer to every statement",
    Mark.NOTHING_ANSWERED: "left every question empty",
    Mark.IMPOSSIBLE: "gave answers that cannot both be true",
}
Progress = Callable[[float, str], None]
Findings = dict[tuple[FindingKind, str], dict[str, Any]]


def with_charts(figures: dict[str, Any]) -> dict[str, Any]:
    """Return a school’s stored figures together with the charts drawn from them."""
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
    looking = f"Looking for themes in {len(texts)} texts"
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
    return f"Looked at {len(texts)} texts; {shown_count(len(left))} fit no theme."


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
        findings = _findings(record, wave_with_id(record, wave_id), method=method)
    findings[FindingKind.OVERVIEW, "wave"]["looked_at"] = looked_at
    findings[FindingKind.GROUPS, "leftovers"] = groups
    with writing_session(engine) as record:
        store_findings(record, wave_id=wave_id, figures=findings, on=on)
        record.commit()


def _findings(session: Session, wave: Wave, *, method: str) -> Findings:
    """Count and protect everything that pages and reports say of a wave."""
    urns = {place.school_id: place.school.urn for place in wave.schools}
    programmes = schools_of_programmes(session)
    local = {urn: places_of(session, school_id) for school_id, urn in urns.items()}
    heard = Heard(
        schools=tuple(sorted(urns.values())),
        ticks=[(urns[school_id], picks) for school_id, picks in responses_of_wave(session, wave.id)],
        writers={one: urns[school_id] for one, school_id in schools_of_writers(session, wave.id).items()},
        written=[_written(held) for held in themes_held_by_answers(session, wave.id)],
        said=[_written(held) for held in themes_held_by_notes(session)],
        programmes=programmes,
        asked=_asked(wave, live_codes(session)),
        themes=[(theme.code, theme.name) for theme in live_themes(session)],
        own_places={urn: [Option(*place) for place in places.added] for urn, places in local.items()},
        own_names={urn: places.renamed for urn, places in local.items()},
    )
    lines = Lines(heard)
    marks = defaultdict(Counter[str], marks_of_wave(session, wave.id))
    findings: Findings = {(FindingKind.OVERVIEW, "wave"): overview(heard, method=method)}
    warnings = caution_lines(session, wave)
    for code, about in about_themes(lines).items():
        findings[FindingKind.THEME, code] = {**about, "cautions": warnings.get(code, [])}
    findings |= trust_findings(session, wave.id)
    for place in wave.schools:
        figures = about_school(lines, place.school.urn)
        figures["roll"] = place.roll
        said = recommendations(session, place.school_id, least_headcount=THRESHOLD)
        figures["workshops"] = {"lines": [{"kind": NoteKind.RECOMMENDATION, "text": text} for text in said]}
        figures["method"] = {
            "themes": method,
            "read": "Every comment was read by a person first.",
            # Marked forms count like all others; a reader should know how many there are.
            "marks": [
                {"said": said, "forms": protect_count(marks[place.id][mark]).as_json()}
                for mark, said in MARKS_IN_WORDS.items()
            ],
        }
        findings[FindingKind.SCHOOL, place.school.urn] = figures
    return findings


def _written(held: Held) -> Written:
    return Written(held.response_or_session_id, held.theme_code, tuple(held.because), held.is_decided)


def _asked(wave: Wave, live: Mapping[str, str]) -> dict[str, Asked]:
    words = wave.version.words()
    return {
        question.code: Asked(
            rows=_options(question, words, question.rows, live),
            columns=_options(question, words, question.columns, live),
            alone=frozenset(choice.code for choice in question.choices if choice.alone),
        )
        for question in wave.version.questions
        if question.kind is not Kind.TEXT
    }


def _options(
    question: Question, words: dict[str, str], choices: list[Any], live: Mapping[str, str]
) -> tuple[Option, ...]:
    return tuple(
        Option(
            choice.code,
            words.get(choice_key(question, choice), choice.code),
            # A choice counts under the theme that its own was merged into.
            live.get(choice.theme_code) if choice.theme_code else None,
        )
        for choice in choices
    )

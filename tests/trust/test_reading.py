"""Nothing that nobody has read reaches anybody but a reader; a concern reaches the safeguarding lead alone."""

import json
import random
from contextlib import suppress
from typing import NamedTuple

import pytest
from sqlalchemy import select

from surveys.codings import Decision, Proposal, decide, store_proposals
from surveys.concerns import Concern
from surveys.evidence import (
    confirmed_examples,
    notes_under,
    texts_under,
    themes_held_by_answers,
    themes_held_by_notes,
)
from surveys.findings import FindingKind, finding
from surveys.heard import read_answers, read_notes, schools_of_writers
from surveys.quotes import CannotQuote, clear_quote, cleared_quotes
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer, Response
from surveys.themes import theme_with_code
from surveys.waves import WaveSchool, wave_with_id
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, programme_with_id, read_lines
from tests import make
from tests.borough import FINE, NAME, NOTE, RAW, SCHOOL_URN, THEME, UNREAD, UNREAD_NOTE, WORRY
from tests.pages import Visitor

READERS = (Role.READER, Role.LEAD)


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


def every_page(app, visitor, borough):
    """Open every page there is with what stands in the borough, and return what came by address."""
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        for source, text_id in (
            ("answer", borough.text_id),
            ("note", borough.note_id),
            ("answer", borough.unread_id),
        ):
            named = {name: getattr(borough, name) for name in rule.arguments}
            if "source" in named:
                named |= {"source": source, "text_id": text_id}
            path = rule.build(named, append_unknown=False)[1]
            if path not in found:
                found[path] = visitor.client.get(path).get_data()
    return found


def pages_with(words, pages):
    return {path for path, body in pages.items() if words.encode() in body}


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "nobody")
def test_each_role_sees_the_words_it_may_and_no_others(app, signed_in, borough, role):
    visitor = Visitor(app)
    if role is not None:
        visitor = signed_in(role, urn=SCHOOL_URN if role is Role.SCHOOL else None)
    pages = every_page(app, visitor, borough)
    assert len(pages) > 25
    # Hidden words are seen by nobody, a concern’s by the safeguarding lead alone, at the press of a button.
    assert pages_with(NAME, pages) == set()
    assert pages_with(WORRY, pages) == set()
    form_on = "/sign-in" if role is None else "/privacy"
    pressed = visitor.post(f"/concerns/{borough.concern_id}/words", form_on=form_on)
    assert (WORRY in pressed.response.text) == (role is Role.SAFEGUARDING_LEAD)
    # Unread words are seen where they are read, and nowhere else.
    reading = {"/reading", "/reading/batch"} if role in READERS else set()
    assert pages_with(UNREAD, pages) <= reading
    assert pages_with(UNREAD_NOTE, pages) <= reading
    # Read words are for staff; a school and the public get them in a released report alone.
    if role in (None, Role.SCHOOL):
        assert pages_with(FINE, pages) == pages_with(NOTE, pages) == set()


def test_the_words_of_a_concern_stand_sealed_in_it_and_nowhere_else_in_the_record(engine, record, borough):
    assert tables_with(engine, WORRY) == set()
    assert record.get_one(Concern, borough.concern_id).text == WORRY
    assert WORRY not in record.scalars(select(Answer.text)).all()


def tables_with(engine, words):
    with engine.connect() as connection:
        names = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        return {
            name
            for name in names
            if words in repr(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())
        }


@pytest.mark.parametrize("seed", range(10))
def test_whatever_happens_only_read_words_reach_a_theme_a_quote_or_a_finding(
    record, signed_in, borough, seed
):
    """Random texts, readings, proposals, decisions and clearances: what was not let through comes out nowhere."""
    chance = random.Random(seed)
    outcomes = _live_through_a_week(record, borough, chance)
    let_through = [text.mark for text, outcome in outcomes.items() if outcome is Outcome.FINE]
    kept_back = [text.mark for text in outcomes if text.mark not in let_through]
    wave = wave_with_id(record, borough.wave_id)
    theme = theme_with_code(record, THEME)
    handed_on = [text.shown for text in (*read_answers(record, wave.id), *read_notes(record))]
    handed_on += [text.shown for text in texts_under(record, theme=theme, wave_id=wave.id, most=1_000)]
    handed_on += [text.shown for text in notes_under(record, theme=theme, most=1_000)]
    handed_on += [one.words for one in cleared_quotes(record, wave=wave, on=make.TODAY, shown={THEME})]
    handed_on += [text for text, _ in confirmed_examples(record)]
    told = " ".join(handed_on)
    assert [words for words in kept_back if words in told] == []
    assert [words for words in let_through if words not in told] == []
    silent = [text.id for text, outcome in outcomes.items() if outcome in (None, Outcome.CONCERN)]
    responses = set(record.scalars(select(Answer.response_id).where(Answer.id.in_(silent))))
    assert responses
    held = {one.response_or_session_id for one in themes_held_by_answers(record, wave.id)}
    assert held.isdisjoint(responses)
    assert set(schools_of_writers(record, wave.id)).isdisjoint(responses)
    assert len(themes_held_by_notes(record)) <= len(read_notes(record)) * 2
    record.commit()
    for role in (Role.SUBGROUP_MEMBER, Role.LEAD):
        visitor = signed_in(role)
        for path in (f"/waves/{borough.wave_id}/themes/{THEME}", "/subgroups/transport"):
            body = visitor.client.get(path).get_data(as_text=True)
            assert [words for words in kept_back if words in body] == []


def _live_through_a_week(record, borough, chance):
    """Have texts sent in, some read, coded, decided on and quoted; return what a person said of each, if anybody."""
    lead = make.worker(record, Role.LEAD)
    outcomes = {}
    texts, later = _written(record, borough, chance)
    for text in texts:
        # Nothing is made of a wave until all of it is read, so what nobody reads stands in the later one.
        stays_unread = text.id in later or (text.source is Source.NOTE and chance.random() < 0.25)
        outcomes[text] = outcome = None if stays_unread else chance.choice([*Outcome])
        if outcome is not None:
            hide = [text.mark] if outcome is Outcome.HIDDEN else []
            said = {"reader": lead, "outcome": outcome, "on": make.TODAY, "hide": hide}
            read_text(record, source=text.source, text_id=text.id, **said)
    read = [text for text, outcome in outcomes.items() if outcome in (Outcome.FINE, Outcome.HIDDEN)]
    both = [Proposal(THEME, 0.5, []), Proposal("BUL", 0.5, [])]
    proposed = {(text.source, text.id): both for text in read if chance.random() < 0.7}
    store_proposals(record, proposed, method="seeds 1")
    said = {"theme": theme_with_code(record, THEME), "worker": lead, "on": make.TODAY}
    for text in read:
        if chance.random() < 0.5:
            decision = chance.choice([*Decision])
            decide(record, source=text.source, text_id=text.id, decision=decision, **said)
    for text in outcomes:
        if text.source is Source.ANSWER and chance.random() < 0.6:
            with suppress(CannotQuote):
                clear_quote(record, answer_id=text.id, **said)
    return outcomes


class Text(NamedTuple):
    """A text that was sent in: where from, its key, and the mark in its words."""

    source: Source
    id: str
    mark: str


def _written(record, borough, chance):
    """Have pupils write 20 answers and a youth worker 10 notes, each with a mark; return them in any order.

    Also the keys of the answers that are of the later wave.
    """
    marks = [f"mark{number:03d}" for number in range(30)]
    wave = wave_with_id(record, borough.wave_id)
    make.responses(record, wave.schools[0], *(f"{mark} the bus is late" for mark in marks[:15]))
    unread = record.get_one(Answer, borough.unread_id)
    place = record.get_one(WaveSchool, record.get_one(Response, unread.response_id).wave_school_id)
    make.responses(record, place, *(f"{mark} the bus is late" for mark in marks[15:20]))
    workshop = programme_with_id(record, borough.programme_id).sessions[1]
    lines = read_lines("\n".join(f"{mark} buses | 3" for mark in marks[20:]), kind=NoteKind.CAUSE)
    notes = add_notes(record, workshop=workshop, notes=lines)
    answers = [answer for answer in record.scalars(select(Answer)) if (answer.text or "").startswith("mark")]
    texts = [Text(Source.NOTE, note.id, note.text.split()[0]) for note in notes]
    texts += [Text(Source.ANSWER, answer.id, answer.text.split()[0]) for answer in answers]
    chance.shuffle(texts)
    own = select(Response.id).where(Response.wave_school_id == place.id)
    return texts, set(record.scalars(select(Answer.id).where(Answer.response_id.in_(own))))


def test_what_is_stored_as_a_finding_holds_no_words_of_anybody(record, borough):
    for kind in (FindingKind.THEME, FindingKind.OVERVIEW):
        subject = THEME if kind is FindingKind.THEME else "wave"
        figures = json.dumps(finding(record, wave_id=borough.wave_id, kind=kind, subject=subject).figures)
        for words in (FINE, RAW, UNREAD, WORRY, NAME):
            assert words not in figures

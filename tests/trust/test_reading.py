"""Nothing that nobody has read reaches anybody but a reader; a concern reaches the safeguarding lead alone."""

import json
import random

import pytest
from sqlalchemy import select

from surveys.codings import (
    Decision,
    Proposal,
    confirmed_examples,
    decide,
    notes_under,
    store_proposals,
    texts_under,
    themes_held_by_answers,
    themes_held_by_notes,
)
from surveys.findings import FindingKind, finding
from surveys.quotes import CannotQuote, clear_quote, cleared_quotes
from surveys.readings import Outcome, Source, read_answers, read_notes, read_text, schools_of_writers
from surveys.responses import Answer
from surveys.themes import theme_with_code
from surveys.waves import wave_with_id
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, programme_with_id, read_lines
from tests import make
from tests.borough import FINE, NAME, NOTE, RAW, SCHOOL_URN, THEME, UNREAD, UNREAD_NOTE, WORRY
from tests.pages import Visitor

OTHERS = [role for role in Role if role is not Role.SAFEGUARDING_LEAD]
NOT_READERS = [role for role in Role if role not in (Role.READER, Role.LEAD)]


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
        for source, text_id in (("answer", borough.text_id), ("note", borough.note_id), ("answer", borough.unread_id)):
            named = {name: getattr(borough, name) for name in rule.arguments}
            if "source" in named:
                named |= {"source": source, "text_id": text_id}
            path = rule.build(named, append_unknown=False)[1]
            if path not in found:
                found[path] = visitor.client.get(path).get_data()
    return found


def pages_with(words, pages):
    return [path for path, body in pages.items() if words.encode() in body]


@pytest.mark.parametrize("role", OTHERS)
def test_the_words_of_a_concern_stand_on_no_page_of_another_role(app, signed_in, borough, role):
    pages = every_page(app, signed_in(role, urn=SCHOOL_URN if role is Role.SCHOOL else None), borough)
    assert len(pages) > 25
    assert pages_with(WORRY, pages) == []


def test_the_words_of_a_concern_stand_on_its_own_page_alone(app, signed_in, borough):
    pages = every_page(app, signed_in(Role.SAFEGUARDING_LEAD), borough)
    assert pages_with(WORRY, pages) == [f"/concerns/{borough.concern_id}"]


def test_the_words_of_a_concern_stand_nowhere_else_in_the_record(engine):
    assert tables_with(engine, WORRY) == {"concern"}


def tables_with(engine, words):
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return {
            name for name in names if words in repr(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())
        }


@pytest.mark.parametrize("role", NOT_READERS)
def test_no_unread_or_hidden_word_stands_on_a_page_of_those_who_do_not_read(app, signed_in, borough, role):
    pages = every_page(app, signed_in(role, urn=SCHOOL_URN if role is Role.SCHOOL else None), borough)
    for words in (UNREAD, NAME):
        assert pages_with(words, pages) == []
    # A youth worker types notes up and sees what is not read yet on the page where it was typed.
    where = [f"/workshops/sessions/{borough.session_id}"] if role is Role.YOUTH_WORKER else []
    assert pages_with(UNREAD_NOTE, pages) == where


def test_nobody_who_is_not_signed_in_sees_any_words(app, borough):
    pages = every_page(app, Visitor(app), borough)
    for words in (FINE, RAW, UNREAD, WORRY, NOTE, NAME):
        assert pages_with(words, pages) == []


@pytest.mark.parametrize("role", [Role.READER, Role.LEAD])
def test_a_reader_sees_unread_words_where_they_are_read_alone(app, signed_in, borough, role):
    pages = every_page(app, signed_in(role), borough)
    assert set(pages_with(UNREAD, pages)) <= {"/reading", "/reading/batch"}
    assert pages_with(NAME, pages) == []


@pytest.mark.parametrize("seed", range(10))
def test_whatever_happens_only_read_words_reach_a_theme_a_quote_or_a_finding(record, signed_in, borough, seed):
    """Random texts, readings, proposals, decisions and clearances: what was not let through comes out nowhere."""
    chance = random.Random(seed)
    let_through, kept_back = _live_through_a_week(record, borough, chance)
    wave = wave_with_id(record, borough.wave_id)
    theme = theme_with_code(record, THEME)
    handed_on = [text.shown for text in (*read_answers(record, wave.id), *read_notes(record))]
    handed_on += [text.shown for text in texts_under(record, theme=theme, wave_id=wave.id, most=1_000)]
    handed_on += [text.shown for text in notes_under(record, theme=theme, most=1_000)]
    handed_on += [words for _, _, words in cleared_quotes(record, wave_id=wave.id)]
    handed_on += [text for text, _ in confirmed_examples(record)]
    told = " ".join(handed_on)
    assert [words for words in kept_back if words in told] == []
    assert [words for words in let_through if words not in told] == []
    responses = {
        answer.response_id: answer.text for answer in record.scalars(select(Answer)) if answer.text in kept_back
    }
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
    """Return the marks of texts that a person let through, and of those that must stay back."""
    let_through, kept_back = [], []
    wave, theme = wave_with_id(record, borough.wave_id), theme_with_code(record, THEME)
    lead = make.worker(record, Role.LEAD)
    marks = [f"mark{number:03d}" for number in range(30)]
    make.responses(record, wave.schools[0], *(f"{mark} the bus is late" for mark in marks[:20]))
    workshop = programme_with_id(record, borough.programme_id).sessions[1]
    lines = read_lines("\n".join(f"{mark} buses | 3" for mark in marks[20:]), kind=NoteKind.CAUSE)
    texts = [(Source.NOTE, note.id, note.text) for note in add_notes(record, workshop=workshop, notes=lines)]
    answers = record.scalars(select(Answer).where(Answer.text.startswith("mark"))).all()
    texts += [(Source.ANSWER, answer.id, answer.text) for answer in answers]
    chance.shuffle(texts)
    read = []
    for source, text_id, words in texts:
        mark = words.partition(" ")[0]
        outcome = chance.choice([*Outcome, None])
        if outcome is not None:
            hide = [mark] if outcome is Outcome.HIDDEN else []
            read_text(
                record, source=source, text_id=text_id, reader=lead, outcome=outcome, on=make.TODAY, hide=hide
            )
        if outcome in (Outcome.FINE, Outcome.HIDDEN):
            read.append((source, text_id))
        (let_through if outcome is Outcome.FINE else kept_back).append(mark)
    proposed = {key: [Proposal(THEME, 0.5, []), Proposal("BUL", 0.5, [])] for key in read if chance.random() < 0.7}
    store_proposals(record, proposed, method="seeds 1")
    for source, text_id, _ in texts:
        said = {"theme": theme, "worker": lead, "on": make.TODAY}
        if (source, text_id) in read and chance.random() < 0.5:
            decide(record, source=source, text_id=text_id, decision=chance.choice([*Decision]), **said)
        if source is Source.ANSWER and chance.random() < 0.6:
            try:
                clear_quote(record, answer_id=text_id, **said)
            except CannotQuote:
                pass
            else:
                assert (source, text_id) in read
    return let_through, kept_back


def test_what_is_stored_as_a_finding_holds_no_words_of_anybody(record, borough):
    for kind in (FindingKind.THEME, FindingKind.OVERVIEW):
        subject = THEME if kind is FindingKind.THEME else "wave"
        figures = json.dumps(finding(record, wave_id=borough.wave_id, kind=kind, subject=subject).figures)
        for words in (FINE, RAW, UNREAD, WORRY, NAME):
            assert words not in figures

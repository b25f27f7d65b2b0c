"""Codings: the machine proposes again and again, a person’s decision stands, and everyone can tell whose it is."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Coding, Decision, Proposal, codings_of, decide, read_text_of, store_proposals
from surveys.evidence import (
    confirmed_examples,
    notes_under,
    texts_under,
    themes_held_by_answers,
    themes_held_by_notes,
)
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.themes import theme_with_code
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make

DAY, MONDAY = date(2026, 3, 5), date(2026, 3, 2)


@pytest.fixture
def lead(record):
    load_themes(record, [ThemeEntry(code, code, code) for code in ("BUL", "TRV", "SLP")], version=1)
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def wave(record):
    return make.wave(record)


@pytest.fixture
def answer_id(record, lead, wave):
    return read_answer(record, wave, lead, "The bus is late")


def read_answer(record, wave, reader, words, outcome=Outcome.FINE):
    make.responses(record, wave.schools[0], words)
    key = make.answer_saying(record, words)
    read_text(record, source=Source.ANSWER, text_id=key, reader=reader, outcome=outcome, on=DAY)
    return key


def read_note(record, wave, reader, line):
    programme = add_programme(record, school=wave.schools[0].school, starts_on=DAY)
    note = add_notes(record, workshop=programme.sessions[0], notes=read_lines(line, kind=NoteKind.BARRIER))[0]
    read_text(record, source=Source.NOTE, text_id=note.id, reader=reader, outcome=Outcome.FINE, on=DAY)
    return note.id, programme.id


def propose(record, text_id, *codes, source=Source.ANSWER, method="seeds 1", score=0.8):
    return store_proposals(
        record, {(source, text_id): [Proposal(code, score, ["late"]) for code in codes]}, method=method
    )


def say(record, text_id, code, decision, worker, source=Source.ANSWER):
    return decide(
        record,
        source=source,
        text_id=text_id,
        theme=theme_with_code(record, code),
        decision=decision,
        worker=worker,
        on=DAY,
    )


def held(record, text_id):
    return {coding.theme.code: coding for coding in codings_of(record, source=Source.ANSWER, text_id=text_id)}


def test_the_machine_says_how_it_knows(record, answer_id):
    assert propose(record, answer_id, "TRV", score=0.123456) == 1
    coding = held(record, answer_id)["TRV"]
    assert (coding.who, coding.score, coding.because) == ("the machine (seeds 1)", 0.1235, ["late"])
    assert coding.holds


def test_a_new_run_replaces_what_only_the_machine_said(record, answer_id):
    propose(record, answer_id, "TRV", "BUL")
    assert propose(record, answer_id, "SLP", method="seeds 2") == 1
    assert {code: coding.method for code, coding in held(record, answer_id).items()} == {"SLP": "seeds 2"}


def test_a_run_leaves_texts_it_did_not_look_at_alone(record, lead, wave, answer_id):
    other = read_answer(record, wave, lead, "Tired")
    propose(record, answer_id, "TRV")
    propose(record, other, "SLP")
    assert set(held(record, answer_id)) == {"TRV"}


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("proposed_before", [True, False])
@pytest.mark.parametrize("proposed_after", [True, False])
def test_what_a_person_decided_survives_every_run(
    record, lead, answer_id, decision, proposed_before, proposed_after
):
    if proposed_before:
        propose(record, answer_id, "TRV")
    say(record, answer_id, "TRV", decision, lead)
    for method in ("seeds 2", "seeds 3"):
        propose(record, answer_id, *(["TRV"] if proposed_after else []), "SLP", method=method)
    coding = held(record, answer_id)["TRV"]
    assert (coding.decision, coding.decided_by, coding.decided_on) == (decision, lead, MONDAY)
    assert coding.who == f"Lena Lead ({decision})"
    assert coding.method == ("seeds 1" if proposed_before else None)
    assert coding.holds is (decision is not Decision.REMOVED)


def test_a_later_decision_replaces_an_earlier_one(record, lead, answer_id):
    other = make.worker(record, Role.READER, name="Rita Reader")
    say(record, answer_id, "TRV", Decision.ADDED, lead)
    coding = say(record, answer_id, "TRV", Decision.REMOVED, other)
    assert coding.who == "Rita Reader (removed)"
    assert len(codings_of(record, source=Source.ANSWER, text_id=answer_id)) == 1


def test_objects_of_the_caller_stay_usable_after_a_run(record, lead, wave, answer_id):
    propose(record, answer_id, "TRV")
    propose(record, answer_id, "TRV")
    assert lead in record
    assert wave.schools[0].school.name


def test_nobody_decides_on_a_text_that_was_not_let_through(record, lead, wave):
    make.responses(record, wave.schools[0], "unread")
    unread = record.scalars(select(Answer.id)).one()
    worry = read_answer(record, wave, lead, "worry", Outcome.CONCERN)
    for text_id in (unread, worry, "0" * 32):
        with pytest.raises(NoResultFound):
            say(record, text_id, "TRV", Decision.ADDED, lead)
        with pytest.raises(NoResultFound):
            read_text_of(record, source=Source.ANSWER, text_id=text_id)
    assert record.scalars(select(Coding)).all() == []


def test_a_removed_theme_counts_nowhere(record, lead, wave, answer_id):
    propose(record, answer_id, "TRV", "BUL")
    say(record, answer_id, "TRV", Decision.REMOVED, lead)
    found = themes_held_by_answers(record, wave.id)
    assert [(one.theme_code, one.is_decided, one.because) for one in found] == [("BUL", False, ["late"])]
    assert found[0].response_or_session_id == record.scalars(select(Answer.response_id)).one()


def test_answers_of_another_wave_and_notes_do_not_count_as_a_waves_answers(record, lead, wave, answer_id):
    note_id, programme_id = read_note(record, wave, lead, "Buses")
    propose(record, answer_id, "TRV")
    propose(record, note_id, "TRV", source=Source.NOTE)
    assert themes_held_by_answers(record, make.wave(record).id) == []
    assert len(themes_held_by_answers(record, wave.id)) == 1
    assert [one.response_or_session_id for one in themes_held_by_notes(record)] == [programme_id]


def test_answers_to_check_come_undecided_first_then_surest_first(record, lead, wave):
    ids = {words: read_answer(record, wave, lead, words) for words in ("sure", "unsure", "decided")}
    for words, score in (("sure", 0.9), ("unsure", 0.2), ("decided", 1.0)):
        propose(record, ids[words], "TRV", score=score)
    say(record, ids["decided"], "TRV", Decision.CONFIRMED, lead)
    theme = theme_with_code(record, "TRV")

    def shown(**wish):
        return [
            text.shown for text in texts_under(record, theme=theme, wave_id=wave.id, **{"most": 9, **wish})
        ]

    assert shown() == ["sure", "unsure", "decided"]
    assert shown(undecided_only=True) == ["sure", "unsure"]
    assert shown(skip=1, most=1) == ["unsure"]


def test_the_most_voted_note_comes_first_and_removed_ones_not_at_all(record, lead, wave):
    programme = add_programme(record, school=wave.schools[0].school, starts_on=DAY)
    lines = read_lines("few | 2\nnone\nmany | 9\ngone | 50", kind=NoteKind.BARRIER)
    for note in add_notes(record, workshop=programme.sessions[0], notes=lines):
        read_text(record, source=Source.NOTE, text_id=note.id, reader=lead, outcome=Outcome.FINE, on=DAY)
        propose(record, note.id, "TRV", source=Source.NOTE)
        if note.text == "gone":
            say(record, note.id, "TRV", Decision.REMOVED, lead, source=Source.NOTE)
    theme = theme_with_code(record, "TRV")
    assert [text.shown for text in notes_under(record, theme=theme, most=9)] == ["many", "few", "none"]


def test_the_machine_learns_from_what_people_confirmed_and_added(record, lead, wave, answer_id):
    propose(record, answer_id, "TRV", "BUL")
    say(record, answer_id, "TRV", Decision.CONFIRMED, lead)
    say(record, answer_id, "SLP", Decision.ADDED, lead)
    say(record, answer_id, "BUL", Decision.REMOVED, lead)
    propose(record, read_answer(record, wave, lead, "nobody decided"), "BUL")
    assert confirmed_examples(record) == [("The bus is late", ("TRV", "SLP"))]


@pytest.mark.parametrize(
    "broken",
    [
        {"answer_id": None},
        {"method": None},
        {"score": 1.5},
        {"decision": Decision.ADDED},
    ],
)
def test_the_database_keeps_the_rules_of_a_coding(record, answer_id, broken):
    theme = theme_with_code(record, "TRV")
    record.add(
        Coding(**{"answer_id": answer_id, "theme": theme, "method": "seeds 1", "because": [], **broken})
    )
    with pytest.raises(IntegrityError):
        record.flush()

"""Reading: one at a time or a page at once; two readers at once never read the same text twice."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.codings import Proposal, store_proposals
from surveys.concerns import Concern
from surveys.readings import Outcome, Reading, Source, read_text
from surveys.responses import Answer
from surveys.waves import waves
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make
from tests.pages import Visitor
from voice.insight import load_codebook

QUICKER = "Someone else has read that text in the meantime. Here is the next one."


@pytest.fixture
def reader(signed_in):
    return signed_in(Role.READER)


@pytest.fixture
def write(record):
    place = make.wave(record).schools[0]

    def write(*texts):
        make.responses(record, place, *texts)
        ids = {text: key for key, text in record.execute(select(Answer.id, Answer.text))}
        record.commit()
        return ids

    return write


@pytest.fixture
def ids(write):
    return write("Ask Kai Lee, kai knows", "The bus is late")


def mark(visitor, text_id, outcome, source="answer", **more):
    sent = {"outcome": outcome, "csrf_token": visitor.get("/reading").field("csrf_token"), **more}
    return visitor.post(f"/reading/{source}/{text_id}", sent, form_on="")


def readings(engine):
    with Session(engine) as session:
        return {
            row.answer_id or row.note_id: (row.outcome, row.shown) for row in session.scalars(select(Reading))
        }


def test_a_text_is_shown_with_its_question_and_its_school(reader, write, record):
    write("The bus is late")
    page = reader.get("/reading")
    assert page.soup.blockquote.text == "The bus is late"
    assert "School" in page.soup.select_one(".voice-text__where").text
    assert "bar_text" not in page.text
    assert "0 read, 1 to go." in page.text


def test_a_fine_text_is_marked_and_the_next_one_comes(reader, ids, engine):
    text_id = ids["The bus is late"]
    assert mark(reader, text_id, "fine").response.location == "/reading"
    assert readings(engine) == {text_id: (Outcome.FINE, "The bus is late")}
    assert reader.get("/reading").soup.blockquote.text == "Ask Kai Lee, kai knows"
    mark(reader, ids["Ask Kai Lee, kai knows"], "fine")
    assert "There is nothing to read. Thank you." in reader.get("/reading").text


def test_words_are_hidden_one_on_each_line(reader, ids, engine):
    text_id = ids["Ask Kai Lee, kai knows"]
    mark(reader, text_id, "hidden", hide="Kai\r\n\r\nKai Lee\r\n")
    assert readings(engine) == {text_id: (Outcome.HIDDEN, "Ask [hidden], [hidden] knows")}


@pytest.mark.parametrize(
    ("hide", "words"),
    [
        ("", "Say which words to hide."),
        (" \r\n ", "Say which words to hide."),
        ("Kay", "“Kay” is not in the text. Copy the words as they stand there."),
    ],
)
def test_nothing_to_hide_gets_a_sentence_and_the_same_text_again(reader, ids, engine, hide, words):
    page = mark(reader, ids["Ask Kai Lee, kai knows"], "hidden", hide=hide)
    assert page.status == 200
    assert words in page.text
    assert page.soup.blockquote.text == "Ask Kai Lee, kai knows"
    assert readings(engine) == {}


def test_fine_is_not_taken_for_a_text_with_words_to_hide(reader, ids, engine):
    page = mark(reader, ids["Ask Kai Lee, kai knows"], "fine", hide="Kai Lee")
    assert "You wrote words to hide" in page.text
    assert "Kai Lee" in page.soup.textarea.text
    assert readings(engine) == {}


def test_a_concern_leaves_the_answers_and_the_reader_is_told(reader, ids, engine):
    text_id = ids["The bus is late"]
    mark(reader, text_id, "concern")
    assert "Passed to the safeguarding lead. The words are out of the answers." in reader.get("/reading").text
    with Session(engine) as session:
        assert session.get_one(Answer, text_id).text is None
        assert session.scalars(select(Concern.text)).all() == ["The bus is late"]


def test_a_text_put_aside_comes_to_this_reader_no_more_but_to_others(reader, signed_in, write, engine):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    mark(reader, text_id, "aside")
    assert "There is nothing to read but what you put aside" in reader.get("/reading").text
    assert other.get("/reading").soup.blockquote.text == "The bus is late"
    assert readings(engine) == {}


def test_the_second_of_two_readers_gets_a_sentence_and_one_reading_is_stored(
    reader, signed_in, write, engine
):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    tokens = [visitor.get("/reading").field("csrf_token") for visitor in (reader, other)]
    address = f"/reading/answer/{text_id}"
    first = reader.post(address, {"csrf_token": tokens[0], "outcome": "fine"}, form_on="")
    second = other.post(address, {"csrf_token": tokens[1], "outcome": "concern"}, form_on="")
    assert first.status == second.status == 302
    assert QUICKER in other.get("/reading").text
    assert QUICKER not in reader.get("/reading").text
    assert readings(engine) == {text_id: (Outcome.FINE, "The bus is late")}
    with Session(engine) as session:
        assert session.scalars(select(Concern)).all() == []


@pytest.mark.parametrize("outcome", ["fine", "concern"])
def test_a_reader_who_is_overtaken_between_the_look_and_the_mark_gets_the_sentence(
    reader, write, record, engine, monkeypatch, outcome
):
    # As it can happen where two transactions run at once: both see the text unread, one is quicker.
    text_id = write("The bus is late")["The bus is late"]
    page = reader.get("/reading")
    from voice import readings as view

    looked = view.text_to_read

    def slow_look(session, source, text_id):
        found = looked(session, source, text_id)
        other = make.worker(session, Role.READER)
        read_text(session, source=source, text_id=text_id, reader=other, outcome=Outcome.FINE, on=make.TODAY)
        session.commit()
        return found

    monkeypatch.setattr(view, "text_to_read", slow_look)
    sent = {"csrf_token": page.field("csrf_token"), "outcome": outcome}
    assert reader.post(f"/reading/answer/{text_id}", sent, form_on="").status == 302
    monkeypatch.undo()
    assert QUICKER in reader.get("/reading").text
    assert readings(engine) == {text_id: (Outcome.FINE, "The bus is late")}


def test_a_page_is_read_at_once_and_what_was_ticked_stays(reader, ids, engine):
    page = reader.get("/reading/batch")
    seen = [field["value"] for field in page.soup.select("input[name=seen]")]
    assert sorted(seen) == sorted(f"answer:{key}" for key in ids.values())
    closer = f"answer:{ids['Ask Kai Lee, kai knows']}"
    done = reader.post("/reading/batch", {"seen": seen, "closer": [closer]})
    assert done.status == 302
    assert "1 text marked as fine. 1 left for a closer look." in reader.get("/reading/batch").text
    assert readings(engine) == {ids["The bus is late"]: (Outcome.FINE, "The bus is late")}


@pytest.mark.parametrize(
    "seen",
    [[], ["x"], ["answer:x"], ["nothing:x"], ["answer:"], [":"], ["answer:" + "f" * 9_000], ["note:\0"]],
)
def test_marks_that_stand_for_no_text_mark_nothing(reader, ids, engine, seen):
    page = reader.post("/reading/batch", {"seen": seen})
    assert page.status in (302, 400)
    assert readings(engine) == {}


def test_the_same_text_twice_in_one_batch_is_read_once(reader, ids, engine):
    mark_ = f"answer:{ids['The bus is late']}"
    assert reader.post("/reading/batch", {"seen": [mark_, mark_]}).status == 302
    assert len(readings(engine)) == 1


def test_a_text_overtaken_in_a_batch_costs_the_others_nothing(reader, ids, engine, monkeypatch):
    from voice import readings as view

    overtaken = ids["Ask Kai Lee, kai knows"]
    looked = view.text_to_read

    def slow_look(session, source, text_id):
        found = looked(session, source, text_id)
        if text_id == overtaken:
            other = make.worker(session, Role.READER)
            read_text(
                session, source=source, text_id=text_id, reader=other, outcome=Outcome.FINE, on=make.TODAY
            )
        return found

    monkeypatch.setattr(view, "text_to_read", slow_look)
    page = reader.post("/reading/batch", {"seen": [f"answer:{key}" for key in ids.values()]})
    assert page.status == 302
    assert set(readings(engine)) == set(ids.values())


def test_a_note_is_read_like_an_answer(reader, record, engine):
    programme = add_programme(record, school=make.school(record), starts_on=make.TODAY)
    note = add_notes(record, workshop=programme.sessions[0], notes=read_lines("Ask Kai", kind=NoteKind.IDEA))[
        0
    ]
    note_id = note.id
    record.commit()
    page = reader.get("/reading")
    assert "Workshop note: idea" in page.text
    mark(reader, note_id, "hidden", source="note", hide="Kai")
    assert readings(engine) == {note_id: (Outcome.HIDDEN, "Ask [hidden]")}


@pytest.mark.parametrize(
    "address",
    [
        "/reading/answer/nothing",
        "/reading/note/" + "f" * 32,
        "/reading/elsewhere/" + "f" * 32,
        "/reading/answer/" + "f" * 5_000,
        "/reading/answer/💥",
    ],
)
@pytest.mark.parametrize("outcome", ["fine", "concern", "nonsense", ""])
def test_an_address_of_no_text_leads_on_to_the_next(reader, ids, engine, address, outcome):
    token = reader.get("/reading").field("csrf_token")
    page = reader.post(address, {"csrf_token": token, "outcome": outcome}, form_on="")
    assert page.response.location == "/reading"
    assert readings(engine) == {}


@pytest.mark.parametrize("outcome", ["nonsense", "", "FINE", "fine\0"])
def test_an_unknown_outcome_stores_nothing(reader, ids, engine, outcome):
    page = mark(reader, ids["The bus is late"], outcome)
    assert page.status in (200, 400)
    assert readings(engine) == {}


@pytest.fixture
def hidden_everywhere(reader, record, engine, write):
    """An answer and a note whose name a reader has hidden, both under a theme."""
    load_codebook(record)
    write("Ask Kayden Marsh, kayden marsh knows")
    answer, wave = record.scalars(select(Answer)).one(), waves(record)[0]
    programme = add_programme(record, school=wave.schools[0].school, starts_on=make.TODAY)
    note = add_notes(
        record,
        workshop=programme.sessions[0],
        notes=read_lines("Kayden Marsh is late | 3", kind=NoteKind.CAUSE),
    )[0]
    found = {"answer": answer.id, "note": note.id}
    session_id, wave_id = programme.sessions[0].id, wave.id
    record.commit()
    for source, text_id in found.items():
        mark(reader, text_id, "hidden", source=source, hide="Kayden Marsh")
    store_proposals(
        record, {(Source(s), key): [Proposal("TRV", 0.9, ["late"])] for s, key in found.items()}, method="m"
    )
    record.commit()
    return [
        "/reading",
        "/reading/batch",
        f"/waves/{wave_id}/themes/TRV",
        f"/texts/answer/{found['answer']}/themes",
        f"/texts/note/{found['note']}/themes",
        f"/workshops/sessions/{session_id}",
    ]


def test_hidden_words_stand_on_no_page_afterwards(hidden_everywhere, signed_in):
    everyone = signed_in(Role.LEAD, Role.READER, Role.YOUTH_WORKER)
    shown = 0
    for path in hidden_everywhere:
        page = everyone.get(path)
        assert page.status == 200
        assert "kayden" not in page.response.text.lower(), path
        shown += "[hidden]" in page.text
    assert shown == 4


def test_an_unread_note_is_shown_to_the_one_who_leads_the_programme_alone(app, record, signed_in):
    leader = make.worker(record, Role.YOUTH_WORKER)
    programme = add_programme(record, school=make.school(record), starts_on=make.TODAY, led_by=leader)
    add_notes(record, workshop=programme.sessions[0], notes=read_lines("Buses are full", kind=NoteKind.IDEA))
    path = f"/workshops/sessions/{programme.sessions[0].id}"
    own = Visitor(app)
    own.sign_in(leader)
    record.commit()
    assert "Buses are full" in own.get(path).text
    for role in (Role.YOUTH_WORKER, Role.LEAD):
        told = signed_in(role).get(path).text
        assert "Buses are full" not in told
        assert "Waits to be read" in told

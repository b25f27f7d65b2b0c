"""The reading room: one text in hand, by keys or forms; two readers at once never read the same text twice."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveys.base import now
from surveys.claims import Claim
from surveys.codings import Proposal, store_proposals
from surveys.concerns import Concern
from surveys.known_names import StaffName
from surveys.readings import Outcome, Reading, Source, read_text
from surveys.responses import Answer
from surveys.schools import School
from surveys.screenings import Level, Screening
from surveys.second_readings import SecondReading
from surveys.sightings import Purpose, Sighting
from surveys.tallies import ReadingTally
from surveys.waves import waves
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make
from tests.pages import Visitor
from voice import readings as view
from voice.insight import load_codebook
from voice.sittings import ALREADY, LATE, QUICKER, STAFF_TOO

TOLD = "Passed to the safeguarding lead. The words are out of the answers."


@pytest.fixture(autouse=True)
def no_draw(monkeypatch):
    """No text is read again, and none is a second reading, unless a test says so."""
    from surveys import claims, second_readings

    monkeypatch.setattr(second_readings, "SHARE", 0)
    monkeypatch.setattr(claims, "SECOND_SHARE", 0)


@pytest.fixture
def reader(signed_in):
    return signed_in(Role.READER)


@pytest.fixture
def write(record):
    place = make.wave(record).schools[0]

    def write(*texts, level=None):
        make.responses(record, place, *texts)
        ids = {text: key for key, text in record.execute(select(Answer.id, Answer.text))}
        if level is not None:
            record.add_all(Screening(answer_id=key, level=level) for key in ids.values())
        record.commit()
        return ids

    return write


@pytest.fixture
def ids(write):
    return write("Ask Kai Lee, kai knows", "The bus is late")


def take(visitor, **sent):
    """Press the button that starts, and return the page with the text."""
    visitor.post("/reading/take", sent, form_on="/reading")
    return visitor.get("/reading")


def mark(visitor, text_id, outcome="fine", source="answer", **more):
    sent = {"outcome": outcome, "what": "hidden", "csrf_token": visitor.get("/reading").field("csrf_token")}
    return visitor.post(f"/reading/{source}/{text_id}", sent | more, form_on="")


def undo(visitor):
    return visitor.post("/reading/undo", form_on="/reading")


def words_on(page):
    """Return the words of the text that is shown, without the signs of its marks."""
    found = page.soup.select_one("[data-words]")
    return found and "".join(run.text for run in found.select("[data-at]"))


def readings(engine):
    with Session(engine) as session:
        return {
            row.answer_id or row.note_id: (row.outcome, row.shown) for row in session.scalars(select(Reading))
        }


def count(engine, table):
    with Session(engine) as session:
        return len(session.scalars(select(table)).all())


def test_looking_at_the_page_puts_nothing_into_anybody_s_hands(reader, ids, engine):
    page = reader.get("/reading")
    assert words_on(page) is None
    assert "0 read, 2 to go." in page.text
    assert count(engine, Claim) == count(engine, Sighting) == 0


def test_a_text_is_shown_with_its_question_its_school_and_its_week(reader, write, engine):
    write("The bus is late")
    page = take(reader)
    assert words_on(page) == "The bus is late"
    where = page.soup.select_one(".voice-text__where").text
    assert "School" in where
    assert "week of" in where
    assert "bar_text" not in page.text
    with Session(engine) as session:
        assert session.scalars(select(Sighting.purpose)).all() == [Purpose.READING]
    assert words_on(reader.get("/reading")) == "The bus is late"
    assert count(engine, Sighting) == 1


def test_a_fine_text_is_marked_and_the_next_one_is_there(reader, ids, engine):
    take(reader)
    assert mark(reader, ids["The bus is late"]).response.location == "/reading"
    assert readings(engine) == {ids["The bus is late"]: (Outcome.FINE, "The bus is late")}
    assert words_on(reader.get("/reading")) == "Ask Kai Lee, kai knows"
    mark(reader, ids["Ask Kai Lee, kai knows"])
    assert "There is nothing to read. Thank you." in reader.get("/reading").text
    assert count(engine, Claim) == 0


def test_words_are_hidden_one_on_each_line_as_what_they_are(reader, ids, engine):
    text_id = ids["Ask Kai Lee, kai knows"]
    mark(reader, text_id, hide="Kai\r\n\r\nKai Lee\r\n", what="name")
    assert readings(engine) == {text_id: (Outcome.HIDDEN, "Ask [name], [name] knows")}


def test_ticked_marks_are_hidden_and_no_others(reader, ids, engine):
    text_id = ids["Ask Kai Lee, kai knows"]
    mark(reader, text_id, span=["4-11-name", "13-16-hidden"])
    assert readings(engine) == {text_id: (Outcome.HIDDEN, "Ask [name], [hidden] knows")}


def test_what_the_machine_is_sure_of_stands_as_a_ticked_box_with_its_words(reader, write, record):
    write("Mrs Okafor has my number 07700 900123")
    page = take(reader)
    boxes = page.soup.select("[data-words] input[name=span]")
    assert [box["aria-label"] for box in boxes] == [
        "Hide “Mrs Okafor” as teacher",
        "Hide “07700 900123” as phone",
    ]
    assert all(box.has_attr("checked") for box in boxes)
    assert words_on(page) == "Mrs Okafor has my number 07700 900123"


def test_the_school_and_who_works_there_are_known(reader, write, record):
    write("it is bad at zorblat high, plimpton shouts")
    school = record.scalars(select(School)).first()
    record.execute(update(School).values(name="Zorblat High"))
    record.add(StaffName(school_id=school.id, name="Mr Plimpton"))
    record.commit()
    kinds = [box["value"].rpartition("-")[2] for box in take(reader).soup.select("[data-words] input")]
    assert kinds == ["school", "teacher"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"hide": "Kay"}, "“Kay” is not in the text. Copy the words as they stand there."),
        ({"span": "4-99-name"}, "What was marked does not fit this text."),
        ({"span": "7-4-name"}, "What was marked does not fit this text."),
        ({"span": "4-11-nonsense"}, "What was marked makes no sense here."),
        ({"span": "x"}, "What was marked makes no sense here."),
        ({"span": "9" * 9_000}, "What was marked makes no sense here."),
        ({"hide": "Kai", "what": "nonsense"}, "Choose from the list what the words are shown as."),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_the_same_text_again(reader, ids, engine, more, words):
    page = mark(reader, ids["Ask Kai Lee, kai knows"], **more)
    assert page.status == 200
    assert words in page.text
    assert words_on(page) == "Ask Kai Lee, kai knows"
    assert readings(engine) == {}
    assert count(engine, Sighting) == count(engine, Claim) == 1


def test_a_form_that_comes_back_keeps_what_the_reader_ticked(reader, ids):
    page = mark(reader, ids["Ask Kai Lee, kai knows"], span=["17-22-address"], hide="Kay")
    ticked = [box["value"] for box in page.soup.select("[data-words] input[checked]")]
    assert ticked == ["17-22-address"]
    assert "Kay" in page.soup.textarea.text


def test_a_concern_leaves_the_answers_and_the_reader_is_told(reader, ids, engine):
    text_id = ids["The bus is late"]
    mark(reader, text_id, "concern")
    assert TOLD in reader.get("/reading").text
    with Session(engine) as session:
        assert session.get_one(Answer, text_id).text is None
        concern = session.scalars(select(Concern)).one()
        assert (concern.text, concern.is_for_authority) == ("The bus is late", False)


def test_a_concern_about_staff_goes_to_the_authority_alone(reader, ids, engine):
    mark(reader, ids["The bus is late"], "concern", about_staff="y")
    with Session(engine) as session:
        assert session.scalars(select(Concern.is_for_authority)).all() == [True]


def test_a_text_put_aside_comes_to_this_reader_no_more_but_to_others(reader, signed_in, write, engine):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    take(reader)
    mark(reader, text_id, "aside")
    assert "There is nothing to read but what you put aside" in reader.get("/reading").text
    assert words_on(take(other)) == "The bus is late"
    assert words_on(take(reader, aside="again")) is None
    mark(other, text_id, "aside")
    assert words_on(take(reader, aside="again")) == "The bus is late"
    assert readings(engine) == {}


def test_what_is_before_one_reader_is_before_no_other(reader, signed_in, write, engine):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    take(reader)
    assert words_on(take(other)) is None
    page = mark(other, text_id, "concern")
    assert page.status == 302
    assert QUICKER in other.get("/reading").text
    mark(reader, text_id)
    assert readings(engine) == {text_id: (Outcome.FINE, "The bus is late")}
    assert count(engine, Concern) == 0


def test_after_ten_minutes_away_another_may_have_it(reader, signed_in, write, record, engine):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    take(reader)
    record.execute(update(Claim).values(until=now()))  # ten minutes later
    record.commit()
    assert words_on(reader.get("/reading")) is None
    assert words_on(take(other)) == "The bus is late"
    mark(reader, text_id)
    assert QUICKER in reader.get("/reading").text
    assert readings(engine) == {}


def test_a_concern_that_comes_too_late_is_passed_on_all_the_same(reader, signed_in, write, record, engine):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    take(reader)
    record.execute(update(Claim).values(until=now()))
    record.commit()
    take(other)
    mark(reader, text_id, "concern", about_staff="y")
    assert f"{LATE} {TOLD}" in reader.get("/reading").text
    assert readings(engine) == {text_id: (Outcome.CONCERN, None)}
    mark(other, text_id, "concern")
    told = other.get("/reading").text
    assert ALREADY in told
    assert STAFF_TOO not in told
    mark(other, text_id, "concern", about_staff="y")
    assert STAFF_TOO in other.get("/reading").text
    with Session(engine) as session:
        concern = session.scalars(select(Concern)).one()
        assert (concern.text, concern.is_for_authority) == ("The bus is late", True)


@pytest.mark.parametrize(
    ("outcome", "words", "reading"),
    [
        ("fine", QUICKER, (Outcome.FINE, "The bus is late")),
        ("concern", f"{LATE} {TOLD}", (Outcome.CONCERN, None)),
    ],
)
def test_a_reader_who_is_overtaken_between_the_look_and_the_mark_gets_the_sentence(
    reader, write, engine, monkeypatch, outcome, words, reading
):
    # As it can happen where two transactions run at once: both see the text unread, one is quicker.
    text_id = write("The bus is late")["The bus is late"]
    page, looked = take(reader), view.hold

    def slow_look(session, *, source, text_id, **more):
        found = looked(session, source=source, text_id=text_id, **more)
        other = make.worker(session, Role.READER)
        read_text(session, source=source, text_id=text_id, reader=other, outcome=Outcome.FINE, on=make.TODAY)
        session.commit()
        return found

    monkeypatch.setattr(view, "hold", slow_look)
    sent = {"csrf_token": page.field("csrf_token"), "outcome": outcome, "what": "hidden"}
    assert reader.post(f"/reading/answer/{text_id}", sent, form_on="").status == 302
    monkeypatch.setattr(view, "hold", looked)
    assert words in reader.get("/reading").text
    assert readings(engine) == {text_id: reading}
    assert count(engine, Concern) == (outcome == "concern")


def test_the_last_reading_is_taken_back_and_comes_before_what_came_since(reader, ids, engine):
    take(reader)
    first = words_on(reader.get("/reading"))
    mark(reader, ids[first])
    assert "Saved: fine as it is." in reader.get("/reading").text
    page = reader.get(undo(reader).response.location)
    assert words_on(page) == first
    assert readings(engine) == {}
    mark(reader, ids[first], "concern")
    undo(reader)
    assert "A concern cannot be taken back: people have been told of it." in reader.get("/reading").text
    assert count(engine, Concern) == 1
    undo(reader)
    assert "There is nothing of yours left to undo." in reader.get("/reading").text


def test_a_reader_s_speed_is_kept_and_a_text_left_open_counts_up_to_a_bound(reader, ids, engine):
    take(reader)
    mark(reader, ids["The bus is late"])
    with reader.client.session_transaction() as browser:
        browser["taken_at"] -= 10_000
    mark(reader, ids["Ask Kai Lee, kai knows"], hide="Kai")
    with Session(engine) as session:
        tally = session.scalars(select(ReadingTally)).one()
    assert (tally.texts, tally.fine, tally.hidden) == (2, 1, 1)
    assert 120 <= tally.seconds <= 125


def test_a_second_reading_looks_like_any_other(reader, signed_in, write, engine, monkeypatch):
    text_id = write("The bus is late")["The bus is late"]
    other = signed_in(Role.READER)
    monkeypatch.setattr("surveys.second_readings.SHARE", 1)
    first = take(reader)
    mark(reader, text_id)
    assert "There is nothing to read." in reader.get("/reading").text
    assert "1 read, 1 to go." in other.get("/reading").text
    second = take(other)

    def bare(page):
        for one in page.soup.select(
            "[name=csrf_token], .govuk-body, .voice-masthead__who, .voice-review__last"
        ):
            one.decompose()
        return str(page.soup)

    assert bare(second) == bare(first)
    mark(other, text_id, hide="bus")
    assert readings(engine) == {text_id: (Outcome.FINE, "The bus is late")}
    with Session(engine) as session:
        assert session.scalars(select(SecondReading.outcome)).all() == [Outcome.HIDDEN]
        assert set(session.scalars(select(Sighting.purpose))) == {Purpose.READING, Purpose.SECOND_READING}


def take_page(visitor):
    visitor.post("/reading/batch/take", form_on="/reading")
    return visitor.get("/reading/batch")


def seen_on(page):
    return [field["value"] for field in page.soup.select("input[name=seen]")]


def test_a_page_of_short_ones_is_read_at_once_and_what_was_ticked_is_looked_at_next(reader, write, engine):
    ids = write("Homework is hard", "The bus is late", "The bus is full", level=Level.NONE)
    page = take_page(reader)
    assert sorted(seen_on(page)) == sorted(f"answer:{key}" for key in ids.values())
    assert count(engine, Sighting) == 3
    closer = f"answer:{ids['The bus is full']}"
    done = reader.post("/reading/batch", {"seen": seen_on(page), "closer": [closer]})
    assert done.response.location == "/reading"
    page = reader.get("/reading")
    assert "2 texts marked as fine. 1 left for a closer look." in page.text
    assert words_on(page) == "The bus is full"
    assert set(readings(engine)) == {ids["Homework is hard"], ids["The bus is late"]}
    assert seen_on(take_page(reader)) == []


def test_a_page_holds_only_what_is_short_and_harmless_and_nobody_else_has(reader, signed_in, write):
    write("The bus is late", "Mrs Okafor shouts", "word " * 13, level=Level.NONE)
    assert len(seen_on(take_page(reader))) == 1
    assert seen_on(take_page(signed_in(Role.READER))) == []


def test_what_no_machine_has_looked_at_is_read_one_at_a_time(reader, ids):
    page = reader.post("/reading/batch/take", form_on="/reading")
    assert page.response.location == "/reading"
    assert "No short text waits" in reader.get("/reading").text


@pytest.mark.parametrize(
    "seen",
    [[], ["x"], ["answer:x"], ["nothing:x"], ["answer:"], [":"], ["answer:" + "f" * 9_000], ["note:\0"]],
)
def test_marks_that_stand_for_no_text_mark_nothing(reader, ids, engine, seen):
    page = reader.post("/reading/batch", {"seen": seen})
    assert page.status in (302, 400)
    assert readings(engine) == {}


def test_a_page_marks_no_text_that_is_not_for_pages(reader, ids, engine):
    seen = [f"answer:{key}" for key in ids.values()]
    assert reader.post("/reading/batch", {"seen": seen}).status == 302
    assert readings(engine) == {}


def test_the_same_text_twice_in_one_batch_is_read_once(reader, write, engine):
    ids = write("The bus is late", level=Level.NONE)
    mark_ = f"answer:{ids['The bus is late']}"
    assert reader.post("/reading/batch", {"seen": [mark_, mark_]}).status == 302
    assert len(readings(engine)) == 1


def test_a_note_is_read_like_an_answer(reader, record, engine):
    programme = add_programme(record, school=make.school(record), starts_on=make.TODAY)
    lines = read_lines("Ask Kai", kind=NoteKind.IDEA)
    note_id = add_notes(record, workshop=programme.sessions[0], notes=lines)[0].id
    record.commit()
    assert "Workshop note: idea" in take(reader).text
    mark(reader, note_id, source="note", hide="Kai")
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


@pytest.mark.parametrize("outcome", ["nonsense", "", "FINE", "fine\0", "hidden"])
def test_an_unknown_outcome_stores_nothing(reader, ids, engine, outcome):
    assert mark(reader, ids["The bus is late"], outcome).status == 400
    assert readings(engine) == {}


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script><b>hi",
        "مدرسة بعيدة عن البيت",
        "学校太远",
        "\u202eevil\u202c K\u200bai",
        "a\0b",
        "=SUM(A1)",
        "😀" * 400,
        "x" * 10_000,
        "Ask Kai " * 1_200,
        "\r\n\r\nKai\r\n",
        "half \ud83d a pair",
    ],
    ids=lambda words: ascii(words[:12]),
)
def test_whatever_was_written_is_shown_as_text_masked_and_read(reader, write, engine, words):
    text_id = write(words)[words]
    page = take(reader)
    assert page.status == 200
    assert page.soup.select("script:not([src])") == page.soup.select("b") == []
    spans = [box["value"] for box in page.soup.select("[data-words] input")]
    assert mark(reader, text_id, span=[*spans, f"0-{len(words)}-hidden"]).status == 302
    outcome, shown = readings(engine)[text_id]
    assert outcome is Outcome.HIDDEN
    assert "Kai" not in shown


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
        mark(reader, text_id, source=source, hide="Kayden Marsh")
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
    assert "Show me what I typed" in own.get(path).text
    for role in (Role.YOUTH_WORKER, Role.LEAD):
        told = signed_in(role).get(path).text
        assert "Buses are full" not in told
        assert "Waits to be read" in told

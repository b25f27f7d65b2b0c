"""Talks: a pupil asks for somebody in any language, every slip is said kindly, and the school’s lead opens the note."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.languages import LANGUAGES
from surveys.talk_keys import TalkKeys
from surveys.talks import LONGEST, MOST_UNSEEN, Note, TalkRequest, ask_for_talk, open_note
from surveys.workers import Role
from tests import make

NOTE = {
    "school": "111111",
    "name": "Kayden Marsh",
    "where": "8B, with Ms Field",
    "about": "home & <b>more</b>",
}


@pytest.fixture(autouse=True)
def world(record):
    school = make.school(record, urn="111111", name="Brook Lane")
    make.wave_in(record, school)
    make.school(record, urn="222222", name="Abbey")
    record.commit()


@pytest.fixture
def keys(app):
    return app.extensions["voice_talk_keys"]


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.SAFEGUARDING_LEAD, urn="111111")


def ask(visitor, path="/talk", **changed):
    return visitor.post(path, {**NOTE, **changed}, form_on="")


def stored(engine):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(TalkRequest))


def fill(record, keys, count):
    from surveys.schools import school_with_urn

    school = school_with_urn(record, "111111")
    for number in range(count):
        ask_for_talk(record, school=school, note=Note(f"Pupil {number}", "", ""), keys=keys)
    record.commit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_every_language(visitor, language):
    page = visitor.get(f"/talk/{language}")
    assert page.status == 200
    assert page.soup.html["lang"] == language
    assert (page.soup.html.get("dir") == "rtl") is LANGUAGES[language].is_from_right
    assert page.soup.form["action"] == ("/talk" if language == "en" else f"/talk/{language}")
    assert [option.text for option in page.soup.select("option")][1:] == ["Brook Lane"]


def test_a_language_nobody_has_is_not_found(visitor):
    assert visitor.get("/talk/xx").status == 404
    assert visitor.get("/talk/sent/xx").status == 404


def test_a_note_is_sealed_for_the_school_and_the_pupil_is_told(visitor, engine, keys):
    answer = ask(visitor)
    assert (answer.status, answer.response.location) == (303, "/talk/sent")
    thanked = visitor.get("/talk/sent")
    assert thanked.heading == "We have asked them"
    with Session(engine) as session:
        talk = session.scalars(select(TalkRequest)).one()
        assert talk.school.name == "Brook Lane"
        assert open_note(talk, keys) == Note(NOTE["name"], NOTE["where"], NOTE["about"])


def test_in_another_language_one_stays_in_it(visitor):
    answer = ask(visitor, "/talk/ur")
    assert answer.response.location == "/talk/sent/ur"
    assert visitor.get("/talk/sent/ur").soup.html["lang"] == "ur"
    assert ask(visitor, "/talk/ur", name="").soup.html["lang"] == "ur"


def test_nothing_is_left_with_the_browser(visitor):
    pages = [visitor.get("/talk"), ask(visitor), visitor.get("/talk/sent"), ask(visitor, name="")]
    for page in pages:
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.response.headers
    assert pages[1].response.headers["Clear-Site-Data"] == '"cache"'
    for page in (pages[0], pages[3]):
        assert page.soup.form["autocomplete"] == "off"
        assert {field["autocomplete"] for field in page.soup.select("form input, form textarea")} == {"off"}
    for trace in ("Kayden", "8B", "more"):
        assert trace not in pages[2].response.text


def test_the_page_after_sending_is_the_same_for_everybody(visitor):
    before = visitor.get("/talk/sent").response.data
    ask(visitor)
    assert visitor.get("/talk/sent").response.data == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"school": ""}, "Choose your school"),
        ({"school": "222222"}, "Choose your school"),  # in no open wave
        ({"school": "<script>"}, "Choose your school"),
        ({"name": ""}, "Write your name"),
        ({"name": " \u200b\u202e\x00 "}, "Write your name"),
        ({"name": "x" * (LONGEST["name"] + 7)}, "too long by 7. Use up to 80"),
        ({"where": "x" * (LONGEST["where"] + 1)}, "too long by 1. Use up to 200"),
        ({"about": "é" * (LONGEST["about"] + 2)}, "too long by 2. Use up to 500"),
        ({"about": "x" * 100_000}, "too long by 99500"),
    ],
)
def test_a_slip_is_said_kindly_and_every_word_stays(visitor, engine, changed, words):
    page = ask(visitor, **changed)
    assert page.status == 400
    assert words in page.text
    sent = {**NOTE, **changed}
    assert page.soup.find(id="about").text.removeprefix("\n") == sent["about"]
    assert page.field("where") == sent["where"]
    assert stored(engine) == 0


def test_a_missing_field_is_an_empty_one(visitor, engine):
    page = visitor.post("/talk", {}, form_on="")
    assert page.status == 400
    assert "Write your name" in page.text
    assert stored(engine) == 0


@pytest.mark.parametrize(
    "words", ["😀" * 80, "\x00\x01Ada", "\ud83dAda".encode(errors="surrogatepass"), "= 1+1", "علي"]
)
def test_strange_names_are_taken(visitor, engine, words):
    assert ask(visitor, name=words).status == 303
    assert stored(engine) == 1


def test_the_bound_is_told_and_the_words_stay(visitor, record, keys, engine):
    fill(record, keys, MOST_UNSEEN)
    page = ask(visitor)
    assert page.status == 503
    assert "Please tell an adult at school" in page.text
    assert page.field("name") == NOTE["name"]
    assert stored(engine) == MOST_UNSEEN


def test_without_an_open_wave_the_page_sends_one_to_an_adult(visitor, record):
    from surveys.waves import end_wave, waves

    for wave in waves(record):
        end_wave(record, wave=wave, on=make.TODAY)
    record.commit()
    page = visitor.get("/talk")
    assert "Please tell an adult at school" in page.text
    assert page.soup.form is None
    assert ask(visitor).status == 400


@pytest.mark.parametrize(
    ("path", "link"), [("/", "/talk"), ("/ur", "/talk/ur"), ("/thank-you/pl", "/talk/pl")]
)
def test_every_pupils_page_leads_there(visitor, path, link):
    help_strip = visitor.get(path).soup.find(id="help")
    assert [a["href"] for a in help_strip.find_all("a")] == [link]


def test_the_lead_sees_that_somebody_waits_and_opens_the_note(lead, visitor, engine):
    ask(visitor)
    assert "1 pupil waits for somebody." in lead.get("/staff").text
    listed = lead.get("/talks")
    assert "Waiting" in listed.text
    assert NOTE["name"] not in listed.text
    address = listed.soup.select_one("td form")["action"]
    closed = lead.get(address)
    assert closed.status == 200
    assert NOTE["name"] not in closed.text
    assert lead.post(address, form_on="/talks").response.location == address
    opened = lead.get(address)
    assert [term.text for term in opened.soup.select("dd")] == [NOTE["name"], NOTE["where"]]
    assert opened.soup.blockquote.text == NOTE["about"]
    assert "Opened by Sam Field on" in lead.get("/talks").text
    assert "No pupil is waiting." in lead.get("/staff").text


def test_what_was_not_said_is_said_so(lead, visitor):
    ask(visitor, where="", about="")
    address = lead.get("/talks").soup.select_one("td form")["action"]
    lead.post(address, form_on="/talks")
    assert lead.get(address).text.count("They did not say.") == 2


def test_a_note_is_deleted_once_it_was_opened(lead, visitor, engine):
    ask(visitor)
    address = lead.get("/talks").soup.select_one("td form")["action"]
    lead.post(f"{address}/delete", form_on="/talks")
    assert "Nobody has opened this note yet" in lead.get(address).text
    assert stored(engine) == 1
    lead.post(address, form_on=address)
    assert lead.post(f"{address}/delete", form_on=address).response.location == "/talks"
    assert "The note is deleted." in lead.get("/talks").text
    assert "No pupil of Brook Lane is waiting." in lead.get("/talks").text
    assert stored(engine) == 0
    assert lead.get(address).status == 404


def test_the_authority_sees_for_which_school_some_wait(lead, visitor, signed_in):
    authority = signed_in(Role.SAFEGUARDING_LEAD)
    ask(visitor)
    page = authority.get("/talks")
    assert [term.text for term in page.soup.select("dt, dd")] == ["Brook Lane", "1"]
    assert page.soup.select("td form") == []
    assert "1 pupil waits" in authority.get("/staff").text
    address = lead.get("/talks").soup.select_one("td form")["action"]
    assert authority.get(address).status == 404


def test_the_authority_opens_what_nobody_else_could(visitor, signed_in):
    ask(visitor)
    authority = signed_in(Role.SAFEGUARDING_LEAD)
    address = authority.get("/talks").soup.select_one("td form")["action"]
    authority.post(address, form_on="/talks")
    assert NOTE["name"] in authority.get(address).text


def test_after_the_secret_changed_a_note_says_so_and_still_waits(app, lead, visitor, engine):
    ask(visitor)
    address = lead.get("/talks").soup.select_one("td form")["action"]
    before = app.extensions["voice_talk_keys"]
    app.extensions["voice_talk_keys"] = TalkKeys("another secret, quite another one")
    page = lead.post(address, form_on="/talks")
    assert page.status == 409
    assert page.heading == "This note cannot be opened"
    assert "Waiting" in lead.get("/talks").text
    app.extensions["voice_talk_keys"] = before
    assert lead.post(address, form_on="/talks").response.location == address

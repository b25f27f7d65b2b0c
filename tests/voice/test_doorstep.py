"""The doorstep: what a right code finds when it may not come in, tickets, links, languages, and a record that is away."""

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from surveys.class_codes import ClassCode
from surveys.doors import ROOM_FOR_A_CLASS
from surveys.languages import LANGUAGES
from surveys.responses import Answer, Mode, Response
from surveys.tickets import make_tickets
from surveys.waves import Wave, WaveSchool
from tests import make
from voice.doors import Doors
from voice.pupils import NotPublic, mount
from voice.responses import pages
from voice.start_pages import StartPages

SEALED = re.compile(r'name="form" value="([^"]+)"')


@pytest.fixture
def place(record):
    """The school’s place; committed, so that reading it anew takes no lock that a pupil’s form waits for."""
    made = make.wave(record).schools[0]
    record.commit()
    code, place_id = made.code, made.id
    record.rollback()
    return PlaceOf(record, place_id, code)


class PlaceOf:
    """A school’s place in a wave that a test may change."""

    def __init__(self, record, place_id, code):
        self._record, self.id, self.code = record, place_id, code

    def change(self, **values):
        place = self._record.get_one(WaveSchool, self.id)
        for name, value in values.items():
            setattr(place, name, value)
        self._record.commit()

    def change_wave(self, **values):
        wave = self._record.get_one(Wave, self._record.get_one(WaveSchool, self.id).wave_id)
        for name, value in values.items():
            setattr(wave, name, value)
        self._record.commit()

    def tickets(self, app, count, *, is_link=False):
        place = self._record.get_one(WaveSchool, self.id)
        mark = app.extensions["voice_seal"].mark_of_ticket
        made = make_tickets(
            self._record, place=place, count=count, mark=mark, on=date.today(), is_link=is_link
        )
        self._record.commit()
        return made

    def stored(self):
        found = self._record.scalars(select(Response)).all()
        self._record.rollback()
        return found


def opened(visitor, code, **more):
    return visitor.post("/", {"code": code, **more}, form_on="")


def form(visitor, code, **values):
    page = visitor.client.post("/", data={"code": code}).get_data(as_text=True)
    return {"form": SEALED.search(page).group(1), "year_group": "Y8"} | values


def sent(visitor, values):
    return visitor.post("/answers", values, form_on="")


def test_a_paused_code_says_so_and_a_form_opened_before_keeps_its_answers(visitor, place):
    values = form(visitor, place.code, bar_text="still here")
    place.change(is_paused=True)
    page = opened(visitor, place.code)
    assert (page.status, page.field("code")) == (409, place.code)
    assert "having a break" in page.text
    back = sent(visitor, values)
    assert back.status == 409
    assert "we cannot take them now" in back.text
    assert back.soup.find(id="bar_text").get_text().strip() == "still here"
    place.change(is_paused=False)
    assert sent(visitor, values).status == 303
    assert len(place.stored()) == 1


def test_outside_its_hours_a_code_says_when_but_a_page_opened_in_hours_is_taken(visitor, place):
    values = form(visitor, place.code)
    place.change_wave(from_time=time(0, 0), to_time=time(0, 1))
    page = opened(visitor, place.code)
    if page.status == 200:  # the one minute of the day in which it is open
        return
    assert page.status == 409
    assert "from 00:00 to 00:01" in page.text
    assert sent(visitor, values).status == 303


def test_a_full_code_says_so_and_leaves_room_for_who_had_the_page_open(visitor, record, place):
    values = form(visitor, place.code, bar_text="still here")
    place.change(cap=1)
    make.responses(record, record.get_one(WaveSchool, place.id), count=1)
    record.commit()
    page = opened(visitor, place.code)
    assert page.status == 409
    assert "has had a turn" in page.text
    assert sent(visitor, values).status == 303
    make.responses(record, record.get_one(WaveSchool, place.id), count=ROOM_FOR_A_CLASS)
    record.commit()
    values["form"] = anew(visitor.app, values["form"])
    back = sent(visitor, values)
    assert back.status == 409
    assert "cannot take more answers" in back.text
    assert back.soup.find(id="bar_text").get_text().strip() == "still here"


def anew(app, token):
    seal = app.extensions["voice_seal"]
    return seal.close(seal.open(token)._replace(nonce="another"))


def test_a_class_code_is_tallied_apart_from_answers(app, visitor, record, place):
    own = ClassCode(wave_school_id=place.id, name="8B", code="CCCC2222", cap=30)
    record.add(own)
    record.commit()
    for _ in range(3):
        assert sent(visitor, form(visitor, "CCCC-2222")).status == 303
    assert record.scalar(select(ClassCode.taken)) == 0
    record.rollback()
    app.extensions["voice_intake"].close()
    assert record.scalar(select(ClassCode.taken)) == 3


def test_a_ticket_is_good_for_one_form_which_may_come_twice(app, visitor, place):
    place.change(uses_tickets=True)
    [ticket] = place.tickets(app, 1)
    assert opened(visitor, place.code).status == 404
    first, second = form(visitor, ticket), form(visitor, ticket, bar_text="mine")
    assert sent(visitor, first).status == 303
    assert sent(visitor, first).status == 303
    refused = sent(visitor, second)
    assert refused.status == 409
    assert "has been used already" in refused.text
    assert refused.soup.find(id="bar_text").get_text().strip() == "mine"
    assert [one.mode for one in place.stored()] == [Mode.ONLINE]
    again = opened(visitor, ticket)
    assert (again.status, again.field("code")) == (404, ticket)
    assert "or it has been used" in again.text


def test_a_link_says_so_in_the_record(app, visitor, place):
    [ticket] = place.tickets(app, 1, is_link=True)
    assert sent(visitor, form(visitor, f"{ticket[:5]}-{ticket[5:]}".lower())).status == 303
    assert [one.mode for one in place.stored()] == [Mode.LINK]


def test_help_and_marks_are_kept_with_the_answers(visitor, place):
    assert sent(visitor, form(visitor, place.code, helped="yes")).status == 303
    assert sent(visitor, form(visitor, place.code, bar_text="words", helped="no")).status == 303
    told = {(one.helped, tuple(one.marks)) for one in place.stored()}
    assert told == {(True, ("nothing answered",)), (False, ())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_is_in_the_language_chosen(visitor, place, language):
    start = visitor.get(f"/{language}")
    assert start.soup.html["lang"] == language
    assert start.field("language") == language
    survey = opened(visitor, place.code, language=language)
    assert survey.soup.html["lang"] == language
    assert survey.soup.html.get("dir", "ltr") == LANGUAGES[language].direction
    thanked = sent(visitor, {"form": survey.field("form"), "year_group": "Y8"})
    assert visitor.get(thanked.response.location).soup.html["lang"] == language
    assert [one.language for one in place.stored()] == [language]
    wrong = opened(visitor, "ZZZZ-ZZZZ", language=language)
    assert wrong.soup.html["lang"] == language


@pytest.mark.parametrize("language", ["", "xx", "../en", "EN", "x" * 5_000])
def test_a_language_that_there_is_not_is_english(visitor, place, language):
    assert opened(visitor, place.code, language=language).soup.html["lang"] == "en"


def away(*_):
    raise OperationalError("", {}, Exception("the record is away"))


def test_while_the_record_is_away_pages_open_and_every_answer_stays_on_the_page(engine, visitor, place):
    values = form(visitor, place.code, bar_text="two\nlines")
    event.listen(engine, "begin", away)
    back, opening = sent(visitor, values), opened(visitor, place.code)
    event.remove(engine, "begin", away)
    assert (back.status, opening.status) == (503, 200)
    assert back.response.headers["Retry-After"]
    assert "Your answers are all still here" in back.text
    assert back.soup.find(id="bar_text").get_text().strip() == values["bar_text"]
    assert sent(visitor, values).status == 303
    assert len(place.stored()) == 1


def test_a_process_that_knows_nothing_yet_gives_the_answers_back_unseen(app, engine, visitor, record, place):
    values = form(visitor, place.code, bar_text='two\nlines and a "quote"', bar_pick=["bus", "worry"])
    mark = app.extensions["voice_seal"].mark_of_ticket
    app.extensions["voice_doors"] = Doors(engine, mark=mark, fresh_seconds=0)
    event.listen(engine, "begin", away)
    back, opening = sent(visitor, values), opened(visitor, place.code)
    start = visitor.get("/ur")
    event.remove(engine, "begin", away)
    assert back.status == opening.status == start.status == 503
    assert "Your answers are all still here" in back.text
    kept = [(field["name"], field["value"]) for field in back.soup.select("main input[type=hidden]")]
    assert ("bar_text", values["bar_text"]) in kept
    assert sent(visitor, {name: [v for n, v in kept if n == name] for name, _ in kept}).status == 303
    assert record.scalars(select(Answer.text)).one() == values["bar_text"]
    assert place.stored()[0].picks["bar_pick"] == ["bus", "worry"]


def test_a_full_disk_keeps_every_answer_on_the_page_and_takes_the_form_when_there_is_room(
    engine, visitor, place
):
    if engine.dialect.name != "sqlite":
        return
    values = form(visitor, place.code, bar_text="word " * 90, hot_fix="word " * 35)
    room = {"pages": 1}

    def limit(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {room['pages']}")

    event.listen(engine, "begin", limit)
    answers = [sent(visitor, values | {"form": anew(visitor.app, values["form"])})]
    for number in range(40):  # what is left of the last pages fills up
        seal = visitor.app.extensions["voice_seal"]
        values["form"] = seal.close(seal.open(values["form"])._replace(nonce=f"n{number}"))
        answers.append(sent(visitor, values))
        if answers[-1].status == 503:
            break
    assert answers[-1].status == 503
    assert "could not save that yet" in answers[-1].text
    before = len(place.stored())
    room["pages"] = 1_000_000
    assert sent(visitor, values).status == 303
    event.remove(engine, "begin", limit)
    assert len(place.stored()) == before + 1


def test_what_a_minute_ago_was_right_is_shown_while_the_record_is_away(app, engine, visitor):
    assert visitor.get("/pl").status == 200
    app.extensions["voice_start_pages"] = StartPages()
    event.listen(engine, "begin", away)
    assert visitor.get("/pl").status == 200
    event.remove(engine, "begin", away)


@pytest.mark.parametrize("path", ["/", "/ur", "/answers", "/thank-you"])
def test_an_address_used_the_wrong_way_leads_back_to_the_pupils_start(visitor, path):
    page = visitor.open(path, method="DELETE")
    assert page.status == 405
    assert page.soup.select_one("main a")["href"] == "/"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_pupils_app_takes_no_page_that_is_not_for_everybody(app):
    from voice.waves import pages as pages_for_staff

    with pytest.raises(NotPublic, match=r"waves\."):
        mount(app, pages_for_staff, https=False)
    assert pages.name == "responses"


def test_pages_that_are_the_same_for_all_cost_no_statement(engine, visitor, place):
    statements = []
    event.listen(engine, "before_cursor_execute", note := lambda *told: statements.append(told[2]))
    for path in ("/", "/thank-you", "/ur", "/thank-you/ur", "/answers"):
        first, second = visitor.client.get(path), visitor.client.get(path)
        statements.clear()
        assert visitor.client.get(path).data == first.data == second.data
        assert statements == []
    event.remove(engine, "before_cursor_execute", note)


def test_a_form_of_a_class_that_was_taken_out_is_lost_and_says_so(visitor, record, place):
    own = ClassCode(wave_school_id=place.id, name="8B", code="CCCC2222", cap=30)
    record.add(own)
    record.commit()
    values = form(visitor, "CCCC2222")
    record.delete(own)
    record.commit()
    assert sent(visitor, values).status == 400


def test_a_wave_over_since_yesterday_is_closed_today(visitor, place):
    values = form(visitor, place.code)
    yesterday = date.today() - timedelta(days=1)
    place.change_wave(closes_on=yesterday)
    assert opened(visitor, place.code).status == 410
    assert sent(visitor, values).status == 410

"""The pupil’s way: from a code to “Thank you”, and everything that can go wrong on it."""

import gzip
import re
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from surveys.intake import IntakeBusy
from surveys.responses import Answer, Receipt, Response
from surveys.waves import end_wave, wave_named
from tests import make
from voice.doors import Doors
from voice.seal import Sealed, new_nonce

SCRIPT = "<script>alert('hello')</script>"
TEXTS = ("good_text", "bar_text", "hot_fix", "help_head")


class Place(NamedTuple):
    """A school in an open wave; plain values, for a record that is being read holds up the pupils’ forms."""

    id: str
    code: str
    version_id: str
    wave_name: str
    school: str


@pytest.fixture
def place(record):
    made = make.wave(record).schools[0]
    told = Place(made.id, made.code, made.wave.version.id, made.wave.name, made.school.name)
    record.commit()
    return told


def opened(visitor, place):
    """The survey’s page, opened with its code."""
    return visitor.post("/", {"code": place.code}, form_on="")


def answers(visitor, place, **values):
    """What a pupil sends from the page; ``__`` in a name stands for a dot."""
    # Only the form’s token is of interest here, so the page is not parsed.
    page = visitor.client.post("/", data={"code": place.code}).get_data(as_text=True)
    token = re.search(r'name="form" value="([^"]+)"', page).group(1)
    named = {name.replace("__", "."): value for name, value in values.items()}
    return {"form": token, "year_group": "Y8"} | named


def sent(visitor, place, **values):
    return visitor.post("/answers", answers(visitor, place, **values), form_on="")


def stored(record, table=Response):
    count = record.scalar(select(func.count()).select_from(table))
    record.rollback()  # lets go of the record, for the next form
    return count


def test_the_start_page_asks_for_one_thing(visitor):
    page = visitor.get("/")
    fields = page.soup.select("input, select, textarea")
    assert [field["name"] for field in fields] == ["code", "language"]
    assert fields[1]["type"] == "hidden"
    assert fields[0]["autocomplete"] == "off"
    assert fields[0]["spellcheck"] == "false"


def test_a_right_code_opens_the_survey_of_its_school(visitor, place):
    page = opened(visitor, place)
    assert page.status == 200
    assert page.heading == "What is school like for you?"
    assert place.school in page.text


@pytest.mark.parametrize("spelling", ["{0}-{1}", " {0} {1} ", "{0}{1}"])
def test_a_code_may_be_typed_as_it_comes(visitor, place, spelling):
    typed = spelling.format(place.code[:4], place.code[4:]).lower()
    assert visitor.post("/", {"code": typed}, form_on="").heading == "What is school like for you?"


@pytest.mark.parametrize(
    ("typed", "status"), [("WRONG", 404), (SCRIPT, 404), ("x" * 10_000, 404), ("  ", 400)]
)
def test_a_wrong_code_says_what_to_do_and_stays_in_its_field(visitor, place, typed, status):
    page = visitor.post("/", {"code": typed}, form_on="")
    assert page.status == status
    assert page.field("code") == typed
    assert "code" in page.soup.select_one(".govuk-error-summary").get_text()
    assert page.soup.select_one(".govuk-error-summary a")["href"] == "#code"


def test_a_survey_that_is_not_open_yet_says_when(visitor, record):
    opens = date.today() + timedelta(days=3)
    wave = make.wave(record, opens_on=opens, closes_on=opens)
    code = wave.schools[0].code
    record.commit()
    page = visitor.post("/", {"code": code}, form_on="")
    assert page.status == 404
    assert f"opens on {opens.day} {opens:%B}" in page.text


def test_a_closed_survey_says_so(visitor, record):
    past = date.today() - timedelta(days=3)
    wave = make.wave(record, opens_on=past, closes_on=past)
    code = wave.schools[0].code
    record.commit()
    page = visitor.post("/", {"code": code}, form_on="")
    assert page.status == 410
    assert "has closed" in page.text


def test_a_sent_form_is_stored_and_thanked(visitor, record, place):
    page = sent(
        visitor,
        place,
        bar_pick=["bus", "worry"],
        bar_top=["worry", "bus", ""],
        hot_place="gate",
        hot_place__gate=["end", "before"],
        bar_text="the bus\r\nis late",
    )
    assert (page.status, page.response.location) == (303, "/thank-you")
    response = record.scalars(select(Response)).one()
    assert response.wave_school_id == place.id
    assert response.language == "en"
    assert response.picks == {
        "year_group": ["Y8"],
        "bar_pick": ["bus", "worry"],
        "bar_top": ["worry", "bus"],
        "hot_place": ["gate"],
        "hot_place.gate": ["before", "end"],
    }
    answer = record.scalars(select(Answer)).one()
    assert (answer.question_code, answer.text) == ("bar_text", "the bus\nis late")


def test_everybody_is_thanked_alike(visitor):
    page = visitor.get("/thank-you")
    assert page.heading.startswith("Thank you")
    assert page.soup.select_one('main a[href="/"]') is not None
    assert page.soup.select_one("form") is None


def test_the_same_form_twice_is_stored_once_and_thanked_twice(visitor, record, place):
    form = answers(visitor, place, bar_text="again")
    for _ in range(2):
        assert visitor.post("/answers", form, form_on="").response.location == "/thank-you"
    assert stored(record) == 1
    assert stored(record, Answer) == 1


def test_two_pupils_on_one_screen_are_two_responses(visitor, record, place):
    sent(visitor, place)
    sent(visitor, place)
    assert stored(record) == 2


def test_without_a_year_the_page_comes_back_with_everything_kept(visitor, record, place):
    form = answers(
        visitor,
        place,
        gender="girl",
        bar_pick=["bus", "tests"],
        bar_top=["", "tests", ""],
        bar_text="it is far",
    )
    form |= {"hot_place": "yard", "hot_place.yard": ["break"]}
    del form["year_group"]
    page = visitor.post("/answers", form, form_on="")
    assert page.status == 400
    assert "Choose your year" in page.soup.select_one(".govuk-error-summary").get_text()
    assert page.soup.select_one(".govuk-error-summary a")["href"] == "#year_group"
    assert page.soup.find(id="year_group") is not None
    assert page.field("form") == form["form"]
    ticked = {(box["name"], box["value"]) for box in page.soup.select("input[checked]")}
    assert ticked == {
        ("gender", "girl"),
        ("bar_pick", "bus"),
        ("bar_pick", "tests"),
        ("hot_place", "yard"),
        ("hot_place.yard", "break"),
    }
    assert [option["value"] for option in page.soup.select("option[selected]")] == ["tests"]
    assert page.soup.find(id="bar_text").get_text().strip() == "it is far"
    assert stored(record) == 0
    assert stored(record, Receipt) == 0
    assert visitor.post("/answers", form | {"year_group": "Y9"}, form_on="").status == 303


def test_a_text_that_is_too_long_is_told_and_kept_whole(visitor, record, place):
    text = "word " * 120
    page = sent(visitor, place, bar_text=text)
    assert page.status == 400
    assert "too long by 99" in page.text
    assert page.soup.find(id="bar_text").get_text().strip() == text.strip()
    assert stored(record) == 0


def test_a_text_of_half_a_megabyte_gets_a_page_and_stores_nothing(visitor, record, place):
    page = sent(visitor, place, bar_text="x" * 600_000)
    assert page.status in (400, 413)
    assert stored(record) == 0


@pytest.mark.parametrize("name", TEXTS)
def test_script_in_a_text_is_shown_as_text_and_stored_as_written(visitor, record, place, name):
    page = sent(visitor, place, **{name: SCRIPT, "year_group": ""})
    assert SCRIPT in page.soup.find(id=name).get_text()
    assert len(page.soup.find_all("script")) == 1
    sent(visitor, place, **{name: SCRIPT})
    assert record.scalars(select(Answer.text)).one() == SCRIPT


def test_closing_a_text_field_early_changes_nothing(visitor, place):
    page = sent(visitor, place, bar_text="</textarea><h1>Boo</h1>", year_group="")
    assert page.heading == "What is school like for you?"


@pytest.mark.parametrize(
    "change",
    [
        {"year_group": "Y99"},
        {"bar_pick": ["bus", "robots"]},
        {"sch_safe": "6"},
        {"hot_place": "moon"},
        {"hot_place": "yard", "hot_place.yard": "midnight"},
        {"bar_pick": "bus", "bar_top": "robots"},
        {"gender": ["girl", "boy"]},
        {"bar_text": ["one", "two"]},
        {"form": ""},
        {"form": "made.up"},
        {"form": None},
    ],
)
def test_a_tampered_form_is_refused_whole_with_a_way_on(visitor, record, place, change):
    form = answers(visitor, place, bar_text="words") | change
    page = visitor.post(
        "/answers", {name: value for name, value in form.items() if value is not None}, form_on=""
    )
    assert page.status == 400
    assert "Nothing was saved" in page.text
    assert page.soup.select_one('main a[href="/"]') is not None
    assert [stored(record, table) for table in (Response, Answer, Receipt)] == [0, 0, 0]


def test_a_tampered_nonce_is_refused(visitor, record, place):
    form = answers(visitor, place)
    told = form["form"].split(" ")
    told[4] = f"{told[4][:-1]}{'A' if told[4][-1] != 'A' else 'B'}"
    form["form"] = " ".join(told)
    assert visitor.post("/answers", form, form_on="").status == 400
    assert stored(record) == 0


def aged_form(app, place, days):
    opened_on = date.today() - timedelta(days=days)
    return app.extensions["voice_seal"].close(
        Sealed(place.id, place.version_id, "en", opened_on, new_nonce())
    )


def test_a_form_opened_yesterday_is_taken(app, visitor, record, place):
    form = {"form": aged_form(app, place, 1), "year_group": "Y8"}
    assert visitor.post("/answers", form, form_on="").status == 303
    assert stored(record) == 1


def test_an_expired_form_comes_back_with_everything_kept_and_may_be_sent_again(app, visitor, record, place):
    form = {"form": aged_form(app, place, 2), "year_group": "Y8", "bar_text": "still here"}
    page = visitor.post("/answers", form, form_on="")
    assert page.status == 400
    assert "open for a long time" in page.text
    assert page.soup.find(id="bar_text").get_text().strip() == "still here"
    assert page.soup.select_one("input[name=year_group][checked]")["value"] == "Y8"
    assert page.field("form") != form["form"]
    assert stored(record) == 0
    assert visitor.post("/answers", form | {"form": page.field("form")}, form_on="").status == 303
    assert stored(record) == 1


def test_a_wave_that_closed_meanwhile_takes_nothing_and_says_so_kindly(visitor, record, place):
    form = answers(visitor, place)
    end_wave(record, wave=wave_named(record, place.wave_name), on=date.today())
    record.commit()
    page = visitor.post("/answers", form, form_on="")
    assert page.status == 410
    assert "closed while you were writing" in page.text
    assert stored(record) == 0


def test_a_form_of_a_school_that_left_the_wave_is_refused(app, visitor, place):
    gone = app.extensions["voice_seal"].close(Sealed("0" * 32, "0" * 32, "en", date.today(), new_nonce()))
    assert visitor.post("/answers", {"form": gone, "year_group": "Y8"}, form_on="").status == 400


class Full:
    """An intake whose record does not answer in time."""

    def take(self, _):
        raise IntakeBusy

    def close(self):
        pass


def test_a_busy_record_keeps_every_answer_on_the_page_and_takes_the_same_form_later(
    app, visitor, record, place
):
    form = answers(visitor, place, bar_text="wait for me")
    intake = app.extensions["voice_intake"]
    app.extensions["voice_intake"] = Full()
    page = visitor.post("/answers", form, form_on="")
    app.extensions["voice_intake"] = intake
    assert page.status == 503
    assert "press “Send my answers” again" in page.text
    assert page.soup.find(id="bar_text").get_text().strip() == "wait for me"
    assert page.field("form") == form["form"]
    assert visitor.post("/answers", form, form_on="").status == 303
    assert stored(record) == 1


def test_pupils_pages_set_no_cookie_and_leave_nothing_behind(visitor, place):
    pages = [
        visitor.get("/"),
        visitor.post("/", {"code": "WRONG"}, form_on=""),
        opened(visitor, place),
        sent(visitor, place, year_group=""),
        sent(visitor, place),
        visitor.post("/answers", {}, form_on=""),
        visitor.get("/answers"),
        visitor.get("/thank-you"),
    ]
    for page in pages:
        assert "Set-Cookie" not in page.response.headers
        assert page.response.headers["Cache-Control"] == "no-store"
        assert page.response.headers["Referrer-Policy"] == "no-referrer"
        for tag in page.soup.select("[src], [href], [action]"):
            address = tag.get("src") or tag.get("href") or tag.get("action")
            assert address.startswith(("/", "#", "data:")), address
            assert place.code not in address


def test_a_form_sent_without_script_clears_the_page_that_a_browser_may_have_kept(visitor, place):
    form = answers(visitor, place)
    by_hand = visitor.client.post("/answers", data=form, headers={"Sec-Fetch-Mode": "navigate"})
    by_script = visitor.client.post("/answers", data=form, headers={"Sec-Fetch-Mode": "cors"})
    assert by_hand.headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in by_script.headers


def test_help_stands_on_every_pupils_page(visitor, place):
    pages = [
        visitor.get("/"),
        opened(visitor, place),
        visitor.get("/thank-you"),
        visitor.post("/answers", {}, form_on=""),
    ]
    for page in pages:
        helped = page.soup.find(id="help").get_text().replace("\u00a0", " ")
        assert "0800 1111" in helped
        assert "85258" in helped
        assert page.soup.select_one('header a[href="#help"]') is not None


def test_every_free_text_is_kept_from_spelling_services(visitor, place):
    fields = opened(visitor, place).soup.select("textarea")
    assert {field["name"] for field in fields} == set(TEXTS)
    for field in fields:
        assert field["spellcheck"] == "false"
        assert field["autocomplete"] == "off"
        assert not field.has_attr("maxlength")  # a browser would cut what is pasted, without a word


def test_every_group_of_choices_has_its_question_as_its_legend(visitor, place):
    for group in opened(visitor, place).soup.select("fieldset"):
        assert group.find("legend").get_text(strip=True)


def test_the_compressed_page_is_the_plain_page(visitor, place, monkeypatch):
    monkeypatch.setattr("voice.responses.order_of", lambda nonce: 0)
    plain = visitor.client.post("/", data={"code": place.code})
    squeezed = visitor.client.post("/", data={"code": place.code}, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    one = BeautifulSoup(plain.get_data(as_text=True), "html.parser")
    other = BeautifulSoup(gzip.decompress(squeezed.data).decode(), "html.parser")
    tokens = [page.select_one("input[name=form]").extract()["value"] for page in (one, other)]
    assert str(one) == str(other)
    assert tokens[0] != tokens[1]


def test_a_client_that_forbids_gzip_is_heeded(visitor):
    assert "Content-Encoding" not in visitor.client.get("/", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_whole_response_takes_three_statements(app, engine, visitor, place):
    app.extensions["voice_doors"] = Doors(engine, mark=app.extensions["voice_seal"].mark_of_ticket)
    visitor.client.get("/")
    sent(visitor, place)
    visitor.client.get("/thank-you")
    statements = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            statements.append(statement.split("(")[0].strip())

    visitor.client.get("/")
    form = answers(visitor, place, bar_text="late bus", help_head="toilets")
    assert statements == []  # to open a page that was drawn before
    visitor.client.post("/answers", data=form)
    visitor.client.get("/thank-you")
    event.remove(engine, "before_cursor_execute", note)
    assert statements == ["INSERT INTO receipt", "INSERT INTO response", "INSERT INTO answer"]


def test_a_reload_of_an_address_that_only_a_form_leads_to_starts_again(visitor):
    page = visitor.get("/answers")
    assert (page.status, page.response.location) == (302, "/")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["year_group", "bar_pick", "bar_top", "hot_place", "hot_place.yard", *TEXTS, "form", "code"]
        ),
        st.lists(st.text(max_size=40), min_size=1, max_size=3),
        max_size=6,
    )
)
def test_whatever_is_sent_gets_a_page_and_never_a_fault(app, visitor, place, values):
    sealed = {"form": aged_form(app, place, 0)}
    for path, form in (("/", values), ("/answers", sealed | values), ("/answers", values | sealed)):
        page = visitor.client.post(path, data=form)
        assert page.status_code in (200, 303, 400, 404, 410), (path, values)

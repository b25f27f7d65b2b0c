"""Keying: a paper’s answers on one page, kept when something is wrong, saved once, and the page is clear for the next."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.findings import FindingKind, store_findings
from surveys.local_places import add_place, rename_place
from surveys.reports import store_draft
from surveys.responses import Answer, Mode, Response
from surveys.schools import school_with_urn
from surveys.workers import Role
from tests import make

PAPER = {"year_group": "Y8", "bar_pick": ["bus", "tired"], "bar_text": "The bus is late"}


@pytest.fixture(autouse=True)
def world(record):
    for urn, name in (("111111", "Brook Lane"), ("222222", "Abbey")):
        make.school(record, urn=urn, name=name)
    record.commit()


@pytest.fixture
def wave_in(record):
    def make_wave(last_day=5):
        closes = make.TODAY + timedelta(days=last_day)
        schools = [school_with_urn(record, urn) for urn in ("111111", "222222")]
        wave = make.wave_in(record, *schools, opens_on=closes - timedelta(days=20), closes_on=closes)
        wave_id = wave.id
        record.commit()
        return wave_id

    return make_wave


@pytest.fixture
def address(wave_in):
    return f"/waves/{wave_in()}/schools/111111/keying"


@pytest.fixture
def youth_worker(signed_in):
    return signed_in(Role.YOUTH_WORKER)


def send(worker, address, sent=PAPER, **changed):
    page = worker.get(address)
    token = {"form": page.field("form"), "csrf_token": page.field("csrf_token")}
    return worker.post(address, {**token, **sent, **changed}, form_on="")


def stored(engine):
    with Session(engine) as session:
        return session.scalars(select(Response)).all()


def test_the_page_asks_what_the_paper_asks_in_its_order_with_a_sign_for_each_choice(youth_worker, address):
    page = youth_worker.get(address)
    assert page.heading == "Key in a paper: Brook Lane"
    first = page.soup.select_one("fieldset#year_group")
    assert first.legend.text.split() == ["1", "Which", "year", "are", "you", "in?"]
    signs = [box["data-sign"] for box in first.select("input")]
    assert signs == [*"12345678"]
    assert [kbd.text for kbd in first.select("kbd")] == signs
    assert [box["value"] for box in first.select("input")][:2] == ["Y7", "Y8"]
    many = [box["data-sign"] for box in page.soup.select("fieldset#hot_place input")]
    assert many[8:12] == ["9", "0", "a", "b"]
    assert len(many) == len(set(many))
    shown = [tag["id"] for tag in page.soup.select("#keying [id]") if not tag["id"].endswith("-error")]
    assert (
        shown.index("bar_pick") < shown.index("bar_top") < shown.index("bar_text") < shown.index("hot_place")
    )
    assert [box["data-sign"] for box in page.soup.select("#bar_top option")[1:3]] == ["1", "2"]


def test_a_schools_own_places_are_on_the_page(youth_worker, record, wave_in):
    school = school_with_urn(record, "111111")
    rename_place(record, school=school, code="canteen", name="The Hub", on=make.TODAY)
    code = add_place(record, school=school, name="Bike shed", on=make.TODAY).code
    record.commit()
    address = f"/waves/{wave_in()}/schools/111111/keying"
    places = youth_worker.get(address).soup.select_one("fieldset#hot_place").text
    assert "The Hub" in places
    assert "Bike shed" in places
    assert "Bike shed" not in youth_worker.get(address.replace("111111", "222222")).text
    assert (
        send(youth_worker, address, {**PAPER, "hot_place": code, f"hot_place.{code}": "lunch"}).status == 302
    )


def test_a_paper_is_saved_and_the_page_is_clear_for_the_next(youth_worker, address, engine):
    answer = send(
        youth_worker, address, helped="yes", language="ur", hot_place="bus", **{"hot_place.bus": "journey"}
    )
    assert answer.status == 302
    page = youth_worker.get(answer.response.location)
    assert "The paper is saved." in page.text
    assert page.soup.select("input:checked, input[checked]") == []
    assert page.soup.select_one("#language option[selected]")["value"] == "ur"
    assert "The bus is late" not in page.text
    [response] = stored(engine)
    assert (response.mode, response.language, response.helped) == (Mode.PAPER, "ur", True)
    assert response.picks == {
        "year_group": ["Y8"],
        "bar_pick": ["bus", "tired"],
        "hot_place": ["bus"],
        "hot_place.bus": ["journey"],
    }
    with Session(engine) as session:
        assert session.scalars(select(Answer.text)).all() == ["The bus is late"]


def test_a_button_pressed_twice_saves_once(youth_worker, address, engine):
    page = youth_worker.get(address)
    sent = {"form": page.field("form"), "csrf_token": page.field("csrf_token"), **PAPER}
    assert [youth_worker.post(address, sent, form_on="").status for _ in range(3)] == [302] * 3
    assert len(stored(engine)) == 1
    send(youth_worker, address)
    assert len(stored(engine)) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"year_group": ""}, "Without it the paper cannot be saved."),
        ({"bar_text": "x" * 520}, "too long by 20; 500 letters and spaces fit"),
        ({"year_group": "Y99"}, "Something has changed since this page was opened"),
        ({"bar_pick": "<script>"}, "Something has changed since this page was opened"),
        ({"year_group": ["Y7", "Y8"]}, "Something has changed since this page was opened"),
        ({"form": ""}, "Something has changed since this page was opened"),
        ({"form": "made up"}, "Something has changed since this page was opened"),
        (
            {"form": "é \ud800".encode(errors="surrogatepass")},
            "Something has changed since this page was opened",
        ),
    ],
)
def test_a_slip_is_said_and_everything_stays(youth_worker, address, engine, changed, words):
    page = send(youth_worker, address, good_text="My friends", **changed)
    assert page.status == 200
    assert words in page.text
    assert page.soup.find(id="good_text").text.removeprefix("\n") == "My friends"
    if "bar_pick" not in changed:
        ticked = {box["value"] for box in page.soup.select("fieldset#bar_pick input[checked]")}
        assert ticked == set(PAPER["bar_pick"])
    assert stored(engine) == []
    # What is put right on that page is saved.
    token = {"form": page.field("form"), "csrf_token": page.field("csrf_token")}
    assert youth_worker.post(address, {**token, **PAPER}, form_on="").status == 302
    assert len(stored(engine)) == 1


def test_a_language_nobody_has_is_english(youth_worker, address, engine):
    assert send(youth_worker, address, language="<b>").status == 302
    assert stored(engine)[0].language == "en"
    assert youth_worker.get(f"{address}?language=%00").status == 400
    assert youth_worker.get(f"{address}?language=zz").status == 200


def test_a_pupils_form_is_no_paper_and_a_paper_no_pupils_form(youth_worker, visitor, address, record, engine):
    from surveys.waves import WaveSchool

    code = record.scalars(select(WaveSchool.code).limit(1)).one()
    record.rollback()
    pupils = visitor.post("/", {"code": code}, form_on="").field("form")
    assert send(youth_worker, address, form=pupils).status == 200
    keyed = youth_worker.get(address).field("form")
    assert visitor.post("/answers", {"form": keyed, **PAPER}, form_on="").status == 400
    assert stored(engine) == []


def test_a_page_of_one_school_is_not_taken_at_another(youth_worker, address, engine):
    token = youth_worker.get(address.replace("111111", "222222")).field("form")
    assert send(youth_worker, address, form=token).status == 200
    assert stored(engine) == []


def test_a_school_keys_its_own_papers_alone(signed_in, address):
    own = signed_in(Role.SCHOOL, urn="111111")
    assert own.get(address).status == 200
    assert own.get(address.replace("111111", "222222")).status == 404
    assert [link.text.split(",")[0] for link in own.get("/keying").soup.select("main li a")] == ["Brook Lane"]


@pytest.mark.parametrize("role", [Role.READER, Role.SUBGROUP_MEMBER, Role.SAFEGUARDING_LEAD])
def test_other_roles_key_nothing(signed_in, address, role):
    assert signed_in(role).get(address).status == 403


@pytest.mark.parametrize(("last_day", "words"), [(30, "has not opened yet"), (-15, "that time is over")])
def test_outside_its_days_the_page_says_why(youth_worker, wave_in, engine, last_day, words):
    address = f"/waves/{wave_in(last_day)}/schools/111111/keying"
    page = youth_worker.get(address)
    assert page.status == 200
    assert words in page.text
    token = youth_worker.get("/privacy").field("csrf_token")
    assert youth_worker.post(address, {**PAPER, "csrf_token": token}, form_on="").status == 400
    assert stored(engine) == []


def test_of_a_closed_wave_that_was_counted_the_page_warns(youth_worker, wave_in, record):
    wave_id = wave_in(-3)
    address = f"/waves/{wave_id}/schools/111111/keying"
    assert "throws its figures" not in youth_worker.get(address).text
    store_findings(record, wave_id=wave_id, figures={(FindingKind.OVERVIEW, "wave"): {}}, on=make.TODAY)
    record.commit()
    assert "throws its figures and draft reports away" in youth_worker.get(address).text
    assert send(youth_worker, address).status == 302
    assert "throws its figures" not in youth_worker.get(address).text


def test_after_a_report_was_released_nothing_is_added(youth_worker, wave_in, record, engine):
    from surveys.waves import wave_with_id

    wave_id = wave_in(-3)
    address = f"/waves/{wave_id}/schools/111111/keying"
    page = youth_worker.get(address)
    place = wave_with_id(record, wave_id).schools[0]
    report = store_draft(record, place=place, content={}, pdf=b"%PDF", on=make.TODAY)
    make.release(record, report)
    record.commit()
    token = {"form": page.field("form"), "csrf_token": page.field("csrf_token")}
    refused = youth_worker.post(address, {**token, **PAPER}, form_on="")
    assert refused.status == 400
    assert "is released" in refused.text
    assert stored(engine) == []


def test_nothing_says_who_keyed_a_paper(youth_worker, address, engine):
    from tests.trust.test_reading import tables_with

    before = {trace: tables_with(engine, trace) for trace in ("Sam Field",)}
    token = youth_worker.get(address).field("form")
    send(youth_worker, address, form=token)
    assert {trace: tables_with(engine, trace) for trace in before} == before
    assert tables_with(engine, token.split()[4]) == set()

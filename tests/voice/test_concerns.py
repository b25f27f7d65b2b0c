"""Concerns: who may see one looks at the words by name, says what was done, and every step stays in the log."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from surveys.base import now
from surveys.cases import CaseEntry
from surveys.concerns import Concern
from surveys.cover_hours import CoverHours
from surveys.origins import origin_of
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.schools import School
from surveys.screenings import Harm, Level, Screening
from surveys.sightings import Sighting
from surveys.workers import Role
from tests import make
from tests.surveys.raising import london, raised
from voice.concerns import Wait, waited

SCHOOL_URN, OTHER_URN = "900001", "900002"
NAME = "Kayden Marsh"
WORRY = "Something at home that not everybody may know"
FINE = "The bus is always late and full"


@pytest.fixture
def wave(record):
    return make.wave_in(
        record,
        make.school(record, urn=SCHOOL_URN, name="Brook Lane High School"),
        make.school(record, urn=OTHER_URN),
        make.school(record, urn="900003"),
    )


@pytest.fixture
def cases(record, wave):
    """The addresses of a concern at each of two schools, which a reader passed on."""
    reader = make.worker(record, Role.READER, name="Rita Reader")
    places = {place.school.urn: place for place in wave.schools}
    make.responses(record, places[SCHOOL_URN], FINE, f"{NAME} calls me names")
    found = []
    for urn in (SCHOOL_URN, OTHER_URN):
        words = WORRY if urn == SCHOOL_URN else f"{WORRY} too"
        make.responses(record, places[urn], words)
        read_text(
            record,
            source=Source.ANSWER,
            text_id=make.answer_saying(record, words),
            reader=reader,
            outcome=Outcome.CONCERN,
            on=now().date(),
            at=now(),
        )
        found += record.scalars(select(Concern.id).where(Concern.school_id == places[urn].school_id))
    record.commit()
    return [f"/concerns/{key}" for key in found]


@pytest.fixture
def address(cases):
    return cases[0]


@pytest.fixture
def lead(signed_in, wave):
    return signed_in(Role.SAFEGUARDING_LEAD, urn=SCHOOL_URN)


@pytest.fixture
def officer(signed_in):
    return signed_in(Role.SAFEGUARDING_LEAD)


def press(visitor, path, **sent):
    return visitor.post(path, sent, form_on="/privacy")


def test_looking_at_a_page_shows_no_words_and_changes_nothing(lead, address, record):
    for path in ("/concerns", address):
        page = lead.get(path)
        assert WORRY not in page.response.text
        assert "Not seen" in page.text
    assert record.scalars(select(Sighting)).all() == []
    assert record.scalars(select(Concern.came_at).where(Concern.id == address.rpartition("/")[2])).one()


def test_the_words_the_school_and_the_week_are_there_and_no_more(lead, address):
    page = press(lead, f"{address}/words")
    assert page.soup.blockquote.text == WORRY
    assert page.heading.startswith("Concern ")
    assert "Brook Lane High School" in page.text
    assert "Written in the week of" in page.text
    assert "Raised by Rita Reader" in page.text
    for other in (NAME, FINE, "bar_text", "Year 8"):
        assert other not in page.response.text


def test_each_look_is_kept_with_a_name(lead, officer, address, record):
    for visitor in (lead, lead, officer):
        press(visitor, f"{address}/words")
    page = lead.get(address)
    assert page.text.count("Seen by Sam Field") == 2
    assert WORRY not in page.text
    assert len(record.scalars(select(Sighting)).all()) == 3


def test_a_case_goes_its_way_on_the_page(lead, address):
    press(lead, f"{address}/words")
    assert "Not handed over yet." in lead.get("/concerns").text
    assert (
        press(lead, address, step="handed over", words="To <b>social care</b>").response.location == address
    )
    page = lead.get(address)
    assert "Added to the log." in page.text
    assert "Handed over by Sam Field" in page.text
    assert "To <b>social care</b>" in page.text
    press(lead, address, step="decided", words="They visit today")
    press(lead, address, step="corrected", words="They visit tomorrow")
    assert "Decided" in lead.get("/concerns").text
    page = lead.get(address)
    assert page.text.index("They visit today") < page.text.index("They visit tomorrow")
    assert "Every concern has been seen." in lead.get("/staff").text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose what you want to add."),
        ({"step": "decided"}, "Write in a line what was done."),
        ({"step": "decided", "words": " \r\n"}, "Write in a line what was done."),
        ({"step": "erased", "words": "All"}, "Choose one of the three."),
        ({"step": "decided", "words": "x" * 2_001}, "Use at most 2,000 characters"),
    ],
)
def test_what_cannot_be_added_is_asked_again_and_changes_nothing(lead, address, record, sent, sentence):
    press(lead, f"{address}/words")
    before = len(record.scalars(select(CaseEntry.id)).all())
    record.rollback()
    assert sentence in press(lead, address, **sent).text
    assert len(record.scalars(select(CaseEntry.id)).all()) == before


def test_nothing_is_added_before_anybody_has_looked(lead, address):
    assert "Look at them first" in press(lead, address, step="decided", words="Nothing").text


def test_another_school_s_case_is_not_there(lead, cases):
    other = cases[1]
    assert lead.get(other).status == 404
    for path in ("", "/words", "/share", "/allow-quoting"):
        assert press(lead, f"{other}{path}", step="decided", words="Mine").status == 404


def test_the_authority_shares_what_only_it_could_see(lead, officer, address, record):
    record.get_one(Concern, address.rpartition("/")[2]).is_for_authority = True
    record.commit()
    assert lead.get(address).status == 404
    assert "No concern has been passed on." in lead.get("/concerns").text
    assert "Authority alone" in officer.get("/concerns").text
    press(officer, f"{address}/share")
    assert "Look at the words first" in officer.get(address).text
    press(officer, f"{address}/words")
    press(officer, f"{address}/share")
    assert "can see it now" in officer.get(address).text
    assert lead.get(address).status == 200


def test_words_that_a_reader_passed_on_cannot_be_quoted(lead, address):
    press(lead, f"{address}/words")
    press(lead, f"{address}/allow-quoting")
    assert "nothing to allow" in lead.get(address).text


def test_erased_words_are_not_offered(lead, address, record):
    press(lead, f"{address}/words")
    record.get_one(Concern, address.rpartition("/")[2]).text = None
    record.commit()
    assert "The words were erased" in lead.get(address).text
    assert press(lead, f"{address}/words").response.location == address


def test_signs_that_nobody_sees_are_made_visible_and_markup_is_text(lead, address, record):
    record.get_one(Concern, address.rpartition("/")[2]).text = "he\u200bhits <b>me</b> \u202eevil"
    record.commit()
    page = press(lead, f"{address}/words")
    assert page.soup.blockquote.text == "he·hits <b>me</b> ·evil"
    assert page.soup.blockquote.bdi["dir"] == "auto"


def test_a_desk_without_concerns_says_so(signed_in, cases):
    page = signed_in(Role.SAFEGUARDING_LEAD, urn="900003").get("/concerns")
    assert "No concern has been passed on." in page.text


def test_how_soon_concerns_are_seen_is_told_to_those_they_concern(lead, officer, cases, signed_in):
    visitors = (officer, lead, signed_in(Role.LEAD))
    for visitor in visitors:
        assert "Nobody has looked at a concern yet." in visitor.get("/concerns/times").text
    for address in cases:
        press(officer, f"{address}/words")
    counts = [visitor.get("/concerns/times").soup.tbody.td.text for visitor in visitors]
    assert counts == ["2", "1", "2"]


def test_the_lead_s_desk_says_what_is_late_and_nothing_of_what_it_is(signed_in, address, record):
    concern = record.get_one(Concern, address.rpartition("/")[2])
    concern.came_at = now() - timedelta(days=10)
    number = concern.number
    record.commit()
    page = signed_in(Role.LEAD).get("/staff")
    assert "A concern has waited for more than 30 minutes of cover" in page.text
    assert number not in page.response.text
    assert WORRY not in page.response.text


@pytest.mark.parametrize(
    ("came", "at", "words", "due", "is_late"),
    [
        ("10:00", london(3, "10:12"), "12 minutes", "Due in 18 minutes", False),
        ("10:00", london(3, "10:29"), "29 minutes", "Due in 1 minute", False),
        ("10:00", london(3, "10:30"), "30 minutes", "Look now: it is late", True),
        ("10:00", london(3, "12:00"), "2 hours", "Look now: it is late", True),
        ("16:45", london(3, "18:00"), "15 minutes", "Due by 4 March 2026, 08:15", False),
        ("18:00", london(3, "18:05"), "under a minute", "Due by 4 March 2026, 08:30", False),
    ],
)
def test_how_long_it_has_waited_is_told_in_words(came, at, words, due, is_late):
    concern = Concern(came_at=london(3, came))
    assert waited(concern, at=at, hours=CoverHours()) == Wait(words, due, is_late)
    assert waited(Concern(came_at=None), at=at, hours=CoverHours()) is None


def test_allowing_a_quote_says_so(officer, cases, wave, record):
    answer = record.get_one(Answer, make.answer_saying(record, FINE))
    record.add(Screening(answer_id=answer.id, level=Level.AMBER, harm=Harm.OTHER))
    origin = origin_of(record, answer)
    school = record.get_one(School, origin.school_id)
    path = f"/concerns/{raised(record, school, text=FINE, week=origin.week).id}"
    record.commit()
    press(officer, f"{path}/words")
    press(officer, f"{path}/allow-quoting")
    assert "The words may be quoted" in officer.get(path).text
    assert record.scalars(select(Screening.may_be_quoted)).all() == [True]

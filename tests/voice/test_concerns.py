"""Concerns: the safeguarding lead reads the words, says what was done, and it is kept with their name."""

import pytest

from surveys.workers import Role
from tests.borough import NAME, SCHOOL_URN, WORRY


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def address(borough_record):
    return f"/concerns/{borough_record[1].concern_id}"


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.SAFEGUARDING_LEAD, urn=SCHOOL_URN)


def test_the_words_the_school_and_the_week_are_there_and_no_more(lead, address, borough_record):
    page = lead.get(address)
    assert page.soup.blockquote.text == WORRY
    assert page.heading == "Concern at Brook Lane High School"
    assert "Written in the week of" in page.text
    assert "Passed on by Rita Reader" in page.text
    for other in (NAME, "bar_text", "Y8", borough_record[1].text_id):
        assert other not in page.response.text


def test_one_says_what_was_done_and_it_is_kept_with_their_name(lead, address):
    assert lead.post(address, {"done": "Spoke to <b>the head</b>"}).response.location == "/concerns"
    assert "Recorded as seen." in lead.get("/concerns").text
    assert "Seen by Sam Field" in lead.get("/concerns").text
    page = lead.get(address)
    assert ": Spoke to <b>the head</b>" in page.text
    assert "Every concern has been seen." in lead.get("/staff").text


@pytest.mark.parametrize("done", ["", "   ", "\r\n"])
def test_saying_nothing_is_asked_again_and_leaves_it_unseen(lead, address, done):
    page = lead.post(address, {"done": done})
    assert "Write in a line what you did." in page.text
    assert "Not seen" in lead.get("/concerns").text


def test_a_desk_without_concerns_says_so(signed_in):
    assert (
        "No concern has been passed on."
        in signed_in(Role.SAFEGUARDING_LEAD, urn="900003").get("/concerns").text
    )


@pytest.fixture(autouse=True)
def third_school(record):
    from tests import make

    make.school(record, urn="900003")
    record.commit()

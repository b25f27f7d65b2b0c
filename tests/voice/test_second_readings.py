"""Second readings: the lead sees where two readers saw a text otherwise, and how each reader reads."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveys.base import now
from surveys.claims import hold
from surveys.readings import Outcome, Reading, Said, Source
from surveys.responses import Answer
from surveys.second_readings import SecondReading
from surveys.sittings import finish_text
from surveys.workers import Role
from tests import make
from tests.surveys.test_claims import Always


@pytest.fixture
def read_twice(record):
    """Three texts: both let it through, the second hid a name, the second passed it on."""
    make.responses(record, make.wave(record).schools[0], "The bus is late", "Ask Kai", "A worry")
    first = make.worker(record, Role.READER, name="Rita Reader")
    second = make.worker(record, Role.READER, name="Omar Other")
    theirs = {"A worry": Said(Outcome.CONCERN), "Ask Kai": Said(Outcome.FINE, ["Kai"])}
    for words, key in [(text, key) for key, text in record.execute(select(Answer.id, Answer.text))]:
        for person, said in ((first, Said(Outcome.FINE)), (second, theirs.get(words, Said(Outcome.FINE)))):
            text = hold(record, reader=person, source=Source.ANSWER, text_id=key, at=now())
            finish_text(record, text=text, reader=person, said=said, at=now(), seconds=12, draw=Always())
    record.commit()


def test_the_lead_sees_what_two_saw_otherwise_and_no_words_of_a_concern(read_twice, signed_in):
    page = signed_in(Role.LEAD).get("/second-readings")
    assert "Seen otherwise by the second reader: 2" in page.text
    assert "Ask Kai" in page.text
    assert "Rita Reader: fine as it is. Omar Other" in page.text
    assert "A worry" not in page.text
    assert "The bus is late" not in page.text


def test_a_text_is_put_back_to_be_read_once_more(read_twice, signed_in, engine):
    lead = signed_in(Role.LEAD)
    (form,) = lead.get("/second-readings").soup.select("section form")
    assert lead.post(form["action"], form_on="/second-readings").status == 302
    assert "The text waits to be read once more" in lead.get("/second-readings").text
    with Session(engine) as session:
        assert sorted(session.scalars(select(Reading.outcome))) == [Outcome.CONCERN, Outcome.FINE]
        assert len(session.scalars(select(SecondReading)).all()) == 2
    assert lead.post(form["action"], form_on="/second-readings").status == 404


def test_what_cannot_be_put_back_stays_and_the_lead_reads_why(read_twice, signed_in, engine, record):
    lead = signed_in(Role.LEAD)
    (form,) = lead.get("/second-readings").soup.select("section form")
    worry = select(SecondReading.id).where(SecondReading.outcome == Outcome.CONCERN)
    again = f"/second-readings/{record.scalars(worry).one()}/again"
    record.execute(update(Answer).values(text=None))  # their time is over
    record.commit()
    assert lead.post(form["action"], form_on="/second-readings").status == 302
    assert "Its raw words are gone by now" in lead.get("/second-readings").text
    assert lead.post(again, form_on="/second-readings").status == 302
    assert "A concern cannot be taken back" in lead.get("/second-readings").text
    with Session(engine) as session:
        assert len(session.scalars(select(Reading)).all()) == 3
        assert len(session.scalars(select(SecondReading)).all()) == 3


def test_the_lead_sees_how_each_reader_reads(read_twice, signed_in):
    page = signed_in(Role.LEAD).get("/readers")
    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in page.soup.select("tbody tr")}
    assert rows == {
        "Omar Other": ["3", "300", "1 of 3", "1 of 3", "1 of 3", "–"],
        "Rita Reader": ["3", "300", "3 of 3", "0 of 3", "0 of 3", "1 of 3"],
    }


def test_shares_are_told_from_twenty_texts_on():
    from voice.tallies import share_of

    assert [share_of(1, 0), share_of(19, 19), share_of(19, 20)] == ["–", "19 of 19", "95 %"]


@pytest.mark.parametrize("path", ["/readers", "/second-readings"])
def test_pages_say_so_when_there_is_nothing_yet(signed_in, path):
    assert signed_in(Role.LEAD).get(path).status == 200
    for role in (Role.READER, Role.YOUTH_WORKER, Role.SUBGROUP_MEMBER, Role.SAFEGUARDING_LEAD):
        assert signed_in(role).get(path).status == 403


def test_a_week_long_ago_is_not_told(record, signed_in):
    from surveys.tallies import add_to_tally

    reader = make.worker(record, Role.READER, name="Rita Reader")
    old = now().date() - timedelta(weeks=20)
    add_to_tally(record, reader=reader, outcome=Outcome.FINE, seconds=5, on=old)
    record.commit()
    assert "Nobody has read a text in these weeks." in signed_in(Role.LEAD).get("/readers").text

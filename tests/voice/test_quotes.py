"""Quotes: chosen and cleared by name on the basket’s page, shown when the rule lets them, taken back by whoever doubts."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.codings import Decision, decide
from surveys.findings import FindingKind, finding, replace_findings
from surveys.quotes import Quote
from surveys.readings import Outcome, Source, read_text
from surveys.reports import Report
from surveys.screenings import Harm, Level, Screening
from surveys.themes import theme_with_code
from surveys.waves import wave_with_id
from surveys.workers import Role
from tests import make
from tests.borough import FINE, NAME, THEME, UNREAD

WORDS = "My bus comes after the bell every single day"
OURS = "A pupil says the bus comes too late"


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def page(borough):
    return f"/waves/{borough.wave_id}/themes/{THEME}/quotes"


@pytest.fixture
def theme_page(borough):
    return f"/waves/{borough.wave_id}/themes/{THEME}"


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def reader(signed_in):
    return signed_in(Role.READER)


@pytest.fixture
def answer_id(record, borough):
    """One more answer that could be quoted."""
    make.responses(record, wave_with_id(record, borough.wave_id).schools[0], WORDS)
    key = make.answer_saying(record, WORDS)
    text = {"source": Source.ANSWER, "text_id": key}
    worker = make.worker(record, Role.READER)
    read_text(record, **text, reader=worker, outcome=Outcome.FINE, on=make.TODAY)
    theme = theme_with_code(record, THEME)
    decide(record, **text, theme=theme, decision=Decision.ADDED, worker=worker, on=make.TODAY)
    record.commit()
    return key


@pytest.fixture
def sensitive(record, answer_id):
    theme_with_code(record, THEME).is_sensitive = True
    record.commit()


def press(visitor, page, answer_id, what, **more):
    return visitor.post(f"{page}/{answer_id}/{what}", more, form_on=page)


def quoted(visitor, theme_page):
    return [one.text for one in visitor.get(theme_page).soup.select("blockquote")]


def test_an_answer_is_offered_with_its_school_and_cleared_by_name(lead, page, theme_page, answer_id):
    told = lead.get(page).text
    assert WORDS in told
    assert "Brook Lane High School" in told
    assert UNREAD not in told
    assert NAME not in told
    press(lead, page, answer_id, "clear")
    told = lead.get(page).text
    assert "Cleared as a quote, in your name." in told
    assert "Cleared by Sam Field, week of" in told
    assert f"“{WORDS}”" in quoted(lead, theme_page)


def test_our_words_stand_in_place_of_the_pupils_marked_and_without_quotation_marks(
    lead, signed_in, page, theme_page, answer_id
):
    press(lead, page, answer_id, "words", our_words=OURS)
    assert "Cleared in our words, in your name." in lead.get(page).text
    for visitor, path in (
        (signed_in(Role.SUBGROUP_MEMBER), theme_page),
        (signed_in(Role.SUBGROUP_MEMBER), "/subgroups/transport"),
    ):
        assert f"In our words: {OURS}" in quoted(visitor, path)
        assert WORDS not in visitor.get(path).text
    press(lead, page, answer_id, "words", our_words="")
    assert f"“{WORDS}”" in quoted(lead, theme_page)


def test_our_words_too_long_are_kept_on_the_page_with_a_sentence(lead, page, answer_id, engine):
    answered = press(lead, page, answer_id, "words", our_words="x" * 281)
    assert answered.status == 200
    assert "A quote has at most 280 characters." in answered.text
    assert answered.soup.find(id=f"words-{answer_id}").text.strip() == "x" * 281
    with Session(engine) as session:
        assert answer_id not in set(session.scalars(select(Quote.answer_id)))


def test_a_sensitive_theme_s_quote_is_shown_nowhere_until_a_second_person_clears_it(
    lead, reader, signed_in, page, theme_page, answer_id, sensitive
):
    assert "Two people must clear each quote of this theme." in lead.get(page).text
    press(lead, page, answer_id, "clear")
    assert "a second person must clear it too" in lead.get(page).text
    press(lead, page, answer_id, "second", seen=WORDS)
    assert "The second person must be somebody else." in lead.get(page).text
    assert f"Clear as the second person : {WORDS[:20]}" not in lead.get(page).text
    member = signed_in(Role.SUBGROUP_MEMBER)
    for path in (theme_page, "/subgroups/transport"):
        assert WORDS not in member.get(path).text
        assert FINE not in member.get(path).text  # cleared by one person before the theme was sensitive
    page_of_reader = reader.get(page)
    assert f"Clear as the second person : {WORDS[:20]}" in page_of_reader.text
    press(reader, page, answer_id, "second", seen="something else")
    assert "The words were changed after you opened the page." in reader.get(page).text
    press(reader, page, answer_id, "second", seen=WORDS)
    assert "Cleared as the second person, in your name." in reader.get(page).text
    assert quoted(member, theme_page) == [f"“{WORDS}”"]


def test_what_may_tell_of_harm_is_neither_offered_nor_cleared(lead, page, record, answer_id, engine):
    record.add(Screening(answer_id=answer_id, level=Level.RED, harm=Harm.OTHER))
    record.commit()
    assert WORDS not in lead.get(page).text
    press(lead, page, answer_id, "clear")
    assert "This answer may tell of harm, so it is not quoted." in lead.get(page).text
    with Session(engine) as session:
        assert answer_id not in set(session.scalars(select(Quote.answer_id)))


def test_anybody_who_checks_may_take_a_quote_back(reader, page, theme_page, borough):
    press(reader, page, borough.text_id, "withdraw")
    assert "No longer cleared." in reader.get(page).text
    assert quoted(reader, theme_page) == []


def test_a_draft_that_quotes_our_words_goes_when_they_are_taken_back(lead, page, record, answer_id, borough):
    press(lead, page, answer_id, "words", our_words=OURS)
    place = wave_with_id(record, borough.wave_id).schools[1]
    content = {"quotes": [{"theme": THEME, "title": "x", "words": OURS, "ours": True}], "figures": {}}
    record.add(
        Report(place=place, number=9, content=content, pdf=b"x", drafted_on=make.TODAY, address="ZZZZZZ")
    )
    record.commit()
    press(lead, page, answer_id, "words", our_words=f"{OURS} indeed")
    assert record.scalars(select(Report.number).where(Report.number == 9)).all() == []


def test_a_lead_makes_a_theme_sensitive_and_that_stands_in_its_history(lead, page, theme_page, record):
    change = f"/themes/{THEME}/change"
    revision = lead.get(change).field("revision")
    lead.post(f"/themes/{THEME}/sensitive", {"wish": "two", "revision": revision}, form_on=change)
    assert "Sam Field made it sensitive" in lead.get(f"/themes/{THEME}/history").text
    assert quoted(lead, theme_page) == []
    lead.post(f"/themes/{THEME}/sensitive", {"wish": "one", "revision": revision}, form_on=change)
    assert "Two people must clear" in lead.get(page).text  # the page was opened before the change
    revision = lead.get(change).field("revision")
    lead.post(f"/themes/{THEME}/sensitive", {"wish": "one", "revision": revision}, form_on=change)
    assert "Sam Field made it not sensitive" in lead.get(f"/themes/{THEME}/history").text
    assert quoted(lead, theme_page) == [f"“{FINE}”"]


def test_a_theme_too_small_to_show_quotes_nobody(lead, page, theme_page, record, borough):
    figures = finding(record, wave_id=borough.wave_id, kind=FindingKind.THEME, subject=THEME).figures
    total = {**figures["written"]["total"], "shown": False}
    small = {**figures, "written": {**figures["written"], "total": total}}
    replace_findings(
        record, wave_id=borough.wave_id, figures={(FindingKind.THEME, THEME): small}, on=make.TODAY
    )
    record.commit()
    assert "Too few pupils wrote about it here to quote anyone." in lead.get(page).text
    assert quoted(lead, theme_page) == []


@pytest.mark.parametrize("what", ["clear", "words", "second", "withdraw"])
def test_a_subgroup_neither_chooses_nor_clears(signed_in, page, borough, what):
    member = signed_in(Role.SUBGROUP_MEMBER)
    assert member.get(page).status == 403
    token = member.get("/themes").soup.find(attrs={"name": "csrf_token"})["value"]
    assert member.post(f"{page}/{borough.text_id}/{what}", {"csrf_token": token}, form_on="").status == 403

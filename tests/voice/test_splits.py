"""Splits: a lead finds answers, sees which would go, splits them off, and takes it back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.codings import Decision, Proposal, decide, store_proposals
from surveys.evidence import texts_of
from surveys.readings import Source
from surveys.responses import Answer
from surveys.themes import live_codes, theme_with_code
from surveys.waves import wave_with_id
from surveys.workers import Role
from tests import make
from tests.borough import FINE, RAW, THEME

SPLIT = f"/themes/{THEME}/split"
SCOOTERS = [f"scooter number {number} on the path" for number in range(12)]
NEW = {"name": "E-scooters", "description": "Hit by one", "phrases": "nearly hit by a scooter"}


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def lead(signed_in, record, borough):
    """A lead, in a borough where twelve more answers are under the theme."""
    place = wave_with_id(record, borough.wave_id).schools[0]
    make.responses(record, place, *SCOOTERS)
    reader = make.worker(record, Role.READER)
    make.read_everything(record, reader)
    texts = record.execute(select(Answer.id, Answer.text)).all()
    keys = [key for key, text in texts if text is not None and text.startswith("scooter number")]
    proposals = {(Source.ANSWER, key): [Proposal(THEME, 0.7, ["path"])] for key in keys}
    store_proposals(record, proposals, method="seeds 1")
    record.commit()
    return signed_in(Role.LEAD)


def under(engine, code):
    with Session(engine) as session:
        return {text.shown for text in texts_of(session, theme_with_code(session, code))}


def filled(page, **more):
    """What the form on a page would send, with its own fields as they stand."""
    names = ("revision", "words", "seal", "name", "description", "phrases", "way")
    sent = {name: page.field(name) for name in names if page.soup.find(attrs={"name": name})}
    return {**sent, **more}


def search(lead, words="scooter"):
    return lead.get(SPLIT, query_string={"words": words})


def see(lead, page, **more):
    return lead.post(SPLIT, {**filled(page), **NEW, "way": "every", "wish": "preview", **more}, form_on=SPLIT)


def test_answers_are_found_by_words_and_shown_before_they_go(lead, engine):
    page = search(lead)
    assert "10 of 15 texts under this theme have “scooter”." in page.text
    assert len(page.soup.select("input[name=ticked]")) == 12
    assert page.soup.find(id="phrases").text.strip() == "scooter"
    preview = see(lead, page)
    assert preview.heading == "Split “E-scooters” from “Transport and the journey”?"
    counts = [cell.get_text(" ", strip=True) for cell in preview.soup.select(".govuk-summary-list__value")]
    assert counts == ["10 texts", "under 10 texts"]
    assert "scooter number" in preview.text
    assert FINE in preview.text
    assert len(under(engine, THEME)) == 16


def test_a_split_moves_them_and_an_undo_brings_them_back(lead, engine):
    preview = see(lead, search(lead))
    done = lead.post(SPLIT, filled(preview, wish="split"), form_on=SPLIT)
    assert done.response.location == "/themes/XES/history"
    assert under(engine, "XES") == set(SCOOTERS)
    assert FINE in under(engine, THEME)
    assert not under(engine, THEME) & set(SCOOTERS)
    history = lead.get("/themes/XES/history")
    assert "Sam Field split “E-scooters” from “Transport and the journey”. It took 10 texts." in history.text
    assert "History of “E-scooters”" in lead.get(f"/themes/{THEME}/history").text
    sent = {"revision": history.field("revision"), "change": history.field("change")}
    lead.post("/themes/XES/undo", sent, form_on="/themes/XES/history")
    assert set(SCOOTERS) < under(engine, THEME)
    with Session(engine) as session:
        assert "XES" not in live_codes(session)


def test_answers_are_ticked_one_by_one(lead, engine):
    page = lead.get(SPLIT)
    boxes = {
        box.find_parent("div").get_text(" ", strip=True): box["value"]
        for box in page.soup.select("input[name=ticked]")
    }
    chosen = [SCOOTERS[3], FINE]
    ticks = [boxes[words] for words in chosen]
    preview = see(lead, page, way="ticked", ticked=ticks)
    kept = [box["value"] for box in preview.soup.select("input[name=ticked]")]
    assert kept == ticks
    lead.post(SPLIT, filled(preview, wish="split", ticked=kept), form_on=SPLIT)
    assert under(engine, "XES") == set(chosen)


def test_choosing_again_keeps_what_was_typed_and_ticked(lead):
    page = search(lead)
    tick = page.soup.select_one("input[name=ticked]")["value"]
    preview = see(lead, page, way="ticked", ticked=[tick])
    again = lead.post(SPLIT, filled(preview, wish="edit", ticked=[tick]), form_on=SPLIT)
    assert again.field("name") == "E-scooters"
    assert again.soup.find("input", attrs={"name": "words", "type": "hidden"})["value"] == "scooter"
    assert [box["value"] for box in again.soup.select("input[name=ticked][checked]")] == [tick]


def test_what_went_or_came_since_the_preview_is_shown_before_anything_is_split(lead, record, engine):
    preview = see(lead, search(lead))
    key = make.answer_saying(record, SCOOTERS[0])
    worker = make.worker(record, Role.READER)
    decide(
        record,
        source=Source.ANSWER,
        text_id=key,
        theme=theme_with_code(record, THEME),
        decision=Decision.REMOVED,
        worker=worker,
        on=make.TODAY,
    )
    record.commit()
    again = lead.post(SPLIT, filled(preview, wish="split"), form_on=SPLIT)
    assert "are not those of a moment ago" in again.text
    assert len(under(engine, THEME)) == 15
    lead.post(SPLIT, filled(again, wish="split"), form_on=SPLIT)
    assert under(engine, "XES") == set(SCOOTERS[1:])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Write a name."),
        ({"name": "Bullying"}, "Another theme is called “Bullying”."),
        ({"way": "ticked"}, "No answer is chosen."),
        ({"way": "ticked", "ticked": ["f" * 32, "'; --"]}, "No answer is chosen."),
        ({"way": "nonsense"}, "No answer is chosen."),
        ({"words": "nobody wrote this"}, "No answer is chosen."),
        ({"phrases": "I get called names whenever I walk in"}, "is a phrase of “Bullying” already"),
        ({"revision": "7"}, "changed this theme"),
        ({"revision": ""}, "changed this theme"),
    ],
)
@pytest.mark.parametrize("wish", ["preview", "split"])
def test_what_cannot_be_split_gets_a_sentence(lead, engine, wrong, said, wish):
    page = see(lead, search(lead), **wrong, wish=wish)
    assert page.status == 200
    assert said in page.soup.select_one(".govuk-error-summary").get_text(" ")
    assert len(under(engine, THEME)) == 16


@pytest.mark.parametrize("words", ["(", "\\", "[a-", "*", ",,,", "x" * 5000, "💥", "\r\n"])
def test_any_words_may_be_looked_for(lead, words):
    assert search(lead, words).status == 200


def test_a_theme_without_texts_has_nothing_to_split(lead):
    assert "No text that was read is under this theme." in lead.get("/themes/SLP/split").text
    assert RAW not in lead.get(SPLIT).text

"""Reviewing: one doubtful answer a page, settled by one press, taken back by another; alike ones together."""

import re
import subprocess
import sys

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.codings import Coding, Decision, Proposal, Review, decide, store_proposals
from surveys.findings import FindingKind, store_findings
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer
from surveys.reviewing import Left
from surveys.themes import theme_with_code
from surveys.workers import Role
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make
from tests.pages import Visitor
from voice.insight import load_codebook
from voice.insight.reviewing import NEAR, alike, chance_in_words, effort_in_words, marked

BUS, FULL, NAMES, HM = (
    "The bus is late again",
    "the bus is late and full",
    "They call me names on the bus",
    "Hm",
)


@pytest.fixture
def lead(record):
    load_codebook(record)
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def wave(record, lead):
    """A wave with four read answers: one sure, two doubtful, one that the machine has found nothing in."""
    wave = make.wave(record, schools=2)
    wave.schools[0].school.name = "Brook Lane High School"
    make.responses(record, wave.schools[0], BUS, FULL, NAMES)
    make.responses(record, wave.schools[1], HM)
    make.read_everything(record, lead)
    proposals = {
        BUS: [Proposal("TRV", 0.31, ["bus", "late"])],
        FULL: [Proposal("TRV", 0.72, ["bus"])],
        NAMES: [Proposal("BUL", 0.93, ["names"]), Proposal("TRV", 0.55, ["bus"])],
        HM: [],
    }
    store_proposals(
        record,
        {
            (Source.ANSWER, key): proposals[text]
            for key, text in record.execute(select(Answer.id, Answer.text))
        },
        method="seeds 1",
    )
    record.commit()
    return wave


@pytest.fixture
def address(wave, record):
    address = f"/waves/{wave.id}/reviewing"
    record.rollback()
    return address


@pytest.fixture
def reviewer(app, lead, wave, record):
    """The lead, who alone reviews: the queue is in its own order."""
    visitor = Visitor(app)
    visitor.sign_in(lead)
    for other in record.scalars(select(type(lead)).where(type(lead).id != lead.id)):
        other.active = False
    record.commit()
    return visitor


@pytest.fixture
def other(app, record, reviewer):
    """Somebody else who reviews."""
    worker = make.worker(record, Role.READER, name="Rita Reader")
    visitor = Visitor(app)
    visitor.sign_in(worker)
    record.commit()
    return visitor


def shown(page):
    found = page.soup.select_one(".voice-text__words")
    return None if found is None else found.get_text()


def key_of(engine, text):
    with Session(engine) as session:
        return make.answer_saying(session, text)


def codings(engine, text):
    with Session(engine) as session:
        query = select(Coding).where(Coding.answer_id == make.answer_saying(session, text))
        return {
            one.theme.code: (one.decision, one.decided_by and one.decided_by.name)
            for one in session.scalars(query).unique()
        }


def press(visitor, page, wish, **more):
    """Press a button of the page that was drawn."""
    form = page.soup.select_one("#reviewing")
    ticked = [box["value"] for box in form.select("[name=theme][checked]")]
    sent = {"csrf_token": page.field("csrf_token"), "sign": page.field("sign"), "wish": wish, "theme": ticked}
    return visitor.post(form["action"], {**sent, **more})


def follow(visitor, page):
    assert page.status == 302
    return visitor.get(page.response.location)


def test_the_least_certain_answer_is_shown_with_what_the_machine_makes_of_it(reviewer, address):
    page = reviewer.get(address)
    assert shown(page) == BUS
    assert [mark.text for mark in page.soup.select("mark")] == ["bus", "late"]
    assert "Brook Lane High School" in page.soup.select_one(".voice-text__asked").text
    (box,) = page.soup.select("[data-shown] input")
    assert box["value"] == "TRV"
    why = page.soup.find(id=box["aria-describedby"]).get_text()
    assert why == "The machine: about 3 in 10, because of “bus”, “late”."
    assert "left for 90 %" in page.text
    assert "no theme in under 10 answers: go through them" in page.text


def test_confirming_leads_to_the_next_answer_at_once(reviewer, address, engine):
    page = follow(reviewer, press(reviewer, reviewer.get(address), "confirm"))
    assert codings(engine, BUS) == {"TRV": (Decision.CONFIRMED, "Lena Lead")}
    assert shown(page) == NAMES
    assert "Saved: Transport and the journey." in page.text
    assert [box["value"] for box in page.soup.select("[data-shown] input")] == ["BUL", "TRV"]


def test_another_theme_can_be_ticked_and_one_unticked(reviewer, address, engine):
    press(reviewer, reviewer.get(address), "confirm", theme=["SLP", "FAC"])
    said = codings(engine, BUS)
    assert said.pop("TRV") == (Decision.REMOVED, "Lena Lead")
    assert said == dict.fromkeys(("SLP", "FAC"), (Decision.ADDED, "Lena Lead"))


def test_none_of_these_is_kept_for_answers_with_and_without_a_theme(reviewer, address, engine):
    page = follow(reviewer, press(reviewer, reviewer.get(address), "none"))
    assert "Saved: none of the themes." in page.text
    assert codings(engine, BUS) == {"TRV": (Decision.REMOVED, "Lena Lead")}
    page = reviewer.get(f"{address}?theme=none")
    assert shown(page) == HM
    assert "The machine has found no theme here." in page.text
    page = follow(reviewer, press(reviewer, page, "none"))
    assert "No answer like that is left to review." in page.text
    assert codings(engine, HM) == {}


def test_nothing_ticked_or_a_theme_out_of_use_is_said_and_stores_nothing(reviewer, address, engine, record):
    page = press(reviewer, reviewer.get(address), "confirm", theme=[])
    assert "No theme is ticked." in page.soup.select_one(".govuk-error-summary").text
    assert page.soup.title.text.startswith("Error: ")
    theme_with_code(record, "SLP").retired_on = make.TODAY
    record.commit()
    page = press(reviewer, reviewer.get(address), "confirm", theme=["SLP"])
    assert "no longer in use" in page.soup.select_one(".govuk-error-summary").text
    assert codings(engine, BUS) == {"TRV": (None, None)}
    assert press(reviewer, reviewer.get(address), "other").status == 400


def test_what_is_skipped_comes_back_when_nothing_else_is_left(reviewer, address):
    seen = []
    for _ in range(4):
        page = reviewer.get(address)
        seen.append(shown(page))
        press(reviewer, page, "skip")
    assert seen == [BUS, NAMES, FULL, HM]
    page = reviewer.get(address)
    assert "Only answers that you skipped are left." in page.text
    assert shown(page) == BUS


def test_the_last_presses_can_be_taken_back_one_after_the_other(reviewer, address, engine):
    for wish in ("confirm", "none"):
        press(reviewer, reviewer.get(address), wish)
    for text, wish in ((NAMES, "none of the themes"), (BUS, "Transport and the journey")):
        assert f"Saved: {wish}." in reviewer.get(address).text
        assert shown(follow(reviewer, reviewer.post(f"{address}/undo", form_on=address))) == text
        assert {decision for decision, _ in codings(engine, text).values()} == {None}
    assert "Saved" not in reviewer.get(address).text
    page = follow(reviewer, reviewer.post(f"{address}/undo", form_on=address))
    assert "There is nothing of yours left to undo." in page.text


def test_two_people_on_one_answer_are_told_and_nothing_is_overwritten(reviewer, other, address, engine):
    text = key_of(engine, BUS)
    mine, theirs = (visitor.get(f"{address}?text={text}") for visitor in (reviewer, other))
    assert shown(mine) == shown(theirs) == BUS
    press(other, theirs, "none")
    page = follow(reviewer, press(reviewer, mine, "confirm"))
    assert "Rita Reader has just decided on that answer, so what you pressed was not stored." in page.text
    assert shown(page) in (FULL, NAMES, HM)  # their own share of what is left
    assert codings(engine, BUS) == {"TRV": (Decision.REMOVED, "Rita Reader")}
    page = follow(other, press(other, theirs, "none"))  # pressed twice: no news
    assert "not stored" not in page.text


def test_a_new_run_of_the_machine_in_between_is_told_and_the_answer_shown_again(
    reviewer, address, engine, record
):
    page = reviewer.get(address)
    again = [Proposal("TRV", 0.31, []), Proposal("BUL", 0.2, [])]
    store_proposals(record, {(Source.ANSWER, key_of(engine, BUS)): again}, method="seeds 2")
    record.commit()
    page = follow(reviewer, press(reviewer, page, "confirm"))
    assert "were changed meanwhile" in page.text
    assert shown(page) == BUS
    assert codings(engine, BUS) == dict.fromkeys(("TRV", "BUL"), (None, None))


def test_what_somebody_decided_since_is_not_taken_back(reviewer, address, engine, record, lead):
    press(reviewer, reviewer.get(address), "confirm")
    decide(
        record,
        source=Source.ANSWER,
        text_id=key_of(engine, BUS),
        theme=theme_with_code(record, "TRV"),
        decision=Decision.REMOVED,
        worker=record.merge(lead),
        on=make.TODAY,
    )
    record.commit()
    page = follow(reviewer, reviewer.post(f"{address}/undo", form_on=address))
    assert "Somebody has decided on it since, so it stays as they left it." in page.text
    assert codings(engine, BUS)["TRV"][0] is Decision.REMOVED


def test_a_theme_and_a_school_can_be_chosen_and_stay_chosen(reviewer, address, wave, record):
    urn = next(place.school.urn for place in wave.schools if place.school.name.startswith("Brook"))
    record.rollback()
    page = reviewer.get(f"{address}?theme=BUL&school={urn}")
    assert shown(page) == NAMES
    done = press(reviewer, page, "confirm")
    assert done.response.location == f"{address}?theme=BUL&school={urn}"
    assert "No answer like that is left to review." in reviewer.get(done.response.location).text
    assert reviewer.get(f"{address}?theme=XYZ").status == 404


def test_workshop_notes_of_the_same_theme_stand_beside(reviewer, address, wave, record, lead):
    lead, school = record.merge(lead), record.merge(wave).schools[0].school
    programme = add_programme(record, school=school, starts_on=make.TODAY)
    lines = read_lines("Buses do not come | 7\nSome of us are called names", kind=NoteKind.BARRIER)
    for note in add_notes(record, workshop=programme.sessions[0], notes=lines):
        read_text(
            record, source=Source.NOTE, text_id=note.id, reader=lead, outcome=Outcome.FINE, on=make.TODAY
        )
        code = "TRV" if note.votes else "BUL"
        store_proposals(record, {(Source.NOTE, note.id): [Proposal(code, 0.9, [])]}, method="seeds 1")
    record.commit()
    page = reviewer.get(address)
    beside = page.soup.select_one("aside").get_text(" ", strip=True)
    assert (
        beside
        == "Said in workshops: Transport and the journey Buses do not come Barrier. Change themes of “Buses do not come”"
    )


def test_answers_like_it_get_the_theme_in_one_press_and_lose_it_in_one(reviewer, address, engine):
    page = reviewer.get(f"{address}/{key_of(engine, BUS)}/alike")
    boxes = page.soup.select("[name=answer]")
    assert [page.soup.find("label", {"for": box["id"]}).contents[0].strip() for box in boxes] == [BUS, FULL]
    assert all(box.has_attr("checked") for box in boxes)
    sent = {"theme": "TRV", "answer": [box["value"] for box in boxes]}
    page = follow(reviewer, reviewer.post(f"{address}/{key_of(engine, BUS)}/alike", sent))
    for text in (BUS, FULL):
        assert codings(engine, text) == {"TRV": (Decision.CONFIRMED, "Lena Lead")}
    assert shown(page) == NAMES
    assert "Saved for 2 answers: Transport and the journey." in page.text
    reviewer.post(f"{address}/undo", form_on=address)
    for text in (BUS, FULL):
        assert codings(engine, text) == {"TRV": (None, None)}
    with Session(engine) as session:
        assert session.scalars(select(Review)).all() == []


def test_an_answer_that_somebody_decided_on_is_left_out_of_the_rest(reviewer, other, address, engine):
    place = f"{address}/{key_of(engine, BUS)}/alike"
    boxes = reviewer.get(place).soup.select("[name=answer]")
    press(other, other.get(f"{address}?text={key_of(engine, FULL)}"), "none")
    sent = {"theme": "TRV", "answer": [box["value"] for box in boxes]}
    page = follow(reviewer, reviewer.post(place, sent))
    assert "1 answer was changed by somebody meanwhile and left as they are now." in page.text
    assert codings(engine, BUS)["TRV"] == (Decision.CONFIRMED, "Lena Lead")
    assert codings(engine, FULL)["TRV"] == (Decision.REMOVED, "Rita Reader")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"theme": "TRV"}, "Tick at least one answer."),
        ({"theme": "", "answer": "x:y"}, "Choose a theme."),
        ({"theme": "XYZ", "answer": "x:y"}, "no longer in use"),
    ],
)
def test_a_group_without_answers_or_theme_is_said_and_stores_nothing(reviewer, address, engine, sent, said):
    page = reviewer.post(f"{address}/{key_of(engine, BUS)}/alike", sent)
    assert said in page.soup.select_one(".govuk-error-summary").text
    assert codings(engine, BUS) == {"TRV": (None, None)}


def test_nothing_alike_and_an_answer_that_is_reviewed_are_said(reviewer, address, engine):
    page = reviewer.get(f"{address}/{key_of(engine, HM)}/alike")
    assert "No other answer that waits says something like it." in page.text
    token = page.field("csrf_token")
    key = key_of(engine, BUS)
    press(reviewer, reviewer.get(address), "confirm")
    assert "This answer is reviewed already." in reviewer.get(f"{address}/{key}/alike").text
    done = reviewer.post(f"{address}/{key}/alike", {"csrf_token": token, "theme": "TRV", "answer": "x:y"})
    assert done.status == 302
    assert reviewer.post(f"{address}/{'f' * 32}", {"csrf_token": token, "wish": "confirm"}).status == 302


def test_before_the_machine_has_looked_the_page_says_so(signed_in, record, lead):
    wave_id = make.wave(record).id
    record.commit()
    page = signed_in(Role.READER).get(f"/waves/{wave_id}/reviewing")
    assert "the machine has not looked for themes yet" in page.text
    assert "Nothing is left to check." in page.text


def test_the_wave_and_its_themes_lead_to_the_queue(signed_in, record, wave):
    wave_id = wave.id
    store_findings(record, wave_id=wave_id, figures=OVERVIEW, on=make.TODAY)
    record.commit()
    for page in (f"/waves/{wave_id}", f"/waves/{wave_id}/themes"):
        links = signed_in(Role.LEAD).get(page).soup.select(f"a[href='/waves/{wave_id}/reviewing']")
        assert len(links) == 1, page
    assert "reviewing" not in str(signed_in(Role.SUBGROUP_MEMBER).get(f"/waves/{wave_id}/themes").soup)


ENOUGH = {"shown": True, "count": 140}
OVERVIEW = {
    (FindingKind.OVERVIEW, "wave"): {
        "answered": ENOUGH,
        "schools": {},
        "writers": ENOUGH,
        "decided": ENOUGH,
        "method": "seeds 1",
    }
}


def test_the_queue_loads_neither_the_model_nor_statistics(tmp_path):
    code = """
import sys
from voice.insight.reviewing import chance_in_words, effort_in_words, marked
from surveys.reviewing import Left
chance_in_words(0.7), effort_in_words(Left([[0.4]], 0, 0)), marked("the bus", ["bus"])
print([name for name in ("sklearn", "onnxruntime", "pandas", "nltk") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "less than 1 in 10"),
        (0.12, "about 1 in 10"),
        (0.5, "about 5 in 10"),
        (0.949, "about 9 in 10"),
        (0.99, "more than 9 in 10"),
    ],
)
def test_a_chance_is_said_in_tenths(chance, words):
    assert chance_in_words(chance) == words


def test_how_long_it_takes_is_said_in_minutes():
    doubtful = Left(waiting=[[0.5]] * 400, decided=0, nothing_found=0)
    assert re.fullmatch(r"About \d+ minutes left for 90 %\.", effort_in_words(doubtful))
    assert effort_in_words(Left([], 5, 0)) == "Nothing is left to check."


@pytest.mark.parametrize(
    ("phrases", "pieces"),
    [
        ([], [("The BUS is\nlate, bussing", False)]),
        (["bus"], [("The ", False), ("BUS", True), (" is\nlate, bussing", False)]),
        (["is late", "bus is"], [("The ", False), ("BUS is\nlate", True), (", bussing", False)]),
        (["(", "", "nowhere"], [("The BUS is\nlate, bussing", False)]),
    ],
)
def test_phrases_are_marked_where_they_stand_however_they_are_written(phrases, pieces):
    assert marked("The BUS is\nlate, bussing", phrases) == pieces


def test_nothing_is_marked_in_nothing():
    assert marked("", ["bus"]) == []


def test_texts_alike_come_nearest_first_and_others_not_at_all():
    texts = ["The food is cold", "my bus never comes on time", BUS]
    near = alike(texts, BUS.upper(), most=5)
    assert near[0] == 2
    assert 0 not in near
    assert alike([BUS, BUS, BUS], BUS, most=2) == [0, 1]
    assert alike([], BUS, most=5) == []
    assert set(NEAR) == {"meaning", "sparse"}

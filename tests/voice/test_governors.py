"""Governors: one page for them, from the figures of a report and the actions as they stand."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from surveys.actions import Action, Status
from surveys.agencies import Agency
from surveys.report_steps import ReportStep, StepKind
from surveys.reports import Report, store_draft
from surveys.workers import worker_with_email
from tests.pages import Visitor
from tests.pdfs import read, words
from tests.voice.report_borough import BROOK, LATER, LEAD, Borough
from tests.voice.report_figures import content, rich_figures, small_figures
from voice.database import writing_session
from voice.governing import governors_page, questions_to_ask
from voice.printing import governors_pdf

TODAY = date(2026, 11, 23)


@pytest.fixture
def record_file(borough_to_report_on):
    return borough_to_report_on


@pytest.fixture
def lead(app, engine):
    made = Visitor(app)
    with Session(engine) as session:  # reads alone: the test’s own writing must not wait for it
        made.sign_in(worker_with_email(session, LEAD))
    return made


@pytest.fixture
def report_id(engine):
    """The draft of the report of the school where many answered."""
    with writing_session(engine) as session:
        place = Borough(session).place(BROOK)
        made = store_draft(session, place=place, content=content(), pdf=b"%PDF-", on=LATER)
        session.commit()
        return made.id


def release(engine, report_id, *, recalled=False):
    with writing_session(engine) as session:
        lead = Borough(session).lead
        report = session.get_one(Report, report_id)
        report.released_on, report.released_by = LATER, lead
        if recalled:
            report.steps.append(
                ReportStep(kind=StepKind.RECALLED, worker=lead, taken_on=LATER, note="Wrong figure.")
            )
        session.commit()


def action(title: str, status: Status, due_on: date = date(2027, 1, 31)) -> Action:
    return Action(title=title, status=status, due_on=due_on, agency=Agency(name="Transport team"))


def page_of(figures: dict[str, Any], *actions: Action) -> dict[str, Any]:
    return governors_page(content(figures), actions, on=TODAY) | {"told": "", "caution": ""}


def with_changes(*changes: str) -> dict[str, Any]:
    figures = rich_figures()
    for row, word in zip(figures["headlines"], changes, strict=False):
        row["change"] = {"word": word, "why": "It was asked in other words.", "before": None}
    return figures


def test_four_figures_and_three_barriers_stand_beside_all_schools():
    page = page_of(rich_figures())
    assert page["answered"] == "About 165 pupils answered."
    assert [row["title"] for row in page["headlines"]][:2] == [
        "Often find it hard to come to school",
        "Feel safe in school",
    ]
    assert len(page["headlines"]) == 4
    assert len(page["barriers"]) == 3
    assert page["headlines"][0]["school"] == {"words": "About 4 in 10 (35%)", "percent": 35, "shown": True}


def test_how_many_of_the_roll_answered_is_said_where_it_may_be():
    figures = rich_figures() | {"rate": {"words": "about 2 in 10 of the pupils on roll", "why": ""}}
    assert page_of(figures)["answered"] == "About 165 pupils answered, about 2 in 10 of the pupils on roll."
    figures["rate"] = {"words": "too small to say", "why": "Hidden."}
    assert page_of(figures)["answered"] == "About 165 pupils answered."
    assert page_of(small_figures())["answered"] == "How many pupils answered: too small to say."


def test_what_changed_is_said_in_words_or_why_it_is_not():
    page = page_of(with_changes("up", "about the same", "cannot be compared"))
    assert [row["change"] for row in page["headlines"]] == ["▲ Up", "About the same", "", ""]
    assert page["changes"] == ""
    assert page_of(with_changes(*["cannot be compared"] * 4))["changes"] == (
        "What changed cannot be said. It was asked in other words."
    )
    assert "no earlier survey" in page_of(rich_figures())["changes"]


def test_actions_stand_under_what_became_of_them_the_late_ones_first():
    page = page_of(
        rich_figures(),
        action("Stopped", Status.STOPPED),
        action("Done", Status.DONE, date(2026, 1, 1)),
        action("Late", Status.IN_PROGRESS, date(2026, 11, 22)),
        *(action(f"To come {number}", Status.NOT_STARTED) for number in range(5)),
    )
    found = {state["heading"]: state for state in page["actions"]}
    assert list(found) == ["Late", "Done", "Under way or to come", "Stopped"]
    assert found["Late"]["lines"] == [{"title": "Late", "who": "Transport team, was due 22 November 2026"}]
    assert found["Done"]["lines"] == [{"title": "Done", "who": "Transport team"}]
    assert (len(found["Under way or to come"]["lines"]), found["Under way or to come"]["more"]) == (3, 2)


def test_of_a_stopped_action_it_is_said_why():
    stopped = action("Run a bus", Status.STOPPED)
    stopped.pupil_words = "It costs too much this year."
    (state,) = page_of(rich_figures(), stopped)["actions"]
    assert state["lines"] == [{"title": "Run a bus", "who": "Transport team. It costs too much this year."}]


def test_five_questions_name_what_pupils_chose_most_where_that_may_be_told():
    asked = questions_to_ask(rich_figures())
    assert len(asked) == 5
    assert "Pupils here chose “Noise, crowds, lights or too much going on” most often." in asked[1]["ask"]
    assert "“" not in questions_to_ask(small_figures())[1]["ask"]
    assert all(question["listen"] for question in asked)


def test_what_is_different_here_is_said_beside_its_title():
    row = {
        "title": "It helps my future",
        "sentence": "About 4 in 10 here, about 2 in 10 in all schools together.",
    }
    page = page_of(rich_figures() | {"different": [row]})
    assert page["different"] == [
        "It helps my future – about 4 in 10 here, about 2 in 10 in all schools together."
    ]
    page = page_of(rich_figures() | {"different": [row | {"direction": "higher"}]})
    assert page["different"] == [
        "It helps my future – ▲ more than elsewhere: about 4 in 10 here, about 2 in 10 in all schools together."
    ]


@pytest.mark.parametrize("title", ["Ask the operator", "A" * 200, "word " * 40, "#panic() *b* <i> مرحبا 😭"])
def test_on_paper_it_is_one_page_whatever_it_says(title):
    figures = with_changes("up", "down", "about the same", "cannot be compared")
    figures["different"] = [{"title": title[:100], "sentence": "More here."}] * 3
    every = [
        action(title, status, due) for status in Status for due in (TODAY, date(2020, 1, 1)) for _ in "1234"
    ]
    pdf = governors_pdf(page_of(figures, *every) | {"told": "voice.example.gov.uk/told/4K7M9P"}, on=TODAY)
    (page,) = read(pdf).pages
    assert "Listen for: A request that somebody has answered" in " ".join(page.extract_text().split())


def test_the_page_and_its_pdf_say_the_same(lead, engine, report_id):
    release(engine, report_id)
    with writing_session(engine) as session:
        Borough(session).act("Ask the operator for a second bus", None)
        session.commit()
    page = lead.get(f"/reports/{report_id}/governors")
    answer = lead.get(f"/reports/{report_id}/governors.pdf").response
    for said in (
        "For governors:",
        "About 165 pupils answered",
        "Often find it hard to come to school",
        "About 4 in 10 (35%)",
        "Noise, crowds, lights or too much going on",
        "Ask the operator for a second bus",
        "Which of these answers did you not expect",
        "Listen for: One thing, one name and a date this term.",
    ):
        assert said in page.text
        assert said in words(answer.data)
    bars = page.soup.main.select("table svg rect[fill='#4c2c92']")
    assert bars[0]["width"] == "35"
    name = "Brook_Lane_High_School_Autumn_2026_for_governors.pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'


def test_a_page_of_few_answers_shows_no_figure_of_the_school(lead, engine, report_id):
    with writing_session(engine) as session:
        place = Borough(session).place(BROOK)
        store_draft(session, place=place, content=content(small_figures()), pdf=b"%PDF-", on=LATER)
        session.commit()
    page = lead.get(f"/reports/{report_id}/governors")
    own = [row.find_all("td")[0].text.strip() for row in page.soup.main.select("tbody tr")]
    assert set(own) == {"too small to say".capitalize()}
    assert "Too few pupils answered to say what makes it hard here" in page.text


def test_a_draft_and_a_recalled_report_say_what_they_are(lead, engine, report_id):
    caution = "This is a draft, for the authority alone"
    assert caution in lead.get(f"/reports/{report_id}/governors").text
    assert caution in words(lead.get(f"/reports/{report_id}/governors.pdf").response.data)
    release(engine, report_id)
    page = lead.get(f"/reports/{report_id}/governors")
    assert caution not in page.text
    assert "See what pupils are told" in page.text
    release(engine, report_id, recalled=True)
    page = lead.get(f"/reports/{report_id}/governors")
    assert "this page must not be used any more" in page.text
    assert "See what pupils are told" not in page.text

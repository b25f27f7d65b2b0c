"""Tellings: the pupils’ page, the poster and the words for form time – for whom, when, and how small."""

import gzip
import random
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from surveys.actions import Action, Status, update_action
from surveys.report_life import Said, answer_report
from surveys.report_steps import ReportStep, StepKind, Verdict
from surveys.reports import Report, store_draft
from surveys.workers import worker_with_email
from tests.pages import Visitor
from tests.pdfs import read, tagged, words
from tests.voice.report_borough import BROOK, HILL, LATER, LEAD, Borough
from tests.voice.report_figures import content, rich_figures, small_figures
from voice.database import writing_session

MOST_BYTES = 14_000
"""What a fresh connection brings at once: the page, its styles and its script, as they travel."""

CHANCE = random.Random(6)


@pytest.fixture
def record_file(borough_to_report_on):
    return borough_to_report_on


@pytest.fixture
def lead(app, engine):
    return visiting(app, engine, LEAD)


@pytest.fixture
def head(app, engine):
    """Somebody from the school where many answered."""
    return visiting(app, engine, f"{BROOK}@example.org")


def visiting(app, engine, email):
    made = Visitor(app)
    with Session(engine) as session:  # reads alone: the test’s own writing must not wait for it
        made.sign_in(worker_with_email(session, email))
    return made


@pytest.fixture
def report(engine):
    """The released report of the school where many answered."""
    return released(engine)


def released(engine, *, urn=BROOK, **changes):
    """Release a report with this content, and return its key and address."""
    with writing_session(engine) as session:
        borough = Borough(session)
        made = store_draft(
            session, place=borough.place(urn), content=content(**changes), pdf=b"%PDF-", on=LATER
        )
        made.released_on, made.released_by = LATER, borough.lead
        session.commit()
        return SimpleNamespace(id=made.id, address=made.address)


def drafted(engine):
    with writing_session(engine) as session:
        made = store_draft(
            session, place=Borough(session).place(BROOK), content=content(), pdf=b"%PDF-", on=LATER
        )
        session.commit()
        return made.id


def recalled(engine, report):
    with writing_session(engine) as session:
        lead = Borough(session).lead
        step = ReportStep(kind=StepKind.RECALLED, worker=lead, taken_on=LATER, note="A figure was wrong.")
        found = session.get_one(Report, report.id)
        found.steps.append(step)
        session.commit()


def answer(engine, report, *said):
    """Have the authority note what the school says to each recommendation, in their order."""
    with writing_session(engine) as session:
        found = session.get_one(Report, report.id)
        by_key = dict(zip((one.key for one in found.recommendations), said, strict=True))
        answer_report(session, report=found, worker=Borough(session).lead, said=by_key, note="", on=LATER)
        session.commit()


def promise(engine, words, *, urn=None, status=None, due_on=None):
    with writing_session(engine) as session:
        borough = Borough(session)
        action = borough.act(f"For staff: {words}", words, urn=urn)
        action.due_on = due_on or action.due_on
        if status is not None:
            update_action(
                session, action=action, status=status, note="For staff", worker=borough.lead, on=LATER
            )
        session.commit()
        return action.id


def test_pupils_are_told_what_they_said_and_what_was_done(visitor, engine, report):
    action_id = promise(engine, "We are asking for one more bus in the morning.")
    promise(engine, None)
    promise(engine, "A new gate for Hill Top.", urn=HILL)
    page = visitor.get(f"/told/{report.address.lower()}")
    said = "About 4 in 10 of you said this makes it hard to come to school: Noise, crowds, lights"
    assert page.heading == "You said, we did"
    assert said in page.text
    assert "We will do this We are asking for one more bus in the morning. By the end of" in page.text
    assert "You said: “Buses, trams or getting here”" in page.text
    for never in ("For staff", "Hill Top", "%", "165"):
        assert never not in page.text
    assert "Set-Cookie" not in page.response.headers
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    with writing_session(engine) as session:
        borough = Borough(session)
        action = session.get_one(Action, action_id)
        update_action(session, action=action, status=Status.DONE, note="Daily", worker=borough.lead, on=LATER)
        session.commit()
    assert "We did this We are asking for one more bus" in visitor.get(f"/told/{report.address}").text


def test_pupils_read_in_this_order_what_they_said_what_is_done_what_cannot_be_and_what_is_next(
    visitor, engine
):
    report = released(engine, next_wave="Spring 2027 opens on 3 March 2027.")
    for status in Status:
        promise(engine, f"This is {status.value}.", status=status)
    page = visitor.get(f"/told/{report.address}")
    headings = [heading.text for heading in page.soup.main.find_all("h2")]
    assert headings == [
        "You told us",
        "You asked, your school says",
        "We did this",
        "We are doing this now",
        "We will do this",
        "We can’t do this yet",
        "Have your say next",
    ]
    assert "We will ask you again. Spring 2027 opens on 3 March 2027." in page.text
    assert "Get help now" in page.text
    assert "0800 1111" in page.text


def test_pupils_of_a_school_with_few_answers_are_told_why_there_are_no_numbers(visitor, lead, engine):
    report = released(engine, urn=HILL, figures=small_figures())
    page = visitor.get(f"/told/{report.address}")
    assert "Too few of you answered to show numbers. People could guess who said what." in page.text
    assert "What comes next? We look at what pupils said in all schools, and plan what to do." in page.text
    assert "We are still working out what to do. Look here again soon." in page.text
    assert "You asked" not in page.text
    assert " in 10" not in page.text
    poster = words(lead.get(f"/reports/{report.id}/poster.pdf").response.data)
    script = lead.get(f"/reports/{report.id}/telling").text
    for said in ("Too few of you answered to show numbers.", "We are still working out what to do."):
        assert said in poster
        assert said in script


def test_a_school_whose_plans_were_all_stopped_is_told_so_and_why(visitor, lead, engine, report):
    promise(engine, "We can’t have more yards. There is no room.", status=Status.STOPPED)
    page = visitor.get(f"/told/{report.address}").text
    poster = words(lead.get(f"/reports/{report.id}/poster.pdf").response.data)
    script = lead.get(f"/reports/{report.id}/telling").text
    for told in (page, poster, script):
        assert "We had plans, but we can’t do them yet. Here is why." in told
        assert "There is no room." in told
        assert "still working out" not in told
        assert "Look here again" not in told.partition("You asked")[0]


def test_pupils_read_and_hear_what_their_school_says_to_what_they_asked_for(visitor, lead, engine, report):
    for told in told_to_pupils(visitor, lead, report):
        assert "Your school has not said yet what it will do." in told
        assert "A quiet room at lunch" not in told
    telling = lead.get(f"/reports/{report.id}/telling")
    assert telling.soup.find("a", string="Answer what pupils recommend")
    answer(
        engine,
        report,
        Said(Verdict.YES, "From the first week after half-term."),
        Said(Verdict.LATER, "The locks are broken. We mend them by Easter."),
    )
    for told in told_to_pupils(visitor, lead, report):
        assert "A quiet room at lunch that anyone can use without a pass" in told
        assert "Yes. From the first week after half-term." in told
        assert "Not yet. The locks are broken. We mend them by Easter." in told
        assert "one-way system" not in told  # pupils said it in a workshop, and did not ask for it
        assert "has not said yet" not in told


def told_to_pupils(visitor, lead, report):
    """Return what the page, the poster and the words for form time say."""
    return (
        visitor.get(f"/told/{report.address}").text,
        words(lead.get(f"/reports/{report.id}/poster.pdf").response.data),
        lead.get(f"/reports/{report.id}/telling").text,
    )


def test_a_poster_leads_to_the_answers_for_which_it_has_no_room(lead, engine):
    lines = [{"kind": "recommendation", "text": f"Thing {number}", "key": f"{number}"} for number in range(5)]
    report = released(engine, figures=rich_figures() | {"workshops": {"lines": lines}})
    answer(engine, report, *[Said(Verdict.YES, "")] * 5)
    told = words(lead.get(f"/reports/{report.id}/poster.pdf").response.data)
    assert "Thing 3" in told
    assert "Thing 4" not in told
    assert "All the answers are on our page." in told


def test_a_recalled_report_tells_pupils_nothing_of_its_answers(visitor, engine, report):
    answer(engine, report, Said(Verdict.YES, "After half-term."), Said(Verdict.YES, ""))
    recalled(engine, report)
    page = visitor.get(f"/told/{report.address}")
    for never in ("A quiet room", "After half-term", "in 10"):
        assert never not in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_an_address_that_is_unknown_or_not_released_opens_nothing(visitor, engine):
    with writing_session(engine) as session:
        address = session.get_one(Report, drafted(engine)).address
    for wrong in (address, "NOWHERE"):
        missing = visitor.get(f"/told/{wrong}")
        assert missing.status == 404
        assert "We cannot find that page" in missing.text


def test_the_dots_show_as_many_in_ten_as_the_words_say(visitor, report):
    page = visitor.get(f"/told/{report.address}")
    items = page.soup.select(".voice-said li")
    assert len(items) == 5
    for item in items:
        _, _, full = item.find_all("path")
        across = float(full["d"].partition("h")[2])  # ten dots stand 12 apart
        assert f"About {round(across / 12) + 1} in 10" in item.text
        assert item.svg["aria-hidden"] == "true"


def test_the_pupils_page_comes_whole_in_one_go_and_is_all_our_own(visitor, engine):
    long = {"name": "St Bartholomew and All Saints Roman Catholic Academy", "urn": BROOK, "authority": "A"}
    lines = [{"kind": "recommendation", "text": babble(200), "key": str(number)} for number in range(12)]
    figures = rich_figures() | {"workshops": {"lines": lines}}
    report = released(engine, school=long, figures=figures, next_wave="Spring 2027 opens on 3 March 2027.")
    answer(engine, report, *(Said(Verdict.NO, babble(300)) for _ in lines))
    for status in Status:
        for _ in range(3):
            promise(engine, babble(300), status=status)
    page = visitor.get(f"/told/{report.address}")
    loads = {"page": len(squeezed(visitor, report))}
    for tag in page.soup.select("link[rel=stylesheet], script"):
        address = tag.get("href") or tag["src"]
        with visitor.client.get(address, headers={"Accept-Encoding": "gzip"}) as file:
            assert file.headers["Content-Encoding"] == "gzip"
            loads[address] = len(file.data)
            text = gzip.decompress(file.data).decode()
            assert "://" not in text
            assert "url(" not in text
    assert len(loads) == 4
    assert sum(loads.values()) <= MOST_BYTES, loads
    assert "://" not in page.response.get_data(as_text=True)


def squeezed(visitor, report):
    """Return the pupils’ page as it travels."""
    with visitor.client.get(f"/told/{report.address}", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        return answer.data


def babble(letters):
    """Return so many letters of words that no two sentences share, so that they do not squeeze better than real ones."""
    made = ("".join(CHANCE.choices("etaoinshrdlucmfw", k=CHANCE.randint(2, 8))) for _ in range(letters))
    return " ".join(made)[:letters]


def test_the_button_to_listen_waits_for_script_and_everything_else_does_not(visitor, report):
    page = visitor.get(f"/told/{report.address}")
    (button,) = page.soup.select("[data-listen]")
    assert button.has_attr("hidden")
    button.decompose()
    assert not page.soup.main.select("[hidden], button, form")


def test_a_school_finds_all_that_it_needs_to_tell_its_pupils(head, engine, report):
    promise(engine, "The toilets are open.", urn=BROOK, status=Status.DONE)
    promise(engine, None)
    page = head.get(f"/reports/{report.id}/telling")
    assert page.heading == "Tell your pupils: Brook Lane High School"
    assert f"localhost/told/{report.address}" in page.text
    assert page.soup.select(f"a[href='/told/{report.address}']")
    assert "This is what we have done. The toilets are open." in page.text
    assert "About 4 in 10 of you feel unsafe or not at ease here: Corridors." in page.text
    assert "These actions have no words for pupils." in page.text
    for size in ("A4", "A3"):
        assert page.soup.find("a", string=f"Poster in {size} (PDF)")


def test_a_poster_says_in_large_what_the_page_says(head, engine, report):
    promise(engine, "The toilets are open.", urn=BROOK, status=Status.DONE)
    promise(engine, "We can’t have more yards. There is no room.", status=Status.STOPPED)
    promise(engine, "We are asking for a bus.", due_on=date.today() - timedelta(days=40))
    answer = head.get(f"/reports/{report.id}/poster.pdf").response
    told = words(answer.data)
    for said in (
        "You said, we did Brook Lane High School",
        "About 4 in 10 of you said this makes it hard to come to school: Noise, crowds",
        "Done The toilets are open.",
        "This is late. We said",
        "We can’t do this yet We can’t have more yards. There is no room.",
        f"localhost/told/{report.address}",
        "Get help now",
        "0800 1111",
    ):
        assert said in told
    assert "%" not in told
    assert len(read(answer.data).pages) == 1
    (square,) = tagged(answer.data, "/Figure")
    assert report.address in square["/Alt"]
    name = "Brook_Lane_High_School_Autumn_2026_poster_A4.pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize(("size", "width"), [("", 595), ("?size=a4", 595), ("?size=A3", 842)])
def test_a_poster_comes_in_two_sizes(lead, report, size, width):
    answer = lead.get(f"/reports/{report.id}/poster.pdf{size}").response
    (page,) = read(answer.data).pages
    assert round(float(page.mediabox.width)) == width


def test_another_size_is_answered_with_a_sentence(lead, report):
    answer = lead.get(f"/reports/{report.id}/poster.pdf?size=a0")
    assert answer.status == 302
    page = lead.get(answer.response.location)
    assert "A poster is A4 or A3. Choose one of them." in page.text


@pytest.mark.parametrize(
    "hostile", ['#read("/etc/passwd") *b* <i> @ref $x$', "a" * 280, "Wörter " * 42, "مرحبا 😭 \u202eevil"]
)
def test_whatever_is_promised_and_asked_fits_on_one_page(lead, engine, hostile):
    figures = rich_figures()
    for row in (*figures["barriers"], *figures["wants"]):
        row["title"] = hostile[:150]
    school = {"name": hostile[:100], "urn": BROOK, "authority": hostile[:100]}
    report = released(engine, figures=figures, school=school)
    for status in Status:
        for _ in range(3):
            promise(engine, hostile[:300], status=status)
    (page,) = read(lead.get(f"/reports/{report.id}/poster.pdf").response.data).pages
    assert "0800 1111" in page.extract_text()


@pytest.mark.parametrize("path", ["telling", "poster.pdf"])
def test_before_its_release_and_after_its_recall_nobody_prints_a_poster(lead, engine, path):
    draft = lead.get(f"/reports/{drafted(engine)}/{path}")
    assert draft.status == 302
    assert "/reports/" in draft.response.location
    report = released(engine)
    assert lead.get(f"/reports/{report.id}/{path}").status == 200
    recalled(engine, report)
    assert lead.get(f"/reports/{report.id}/{path}").status == 302


@pytest.mark.parametrize("path", ["telling", "poster.pdf", "governors", "governors.pdf"])
def test_another_school_cannot_tell_that_a_report_exists(head, engine, path):
    other = released(engine, urn=HILL, figures=small_figures())
    assert head.get(f"/reports/{other.id}/{path}").status == 404
    assert head.get(f"/reports/{'0' * 32}/{path}").status == 404

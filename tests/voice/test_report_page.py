"""A school’s report as it is read: on the page and on paper, in full and where little may be said."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from analysis.drawing import draw
from surveys.reports import newest_report, store_draft
from surveys.workers import Role, add_worker, worker_with_email
from tests.pdfs import read, tagged, words
from tests.voice.report_borough import BROOK, HILL, LATER, LEAD, Borough
from tests.voice.report_figures import content, new_figures, rich_figures, small_figures
from voice.database import writing_session
from voice.printing import report_pdf
from voice.row_headers import with_row_headers


def made(figures, **changes):
    """Return a report’s content with its charts drawn."""
    return content(figures | {"charts": draw(figures)}, format=2, edition=1, reissued=None, **changes)


@pytest.fixture
def record_file(borough_to_report_on):
    return borough_to_report_on


@pytest.fixture
def look(app, engine):
    """Open a page as a worker; return the answer."""

    def looked(address, email=LEAD):
        client = app.test_client()
        with Session(engine) as session:
            mark = worker_with_email(session, email).fs_uniquifier
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = mark, True
        return client.get(address)

    return looked


@pytest.fixture
def show(engine, look):
    """Store content as the school’s draft and return its page."""

    def shown(content):
        with writing_session(engine) as session:
            place = Borough(session).place(BROOK)
            report = store_draft(session, place=place, content=content, pdf=b"%PDF-", on=LATER)
            session.commit()
            address = f"/reports/{report.id}"
        answer = look(address)
        assert answer.status_code == 200
        return BeautifulSoup(answer.text, "html.parser").main

    return shown


def text(page):
    return " ".join(page.get_text(" ").split())


@pytest.fixture(scope="module")
def pdf():
    return report_pdf(made(new_figures(), next_wave="Summer 2027 opens on 7 June 2027."))


SAID = (
    "about 2 in 10 of the pupils on roll",
    "20% to 80%",
    "Cannot be compared",
    "It was asked otherwise.",
    "more than elsewhere",
    "About 3 in 10 here, about 2 in 10 in all schools together.",
    "Open one quiet room",
    "About 60 pupils came in the autumn term 2026.",
    "Year group",
    "Too few to say.",
    "Fewer than half of the pupils on roll answered.",
    "People and the machine agreed on most texts.",
    "I feel safe at school.",
    "Summer 2027 opens on 7 June 2027.",
)


@pytest.mark.parametrize("said", SAID)
def test_the_paper_says_what_was_found(pdf, said):
    assert said in words(pdf)


def test_the_page_says_what_the_paper_says(show):
    told = text(show(made(new_figures(), next_wave="Summer 2027 opens on 7 June 2027.")))
    assert [said for said in SAID if said not in told] == []


def test_each_chart_is_told_in_words(pdf, show):
    charts = draw(new_figures())
    expected = [charts[name]["words"] for name in ("headlines", "barriers", "wants")]
    assert [one["/Alt"] for one in tagged(pdf, "/Figure")] == expected
    assert [one["alt"] for one in show(made(new_figures())).find_all("img")] == expected


def test_every_row_on_the_page_is_named_by_its_first_cell(show):
    rows = show(made(new_figures())).select("tbody tr")
    assert rows
    assert all(row.find(["th", "td"]).name == "th" and row.th["scope"] == "row" for row in rows)


def test_every_row_on_paper_is_named_by_its_first_cell(pdf):
    rows = [[kid.get_object() for kid in row["/K"]] for row in tagged(pdf, "/TR")]
    below_a_head = [row for row in rows if any(cell["/S"] == "/TD" for cell in row)]
    assert below_a_head
    for first, *others in below_a_head:
        assert first["/S"] == "/TH"
        assert first["/A"][0]["/Scope"] == "/Row"
        assert all(first["/ID"] in cell["/A"][0]["/Headers"] for cell in others)


def test_the_names_of_headers_are_found_in_order(pdf):
    names = read(pdf).root_object["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert list(names[::2]) == sorted(names[::2])
    assert all(
        read_back.get_object()["/ID"] == name for name, read_back in zip(names[::2], names[1::2], strict=True)
    )


def test_a_pdf_without_tables_stays_as_it_is():
    assert with_row_headers(b"%PDF-1.7\nno tables\n%%EOF\n") == b"%PDF-1.7\nno tables\n%%EOF\n"


def test_the_paper_is_two_pages_and_an_annex(pdf):
    pages = [" ".join(page.extract_text().split()) for page in read(pdf).pages]
    assert len(pages) <= 6
    assert "Headline figures" in pages[0]
    assert "What is working" in pages[0]
    assert "Where and when" in pages[1]
    assert "Actions so far" in pages[1]


def test_quick_wins_leave_room_to_write(pdf, show):
    assert show(made(new_figures())).select_one(".voice-report__wins").get_text().count("Who:") == 3
    assert "What we will do Who By 1. Open one quiet room" in words(pdf)


def test_a_recommendation_has_room_for_a_reply(pdf):
    assert "Pupils recommend Our reply Because" in words(pdf)
    assert "☐ Not yet" in words(pdf)


def test_a_shade_never_says_more_than_its_number(show):
    cells = show(made(new_figures())).select(".voice-heat td[class*='voice-heat--']")
    assert {
        "voice-heat--none" in cell["class"] for cell in cells if cell.get_text(strip=True).startswith("–")
    } == {True}
    assert all("voice-heat--none" not in cell["class"] for cell in cells if "%" in cell.get_text())


def test_a_corrected_report_says_so(show):
    note = {"note": "Two rows of a table were swapped.", "on": "1 December 2026"}
    corrected = made(new_figures()) | {"edition": 2, "reissued": note}
    for told in (text(show(corrected)), words(report_pdf(corrected))):
        assert "edition 2" in told
        assert "made again on 1 December 2026. Two rows of a table were swapped." in told


def test_a_school_with_few_answers_has_no_chart_and_no_blank_one(show):
    page = show(made(small_figures(), quotes=[], actions=[]))
    assert not page.find_all("img")
    assert "Too few pupils answered to say what makes it hard here" in text(page)
    paper = report_pdf(made(small_figures(), quotes=[], actions=[]))
    assert not tagged(paper, "/Figure")
    assert "what is different here without pointing at someone" in words(paper)


def test_a_report_made_before_reports_compared_is_still_read(show):
    old = content(rich_figures())
    told = text(show(old))
    assert "About 165 pupils answered , of 940 on the school’s roll" in told
    assert "Since last time" not in told
    assert "Since last time" not in words(report_pdf(old))


def action(title, status="in progress", **changes):
    return {
        "title": title,
        "theme": "Bullying",
        "agency": "Youth service",
        "due": "1 November 2026",
        "status": status,
        "pupil_words": "",
        "everywhere": False,
        "is_late": False,
    } | changes


def test_an_action_says_that_it_is_overdue_or_why_it_was_stopped(show):
    actions = [
        action("Open the gate", is_late=True),
        action("Run a bus", "stopped", pupil_words="It costs too much this year."),
    ]
    written = made(new_figures(), actions=actions)
    for told in (text(show(written)), words(report_pdf(written))):
        assert "overdue" in told.lower()
        assert "It costs too much this year." in told
        assert told.count("1 November 2026") == 1  # nothing is due of what was stopped


def test_a_sign_is_never_alone(show):
    written = made(new_figures())
    for told in (text(show(written)), words(report_pdf(written))):
        assert "▲ More than elsewhere. About 3 in 10 here" in told


@pytest.mark.parametrize("number", [0, 1, 8, 40])
def test_what_follows_the_second_page_is_the_annex(number):
    actions = [
        action(f"Action {one} has a name that takes a line and somewhat more") for one in range(number)
    ]
    pages = [
        " ".join(page.extract_text().split())
        for page in read(report_pdf(made(new_figures(), actions=actions))).pages
    ]
    assert "Actions so far" in pages[1]
    assert pages[2].startswith("Annex")
    after = " ".join(pages)
    assert all(f"Action {one} has" in after for one in range(number))


def test_the_name_of_the_method_stands_in_the_annex_alone(show):
    figures = new_figures()
    figures["method"]["themes"] = "examples 2, MiniLM 8199be6f"
    page = show(made(figures))
    (told,) = page.find_all(string=lambda words: "MiniLM" in words)
    assert told.find_parent("details")
    assert words(report_pdf(made(figures))).count("MiniLM") == 1


def test_rows_that_become_cards_say_their_columns_and_stay_a_table(show):
    tables = show(made(new_figures())).select("table")
    assert tables
    for table in tables:
        heads = [head.get_text(strip=True) for head in table.select("thead [role=columnheader]")]
        assert "voice-table--cards" in table["class"]
        assert table["role"] == "table"
        for row in table.select("tbody [role=row]"):
            assert row.th["role"] == "rowheader"
            assert [cell["data-label"] for cell in row.select("[role=cell]")] == heads[1:]


def test_a_draft_made_again_is_another_page(show):
    assert "Open one quiet room" in text(show(made(new_figures())))
    figures = new_figures() | {"quick_wins": [{"title": "Paint the hall", "because": "Many ticked it."}]}
    told = text(show(made(figures)))
    assert "Paint the hall" in told
    assert "Open one quiet room" not in told


def test_a_page_that_is_kept_is_shown_to_nobody_new(show, look, engine):
    show(made(new_figures()))
    with writing_session(engine) as session:
        report = newest_report(session, place_id=Borough(session).place(BROOK).id)
        add_worker(
            session,
            email="hill@example.org",
            name="Head of Hill Top",
            password_hash="x",
            roles=[Role.SCHOOL],
            school=Borough(session).place(HILL).school,
        )
        session.commit()
        address = f"/reports/{report.id}"
    assert look(address).status_code == 200
    assert look(address, "hill@example.org").status_code == 404


ADDED_SINCE = ("rate", "different", "groups", "absent", "quick_wins", "agreement", "questions", "charts")


@pytest.mark.parametrize("missing", [*((name,) for name in ADDED_SINCE), ADDED_SINCE])
def test_contents_that_lack_what_came_later_are_read(show, missing):
    old = made(new_figures())
    for name in missing:
        del old["figures"][name]
    for name in ("edition", "reissued", "next_wave"):
        old.pop(name, None)
    for one in old["actions"]:
        one.pop("is_late", None)
    old["figures"]["method"].pop("marks", None)
    for told in (text(show(old)), words(report_pdf(old))):
        assert "What makes it hard to come to school" in told
        assert "Who is missing" in told or "who is missing" in told


def test_a_reason_that_keeps_several_groups_back_is_given_once(show):
    figures = new_figures()
    year, gender = figures["groups"]
    figures["groups"] = [year, gender, {**gender, "dimension": "send", "title": "Extra help"}]
    for told in (text(show(made(figures))), words(report_pdf(made(figures)))):
        assert told.count("Too few to say.") == 1
        assert "Girls and boys, Extra help" in told

"""Schools that are hard to report on – with hardly an answer, with none, all of one mind, renamed, merged – get honest words."""

import shutil
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.reports import Report, reports_of_wave
from surveys.school_links import Linked, SchoolLinkKind, store_school_links
from surveys.subgroups import add_first_subgroups
from surveys.wave_papers import papers_of_wave
from surveys.waves import wave_named
from surveys.workers import Role
from tests import make
from tests.pdf_structure import problems
from tests.pdfs import words
from tests.voice.conftest import settle
from voice.database import make_engine, writing_session
from voice.drafting import draft_reports
from voice.insight import find_themes, load_codebook
from voice.paper_making import make_wave_papers

SPRING, AUTUMN = date(2026, 3, 2), date(2026, 9, 7)
BETWEEN = date(2026, 8, 1)
ODD = {"Three": 3, "Nobody": 0, "One Mind": 100, "New Name": 120, "Merged": 120}
USUAL = ("Ash", "Beech", "Cedar")
SILENT = ("Three", "Nobody")


def no_progress(share, step):
    """Nobody watches."""


def answer(record, place, number, on):
    hard = number - 2 if place.school.name == "One Mind" else number // 2
    for count, ticks in ((hard, "5"), (number - hard, "1")):
        if count:
            picks = {"att_hard": [ticks], "sch_safe": ["4"], "bar_pick": ["bus"]}
            make.responses(record, place, count=count, picks=picks, on=on)


@pytest.fixture(scope="module")
def odd_borough(tmp_path_factory, empty_record):
    """Two waves, counted, with drafts of the second’s reports and papers; made once, for it takes some seconds."""
    path = tmp_path_factory.mktemp("odd") / "voice.db"
    shutil.copy(empty_record, path)
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    with writing_session(engine) as record:
        load_codebook(record)
        add_first_subgroups(record)
        schools = {name: make.school(record, name=name) for name in (*USUAL, *ODD, "Old Name", "Gone")}
        ids = []
        for name, opens_on, left_out in (
            ("Spring", SPRING, {"New Name"}),
            ("Autumn", AUTUMN, {"Old Name", "Gone"}),
        ):
            asked = [school for called, school in schools.items() if called not in left_out]
            closes_on = opens_on + timedelta(days=11)
            wave = make.wave_in(record, *asked, name=name, opens_on=opens_on, closes_on=closes_on)
            for place in wave.schools:
                answer(record, place, ODD.get(place.school.name, 150), opens_on)
            ids.append(wave.id)
        urn = {name: school.urn for name, school in schools.items()}
        store_school_links(
            record,
            [
                Linked(urn["Old Name"], urn["New Name"], SchoolLinkKind.PREDECESSOR, BETWEEN, "Old Name"),
                Linked(urn["Gone"], urn["Merged"], SchoolLinkKind.MERGED, BETWEEN, "Gone"),
            ],
        )
        record.commit()
    for wave_id in ids:
        find_themes(engine, wave_id=wave_id, progress=no_progress, on=make.TODAY)
    told = draft_reports(engine, wave_id=ids[-1], progress=no_progress, on=make.TODAY)
    assert told == f"Drafts made for {len(USUAL) + len(ODD)} schools."
    make_wave_papers(engine, wave_id=ids[-1], progress=no_progress, on=make.TODAY)
    settle(engine)
    return path


@pytest.fixture
def record_file(odd_borough):
    return odd_borough


@pytest.fixture
def drafts(engine):
    with Session(engine) as session:
        wave = wave_named(session, "Autumn")
        return {one.place.school.name: one.id for one in reports_of_wave(session, wave).values()}


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def content(engine, report_id):
    with Session(engine) as session:
        return session.get_one(Report, report_id).content


@pytest.mark.parametrize("name", ODD)
def test_every_page_made_of_its_report_can_be_read_and_shows_no_blank_chart(lead, drafts, name):
    for end in ("", "/governors"):
        page = lead.get(f"/reports/{drafts[name]}{end}")
        assert page.status == 200
        assert "None" not in page.text
        for picture in page.soup.select("main img"):
            assert picture["alt"]
            assert "<text" in lead.get(picture["src"]).response.text
    for end in (".pdf", "/governors.pdf"):
        pdf = lead.get(f"/reports/{drafts[name]}{end}").response.get_data()
        assert problems(pdf) == []
    assert lead.get(f"/reports/{drafts[name]}/tables").status == 200
    assert lead.get(f"/reports/{drafts[name]}/tables/all.xlsx").status == 200


@pytest.mark.parametrize("name", SILENT)
def test_a_school_with_hardly_an_answer_reads_why_and_not_how_few(lead, drafts, engine, name):
    page = lead.get(f"/reports/{drafts[name]}")
    assert "Too few pupils answered to say what makes it hard here" in page.text
    assert page.soup.select("main img") == []
    assert "too few" in words(lead.get(f"/reports/{drafts[name]}.pdf").response.get_data()).casefold()
    figures = content(engine, drafts[name])["figures"]
    assert not any(row["school"]["shown"] for row in (*figures["headlines"], *figures["barriers"]))


def test_none_and_three_answers_look_the_same(engine, drafts):
    three, nobody = (content(engine, drafts[name])["figures"] for name in SILENT)
    for key in ("answered", "headlines", "barriers", "wants", "working", "places", "rate", "absent"):
        assert three.get(key) == nobody.get(key)


def test_where_nearly_everyone_says_the_same_it_is_hidden_for_the_two_who_do_not(lead, engine, drafts):
    rows = {row["key"]: row["school"] for row in content(engine, drafts["One Mind"])["figures"]["headlines"]}
    assert (rows["att_hard"]["shown"], rows["att_hard"]["words"]) == (False, "too small to say")
    # Whether hardly anyone or nearly everyone said it must not be told, in the reason either.
    assert "nearly" not in rows["att_hard"]["why"].casefold()
    page = lead.get(f"/reports/{drafts['One Mind']}")
    assert "98" not in page.text.replace("1998", "")
    assert "too small to say" in page.text.casefold()


def test_a_school_that_changed_its_name_is_compared_with_itself(engine, drafts):
    rows = content(engine, drafts["New Name"])["figures"]["headlines"]
    change = next(row["change"] for row in rows if row["key"] == "att_hard")
    assert change["word"] == "about the same"


def test_a_school_that_took_in_another_is_not_compared_and_reads_why(lead, engine, drafts):
    rows = content(engine, drafts["Merged"])["figures"]["headlines"]
    change = next(row["change"] for row in rows if row["key"] == "att_hard")
    assert change["word"] == "cannot be compared"
    assert "merged in August 2026" in change["why"]
    assert "merged in August 2026" in lead.get(f"/reports/{drafts['Merged']}").text


def test_each_paper_on_such_a_wave_can_be_read(lead, engine):
    with Session(engine) as session:
        papers = [paper.id for paper in papers_of_wave(session, wave_named(session, "Autumn"))]
    assert papers
    for paper_id in papers:
        page = lead.get(f"/papers/{paper_id}")
        assert page.status == 200
        for picture in page.soup.select("main img"):
            assert "<text" in lead.get(picture["src"]).response.text
        assert problems(lead.get(f"/papers/{paper_id}.pdf").response.get_data()) == []
        assert lead.get(f"/papers/{paper_id}/tables").status == 200


def test_what_moved_over_the_area_is_not_told_of_other_schools(lead, engine):
    """The wave before was answered in other schools, so that the two are not the same pupils’ voices."""
    with Session(engine) as session:
        query = select(Report).limit(1)
        assert session.scalars(query).unique().one().place.wave.name == "Autumn"
        papers = papers_of_wave(session, wave_named(session, "Autumn"))
        overview = next(paper.id for paper in papers if paper.kind.value == "overview")
    page = lead.get(f"/papers/{overview}")
    assert "cannot be compared" in page.text
